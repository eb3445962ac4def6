"""The small month beside a wide calendar: marks days, follows the view, leads to days, gives way to room."""

from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.domain.enums import AppointmentStatus
from core.domain.records import Appointment
from desktop.calendar.entry_filter import EntryFilter
from desktop.calendar.mini_day import MiniDay
from desktop.calendar.pages import PageKind
from desktop.calendar.side_month import SideMonth

if TYPE_CHECKING:
    from tests.desktop.calendar.conftest import Desk

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton
THURSDAY = date(2026, 11, 26)


@pytest.fixture
def visit(desk: "Desk") -> Appointment:
    """On Thursday the 26th at ten."""
    made = desk.house.book(26, "10:00")
    desk.reload()
    return made


@pytest.fixture
def side(desk: "Desk", visit: Appointment) -> SideMonth:
    resize(desk, 1848)
    return desk.pane.side_month


def resize(desk: "Desk", width: int) -> None:
    desk.screen.resize(width, 900)
    QApplication.sendPostedEvents()
    desk.settle()


def button(side: SideMonth, day: date) -> MiniDay:
    return side.month.buttons[side.month.days.index(day)]


def test_given_a_wide_window_then_days_with_appointments_are_marked_and_told(
    desk: "Desk", side: SideMonth
) -> None:
    assert side.isVisible()
    assert button(side, THURSDAY).mark.count == 1
    assert button(side, THURSDAY).accessibleName() == "Thursday, 26 November 2026, 1 appointment"
    assert button(side, date(2026, 11, 25)).mark.count == 0
    friday = button(side, date(2026, 11, 27))
    assert friday.mark.is_closed
    assert friday.accessibleName() == "Friday, 27 November 2026, closed"
    plain, marked = (button(side, day).grab().toImage() for day in (date(2026, 11, 25), THURSDAY))
    foot = marked.height() - 5
    assert marked.pixelColor(marked.width() // 2, foot) != plain.pixelColor(plain.width() // 2, foot)


def test_given_a_week_then_its_days_stand_out_and_the_number_of_each_week_is_before_it(
    desk: "Desk", side: SideMonth
) -> None:
    shown = {day for day in side.month.days if button(side, day).mark.is_in_view}
    assert shown == set(desk.pane.presenter.page.days)
    assert [label.text() for label in side.month.weeks] == ["45", "46", "47", "48", "49", "50"]
    assert side.month.weeks[3].accessibleName() == "Week 48"


def test_given_less_room_then_it_hides_and_the_calendar_has_all_of_it(desk: "Desk", side: SideMonth) -> None:
    beside = desk.pane.views.width()
    assert beside == desk.pane.width() - side.width()
    resize(desk, 1208)
    assert not side.isVisible()
    assert desk.pane.views.width() == desk.pane.width() == 1208


def test_given_a_panel_that_opens_then_it_stays_where_it_is(
    desk: "Desk", side: SideMonth, visit: Appointment
) -> None:
    desk.pane.presenter.open(visit.id)
    desk.settle()
    assert desk.pane.details.isVisible()
    assert side.isVisible()
    assert desk.pane.views.width() >= 1000


def test_given_a_month_then_its_days_are_not_all_marked_and_closed_ones_stand_out(
    desk: "Desk", side: SideMonth
) -> None:
    desk.pane.presenter.set_kind(PageKind.MONTH)
    desk.settle()
    assert side.isVisible()
    marks = [button(side, day).mark for day in side.month.days]
    assert not any(mark.is_in_view for mark in marks)
    assert any(mark.is_closed for mark in marks)


def test_given_a_page_that_turns_then_it_follows_to_the_day_of_the_cursor(
    desk: "Desk", side: SideMonth
) -> None:
    QTest.keyClick(desk.pane.grid, Key.Key_N)
    desk.settle()
    assert side.month.day == desk.pane.presenter.cursor_day == date(2026, 12, 1)
    assert side.month.month.text() == "December 2026"
    assert button(side, date(2026, 12, 2)).mark.is_in_view


@pytest.mark.parametrize("kind", list(PageKind))
def test_given_a_day_that_is_clicked_then_the_same_kind_of_view_goes_there_and_has_the_keys(
    desk: "Desk", side: SideMonth, kind: PageKind
) -> None:
    desk.pane.presenter.set_kind(kind)
    desk.settle()
    QTest.mouseClick(button(side, date(2026, 12, 3)), LEFT)
    desk.settle()
    page = desk.pane.presenter.page
    assert (page.kind, desk.pane.presenter.cursor_day) == (kind, date(2026, 12, 3))
    assert not side.month.has_keys
    assert side.month.day == date(2026, 12, 3)


def test_given_the_keyboard_then_tab_reaches_it_arrows_walk_and_enter_goes_there(
    desk: "Desk", side: SideMonth
) -> None:
    stops = [one for one in side.month.buttons if one.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert stops == [button(side, date(2026, 11, 24))]
    side.month.take_focus()
    for key in (Key.Key_Down, Key.Key_Right):
        QTest.keyClick(button(side, side.month.day), key)
    assert desk.pane.presenter.cursor_day == date(2026, 11, 24)
    QTest.keyClick(button(side, side.month.day), Key.Key_Return)
    desk.settle()
    assert desk.pane.presenter.cursor_day == date(2026, 12, 2)
    assert desk.pane.grid.hasFocus()


def test_given_somebody_who_looks_in_it_when_rows_come_by_sync_then_their_day_stays(
    desk: "Desk", side: SideMonth
) -> None:
    side.month.take_focus()
    QTest.keyClick(button(side, side.month.day), Key.Key_PageDown)
    assert side.month.day == date(2026, 12, 24)
    desk.bus.publish(desk.house.practice.appointments.delete(desk.house.book(27, "12:00").id).changed)
    desk.settle()
    assert side.month.day == date(2026, 12, 24)
    QTest.keyClick(button(side, side.month.day), Key.Key_Escape)
    assert desk.pane.grid.hasFocus()
    assert desk.pane.presenter.cursor_day == date(2026, 11, 24)


def test_given_another_month_in_it_then_its_days_are_read_too(
    desk: "Desk", side: SideMonth, visit: Appointment
) -> None:
    start, end = (at.replace(month=12) for at in (visit.scheduled_start, visit.scheduled_end))
    desk.bus.publish(desk.house.practice.appointments.move(visit.id, start, end).changed)
    desk.settle()
    assert button(side, THURSDAY).mark.count == 0
    QTest.mouseClick(side.month.next, LEFT)
    desk.settle()
    assert button(side, date(2026, 12, 26)).mark.count == 1
    assert desk.pane.presenter.page.anchor == date(2026, 11, 24)


def test_given_what_is_cancelled_or_hidden_then_it_is_not_counted(
    desk: "Desk", side: SideMonth, visit: Appointment
) -> None:
    desk.pane.presenter.set_filter(EntryFilter(services=frozenset({desk.house.massage.id})))
    assert button(side, THURSDAY).mark.count == 0
    desk.pane.presenter.set_filter(EntryFilter())
    assert button(side, THURSDAY).mark.count == 1
    set_status = desk.house.practice.appointments.set_status
    desk.bus.publish(set_status(visit.id, AppointmentStatus.CANCELLED).changed)
    desk.settle()
    assert button(side, THURSDAY).mark.count == 0


def test_given_another_first_day_of_the_week_then_names_and_days_change_place(
    desk: "Desk", side: SideMonth
) -> None:
    assert side.month.names[0].text() == "Sun"
    desk.bus.publish(desk.house.practice.settings.set(week_start=0).changed)
    desk.settle()
    assert side.month.names[0].text() == "Mon"
    assert side.month.days[0] == date(2026, 10, 26)
    assert button(side, THURSDAY).mark.count == 1


def test_given_a_narrow_window_then_nothing_is_read_for_it(
    desk: "Desk", visit: Appointment, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[object] = []
    between = desk.screen._desk.between

    def reading(start: datetime, end: datetime) -> object:
        read.append(start)
        return between(start, end)

    monkeypatch.setattr(desk.screen._desk, "between", reading)
    desk.pane.side_month.on_changed(desk.house.practice.appointments.delete(visit.id).changed)
    desk.settle()
    assert read == []


def test_given_a_language_with_long_names_of_days_then_all_of_them_are_letters(side: SideMonth) -> None:
    before = QLocale()
    QLocale.setDefault(QLocale("he"))
    try:
        side.month.set_first_weekday(0)
        assert [label.text() for label in side.month.names] == ["ב׳", "ג׳", "ד׳", "ה׳", "ו׳", "ש׳", "א׳"]
    finally:
        QLocale.setDefault(before)
