"""What keys, an open form and the other views know of a block that is moved."""

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from desktop.calendar.entry_filter import EntryFilter
from desktop.calendar.month_view import MonthView
from desktop.calendar.pages import PageKind
from tests.desktop.calendar import test_month_drag as month_drag
from tests.desktop.calendar.conftest import local
from tests.desktop.calendar.test_block_moving import GRIP, is_in_mode, lunch, press, stand_at, stored
from tests.desktop.calendar.test_blocks import block, closure
from tests.desktop.calendar.test_screen_mouse import click, drag, ghost_shown, place, send

if TYPE_CHECKING:
    from tests.desktop.calendar.conftest import Desk


def test_given_a_block_that_the_filter_hides_when_the_cursor_is_there_then_keys_find_nothing_to_move(
    desk: "Desk",
) -> None:
    lunch(desk)
    stand_at(desk, 24, "12:00")
    me = desk.house.practice.me.user_id
    assert me is not None
    desk.pane.presenter.set_filter(EntryFilter(practitioners=frozenset({me})))
    press(desk, "m", Qt.Key.Key_Down, Qt.Key.Key_Return)
    desk.settle()
    assert not is_in_mode(desk)
    assert stored(desk) == ["24 12:00-13:00"]
    assert desk.pane.blocks.spoken_here() == ""
    desk.pane.blocks.open_here()
    assert desk.pane.blocks.panel.isHidden()
    assert desk.navigator.toasts[-1] == "No time is blocked here."


def test_given_an_appointment_that_is_selected_when_a_block_is_dragged_then_keys_move_the_block(
    desk: "Desk",
) -> None:
    made = desk.house.book(24, "10:00")
    desk.reload()
    lunch(desk)
    desk.pane.presenter.select(made.id)
    drag(desk, place(desk, local(24, "12:00")) + GRIP, place(desk, local(26, "13:00")) + GRIP)
    press(desk, "m", Qt.Key.Key_Down, Qt.Key.Key_Return)
    desk.settle()
    assert stored(desk) == ["26 13:15-14:15"]
    assert desk.house.practice.appointments.get(made.id) == made


@pytest.mark.parametrize("drops", [True, False])
def test_given_an_open_booking_when_a_block_is_dropped_or_let_go_then_the_time_of_the_form_is_still_shown(
    desk: "Desk", drops: bool
) -> None:
    lunch(desk)
    click(desk, place(desk, local(25, "15:00")))
    there = place(desk, local(26, "13:00")) + GRIP
    drag(desk, place(desk, local(24, "12:00")) + GRIP, there, drop=drops)
    if not drops:
        QTest.keyClick(desk.pane.grid, Qt.Key.Key_Escape)
        send(desk, QEvent.Type.MouseButtonRelease, there, Qt.MouseButton.NoButton)
    desk.settle()
    ghost = desk.pane.grid.scene.ghost
    assert ghost is not None
    assert (ghost.start, ghost.held) == (local(25, "15:00"), None)
    desk.pane.presenter.escape()
    desk.settle()
    assert not ghost_shown(desk)


def test_given_whole_days_carried_to_a_page_without_any_then_its_head_makes_room_and_takes_it_back(
    desk: "Desk",
) -> None:
    closure(desk, 26)
    grid = desk.pane.grid
    (piece,) = grid.scene.block_pieces
    grip = grid.block_rect(piece).center().toPoint()
    drag(desk, grip, grip + QPoint(-80, 0), drop=False)
    desk.pane.presenter.turn(1)
    desk.settle()
    send(desk, QEvent.Type.MouseMove, grip, Qt.MouseButton.LeftButton)
    assert grid.scene.geometry.bands == 1
    QTest.keyClick(grid, Qt.Key.Key_Escape)
    assert grid.scene.geometry.bands == 0


def in_the_month(desk: "Desk", **values: Any) -> tuple[MonthView, QPoint]:
    """The month in front, and the middle of the words of a lunch on Tuesday the 24th."""
    block(desk, start_local="2026-11-24T12:00", **values)
    desk.pane.presenter.set_kind(PageKind.MONTH)
    desk.settle()
    month = desk.pane.views.month
    box = month.geometry_.words_box(month.page.days.index(date(2026, 11, 24)))
    return month, QPoint(int(box.x) + 6, int(box.y) + 6)


def seen(month: MonthView, day: date) -> QImage:
    """The words beside the day's number, and the first of its rows."""
    geometry, number = month.geometry_, month.page.days.index(day)
    box, row = geometry.words_box(number), geometry.row_box(number, 0)
    height = int(row.y + row.height - box.y)
    return month.grab().toImage().copy(int(box.x), int(box.y), int(box.width), height)


def test_given_a_month_when_a_lunch_that_repeats_is_in_the_hand_then_its_days_fade_and_the_others_are_shown(
    desk: "Desk",
) -> None:
    month, words = in_the_month(desk, rrule="FREQ=WEEKLY;BYDAY=TU", until=date(2026, 12, 1))
    days = [date(2026, 11, 24), date(2026, 12, 1), date(2026, 12, 2), date(2026, 11, 23)]
    before = [seen(month, day) for day in days]
    month_drag.carry(month, words, month_drag.on_day(month, date(2026, 11, 25)))
    assert month.ghost is not None
    assert month.ghost.fellows == (date(2026, 12, 2),)
    assert [seen(month, day) != image for day, image in zip(days, before, strict=True)] == [
        True,
        True,
        True,
        False,
    ]
    QTest.keyClick(month, Qt.Key.Key_Escape)
    assert [seen(month, day) == image for day, image in zip(days, before, strict=True)] == [True] * 4


def test_given_a_closed_day_in_a_month_when_it_is_in_the_hand_then_its_old_day_fades(desk: "Desk") -> None:
    closure(desk, 24)
    desk.pane.presenter.set_kind(PageKind.MONTH)
    desk.settle()
    month = desk.pane.views.month
    box = month.geometry_.words_box(month.page.days.index(date(2026, 11, 24)))
    before = seen(month, date(2026, 11, 24))
    there = month_drag.on_day(month, date(2026, 11, 26))
    month_drag.carry(month, QPoint(int(box.x) + 6, int(box.y) + 6), there)
    after = seen(month, date(2026, 11, 24))
    foot = after.height() - 2
    assert [after.pixelColor(x, foot) for x in range(20)] != [before.pixelColor(x, foot) for x in range(20)]


def test_given_a_month_when_the_pointer_is_on_a_block_then_it_says_that_a_press_does_something(
    desk: "Desk",
) -> None:
    month, words = in_the_month(desk)
    month_drag.send(month, QEvent.Type.MouseMove, words)
    assert month.cursor().shape() is Qt.CursorShape.PointingHandCursor
