"""Drags and nudges become ghosts on quarters of an hour, or as the practice says, also over clock changes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.domain.timegrid import at_wall, day_scale, days_from
from desktop.calendar.entry import CalendarEntry
from desktop.calendar.geometry import Point
from desktop.calendar.gesture import Board, GestureKind, Ghost, begin, follow, nudged, on_another_day

MakeEntry = Callable[..., CalendarEntry]
ZONE = ZoneInfo("Asia/Jerusalem")
QUARTER = timedelta(minutes=15)


def board_of(first: date, zone: ZoneInfo = ZONE, count: int = 7) -> Board:
    return Board([day_scale(day, zone) for day in days_from(first, count)], zone)


BOARD = board_of(date(2026, 11, 22))


def times(ghost: Ghost, zone: ZoneInfo = ZONE) -> str:
    return f"{ghost.start.astimezone(zone):%d %H:%M} {ghost.end.astimezone(zone):%H:%M}"


@pytest.mark.parametrize(
    ("to", "expected"),
    [(655, "24 10:00 11:00"), (600, "24 10:00 10:15"), (604, "24 10:00 10:15"), (560, "24 09:15 10:15")],
)
def test_dragging_on_an_empty_place_makes_quarters(to: float, expected: str) -> None:
    drag = begin(BOARD, GestureKind.CREATE, Point(2, 607), None)
    assert times(follow(BOARD, drag, Point(2, to))) == expected


def test_dragging_sideways_stays_in_the_day_where_it_began() -> None:
    drag = begin(BOARD, GestureKind.CREATE, Point(2, 600), None)
    assert times(follow(BOARD, drag, Point(5, 660))) == "24 10:00 11:00"


def test_a_new_appointment_ends_at_midnight_at_the_latest() -> None:
    drag = begin(BOARD, GestureKind.CREATE, Point(2, 1400), None)
    assert follow(BOARD, drag, Point(2, 1440)).end == BOARD.days[2].end


def test_moving_keeps_the_grip_and_the_length(entry: MakeEntry) -> None:
    drag = begin(BOARD, GestureKind.MOVE, Point(2, 620), entry(24, "10:00", 50))
    assert times(follow(BOARD, drag, Point(4, 705))) == "26 11:30 12:20"


def test_moving_nowhere_changes_nothing(entry: MakeEntry) -> None:
    drag = begin(BOARD, GestureKind.MOVE, Point(2, 620), entry(24, "10:00", 50))
    assert not follow(BOARD, drag, Point(2, 622)).moved


@pytest.mark.parametrize(
    ("kind", "to", "expected"),
    [
        (GestureKind.RESIZE_END, 690, "24 10:00 11:30"),
        (GestureKind.RESIZE_END, 500, "24 10:00 10:15"),
        (GestureKind.RESIZE_START, 570, "24 09:30 10:50"),
        (GestureKind.RESIZE_START, 900, "24 10:35 10:50"),
    ],
)
def test_resizing_moves_one_end_and_leaves_a_quarter(
    entry: MakeEntry, kind: GestureKind, to: float, expected: str
) -> None:
    drag = begin(BOARD, kind, Point(2, 600), entry(24, "10:00", 50))
    assert times(follow(BOARD, drag, Point(2, to))) == expected


def test_the_arrows_move_by_quarters_and_days_and_resize_by_quarters(entry: MakeEntry) -> None:
    one = entry(24, "10:00", 50)
    move = Ghost(GestureKind.MOVE, one.start, one.end, one)
    assert times(nudged(move, ZONE, QUARTER, steps=2)) == "24 10:30 11:20"
    assert times(nudged(move, ZONE, QUARTER, days=-1)) == "23 10:00 10:50"
    resize = Ghost(GestureKind.RESIZE_END, one.start, one.end, one)
    assert times(nudged(resize, ZONE, QUARTER, steps=1)) == "24 10:00 11:05"
    assert times(nudged(resize, ZONE, QUARTER, steps=-9)) == "24 10:00 10:15"
    earlier = Ghost(GestureKind.RESIZE_START, one.start, one.end, one)
    assert times(nudged(earlier, ZONE, QUARTER, steps=-1)) == "24 09:45 10:50"
    assert times(nudged(earlier, ZONE, QUARTER, steps=9)) == "24 10:35 10:50"


CHANGES = [
    ("Asia/Jerusalem", date(2026, 3, 27)),
    ("Asia/Jerusalem", date(2026, 10, 25)),
    ("Europe/Berlin", date(2026, 3, 29)),
    ("Europe/Berlin", date(2026, 10, 25)),
    ("America/New_York", date(2026, 3, 8)),
    ("America/New_York", date(2026, 11, 1)),
]


@pytest.mark.parametrize(("name", "day"), CHANGES)
def test_a_move_onto_the_day_of_a_clock_change_keeps_hour_and_length(
    entry: MakeEntry, name: str, day: date
) -> None:
    zone = ZoneInfo(name)
    board = board_of(day - timedelta(days=2), zone, 5)
    start = at_wall(day - timedelta(days=1), datetime(2026, 1, 1, 10, 0, tzinfo=zone).time(), zone)
    one = replace(entry(24, "10:00"), start=start, end=start + timedelta(minutes=50))
    ghost = follow(board, begin(board, GestureKind.MOVE, Point(1, 620), one), Point(2, 620))
    assert times(ghost, zone) == f"{day:%d} 10:00 10:50"
    assert (
        times(nudged(Ghost(GestureKind.MOVE, one.start, one.end, one), zone, QUARTER, days=1), zone)
        == f"{day:%d} 10:00 10:50"
    )


@pytest.mark.parametrize(("name", "day"), CHANGES)
def test_a_click_on_any_height_of_such_a_day_is_a_moment_of_that_day(name: str, day: date) -> None:
    zone = ZoneInfo(name)
    board = board_of(day, zone, 1)
    for minute in range(0, 1440, 5):
        start, end = board.slot(Point(0, minute))
        assert board.days[0].contains(start)
        assert end - start == timedelta(minutes=15)
        assert start.astimezone(zone).minute % 15 == 0


@pytest.mark.parametrize(("name", "day"), CHANGES)
def test_dragging_over_the_change_counts_real_minutes(name: str, day: date) -> None:
    zone = ZoneInfo(name)
    board = board_of(day, zone, 1)
    ghost = follow(board, begin(board, GestureKind.CREATE, Point(0, 0), None), Point(0, 240))
    assert ghost.end - ghost.start == timedelta(hours=board.days[0].hours - 20)


def test_given_the_hour_that_comes_twice_when_dropped_on_its_own_day_then_nothing_moved(
    entry: MakeEntry,
) -> None:
    second = replace(entry(24, "10:00"), start=datetime(2026, 10, 24, 23, 30, tzinfo=UTC))
    assert on_another_day(second, 0, ZONE).start == second.start
