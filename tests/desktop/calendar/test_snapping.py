"""The practice says to which minutes appointments snap, and all of the calendar goes by it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from core.domain.timegrid import day_scale
from desktop.calendar.entry import CalendarEntry
from desktop.calendar.geometry import Point
from desktop.calendar.gesture import Board, GestureKind, Ghost, begin, follow, nudged
from desktop.calendar.keyboard_navigation import step_of
from desktop.kit.hours import Hours, hours_of
from desktop.kit.slot_search import SlotWish, free_slots
from tests.desktop.calendar.conftest import ZONE, local
from tests.desktop.calendar.places import entry_rect
from tests.desktop.calendar.test_screen_mouse import at, click, drag, place, rows, times

if TYPE_CHECKING:
    from tests.desktop.calendar.conftest import Desk

Key = Qt.Key
MakeEntry = Callable[..., CalendarEntry]


@pytest.mark.parametrize("stored", [None, "20", True, 0, -5, 61, 1e999, [15]])
def test_given_a_setting_that_cannot_be_read_then_it_is_quarters_of_an_hour(stored: object) -> None:
    assert hours_of({"slot_minutes": stored}).snap_minutes == 15


@pytest.mark.parametrize("stored", [5, 10, 15, 20, 30, 45, 60])
def test_given_a_number_of_minutes_then_appointments_snap_to_it(stored: int) -> None:
    assert hours_of({"slot_minutes": stored}).snap_minutes == stored


@pytest.mark.parametrize(
    ("snap", "step"), [(5, 30), (10, 30), (15, 30), (30, 30), (20, 20), (45, 45), (60, 60)]
)
def test_an_arrow_goes_half_an_hour_where_that_is_a_time_and_else_one_step(snap: int, step: int) -> None:
    assert step_of(snap) == timedelta(minutes=step)


def board(snap: int) -> Board:
    return Board([day_scale(local(24, "12:00").date(), ZONE)], ZONE, snap_minutes=snap)


def shown(ghost: Ghost) -> str:
    return f"{ghost.start.astimezone(ZONE):%H:%M} {ghost.end.astimezone(ZONE):%H:%M}"


@pytest.mark.parametrize(
    ("kind", "to", "expected"),
    [
        (GestureKind.MOVE, 668, "11:00 11:50"),
        (GestureKind.RESIZE_END, 668, "10:00 11:00"),
        (GestureKind.RESIZE_START, 582, "09:40 10:50"),
    ],
)
def test_given_twenty_minutes_when_dragged_then_times_are_multiples_of_them(
    entry: MakeEntry, kind: GestureKind, to: float, expected: str
) -> None:
    drag_of = begin(board(20), kind, Point(0, 600), entry(24, "10:00", 50))
    assert shown(follow(board(20), drag_of, Point(0, to))) == expected


def test_given_a_new_time_that_is_dragged_then_both_ends_snap() -> None:
    drag_of = begin(board(20), GestureKind.CREATE, Point(0, 609), None)
    assert shown(follow(board(20), drag_of, Point(0, 668))) == "10:00 11:00"
    assert shown(follow(board(20), drag_of, Point(0, 605))) == "10:00 10:20"


def test_given_an_appointment_shorter_than_a_step_when_an_end_is_held_then_it_gets_no_shorter_or_longer(
    entry: MakeEntry,
) -> None:
    one = entry(24, "10:00", 50)
    held = begin(board(60), GestureKind.RESIZE_START, Point(0, 600), one)
    assert shown(follow(board(60), held, Point(0, 601))) == "10:00 10:50"
    keys = Ghost(GestureKind.RESIZE_END, one.start, one.end, one)
    hour = timedelta(hours=1)
    assert shown(nudged(keys, ZONE, hour, steps=-1)) == "10:00 10:50"
    assert shown(nudged(keys, ZONE, hour, steps=1)) == "10:00 11:50"


def test_given_another_step_then_free_times_are_proposed_on_it(entry: MakeEntry) -> None:
    hours = replace(Hours(), snap_minutes=20)
    taken = [entry(24, "10:00", 50)]
    wish = SlotWish(length=timedelta(hours=1))
    for after, start in ((local(24, "10:05"), "11:00"), (local(24, "11:01"), "11:20")):
        assert free_slots(wish, after, hours, ZONE, taken)[0].start == local(24, start)


def snap_to(desk: "Desk", minutes: int) -> None:
    """As the settings' page does it, or another laptop by sync."""
    desk.bus.publish(desk.house.practice.settings.set(slot_minutes=minutes).changed)
    desk.settle()


