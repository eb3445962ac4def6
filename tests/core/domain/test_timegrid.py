"""Local days as columns: ordinary days, both clock changes of 2026 in three zones, and odd zones."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain import timegrid
from core.domain.timegrid import DAY_MINUTES, at_wall, day_scale, shift_days, snap, snap_down, snap_up

JERUSALEM = ZoneInfo("Asia/Jerusalem")
BERLIN = ZoneInfo("Europe/Berlin")
NEW_YORK = ZoneInfo("America/New_York")
ODD = (
    "Australia/Lord_Howe",
    "America/Havana",
    "Africa/Cairo",
    "America/Asuncion",
    "Asia/Kolkata",
    "Asia/Beirut",
)

SPRING = [
    (JERUSALEM, date(2026, 3, 27), 120),
    (BERLIN, date(2026, 3, 29), 120),
    (NEW_YORK, date(2026, 3, 8), 120),
]
AUTUMN = [
    (JERUSALEM, date(2026, 10, 25), 60),
    (BERLIN, date(2026, 10, 25), 120),
    (NEW_YORK, date(2026, 11, 1), 60),
]


def wall(scale: timegrid.DayScale, zone: ZoneInfo, minute: float) -> str:
    return scale.moment_at(minute).astimezone(zone).strftime("%H:%M")


@pytest.mark.parametrize("zone", [JERUSALEM, BERLIN, NEW_YORK])
def test_an_ordinary_day_is_one_stretch_of_24_hours(zone: ZoneInfo) -> None:
    scale = day_scale(date(2026, 11, 22), zone)
    assert (scale.hours, len(scale.stretches), scale.gaps) == (24, 1, ())
    assert wall(scale, zone, 615) == "10:15"
    assert scale.minute_of(datetime(2026, 11, 22, 10, 15, tzinfo=zone)) == 615


@pytest.mark.parametrize(("zone", "day", "gap"), SPRING)
def test_the_day_of_23_hours_has_an_empty_row(zone: ZoneInfo, day: date, gap: int) -> None:
    scale = day_scale(day, zone)
    assert scale.hours == 23
    assert list(scale.gaps) == [(gap, gap + 60)]
    assert wall(scale, zone, 600) == "10:00"
    assert wall(scale, zone, gap - 15) == "01:45"


@pytest.mark.parametrize(("zone", "day", "gap"), SPRING)
def test_a_point_in_the_empty_row_is_the_first_moment_after_it(zone: ZoneInfo, day: date, gap: int) -> None:
    scale = day_scale(day, zone)
    for minute in (gap, gap + 30, gap + 59):
        assert wall(scale, zone, minute) == "03:00"


@pytest.mark.parametrize(("zone", "day", "again"), AUTUMN)
def test_the_day_of_25_hours_shares_one_row_between_both_passes(
    zone: ZoneInfo, day: date, again: int
) -> None:
    scale = day_scale(day, zone)
    assert scale.hours == 25
    assert not scale.gaps
    turns = [(part.turn, part.top, part.bottom) for part in scale.stretches if part.turn]
    assert turns == [(1, again, again + 30), (2, again + 30, again + 60)]
    assert wall(scale, zone, 600) == "10:00"


@pytest.mark.parametrize(("zone", "day", "again"), AUTUMN)
def test_the_two_passes_of_one_wall_time_stand_apart(zone: ZoneInfo, day: date, again: int) -> None:
    scale = day_scale(day, zone)
    naive = datetime.combine(day, time(again // 60, 30))
    first = scale.minute_of(naive.replace(tzinfo=zone, fold=0).astimezone(UTC))
    second = scale.minute_of(naive.replace(tzinfo=zone, fold=1).astimezone(UTC))
    assert (first, second) == (again + 15, again + 45)


def test_a_change_on_the_first_moment_of_a_day_leaves_an_empty_row_at_the_top() -> None:
    scale = day_scale(date(2026, 4, 24), ZoneInfo("Africa/Cairo"))
    assert list(scale.gaps) == [(0, 60)]
    assert scale.hours == 23
    assert scale.minute_of(scale.start) == 60


def test_a_day_that_a_zone_left_out_has_no_moments() -> None:
    scale = day_scale(date(2011, 12, 30), ZoneInfo("Pacific/Apia"))
    assert (scale.hours, scale.stretches, scale.gaps) == (0, (), ((0, DAY_MINUTES),))
    assert scale.moment_at(600) == scale.end
    assert scale.minute_of(scale.start) == 0


def test_a_half_hour_change_shares_half_a_row() -> None:
    scale = day_scale(date(2026, 4, 5), ZoneInfo("Australia/Lord_Howe"))
    assert scale.hours == 24.5
    assert [(part.top, part.bottom) for part in scale.stretches if part.turn] == [(90, 105), (105, 120)]


def test_moments_outside_the_day_stand_at_its_edges() -> None:
    scale = day_scale(date(2026, 11, 22), BERLIN)
    assert scale.minute_of(scale.start - timedelta(hours=1)) == 0
    assert scale.minute_of(scale.end + timedelta(hours=1)) == DAY_MINUTES
    assert scale.contains(scale.start)
    assert not scale.contains(scale.end)


ANY_DAY = st.dates(date(2012, 1, 1), date(2036, 12, 31))
ANY_ZONE = st.sampled_from([JERUSALEM, BERLIN, NEW_YORK, *map(ZoneInfo, ODD)])


@given(ANY_DAY, ANY_ZONE)
def test_days_follow_each_other_without_hole_or_overlap(day: date, zone: ZoneInfo) -> None:
    scale, after = day_scale(day, zone), day_scale(day + timedelta(days=1), zone)
    assert scale.end == after.start
    assert timegrid.day_of(scale.start, zone) == day
    edges = [scale.start, *(part.end for part in scale.stretches)]
    assert edges[:-1] == [part.start for part in scale.stretches]
    assert edges[-1] == scale.end


@given(ANY_DAY, ANY_ZONE, st.lists(st.integers(0, 25 * 60 - 1), min_size=2, unique=True))
def test_height_is_a_monotone_function_of_time(day: date, zone: ZoneInfo, minutes: list[int]) -> None:
    scale = day_scale(day, zone)
    moments = [scale.start + timedelta(minutes=minute) for minute in sorted(minutes)]
    inside = [moment for moment in moments if scale.contains(moment)]
    heights = [scale.minute_of(moment) for moment in inside]
    assert all(low < high for low, high in pairwise(heights))
    assert all(0 <= height < DAY_MINUTES for height in heights)


@given(ANY_DAY, ANY_ZONE, st.integers(0, 25 * 60 - 1))
def test_a_moment_is_found_again_from_its_height(day: date, zone: ZoneInfo, minute: int) -> None:
    scale = day_scale(day, zone)
    moment = scale.start + timedelta(minutes=minute)
    if scale.contains(moment):
        assert abs(scale.moment_at(scale.minute_of(moment)) - moment) < timedelta(milliseconds=1)


@given(ANY_DAY, ANY_ZONE, st.integers(0, DAY_MINUTES - 1))
def test_a_height_outside_changes_is_the_wall_clock(day: date, zone: ZoneInfo, minute: int) -> None:
    scale = day_scale(day, zone)
    if scale.hours == 24:
        assert wall(scale, zone, minute) == f"{minute // 60:02}:{minute % 60:02}"


@pytest.mark.parametrize("day", [date(2026, 10, 25), date(2026, 3, 29), date(2026, 11, 24)])
def test_every_quarter_that_comes_once_stands_at_a_whole_height(day: date) -> None:
    scale = day_scale(day, ZoneInfo("Europe/Berlin"))
    afternoon = list(range(4 * 60, DAY_MINUTES, 15))
    walls = [at_wall(day, time(*divmod(minute, 60)), ZoneInfo("Europe/Berlin")) for minute in afternoon]
    assert [scale.minute_of(wall) for wall in walls] == afternoon


@pytest.mark.parametrize(("zone", "day", "gap"), SPRING)
def test_a_wall_time_that_does_not_exist_is_the_first_moment_after(
    zone: ZoneInfo, day: date, gap: int
) -> None:
    for minute in (0, 20, 59):
        found = at_wall(day, time(gap // 60, minute), zone).astimezone(zone)
        assert found.replace(tzinfo=None) == datetime.combine(day, time(3))


@pytest.mark.parametrize(("zone", "day", "again"), AUTUMN)
def test_a_wall_time_that_comes_twice_is_the_first(zone: ZoneInfo, day: date, again: int) -> None:
    found = at_wall(day, time(again // 60, 20), zone).astimezone(zone)
    assert (found.strftime("%H:%M"), found.fold) == (f"{again // 60:02}:20", 0)


@pytest.mark.parametrize(("zone", "day", "_minute"), SPRING + AUTUMN)
def test_moving_by_days_over_a_change_keeps_the_wall_clock(zone: ZoneInfo, day: date, _minute: int) -> None:
    before = at_wall(day - timedelta(days=3), time(10, 15), zone)
    assert shift_days(before, 7, zone) == at_wall(day + timedelta(days=4), time(10, 15), zone)
    assert shift_days(shift_days(before, 7, zone), -7, zone) == before


@pytest.mark.parametrize(
    ("moment", "minutes", "found"),
    [("10:00", 20, "10:00"), ("10:01", 20, "10:20"), ("10:41", 20, "11:00"), ("10:05", 60, "11:00")],
)
def test_given_a_moment_when_snapped_up_then_it_is_the_first_time_not_before(
    moment: str, minutes: int, found: str
) -> None:
    at = datetime.fromisoformat(f"2026-11-24T{moment}").replace(tzinfo=BERLIN)
    assert f"{snap_up(at, BERLIN, minutes).astimezone(BERLIN):%H:%M}" == found


def test_snapping_goes_to_quarters_of_the_wall_clock() -> None:
    at = datetime(2026, 11, 22, 10, 22, 30, tzinfo=BERLIN)
    assert snap_down(at, BERLIN, 15).astimezone(BERLIN).strftime("%H:%M:%S") == "10:15:00"
    assert snap(at, BERLIN, 15).astimezone(BERLIN).strftime("%H:%M:%S") == "10:30:00"
    assert snap(at - timedelta(seconds=1), BERLIN, 15).astimezone(BERLIN).strftime("%H:%M") == "10:15"


@given(ANY_DAY, ANY_ZONE, st.integers(0, 23 * 60))
def test_snapping_moves_by_less_than_a_step_and_then_stays(day: date, zone: ZoneInfo, minute: int) -> None:
    moment = day_scale(day, zone).start + timedelta(minutes=minute)
    snapped = snap_down(moment, zone, 15)
    assert timedelta() <= moment - snapped < timedelta(minutes=15)
    assert snap_down(snapped, zone, 15) == snapped


def test_snapping_follows_the_wall_clock_of_the_zone_to_the_microsecond() -> None:
    kolkata = ZoneInfo("Asia/Kolkata")
    at = datetime(2026, 11, 22, 10, 29, 59, 7, tzinfo=kolkata)
    assert snap_down(at, kolkata, 60) == datetime(2026, 11, 22, 10, tzinfo=kolkata)
    assert snap(at + timedelta(minutes=1), kolkata, 60) == datetime(2026, 11, 22, 11, tzinfo=kolkata)


@given(ANY_DAY, st.integers(0, 6))
def test_a_week_holds_its_day_and_begins_on_its_weekday(day: date, first_weekday: int) -> None:
    first = timegrid.first_of_week(day, first_weekday)
    assert first.weekday() == first_weekday
    assert timedelta() <= day - first < timedelta(days=7)


def test_the_first_and_last_moment_of_a_day_stand_at_its_edges() -> None:
    scale = day_scale(date(2026, 11, 22), BERLIN)
    assert (scale.minute_of(scale.start), scale.minute_of(scale.end)) == (0, DAY_MINUTES)
    assert scale.moment_at(DAY_MINUTES) == scale.end


@pytest.mark.parametrize(("first", "expected"), [(0, date(2026, 11, 16)), (6, date(2026, 11, 22))])
def test_a_week_begins_on_the_chosen_day(first: int, expected: date) -> None:
    assert timegrid.first_of_week(date(2026, 11, 22), first) == expected


def test_days_are_counted_from_the_first() -> None:
    assert timegrid.days_from(date(2026, 2, 27), 3) == (
        date(2026, 2, 27),
        date(2026, 2, 28),
        date(2026, 3, 1),
    )


@pytest.mark.parametrize(
    ("zone", "day", "again"), [*AUTUMN, (ZoneInfo("America/Havana"), date(2026, 11, 1), 0)]
)
def test_the_parts_of_the_day_of_25_hours_follow_each_other_and_none_is_empty(
    zone: ZoneInfo, day: date, again: int
) -> None:
    scale = day_scale(day, zone)
    assert [part.end for part in scale.stretches[:-1]] == [part.start for part in scale.stretches[1:]]
    assert (scale.stretches[0].start, scale.stretches[-1].end) == (scale.start, scale.end)
    assert all(part.start < part.end for part in scale.stretches)
    assert next(part.top for part in scale.stretches if part.turn == 1) == again


def test_a_change_on_the_first_moment_of_the_next_day_is_not_this_days() -> None:
    scale = day_scale(date(2026, 4, 23), ZoneInfo("Africa/Cairo"))
    assert (scale.hours, scale.gaps, len(scale.stretches)) == (24, (), 1)
