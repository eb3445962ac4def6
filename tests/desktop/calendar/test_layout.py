"""Slices and pixels: days, midnight, clock changes, least height, mirrored columns."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.timegrid import day_scale, days_from
from desktop.calendar.entry import CalendarEntry
from desktop.calendar.geometry import HOUR_MAX_PX, HOUR_MIN_PX, LEAST_EVENT_PX, Geometry, Point, zoomed
from desktop.calendar.layout import lay_out

MakeEntry = Callable[..., CalendarEntry]
ZONE = ZoneInfo("Asia/Jerusalem")
WEEK = [day_scale(day, ZONE) for day in days_from(date(2026, 11, 22), 7)]


def test_an_appointment_stands_in_its_column_at_its_minutes(entry: MakeEntry) -> None:
    (piece,) = lay_out([entry(24, "10:30", 50)], WEEK, 20)
    assert (piece.column, piece.top, piece.bottom) == (2, 630, 680)
    assert (piece.starts, piece.ends) == (True, True)


def test_an_appointment_over_midnight_has_a_slice_in_both_columns(entry: MakeEntry) -> None:
    first, second = lay_out([entry(24, "23:30", 60)], WEEK, 20)
    assert (first.column, first.top, first.bottom, first.starts, first.ends) == (2, 1410, 1440, True, False)
    assert (second.column, second.top, second.bottom, second.starts, second.ends) == (3, 0, 30, False, True)


def test_an_appointment_that_ends_at_midnight_has_one_slice(entry: MakeEntry) -> None:
    assert [piece.column for piece in lay_out([entry(24, "23:00", 60)], WEEK, 20)] == [2]


def test_the_shortest_event_is_still_high_enough_also_at_the_end_of_the_day(entry: MakeEntry) -> None:
    pieces = lay_out([entry(24, "10:00", 5), entry(24, "23:55", 5)], WEEK, 20)
    assert [(piece.top, piece.bottom) for piece in pieces] == [(600, 620), (1420, 1440)]


def test_short_events_that_would_cover_each_other_stand_side_by_side(entry: MakeEntry) -> None:
    one, other = lay_out([entry(24, "10:00", 5), entry(24, "10:10", 5)], WEEK, 20)
    assert {one.lane.index, other.lane.index} == {0, 1}


def test_both_passes_of_the_repeated_hour_do_not_overlap(entry: MakeEntry) -> None:
    days = [day_scale(date(2026, 10, 25), ZONE)]
    first = datetime(2026, 10, 24, 22, 0, tzinfo=UTC)
    one = replace(entry(22, "10:00"), start=first, end=first + timedelta(minutes=60))
    other = replace(entry(22, "10:00"), start=one.end, end=one.end + timedelta(minutes=60))
    upper, lower = lay_out([one, other], days, 10)
    assert (upper.top, upper.bottom, lower.top, lower.bottom) == (60, 90, 90, 120)
    assert upper.lane.count == 1


def test_boxes_of_one_column_never_overlap_and_keep_a_gap(entry: MakeEntry) -> None:
    pieces = lay_out([entry(24, "10:00", 60), entry(24, "10:30", 60), entry(24, "10:45", 15)], WEEK, 20)
    geometry = Geometry(700, 7)
    boxes = [geometry.box_of(piece) for piece in pieces]
    for one, other in combinations(boxes, 2):
        assert (
            one.x + one.width + 2 <= other.x
            or other.x + other.width + 2 <= one.x
            or one.y + one.height <= other.y
        )


@pytest.mark.parametrize(
    ("mirrored", "column", "x"), [(False, 0, 0), (False, 6, 600), (True, 0, 600), (True, 6, 0)]
)
def test_columns_are_mirrored_right_to_left(mirrored: bool, column: int, x: float) -> None:
    assert Geometry(700, 7, mirrored=mirrored).x_of(column) == x


def test_a_mirrored_box_is_the_mirror_image(entry: MakeEntry) -> None:
    pieces = lay_out([entry(24, "10:00", 60), entry(24, "10:30", 60)], WEEK, 20)
    for piece in pieces:
        plain, mirrored = (Geometry(700, 7, mirrored=flag).box_of(piece) for flag in (False, True))
        assert mirrored.x == pytest.approx(700 - plain.x - plain.width)
        assert (mirrored.y, mirrored.width, mirrored.height) == (plain.y, plain.width, plain.height)


@given(st.booleans(), st.integers(1, 7), st.integers(0, 1439), st.integers(HOUR_MIN_PX, HOUR_MAX_PX))
def test_a_place_is_found_again_from_its_pixels(
    mirrored: bool, columns: int, minute: int, hour_px: int
) -> None:
    geometry = Geometry(columns * 100, columns, hour_px, mirrored)
    for column in range(columns):
        point = geometry.point_at(geometry.x_of(column) + 50, geometry.y_of(minute))
        assert point.column == column
        assert point.minute == pytest.approx(minute)


def test_a_place_outside_is_the_nearest_inside() -> None:
    geometry = Geometry(700, 7)
    assert geometry.point_at(-50, -50) == Point(0, 0)
    assert geometry.point_at(9999, 99999) == Point(6, 1440)


def test_the_least_height_is_kept_at_every_zoom(entry: MakeEntry) -> None:
    for hour_px in (HOUR_MIN_PX, 56, HOUR_MAX_PX):
        geometry = Geometry(700, 7, hour_px)
        (piece,) = lay_out([entry(24, "10:00", 5)], WEEK, geometry.least_minutes)
        assert geometry.box_of(piece).height >= LEAST_EVENT_PX - 0.01


def test_zooming_stays_within_what_can_be_read() -> None:
    assert zoomed(56, 1) == 63
    assert zoomed(zoomed(56, 1), -1) == 56
    assert (zoomed(56, 99), zoomed(56, -99)) == (HOUR_MAX_PX, HOUR_MIN_PX)