def wall(moment: datetime | None) -> str:
    assert moment is not None
    return f"{moment.astimezone(ZONE):%H:%M}"


def test_given_the_setting_changes_then_the_cursor_and_the_arrows_follow(desk: "Desk") -> None:
    presenter = desk.pane.presenter
    assert wall(presenter.cursor) == "10:30"
    snap_to(desk, 20)
    assert wall(presenter.cursor) == "10:20"
    desk.pane.grid.setFocus()
    QTest.keyClick(desk.pane.grid, Key.Key_Down)
    assert wall(presenter.cursor) == "10:40"
    snap_to(desk, 60)
    QTest.keyClick(desk.pane.grid, Key.Key_Down)
    assert wall(presenter.cursor) == "11:00"


def test_given_an_hour_then_the_arrow_that_leaves_an_appointment_goes_to_the_next_full_one(
    desk: "Desk",
) -> None:
    snap_to(desk, 60)
    made = desk.house.book(24, "12:00", 80)
    desk.reload()
    desk.pane.presenter.select(made.id)
    desk.pane.presenter.cursor = made.scheduled_start
    desk.pane.grid.setFocus()
    QTest.keyClick(desk.pane.grid, Key.Key_Down)
    assert wall(desk.pane.presenter.cursor) == "14:00"


def test_given_ten_minutes_when_moved_and_resized_by_keys_then_each_press_is_ten(desk: "Desk") -> None:
    snap_to(desk, 10)
    made = desk.house.book(24, "12:00")
    desk.reload()
    desk.pane.presenter.select(made.id)
    desk.pane.grid.setFocus()
    for key in (Key.Key_M, Key.Key_Down, Key.Key_Return, Key.Key_R, Key.Key_Down, Key.Key_Return):
        QTest.keyClick(desk.pane.grid, key)
        desk.settle()
    assert [times(desk, row) for row in rows(desk)] == ["24 12:10-13:10"]


def test_given_ten_minutes_when_dragged_on_the_screen_then_it_lands_on_ten(desk: "Desk") -> None:
    snap_to(desk, 10)
    made = desk.house.book(24, "12:00")
    desk.reload()
    grid = desk.pane.grid
    grid.reveal(local(24, "12:00"), local(24, "14:00"))
    grip = entry_rect(grid, made.id).center().toPoint()
    lower = round(grid.hour_px * 10 / 60)
    drag(desk, grip, grip + QPoint(0, lower))
    assert [times(desk, row) for row in rows(desk)] == ["24 12:10-13:00"]


def test_given_a_click_on_a_free_place_then_the_new_time_is_the_one_under_it(desk: "Desk") -> None:
    snap_to(desk, 20)
    target = place(desk, at(desk, 25, "13:50"))
    click(desk, target)
    assert desk.pane.booking.form.start == "13:40"


def test_given_twenty_minutes_then_the_arrows_in_the_fields_of_both_forms_step_by_them(desk: "Desk") -> None:
    snap_to(desk, 20)
    desk.pane.presenter.choose(local(25, "13:00"))
    QTest.keyClick(desk.pane.form.start.editor, Key.Key_Up)
    assert desk.pane.booking.form.start == "13:20"
    desk.pane.presenter.escape()
    desk.pane.blocks.begin()
    start = desk.pane.blocks.panel.start.editor
    before = start.text()
    QTest.keyClick(start, Key.Key_Down)
    first, second = (datetime.strptime(text, "%H:%M") for text in (start.text(), before))  # noqa: DTZ007
    assert second - first == timedelta(minutes=20)
