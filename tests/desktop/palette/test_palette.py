"""The palette: matching, stale answers, keys, and what it finds in the practice."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from core.domain.clock import FixedClock
from core.store.practice import search
from core.store.practice.practice import AppointmentDraft, Practice
from core.text.terms import terms_of
from desktop.app import Program
from desktop.calendar.screen import CalendarScreen
from desktop.kit.context import NotePlace
from desktop.kit.theme import Theme
from desktop.kit.typed_booking import TypedBooking
from desktop.kit.typed_day import DayWords, day_meant
from desktop.palette.finder import PracticeFinder, shared
from desktop.palette.presenter import PaletteEntry, PalettePresenter, matching
from desktop.palette.view import PaletteDialog
from desktop.settings.device import LookSection
from desktop.settings.screen import SettingsScreen
from desktop.widgets.question import QuestionDialog
from desktop.widgets.two_line import RowRole
from tests.desktop.conftest import FakeNavigator
from tests.desktop.test_workplace import model_home, program, work
from tests.records_fakes import ManualRunner

__all__ = ["model_home", "program"]


def entry(title: str, ran: list[str] | None = None, **more: Any) -> PaletteEntry:
    return PaletteEntry(title, lambda: (ran if ran is not None else []).append(title), **more)


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


def test_given_what_a_text_means_by_itself_when_typed_then_it_comes_first_and_at_once() -> None:
    shown: list[list[str]] = []
    presenter = PalettePresenter(
        ManualRunner(),
        [entry("Today"), PaletteEntry("Settings: Today", lambda: None, is_quiet=True)],
        lambda _text, _limit: (),
        lambda entries: shown.append([found.title for found in entries]),
        lambda text: [entry(f"day {text}")],
    )
    presenter.type("")
    presenter.type("today")
    assert shown == [["Today"], ["day today", "Today", "Settings: Today"]]


MONTHS = [["january", "jan"], ["february", "feb"], ["march", "mar"], ["april"], ["may"], ["june"]]
MONTHS += [["july"], ["august"], ["september"], ["october"], ["november", "nov"], ["december", "dec"]]
WEEKDAYS = [[f"{name}day"] for name in ("mon", "tues", "wednes", "thurs", "fri", "satur", "sun")]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("12 dec", date(2026, 12, 12)),
        ("12. December", date(2026, 12, 12)),
        ("dec 12", date(2026, 12, 12)),
        ("December 12, 2024", date(2024, 12, 12)),
        ("12 dec 2027", date(2027, 12, 12)),
        ("3 mar", date(2027, 3, 3)),
        ("10 aug", date(2026, 8, 10)),
        ("29 feb", None),
        ("12.12.", date(2026, 12, 12)),
        ("3/4", date(2027, 4, 3)),
        ("2026-12-01", date(2026, 12, 1)),
        ("1.12.2026", date(2026, 12, 1)),
        ("tomorrow", date(2026, 11, 24)),
        ("fri", date(2026, 11, 27)),
        ("monday", date(2026, 11, 30)),
        ("12", None),
        ("ma", None),
        ("12 ma", None),
        ("32 dec", None),
        ("anna", None),
    ],
)
def test_given_a_day_as_people_type_it_when_read_then_it_is_that_day(text: str, meant: date | None) -> None:
    words = DayWords(MONTHS, WEEKDAYS, {"tomorrow": 1})
    assert day_meant(text, date(2026, 11, 23), words) == meant


def palette_finds(program: Program, text: str) -> list[PaletteEntry]:
    """What the palette lists for it, in order."""
    place = work(program)
    place.open_palette()
    place._palette.field.setText(text)
    place._palette.field.searched.emit(text)
    program.jobs.wait()
    found = [entry for entry in place._palette._entries if entry is not None]
    place._palette.reject()
    return found


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("export", "Export everything"),
        ("print", "Settings: Security"),
        ("12 dec", "Saturday, 12 December 2026"),
        ("hours", "Settings: Practice"),
        ("backup", "Make a backup"),
        ("new app", "New appointment"),
        ("dark", "Settings: Look and language"),
        ("settled", "What was settled"),
        ("abbreviation", "Settings: Text snippets"),
    ],
)
def test_given_the_palette_when_words_of_people_are_typed_then_it_finds_what_they_mean(
    program: Program, text: str, first: str
) -> None:
    assert palette_finds(program, text)[0].title == first


def test_given_a_setting_that_was_found_when_chosen_then_its_page_is_in_front(program: Program) -> None:
    palette_finds(program, "look and language")[0].run()
    screen = cast("SettingsScreen", work(program).window.screens["settings"])
    assert (work(program).window.place, type(screen.stack.currentWidget())) == ("settings", LookSection)


def test_given_days_in_both_languages_when_typed_then_the_palette_means_the_same_day(
    program: Program,
) -> None:
    days = {palette_finds(program, text)[0].title for text in ("+1w", "in 7 days", "בעוד שבוע", "שבוע הבא")}
    assert len(days) == 1
    assert "202" in days.pop()


def test_given_a_day_that_was_found_when_chosen_then_the_calendar_shows_it(program: Program) -> None:
    palette_finds(program, "12 dec")[0].run()
    program.jobs.wait()
    pane = cast("CalendarScreen", work(program).window.screens["calendar"]).pane
    assert pane is not None
    assert pane.presenter.cursor_day == date(2026, 12, 12)


def test_given_export_from_the_palette_when_chosen_then_it_asks_before_anything_is_written(
    program: Program,
) -> None:
    palette_finds(program, "export")[0].run()
    (question,) = work(program).window.findChildren(QuestionDialog)
    assert question.isVisible()
    question.reject()


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


def show(dialog: PaletteDialog, entries: Sequence[PaletteEntry]) -> None:
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


def test_given_a_found_text_then_the_words_that_were_searched_for_are_marked(dialog: PaletteDialog) -> None:
    show(dialog, [entry("Mira", second="Übung: the knee", terms=terms_of("ubung kne"))])

    assert [tuple(span) for span in dialog._model.item(0).data(RowRole.FOUND)] == [(0, 5), (11, 3)]
    dialog.reject()


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
    assert navigator.asked[0][2:] == (NotePlace(terms_of("shoulder")),)
    assert asked[-1] == "open_client"


@pytest.mark.parametrize(
    ("sizes", "places", "counts"),
    [
        ((0, 6, 12, 0, 12), 12, [0, 4, 4, 0, 4]),
        ((0, 1, 12, 2, 12), 12, [0, 1, 5, 2, 4]),
        ((3, 6, 0, 0, 0), 12, [3, 6, 0, 0, 0]),
        ((0, 0, 20, 0, 0), 12, [0, 0, 12, 0, 0]),
    ],
)
def test_given_more_than_there_is_room_for_then_no_group_keeps_another_out(
    sizes: Sequence[int], places: int, counts: list[int]
) -> None:
    groups = [
        [entry(f"{number}", group=f"{number}") for _ in range(size)] for number, size in enumerate(sizes)
    ]

    found = [each.title for each in shared(groups, places)]

    assert [found.count(f"{number}") for number in range(len(sizes))] == counts
    assert found == sorted(found)


def test_given_a_word_of_many_notes_when_searched_then_remarks_and_files_are_found_beside_them(
    practice: Practice, navigator: FakeNavigator, clock: FixedClock
) -> None:
    client = practice.clients.find("mira", limit=1)[0].client
    notes = [practice.notes.start(client.id).value for _ in range(15)]
    for note in notes:
        practice.notes.save_draft(note.id, plan="xylophone")
    start = clock.now() + timedelta(days=40)
    draft = AppointmentDraft(
        client_id=client.id,
        scheduled_start=start,
        scheduled_end=start + timedelta(hours=1),
        notes="Brings the xylophone",
    )
    booked = practice.appointments.book(draft).value
    add = practice.attachments.add
    held = add(b"a", client.id, notes[0].id, file_name="Xylophone.pdf").value
    add(b"b", client.id, file_name="xylophone of nobody's note.pdf")

    found = PracticeFinder(practice, navigator, clock)("xylo", 12)

    groups = [each.group for each in found]
    assert (groups.count("Notes"), groups.count("Files"), groups.count("Appointments")) == (9, 2, 1)
    for each in found[-3:]:
        each.run()
    opened = [("open_note", notes[0].id, NotePlace(file_id=held.id)), ("open_client", client.id)]
    assert sorted(map(repr, navigator.asked[:2])) == sorted(map(repr, opened))
    assert navigator.asked[2] == ("open_calendar", start.date(), booked.id)


def test_given_a_phrase_that_older_notes_may_have_when_searched_then_the_palette_leads_to_the_list(
    practice: Practice, navigator: FakeNavigator, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "_MOST_LETTERS", 10)
    client = practice.clients.find("mira", limit=1)[0].client
    for _ in range(2):
        practice.notes.save_draft(practice.notes.start(client.id).value.id, plan="the xylophone is red")

    (found,) = PracticeFinder(practice, navigator, clock)('"red xylophone"', 12)

    assert found.second == "So far only notes back to Today were looked through."
    found.run()
    assert navigator.asked == [("search_notes", '"red xylophone"')]


def test_given_a_line_that_is_a_booking_when_typed_then_each_client_it_fits_comes_first_with_its_meaning(
    practice: Practice, navigator: FakeNavigator, clock: FixedClock
) -> None:
    finder = PracticeFinder(practice, navigator, clock)
    found = finder("mira tue 10 90m deep every 2 weeks x8", 12)[0]
    today = clock.now().date()
    tuesday = today + timedelta(days=(1 - today.weekday() - 1) % 7 + 1)
    assert (found.title, found.group) == ("Book Mira Talbot", "Book")
    assert found.second.endswith("10:00–11:30 · Deep tissue massage · every 2 weeks, 8 times")
    found.run()
    (name, client_id, typed) = navigator.asked[-1]
    assert isinstance(typed, TypedBooking)
    assert (name, client_id) == ("book", practice.clients.find("mira", limit=1)[0].client.id)
    assert (typed.day, typed.minutes, typed.times) == (tuesday, 90, 8)
    assert [one.title for one in finder("nobody tue 10", 12)] == ["Book nobody as a new client"]


def test_given_hebrew_when_searched_then_the_client_is_found(
    practice: Practice, navigator: FakeNavigator, clock: FixedClock
) -> None:
    assert PracticeFinder(practice, navigator, clock)("נועה", 12)[0].title == "נועה כהן"


def test_given_a_practice_in_another_zone_when_a_visit_is_chosen_then_its_day_there_opens(
    program: Program,
) -> None:
    place = work(program)
    practice = place.opening.practice
    late = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    draft = AppointmentDraft(
        client_id=practice.clients.list()[0].client.id,
        scheduled_start=late,
        scheduled_end=late + timedelta(hours=1),
        notes="Xylophone",
    )
    place.bus.publish(practice.appointments.book(draft).changed)
    for zone, day in (("Europe/Berlin", 24), ("America/New_York", 23)):
        place.bus.publish(practice.settings.edit_workspace(timezone=zone).changed)
        program.jobs.wait()
        (found,) = [one for one in place._finder("xylophone", 12) if one.icon == "calendar"]
        found.run()
        program.jobs.wait()
        pane = cast("CalendarScreen", place.window.screens["calendar"]).pane
        assert pane is not None
        assert pane.presenter.cursor_day == date(2026, 11, day)
        assert found.keys == ("Tomorrow" if day == 24 else "Today")
