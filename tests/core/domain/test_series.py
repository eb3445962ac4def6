"""When occurrences take place: over clock changes, in any range, and under one id on every laptop."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.domain import series as rules
from core.domain.errors import RuleBroken
from core.domain.ids import ClientId, SeriesId, WorkspaceId
from core.domain.records import AppointmentSeries
from core.domain.recurrence import Frequency, Rule, falls_on, rule_text
from tests.core.domain.test_recurrence import RULES

ZONES = ("Asia/Jerusalem", "Europe/Berlin", "America/New_York", "America/Sao_Paulo", "Australia/Lord_Howe")
WEEKLY = Rule(frequency=Frequency.WEEKLY, weekdays=(1,))


def series(**given_: object) -> AppointmentSeries:
    made = AppointmentSeries(
        id=SeriesId(uuid.UUID(int=7)),
        workspace_id=WorkspaceId(uuid.UUID(int=1)),
        client_id=ClientId(uuid.UUID(int=2)),
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
        updated_at=datetime(2026, 1, 1, tzinfo=UTC),
        rrule="FREQ=WEEKLY;BYDAY=TU",
        start_local="2026-01-06T10:00",
        timezone="Asia/Jerusalem",
        duration_minutes=50,
    )
    return replace(made, **given_)  # type: ignore[arg-type]


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type,misc]


@pytest.mark.parametrize("zone", ZONES)
def test_given_a_year_when_clocks_change_then_the_hour_on_the_wall_stays(zone: str) -> None:
    found = rules.occurrences(series(timezone=zone), utc(2026, 1, 1), utc(2027, 1, 1))
    assert len(found) == 52
    for each in found:
        local = each.scheduled_start.astimezone(ZoneInfo(zone))
        assert (local.hour, local.minute, local.weekday()) == (10, 0, 1)
        assert each.scheduled_end - each.scheduled_start == timedelta(minutes=50)


@pytest.mark.parametrize(
    ("zone", "day", "wall", "wanted"),
    [
        # The hour that does not exist: the first moment after the gap.
        ("Asia/Jerusalem", date(2026, 3, 27), time(2, 30), utc(2026, 3, 27, 0, 0)),
        ("Europe/Berlin", date(2026, 3, 29), time(2, 30), utc(2026, 3, 29, 1, 0)),
        ("America/New_York", date(2026, 3, 8), time(2, 30), utc(2026, 3, 8, 7, 0)),
        # The hour that comes twice: its first turn.
        ("Asia/Jerusalem", date(2026, 10, 25), time(1, 30), utc(2026, 10, 24, 22, 30)),
        ("Europe/Berlin", date(2026, 10, 25), time(2, 30), utc(2026, 10, 25, 0, 30)),
        ("America/New_York", date(2026, 11, 1), time(1, 30), utc(2026, 11, 1, 5, 30)),
        # A zone that gave up summer time, before and after.
        ("America/Sao_Paulo", date(2018, 12, 3), time(10), utc(2018, 12, 3, 12, 0)),
        ("America/Sao_Paulo", date(2026, 12, 3), time(10), utc(2026, 12, 3, 13, 0)),
    ],
)
def test_given_a_clock_change_when_an_occurrence_falls_on_it_then_it_begins_as_the_wall_says(
    zone: str, day: date, wall: time, wanted: datetime
) -> None:
    daily = series(
        rrule="FREQ=DAILY", start_local=rules.wall_text(day - timedelta(days=3), wall), timezone=zone
    )
    found = rules.occurrence_on(daily, day)
    assert found is not None
    assert found.scheduled_start == wanted
    neighbours = [rules.occurrence_on(daily, day + timedelta(days=by)) for by in (-1, 1)]
    for each in neighbours:
        assert each is not None
        assert each.scheduled_start.astimezone(ZoneInfo(zone)).time() == wall


def test_given_another_offset_of_the_zone_when_drawn_then_an_occurrence_keeps_its_id_and_its_wall() -> None:
    """As when a country gives up summer time after the series was booked."""
    before, after = series(timezone="Asia/Jerusalem"), series(timezone="Europe/Istanbul")
    day = date(2026, 12, 1)
    one, other = rules.occurrence_on(before, day), rules.occurrence_on(after, day)
    assert one is not None
    assert other is not None
    assert one.id == other.id
    assert one.scheduled_start - other.scheduled_start == timedelta(hours=1)


_moments = st.integers(0, 5 * 365 * 24 * 60).map(lambda minutes: utc(2025, 1, 1) + timedelta(minutes=minutes))


@settings(deadline=None, max_examples=50)
@given(RULES, _moments, st.integers(1, 60), st.integers(1, 1440), st.sampled_from(ZONES), st.times())
def test_any_range_holds_what_the_whole_holds_of_it(
    rule: Rule, start: datetime, days: int, minutes: int, zone: str, wall: time
) -> None:
    begun = next(
        (
            day
            for day in (date(2024, 2, 29) + timedelta(days=by) for by in range(400))
            if falls_on(rule, day, day)
        ),
        date(2024, 2, 29),
    )
    made = series(
        rrule=rule_text(rule),
        start_local=rules.wall_text(begun, wall.replace(second=0, microsecond=0)),
        timezone=zone,
        duration_minutes=minutes,
    )
    end = start + timedelta(days=days)
    whole = rules.occurrences(made, utc(2024, 1, 1), utc(2030, 6, 1))
    assert rules.occurrences(made, start, end) == [
        each for each in whole if each.scheduled_start < end and each.scheduled_end > start
    ]


def test_given_an_end_and_exceptions_when_drawn_then_they_are_kept() -> None:
    made = series(until=date(2026, 2, 3), exceptions=("2026-01-20",))
    found = rules.occurrences(made, utc(2026, 1, 1), utc(2027, 1, 1), without=("2026-01-27",))
    assert [each.scheduled_start.day for each in found] == [6, 13, 3]
    assert rules.next_start(made, utc(2026, 1, 14), without=("2026-01-27",)) == utc(2026, 2, 3, 8, 0)
    assert rules.next_start(made, utc(2026, 2, 3, 8, 0)) is None


@pytest.mark.parametrize(
    "odd",
    [
        {"rrule": "FREQ=HOURLY"},
        {"start_local": "tomorrow, at ten"},
        {"start_local": "2026-13-01T10:00"},
        {"timezone": "Mars/Olympus"},
        {"timezone": "../../etc/localtime"},
        {"timezone": ""},
    ],
)
def test_given_what_this_program_cannot_read_when_drawn_then_there_is_nothing(odd: dict[str, str]) -> None:
    made = series(**odd)
    assert rules.occurrences(made, utc(2026, 1, 1), utc(2027, 1, 1)) == []
    assert rules.next_start(made, utc(2026, 1, 1)) is None
    assert rules.occurrence_on(made, date(2026, 1, 6)) is None


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"rule": replace(WEEKLY, interval=100)}, "rule"),
        ({"rule": replace(WEEKLY, weekdays=())}, "rule"),
        ({"rule": replace(WEEKLY, weekdays=(2,))}, "first_day"),
        ({"times": 0}, "times"),
        ({"times": 1000}, "times"),
        ({"until": date(2026, 1, 5)}, "until"),
    ],
)
def test_given_a_repetition_that_cannot_be_when_checked_then_one_sentence_refuses(
    change: dict[str, object], code: str
) -> None:
    with pytest.raises(RuleBroken) as caught:
        rules.check_repeat(rules.Repeat(**{"rule": WEEKLY, **change}), date(2026, 1, 6))  # type: ignore[arg-type]
    assert caught.value.code == code


def test_given_times_when_previewed_then_so_many_days_are_told() -> None:
    repeat = rules.Repeat(rule=WEEKLY, times=3)
    days = rules.first_days(repeat, date(2026, 1, 6), 5)
    assert days == (date(2026, 1, 6), date(2026, 1, 13), date(2026, 1, 20))
    assert rules.last_day(WEEKLY, days[0], repeat) == days[-1]
    assert rules.last_day(WEEKLY, days[0], rules.Repeat(rule=WEEKLY)) is None


@given(RULES, st.dates(date(2026, 1, 1), date(2030, 1, 1)), st.integers(-40, 40))
def test_a_shifted_rule_falls_on_the_day_to_which_the_first_one_moved(
    rule: Rule, first: date, days: int
) -> None:
    if not falls_on(rule, first, first):
        return
    moved = first + timedelta(days=days)
    assert falls_on(rules.shifted_rule(rule, days, moved), moved, moved)


def test_given_a_ring_of_series_when_followed_then_it_ends() -> None:
    one, two = uuid.UUID(int=1), uuid.UUID(int=2)
    follow: Callable[..., object] = rules.predecessors
    assert list(follow(one, {one: two, two: one})) == [one, two]  # type: ignore[call-overload]


def test_given_a_monthly_series_when_its_first_day_moves_then_it_begins_anew_from_there() -> None:
    on_the_fifth = Rule(frequency=Frequency.MONTHLY, month_day=5)
    second_monday = Rule(frequency=Frequency.MONTHLY, weekdays=(0,), nth=2)
    assert rules.shifted_rule(on_the_fifth, 3, date(2026, 1, 8)).month_day == 8
    moved = rules.shifted_rule(second_monday, 8, date(2026, 1, 20))
    assert (moved.weekdays, moved.nth) == ((1,), 3)


def test_given_a_rule_that_this_program_cannot_draw_when_its_days_are_asked_for_then_there_is_none() -> None:
    strange = series(rrule="FREQ=LUNAR")
    assert list(rules.series_days(strange, date(2026, 1, 1), date(2027, 1, 1))) == []
