"""A calendar file from the window: asked for by a key, for the days in front or all to come, and stopped."""

from datetime import date
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

import icalendar
import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from core.calendar_file.publishing import Naming
from core.domain.enums import Role
from desktop.calendar.calendar_file_dialog import CalendarFileDialog, FileWish
from desktop.calendar.pages import PageKind
from desktop.paper.progress_dialog import ProgressDialog

if TYPE_CHECKING:
    from tests.desktop.calendar.conftest import Desk

TUESDAY = date(2026, 11, 24)
WEEK = (date(2026, 11, 22), date(2026, 11, 28))


def opened(desk: "Desk") -> CalendarFileDialog:
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(desk.pane.views.front, Qt.Key.Key_E, keys)
    return desk.screen.window().findChildren(CalendarFileDialog)[-1]


def wished(desk: "Desk", dialog: CalendarFileDialog) -> FileWish:
    """What the dialog tells when Enter is pressed on its verb."""
    told: list[FileWish] = []
    dialog.wished.disconnect()
    dialog.wished.connect(told.append)
    QTest.keyClick(dialog.save_button, Qt.Key.Key_Return)
    (wish,) = told
    return wish


def starts(file: Path) -> list[tuple[int, str]]:
    found = icalendar.Calendar.from_ical(file.read_bytes()).events
    return [(each.DTSTART.day, str(each["SUMMARY"])) for each in found]


def test_given_a_week_in_front_when_enter_is_pressed_then_its_days_are_wished_with_nothing_of_anybody(
    desk: "Desk",
) -> None:
    dialog = opened(desk)
    assert wished(desk, dialog) == FileWish(*WEEK, Naming.BUSY, mine=False)
    assert not dialog.isVisible()


def test_given_a_month_in_front_when_asked_then_the_days_of_its_neighbours_are_left_out(desk: "Desk") -> None:
    desk.pane.presenter.set_kind(PageKind.MONTH)
    desk.settle()
    wish = wished(desk, opened(desk))
    assert (wish.first, wish.last) == (date(2026, 11, 1), date(2026, 11, 30))


def test_given_other_choices_by_keys_when_asked_then_they_hold_and_are_explained(desk: "Desk") -> None:
    dialog = opened(desk)
    QTest.keyClick(dialog.naming, Qt.Key.Key_Right)
    assert "A.B." in dialog.naming_words.text()
    QTest.keyClick(dialog.naming, Qt.Key.Key_Right)
    assert "K7Q-2MX" in dialog.naming_words.text()
    assert not dialog.day.isEnabled()
    QTest.keyClick(dialog.range, Qt.Key.Key_Right)
    assert "two years" in dialog.range_words.text()
    dialog.day.editor.setDate(QDate(2026, 12, 1))
    assert wished(desk, dialog) == FileWish(date(2026, 12, 1), None, Naming.CODE, mine=False)


def test_given_a_day_that_nobody_can_read_when_enter_is_pressed_then_the_dialog_stays_and_says_so(
    desk: "Desk",
) -> None:
    dialog = opened(desk)
    QTest.keyClick(dialog.range, Qt.Key.Key_Right)
    dialog.day.editor.setFocus()
    dialog.day.editor.lineEdit().selectAll()
    QTest.keyClicks(dialog.day.editor, "qqq")
    for _ in range(2):
        QTest.keyClick(dialog.day.editor, Qt.Key.Key_Return)
        assert dialog.isVisible()
        assert dialog.day.note.text() == "No day is written like this. Try 12 dec, next tue or +1w."
    QTest.keyClicks(dialog.day.editor, "12 dec")
    assert wished(desk, dialog).first == date(2026, 12, 12)


def test_given_several_who_treat_when_asked_then_only_ones_own_are_proposed(desk: "Desk") -> None:
    alone = opened(desk)
    assert alone.mine.isHidden()
    alone.reject()
    desk.house.practice.team.add("Colleague Person", Role.THERAPIST)
    desk.pane.set_team(desk.screen._desk.opening().team)
    dialog = opened(desk)
    assert not dialog.mine.isHidden()
    assert wished(desk, dialog).mine


def test_given_a_place_when_it_is_chosen_then_the_file_is_there_and_its_length_is_told(
    desk: "Desk", tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.house.book(24, "10:00")
    proposed: list[str] = []

    def choose(_over: object, _title: str, name: str, *, filter: str) -> tuple[str, str]:  # noqa: A002 - Qt's
        proposed.append(name)
        return str(tmp_path / "week.ics"), filter

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    QTest.keyClick(opened(desk).save_button, Qt.Key.Key_Return)
    desk.settle()
    assert proposed == ["calendar-2026-11-22.ics"]
    assert starts(tmp_path / "week.ics") == [(24, "Busy")]
    assert desk.navigator.toasts == [
        "Calendar file saved with 1 appointment; it is readable by whoever has it"
    ]
    assert not [each for each in desk.screen.window().findChildren(ProgressDialog) if each.isVisible()]


def test_given_a_file_in_the_making_when_esc_is_pressed_then_nothing_is_written_and_it_is_said(
    desk: "Desk", tmp_path: Path
) -> None:
    """The worker is held up until the key was pressed."""
    pressed = Event()
    desk.jobs.run(pressed.wait)
    wish = FileWish(TUESDAY, None, Naming.BUSY, mine=False)
    desk.pane.paper.file.save_to(wish, tmp_path / "all.ics")
    QTest.keyClick(desk.screen.window().findChildren(ProgressDialog)[-1], Qt.Key.Key_Escape)
    pressed.set()
    desk.settle()
    assert desk.navigator.toasts == ["Stopped; nothing was written."]
    assert not (tmp_path / "all.ics").exists()


def test_given_a_folder_that_is_gone_when_a_file_is_written_then_a_sentence_says_so(
    desk: "Desk", tmp_path: Path
) -> None:
    wish = FileWish(*WEEK, Naming.BUSY, mine=True)
    desk.pane.paper.file.save_to(wish, tmp_path / "gone" / "week.ics")
    desk.settle()
    assert "Nothing was changed" in desk.navigator.toasts[-1]
