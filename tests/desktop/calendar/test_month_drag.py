"""An appointment is dragged to another day of the month, and keeps its hour."""

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.domain.enums import AppointmentStatus
from core.domain.ids import AppointmentId
from core.domain.new_rows import AppointmentDraft
from core.domain.records import Appointment
from core.domain.recurrence import parse_rule
from core.domain.series import Repeat
from desktop.calendar.gesture import on_another_day
from desktop.calendar.month_layout import MonthGeometry
from desktop.calendar.month_view import MonthView
from desktop.calendar.scope_question import ScopeQuestion
from tests.desktop.calendar.test_month_layout import ZONE, an_entry

if TYPE_CHECKING:
    from tests.desktop.calendar.conftest import Desk

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton


@pytest.fixture
def month(desk: "Desk") -> MonthView:
    """In front, November 2026."""
    desk.pane.actions_["month"].trigger()
    desk.settle()
    return desk.pane.views.month


@pytest.fixture
def ten(desk: "Desk", month: MonthView) -> Appointment:
    """Dana's, on Tuesday the 24th from ten to ten to eleven."""
    made = desk.house.book(24, "10:00")
    desk.reload()
    return made


def on_row(month: MonthView, entry_id: AppointmentId) -> QPoint:
    day, row = next(
        (day, row) for day in month.days for row, one in enumerate(day.shown) if one.id == entry_id
    )
    box = month.geometry_.row_box(day.number, row)
    return QPoint(int(box.x + box.width / 2), int(box.y + box.height / 2))


def on_day(month: MonthView, day: date) -> QPoint:
    box = month.geometry_.day_box(month.page.days.index(day))
    return QPoint(int(box.x + box.width / 2), int(box.y + box.height - 6))


