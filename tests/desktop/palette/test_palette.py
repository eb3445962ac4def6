"""The palette: matching, stale answers, keys, and what it finds in the practice."""

from collections.abc import Iterator, Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from core.domain.clock import FixedClock
from core.store.practice import Practice
from desktop.palette.finder import PracticeFinder
from desktop.palette.presenter import Entry, PalettePresenter, matching
from desktop.palette.view import PaletteDialog
from desktop.theme import Theme
from tests.desktop.conftest import FakeNavigator
from tests.records_fakes import ManualRunner


def entry(title: str, ran: list[str] | None = None, **more: str) -> Entry:
    return Entry(title, lambda: (ran if ran is not None else []).append(title), **more)


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("", ["Go to today", "Today", "Lock"]),
        ("to", ["Today", "Go to today"]),
        ("tod go", ["Go to today"]),
        ("LOCK", ["Lock"]),
        ("away", ["Lock"]),
        ("x", []),
    ],
)
def test_given_actions_when_typed_then_every_word_must_begin_one(text: str, titles: list[str]) -> None:
    entries = [entry("Go to today"), entry("Today"), entry("Lock", words="away")]
    assert [found.title for found in matching(entries, text)] == titles


def test_given_an_answer_to_older_text_when_it_comes_then_it_is_dropped() -> None:
    runner = ManualRunner()
    shown: list[list[str]] = []
    presenter = PalettePresenter(
        runner,
        [entry("Today")],
        lambda text, _limit: [entry(f"found {text}")],
        lambda entries: shown.append([found.title for found in entries]),
    )
    presenter.type("a")
    presenter.type("ab")
    runner.finish()
    assert shown == [[], [], ["found ab"]]


@pytest.fixture
def dialog(qtbot: QtBot, theme: Theme) -> Iterator[PaletteDialog]:
    host = QWidget()
    host.resize(1000, 700)
    host.show()
    qtbot.addWidget(host)
    made = PaletteDialog(theme, host)
    made.open()
    yield made
    host.close()


def show(dialog: PaletteDialog, entries: Sequence[Entry]) -> None:
    dialog.show_entries(entries)
    dialog.field.setFocus()


def test_given_groups_when_arrows_move_then_headings_are_skipped_and_enter_runs(
    dialog: PaletteDialog,
) -> None:
    ran: list[str] = []
    show(dialog, [entry("One", ran, group="A"), entry("Two", ran, group="B")])
    QTest.keyClick(dialog.field, Qt.Key.Key_Down)
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    assert (ran, dialog.isVisible()) == (["Two"], False)


def test_given_the_first_entry_when_up_is_pressed_then_it_stays(dialog: PaletteDialog) -> None:
    ran: list[str] = []
    show(dialog, [entry("One", ran, group="A"), entry("Two", ran)])
    QTest.keyClick(dialog, Qt.Key.Key_Up)
    dialog.run_current()
    assert ran == ["One"]


def test_given_nothing_found_when_enter_is_pressed_then_it_stays_open(dialog: PaletteDialog) -> None:
    show(dialog, [])
    dialog.run_current()
    assert dialog.isVisible()
    assert not dialog.list.isVisible()
    dialog.reject()


def test_given_the_practice_when_searched_then_clients_notes_and_visits_open(
    practice: Practice, navigator: FakeNavigator, clock: FixedClock
) -> None:
    finder = PracticeFinder(practice, navigator, clock)
    found = finder("mira", 12)
    assert found[0].title == "Mira Talbot"
    for hit in finder("shoulder", 12):
        hit.run()
    found[0].run()
    asked = [name for name, *_ in navigator.asked]
    assert asked[0] == "open_note"
    assert asked[-1] == "open_client"


def test_given_hebrew_when_searched_then_the_client_is_found(
    practice: Practice, navigator: FakeNavigator, clock: FixedClock
) -> None:
    assert PracticeFinder(practice, navigator, clock)("נועה", 12)[0].title == "נועה כהן"
