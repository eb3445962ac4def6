"""The page turns, or shows other days, while the mouse holds something."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt

from desktop.calendar.pages import PageKind
from tests.desktop.calendar.conftest import ZONE, local
from tests.desktop.calendar.test_blocks import block, closure
from tests.desktop.calendar.test_screen_mouse import at, drag, ghost_shown, place, rows, send, times

if TYPE_CHECKING:
    from tests.desktop.calendar.conftest import Desk

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
GRIP = QPoint(0, 20)
"""Below the top edge, which resizes."""


def show_day(desk: "Desk", day: int) -> None:
    desk.pane.presenter._put_cursor(local(day, "10:00"))
    desk.pane.presenter.set_kind(PageKind.DAY)
    desk.settle()


def turn(desk: "Desk") -> None:
    desk.pane.presenter.turn(1)
    desk.settle()


def drop(desk: "Desk", where: QPoint) -> None:
    send(desk, QEvent.Type.MouseMove, where, LEFT)
    send(desk, QEvent.Type.MouseButtonRelease, where, NONE)
    desk.settle()


def take_band(desk: "Desk") -> QPoint:
    """A closure of the whole day on Thursday the 26th, in the hand over Wednesday."""
    closure(desk, 26)
    grid = desk.pane.grid
    (piece,) = grid.scene.block_pieces
    grip = grid.block_rect(piece).center().toPoint()
    drag(desk, grip, QPoint(place(desk, local(25, "10:00")).x(), grip.y()), drop=False)
    assert ghost_shown(desk)
    return grip


def blocked(desk: "Desk") -> list[str]:
    found = desk.house.practice.blocks.between(local(1, "00:00"), local(30, "00:00") + timedelta(days=30))
    return [f"{span.start.astimezone(ZONE):%d.%m. %H:%M}" for span in found]


def test_given_whole_days_in_the_hand_when_the_next_week_comes_then_they_are_dropped_on_its_day(
    desk: "Desk",
) -> None:
    grip = take_band(desk)
    turn(desk)
    drop(desk, QPoint(place(desk, local(27, "10:00") + timedelta(days=7)).x(), grip.y()))
    assert blocked(desk) == ["04.12. 00:00"]


def test_given_whole_days_in_the_hand_when_one_day_is_shown_then_they_are_dropped_on_it(desk: "Desk") -> None:
    grip = take_band(desk)
    show_day(desk, 24)
    drop(desk, grip)
    assert blocked(desk) == ["24.11. 00:00"]


@pytest.mark.parametrize("is_block", [True, False])
def test_given_hours_in_the_hand_when_one_day_is_shown_then_they_are_dropped_on_it(
    desk: "Desk", is_block: bool
) -> None:
    if is_block:
        block(desk, start_local="2026-11-26T12:00")
    else:
        desk.house.book(26, "12:00")
        desk.reload()
    drag(desk, place(desk, local(26, "12:00")) + GRIP, place(desk, local(27, "12:00")) + GRIP, drop=False)
    show_day(desk, 24)
    drop(desk, place(desk, local(24, "14:00")) + GRIP)
    if is_block:
        assert blocked(desk) == ["24.11. 14:00"]
    else:
        assert [times(desk, row) for row in rows(desk)] == ["24 14:00-14:50"]


@pytest.mark.parametrize("turns", [True, False])
def test_given_a_new_time_that_is_drawn_when_other_days_come_then_it_stays_on_the_day_where_it_began(
    desk: "Desk", turns: bool
) -> None:
    drag(desk, place(desk, at(desk, 26, "12:00")), place(desk, at(desk, 26, "13:00")), drop=False)
    if turns:
        turn(desk)
        there = place(desk, local(24, "13:30") + timedelta(days=7))
    else:
        show_day(desk, 24)
        there = place(desk, local(24, "13:30"))
    drop(desk, there)
    form = desk.pane.booking.form
    assert (form.day, form.start, form.end) == (date(2026, 11, 26), "12:00", "13:30")


def test_given_a_press_that_moved_nothing_when_one_day_is_shown_then_it_means_what_it_was_on(
    desk: "Desk",
) -> None:
    send(desk, QEvent.Type.MouseButtonPress, place(desk, at(desk, 26, "12:00")), LEFT)
    press_at = place(desk, at(desk, 26, "12:00"))
    show_day(desk, 24)
    send(desk, QEvent.Type.MouseButtonRelease, press_at, NONE)
    desk.settle()
    assert desk.pane.booking.form.day == date(2026, 11, 26)