def send(month: MonthView, kind: QEvent.Type, at: QPoint) -> None:
    button = NONE if kind is QEvent.Type.MouseMove else LEFT
    held = NONE if kind is QEvent.Type.MouseButtonRelease else LEFT
    place = QPointF(month.mapToGlobal(at))
    event = QMouseEvent(kind, QPointF(at), place, button, held, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(month, event)


def is_ghostly(month: MonthView) -> bool:
    return month.ghost is not None


def carry(month: MonthView, start: QPoint, end: QPoint) -> None:
    """Press and move, and not let go."""
    send(month, QEvent.Type.MouseButtonPress, start)
    send(month, QEvent.Type.MouseMove, (start + end) / 2)
    send(month, QEvent.Type.MouseMove, end)


def drag(desk: "Desk", month: MonthView, row: Appointment, day: date) -> None:
    carry(month, on_row(month, row.id), on_day(month, day))
    send(month, QEvent.Type.MouseButtonRelease, on_day(month, day))
    desk.settle()


def stored(desk: "Desk", row: Appointment) -> str:
    found = desk.house.practice.appointments.entry(row.id).appointment
    start, end = (at.astimezone(ZONE) for at in (found.scheduled_start, found.scheduled_end))
    return f"{start:%d.%m. %H:%M}-{end:%H:%M}"


def test_given_a_drag_to_another_day_then_the_hour_stays_and_a_toast_takes_it_back(
    desk: "Desk", month: MonthView, ten: Appointment
) -> None:
    drag(desk, month, ten, date(2026, 11, 26))
    assert stored(desk, ten) == "26.11. 10:00-10:50"
    assert desk.navigator.toasts == ["Moved to Thursday, 26 November at 10:00"]
    assert month.ghost is None
    assert not desk.pane.details.isVisible()
    assert desk.navigator.undo is not None
    desk.navigator.undo()
    desk.settle()
    assert stored(desk, ten) == "24.11. 10:00-10:50"


def test_given_five_pixels_then_it_is_a_click(desk: "Desk", month: MonthView, ten: Appointment) -> None:
    start = on_row(month, ten.id)
    carry(month, start, start + QPoint(2, 3))
    assert month.ghost is None
    send(month, QEvent.Type.MouseButtonRelease, start + QPoint(2, 3))
    assert desk.pane.details.isVisible()


def test_given_a_drag_when_it_comes_back_to_its_day_then_nothing_is_changed(
    desk: "Desk", month: MonthView, ten: Appointment
) -> None:
    carry(month, on_row(month, ten.id), on_day(month, date(2026, 11, 26)))
    assert month.ghost is not None
    send(month, QEvent.Type.MouseMove, on_day(month, date(2026, 11, 24)))
    send(month, QEvent.Type.MouseButtonRelease, on_day(month, date(2026, 11, 24)))
    desk.settle()
    assert desk.house.practice.appointments.get(ten.id) == ten
    assert not is_ghostly(month)
    assert desk.navigator.toasts == []


def test_given_a_drag_when_escape_is_pressed_then_nothing_moves(
    desk: "Desk", month: MonthView, ten: Appointment
) -> None:
    target = on_day(month, date(2026, 11, 26))
    carry(month, on_row(month, ten.id), target)
    assert is_ghostly(month)
    QTest.keyClick(month, Qt.Key.Key_Escape)
    assert not is_ghostly(month)
    send(month, QEvent.Type.MouseButtonRelease, target)
    desk.settle()
    assert stored(desk, ten) == "24.11. 10:00-10:50"


def test_given_a_drag_when_another_view_comes_then_it_ends(
    desk: "Desk", month: MonthView, ten: Appointment
) -> None:
    carry(month, on_row(month, ten.id), on_day(month, date(2026, 11, 26)))
    desk.pane.actions_["week"].trigger()
    desk.settle()
    assert month.ghost is None
    assert stored(desk, ten) == "24.11. 10:00-10:50"


def test_given_a_drag_onto_a_taken_time_then_who_is_there_is_told_and_the_form_asks_for_a_reason(
    desk: "Desk", month: MonthView, ten: Appointment
) -> None:
    other = desk.house.book(25, "10:15", client=desk.house.noam)
    desk.reload()
    carry(month, on_row(month, ten.id), on_day(month, date(2026, 11, 25)))
    assert month.ghost is not None
    assert month.ghost.hint == "Overlaps N.P. \u200e10:15–11:05"
    send(month, QEvent.Type.MouseMove, on_day(month, date(2026, 11, 26)))
    assert month.ghost.hint == ""
    send(month, QEvent.Type.MouseMove, on_day(month, date(2026, 11, 25)))
    send(month, QEvent.Type.MouseButtonRelease, on_day(month, date(2026, 11, 25)))
    desk.settle()
    assert "N.P." in desk.pane.form.taken.text()
    assert stored(desk, ten) == "24.11. 10:00-10:50"
    assert stored(desk, other) == "25.11. 10:15-11:05"


def test_given_a_drag_then_names_are_initials_while_they_are_blurred(
    desk: "Desk", month: MonthView, ten: Appointment
) -> None:
    carry(month, on_row(month, ten.id), on_day(month, date(2026, 11, 26)))
    assert month.ghost is not None
    words = [month.ghost.words(ZONE, blurred=blurred) for blurred in (False, True)]
    assert words == ["10:00 Dana Levi", "10:00 D.L."]
    month.grab()


def test_given_a_cancelled_one_when_dragged_then_it_stays_and_opens(
    desk: "Desk", month: MonthView, ten: Appointment
) -> None:
    desk.house.practice.appointments.set_status(ten.id, AppointmentStatus.CANCELLED)
    desk.reload()
    drag(desk, month, ten, date(2026, 11, 26))
    assert stored(desk, ten) == "24.11. 10:00-10:50"
    assert desk.pane.details.isVisible()


def test_given_one_over_midnight_when_held_on_its_second_day_then_it_moves_by_the_days_of_the_mouse(
    desk: "Desk", month: MonthView
) -> None:
    late = desk.house.book(24, "23:30", 60)
    desk.reload()
    box = month.geometry_.row_box(month.page.days.index(date(2026, 11, 25)), 0)
    grip = QPoint(int(box.x + 20), int(box.y + 8))
    carry(month, grip, on_day(month, date(2026, 11, 26)))
    send(month, QEvent.Type.MouseButtonRelease, on_day(month, date(2026, 11, 26)))
    desk.settle()
    assert stored(desk, late) == "25.11. 23:30-00:30"


def test_given_a_drag_when_the_page_turns_under_it_then_it_is_dropped_on_a_day_of_the_other_month(
    desk: "Desk", month: MonthView, ten: Appointment
) -> None:
    carry(month, on_row(month, ten.id), on_day(month, date(2026, 11, 26)))
    desk.pane.actions_["next"].trigger()
    desk.settle()
    target = on_day(month, date(2026, 12, 24))
    send(month, QEvent.Type.MouseMove, target)
    send(month, QEvent.Type.MouseButtonRelease, target)
    desk.settle()
    assert stored(desk, ten) == "24.12. 10:00-10:50"


def test_given_a_drag_over_the_heads_then_the_nearest_day_is_meant(
    desk: "Desk", month: MonthView, ten: Appointment
) -> None:
    column = on_row(month, ten.id).x()
    carry(month, on_row(month, ten.id), QPoint(column, -40))
    assert month.ghost is not None
    assert month.ghost.day(ZONE) == date(2026, 11, 3)


def test_given_one_of_a_series_when_dragged_then_it_is_asked_how_many_and_leaving_puts_it_back(
    desk: "Desk", month: MonthView
) -> None:
    start = datetime(2026, 11, 24, 12, tzinfo=UTC)
    draft = AppointmentDraft(
        client_id=desk.house.dana.id, scheduled_start=start, scheduled_end=start + timedelta(hours=1)
    )
    made = desk.house.practice.series.book(draft, Repeat(rule=parse_rule("FREQ=WEEKLY;BYDAY=TU"))).value
    desk.reload()
    drag(desk, month, made, date(2026, 11, 25))
    (question,) = desk.screen.window().findChildren(ScopeQuestion)
    question.reject()
    desk.settle()
    assert stored(desk, made) == "24.11. 14:00-15:00"
    assert made.id in [one.id for one in month.days[month.page.days.index(date(2026, 11, 24))].shown]


@pytest.mark.parametrize(
    ("start", "days"),
    [(datetime(2026, 3, 26, 10, tzinfo=ZONE), 1), (datetime(2026, 10, 25, 9, tzinfo=ZONE), -1)],
)
def test_given_a_change_of_the_clocks_between_the_days_then_the_time_of_day_stays(
    start: datetime, days: int
) -> None:
    ghost = on_another_day(an_entry(start, 50), days, ZONE)
    local = ghost.start.astimezone(ZONE)
    assert (local.date(), local.time()) == ((start + timedelta(days=days)).date(), start.time())
    assert ghost.start - start != timedelta(days=days)
    assert ghost.end - ghost.start == timedelta(minutes=50)


@given(
    st.floats(350, 3000),
    st.floats(300, 2000),
    st.integers(4, 6),
    st.booleans(),
    st.floats(-900, 4000),
    st.data(),
)
def test_every_point_has_a_nearest_day_which_is_the_one_under_it_where_there_is_one(
    width: float, height: float, weeks: int, mirrored: bool, x: float, data: st.DataObject
) -> None:
    geometry, y = MonthGeometry(width, height, weeks, mirrored), data.draw(st.floats(-900, 4000))
    nearest = geometry.nearest_day(x, y)
    assert 0 <= nearest < weeks * 7
    assert geometry.day_at(x, y) in {None, nearest}
