"""The hours of the grid: by wheel, by keys, by a drag at the edge, and what a zoom leaves in its place."""

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.calendar.edge_scroll import EdgeScroll
from desktop.kit.theme import Theme
from desktop.widgets.smooth_scroll import MOVE_MS, NOTCH
from tests.desktop.calendar.conftest import local
from tests.desktop.calendar.test_screen_mouse import LEFT, at, drag, place, send
from tests.desktop.test_smooth_scroll import is_moving

if TYPE_CHECKING:
    from tests.desktop.calendar.conftest import Desk

Key = Qt.Key
PLAIN, CONTROL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def turn(desk: "Desk", y: int, held: Qt.KeyboardModifier = PLAIN, at_y: int = 300) -> None:
    viewport, point = desk.pane.grid.viewport(), QPointF(300, at_y)
    everywhere = QPointF(viewport.mapToGlobal(point.toPoint()))
    buttons, phase = Qt.MouseButton.NoButton, Qt.ScrollPhase.NoScrollPhase
    event = QWheelEvent(point, everywhere, QPoint(), QPoint(0, y), buttons, held, phase, False)
    QApplication.sendEvent(viewport, event)


def offset(desk: "Desk") -> int:
    return desk.pane.grid.verticalScrollBar().value()


def arrived(desk: "Desk") -> int:
    """Where the hours stand when the movement has ended."""
    smooth = desk.pane.grid.scrolling.smooth
    if is_moving(smooth):
        smooth.movement.setCurrentTime(MOVE_MS)
    return offset(desk)


def test_given_the_wheel_when_turned_then_the_hours_move_there_and_not_at_once(
    desk: "Desk", theme: Theme
) -> None:
    theme.calm = False
    desk.pane.grid.scroll_to_minute(8 * 60)
    before = offset(desk)
    turn(desk, -NOTCH)
    assert offset(desk) == before
    step = desk.pane.grid.verticalScrollBar().singleStep() * QApplication.wheelScrollLines()
    assert arrived(desk) == before + step


@pytest.mark.parametrize(
    ("key", "held", "way"),
    [
        (Key.Key_PageDown, SHIFT, 1),
        (Key.Key_PageUp, SHIFT, -1),
        (Key.Key_End, PLAIN, 9),
        (Key.Key_Home, PLAIN, -9),
    ],
)
def test_given_keys_when_pressed_then_the_hours_move_there_and_the_cursor_stays(
    desk: "Desk", theme: Theme, key: Qt.Key, held: Qt.KeyboardModifier, way: int
) -> None:
    grid = desk.pane.grid
    grid.scroll_to_minute(10 * 60)
    theme.calm = False
    before, cursor, bar = offset(desk), desk.pane.presenter.cursor, grid.verticalScrollBar()
    QTest.keyClick(grid, key, held)
    assert offset(desk) == before
    wanted = before + way * 0.9 * bar.pageStep()
    assert arrived(desk) == round(min(max(wanted, bar.minimum()), bar.maximum()))
    assert arrived(desk) != before
    assert desk.pane.presenter.cursor == cursor
    assert desk.pane.presenter.page.days[0].day == 22  # nor did the page turn


def test_given_a_movement_when_an_appointment_is_to_be_in_sight_then_it_is_at_once(
    desk: "Desk", theme: Theme
) -> None:
    theme.calm = False
    grid = desk.pane.grid
    grid.scroll_to_minute(8 * 60)
    QTest.keyClick(grid, Key.Key_End)
    grid.reveal(at(desk, 24, "02:00"), at(desk, 24, "03:00"))
    shown = offset(desk)
    assert grid.slot_rect(at(desk, 24, "02:00"), at(desk, 24, "03:00")).top() > grid.scene.geometry.head_px
    assert arrived(desk) == shown


