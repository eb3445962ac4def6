"""The day of a booking in one line: typed as people write it, stepped, never booked when it was unclear."""

from datetime import date

import pytest
from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.calendar.booking_panel import BookingPanel
from desktop.widgets.day_edit import DayEdit
from tests.desktop.calendar.conftest import Desk, local

UNCLEAR = "No day is written like this. Try 12 dec, next tue or +1w."
NONE_SUCH = "No calendar has this day. Check day and month, or write the year too."
TODAY = date(2026, 11, 24)


@pytest.fixture
def form(desk: Desk) -> BookingPanel:
    """Of a booking tomorrow at two, with the caret in its day."""
    desk.pane.presenter.choose(local(25, "14:00"))
    desk.pane.booking.choose_client(desk.house.dana)
    desk.pane.form.day.editor.setFocus()
    return desk.pane.form


def day(form: BookingPanel) -> str:
    return form.day.editor.date().toString(Qt.DateFormat.ISODate)


def complaint(form: BookingPanel) -> str:
    return form.day.note.text() if form.day.editor.property("wrong") else ""


def write(form: BookingPanel, text: str) -> None:
    line = form.day.editor.lineEdit()
    line.selectAll()
    line.del_()
    QTest.keyClicks(form.day.editor, text) if text.isascii() else line.insert(text)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("12 dec", "2026-12-12"),
        ("next tue", "2026-12-01"),
        ("+1w", "2026-12-01"),
        ("3.12.", "2026-12-03"),
        ("tomorrow", "2026-11-25"),
        ("מחר", "2026-11-25"),
        ("Thu 3 Dec 2026", "2026-12-03"),
    ],
)
def test_given_a_day_as_people_write_it_when_the_field_is_left_then_it_is_that_day(
    form: BookingPanel, qtbot: QtBot, typed: str, meant: str
) -> None:
    write(form, typed)
    form.start.editor.setFocus()
    assert day(form) == meant
    assert complaint(form) == ""


def test_given_an_unclear_day_when_left_then_it_is_said_and_typing_takes_that_away(
    form: BookingPanel, qtbot: QtBot
) -> None:
    write(form, "someday")
    form.start.editor.setFocus()
    assert (day(form), complaint(form)) == ("2026-11-25", UNCLEAR)
    write(form, "2")
    assert complaint(form) == ""


def test_given_an_unclear_day_when_said_then_the_sentence_stands_above_the_times(
    form: BookingPanel, qtbot: QtBot
) -> None:
    write(form, "someday")
    form.start.editor.setFocus()
    said = form.day.note.mapTo(form, QPoint())
    assert form.day.editor.mapTo(form, QPoint()).y() < said.y() < form.start.editor.mapTo(form, QPoint()).y()


def test_given_an_unclear_day_when_saved_from_within_it_then_nothing_is_booked(
    desk: Desk, form: BookingPanel, qtbot: QtBot
) -> None:
    write(form, "32 dec")
    form.save()
    desk.settle()
    assert complaint(form) == NONE_SUCH
    assert desk.house.practice.appointments.between(local(24, "00:00"), local(27, "00:00")) == []


@pytest.mark.parametrize("typed", ["29.2.", "31.4.2027", "31 nov", "29 feb 2027", "1.13.27"])
def test_given_a_day_that_no_calendar_has_when_left_then_that_is_said_and_not_that_it_is_unclear(
    form: BookingPanel, qtbot: QtBot, typed: str
) -> None:
    write(form, typed)
    form.start.editor.setFocus()
    assert (day(form), complaint(form)) == ("2026-11-25", NONE_SUCH)


def test_given_a_typed_day_when_saved_from_within_it_then_it_is_booked_on_that_day(
    desk: Desk, form: BookingPanel, qtbot: QtBot
) -> None:
    write(form, "27 nov")
    form.save()
    desk.settle()
    (booked,) = desk.house.practice.appointments.between(local(24, "00:00"), local(29, "00:00"))
    assert booked.appointment.scheduled_start == local(27, "14:00")


def test_given_a_day_when_stepped_by_keys_then_it_is_the_next_or_the_one_before_over_months(
    qtbot: QtBot,
) -> None:
    field = DayEdit(lambda: TODAY, 6)
    qtbot.addWidget(field)
    field.setDate(QDate(2026, 11, 30))
    QTest.keyClick(field, Qt.Key.Key_Up)
    assert field.date() == QDate(2026, 12, 1)
    QTest.keyClick(field, Qt.Key.Key_Down)
    assert field.date() == QDate(2026, 11, 30)


def test_given_the_last_day_of_a_series_when_typed_then_it_ends_there_or_says_what_is_wrong(
    form: BookingPanel, qtbot: QtBot
) -> None:
    until = form.repeat.until
    until.editor.setDate(QDate(2026, 12, 1))
    until.editor.lineEdit().setText("in 3 weeks")
    until.editor.settle()
    assert until.editor.date() == QDate(2026, 12, 15)
    until.editor.lineEdit().setText("whenever")
    until.editor.settle()
    assert until.note.text() == UNCLEAR