def test_given_a_drag_when_the_hours_are_scrolled_beneath_it_then_it_follows(desk: "Desk") -> None:
    made = desk.house.book(24, "10:00")
    desk.reload()
    grid = desk.pane.grid
    grid.scroll_to_minute(8 * 60)
    start = place(desk, made.scheduled_start) + QPoint(0, 20)
    drag(desk, start, start + QPoint(0, 28), drop=False)
    before = grid.scene.ghost
    turn(desk, -NOTCH)
    after = grid.scene.ghost
    assert before is not None
    assert after is not None
    assert after.start > before.start
    QTest.keyClick(grid, Key.Key_Escape)
    send(desk, QEvent.Type.MouseButtonRelease, start, LEFT)


def test_given_a_drag_at_an_edge_when_held_further_out_then_the_hours_go_faster(desk: "Desk") -> None:
    grid = desk.pane.grid
    gone = []
    for y in (480, 490, 500, 700, 250, 20, -10):
        grid.scroll_to_minute(10 * 60)
        edge, before = EdgeScroll(grid.scrolling.smooth, grid), offset(desk)
        edge.follow(y, 0, 500)
        edge._on_timeout()
        edge.stop()
        gone.append(offset(desk) - before)
    assert gone == [4, 7, 10, 10, 0, -4, -10]


def test_given_a_touchpad_that_tells_small_turns_when_zoomed_then_a_whole_turn_is_one_step(
    desk: "Desk",
) -> None:
    grid = desk.pane.grid
    for _ in range(7):
        turn(desk, 15, CONTROL)
    assert grid.hour_px == 56
    turn(desk, 15, CONTROL)
    assert grid.hour_px == 63
    turn(desk, -15, CONTROL)
    turn(desk, -105, CONTROL)
    assert grid.hour_px == 56


def test_given_the_cursor_when_zoomed_by_keys_then_its_time_stays_in_its_place(desk: "Desk") -> None:
    grid = desk.pane.grid
    QTest.keyClick(grid, Key.Key_Down)
    start, end = desk.pane.grid.scene.cursor or (grid.now, grid.now)
    for name in ("zoom_in", "zoom_in", "zoom_out", "zoom_reset"):
        before = grid.slot_rect(start, end).top()
        desk.pane.actions_[name].trigger()
        assert grid.slot_rect(start, end).top() == pytest.approx(before, abs=1)


def test_given_the_cursor_out_of_sight_when_zoomed_by_keys_then_the_middle_stays(desk: "Desk") -> None:
    grid = desk.pane.grid
    QTest.keyClick(grid, Key.Key_Down)
    grid.scroll_to_minute(15 * 60)

    def middle() -> float:
        room = grid.viewport().height() - grid.scene.geometry.head_px
        return grid.scene.geometry.minute_of(offset(desk) + room / 2)

    before = middle()
    desk.pane.actions_["zoom_in"].trigger()
    assert middle() == pytest.approx(before, abs=2)


def test_given_a_movement_when_the_cursor_is_sent_on_then_it_is_in_sight_when_all_stands_still(
    desk: "Desk", theme: Theme
) -> None:
    grid = desk.pane.grid
    grid.scroll_to_minute(19 * 60)
    desk.pane.presenter.cursor = local(24, "20:00")
    theme.calm = False
    QTest.keyClick(grid, Key.Key_Home)
    QTest.keyClick(grid, Key.Key_Down)
    assert grid.scene.cursor is not None
    at_y = grid.scene.boxes(*grid.scene.cursor)[0].top() - arrived(desk)
    assert 0 <= at_y <= grid.viewport().height()


def test_given_a_movement_when_zoomed_by_keys_then_it_is_where_it_was_going(
    desk: "Desk", theme: Theme
) -> None:
    grid = desk.pane.grid
    grid.scroll_to_minute(2 * 60)
    theme.calm = False
    QTest.keyClick(grid, Key.Key_End)
    grid.zoom(1)
    bar = grid.verticalScrollBar()
    assert offset(desk) > 0.7 * bar.maximum()
