"""When blocks of time are: on the wall of their zone, in any range, and what a block needs."""

import uuid
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.domain.errors import RuleBroken
from core.domain.ids import LocationId, TimeBlockId, UserId, WorkspaceId
from core.domain.records import TimeBlock
from core.domain.recurrence import days_between, parse_rule
from core.domain.time_blocks import check_block, in_the_way, spans

ZONES = ("Asia/Jerusalem", "Europe/Berlin", "America/New_York", "America/Sao_Paulo", "Australia/Lord_Howe")
WORKDAYS = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
DAY = 1440


def block(**given_: object) -> TimeBlock:
    made = TimeBlock(
        id=TimeBlockId(uuid.UUID(int=7)),
        workspace_id=WorkspaceId(uuid.UUID(int=1)),
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
        updated_at=datetime(2026, 1, 1, tzinfo=UTC),
        start_local="2026-01-05T12:00",
        timezone="Europe/Berlin",
        duration_minutes=60,
    )
    return replace(made, **given_)  # type: ignore[arg-type]


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type,misc]


@pytest.mark.parametrize("zone", ZONES)
def test_given_a_lunch_on_weekdays_when_clocks_change_then_it_stays_at_noon(zone: str) -> None:
    found = spans(block(timezone=zone, rrule=WORKDAYS), utc(2026, 1, 1), utc(2027, 1, 1))
    assert len(found) == 259
    for each in found:
        start, end = (moment.astimezone(ZoneInfo(zone)) for moment in (each.start, each.end))
        assert (start.hour, start.minute, end.hour, end.minute) == (12, 0, 13, 0)
        assert start.date() == each.day


@pytest.mark.parametrize(("day", "hours"), [("2026-03-29", 23), ("2026-10-25", 25), ("2026-06-01", 24)])
def test_given_a_whole_day_when_it_has_23_or_25_hours_then_it_lasts_from_midnight_to_midnight(
    day: str, hours: int
) -> None:
    (found,) = spans(
        block(start_local=f"{day}T00:00", duration_minutes=DAY, is_all_day=True),
        utc(2026, 1, 1),
        utc(2027, 1, 1),
    )
    assert found.end - found.start == timedelta(hours=hours)
    assert {each.astimezone(ZoneInfo("Europe/Berlin")).hour for each in (found.start, found.end)} == {0}


def test_given_an_hour_that_the_clocks_leave_out_when_it_is_blocked_then_there_is_nothing_to_block() -> None:
    gone = block(start_local="2026-03-29T02:00", duration_minutes=60)
    assert spans(gone, utc(2026, 3, 28), utc(2026, 3, 31)) == []


def test_given_three_weeks_off_when_any_day_of_them_is_looked_at_then_they_are_found() -> None:
    away = block(start_local="2026-08-03T00:00", duration_minutes=21 * DAY, is_all_day=True)
    for day in range(3, 24):
        assert len(spans(away, utc(2026, 8, day, 9), utc(2026, 8, day, 10))) == 1
    assert spans(away, utc(2026, 8, 24), utc(2026, 8, 25)) == []
    assert spans(away, utc(2026, 8, 1), utc(2026, 8, 2, 22)) == []


def test_given_days_left_out_and_an_end_when_drawn_then_only_the_others_are_there() -> None:
    lunch = block(rrule="FREQ=DAILY", until=date(2026, 1, 8), exceptions=("2026-01-06",))
    found = spans(lunch, utc(2026, 1, 1), utc(2026, 2, 1))
    assert [each.day.day for each in found] == [5, 7, 8]


@pytest.mark.parametrize(
    "odd", [{"rrule": "FREQ=LUNAR"}, {"timezone": "Mars/Olympus"}, {"start_local": "2026-01-05 12:00"}]
)
def test_given_what_only_a_newer_program_can_draw_when_drawn_then_there_is_nothing(
    odd: dict[str, str],
) -> None:
    assert spans(block(**odd), utc(2026, 1, 1), utc(2027, 1, 1)) == []


@settings(deadline=None, max_examples=200)
@given(
    zone=st.sampled_from(ZONES),
    first=st.dates(date(2025, 1, 1), date(2027, 1, 1)),
    minute=st.integers(0, 95).map(lambda quarter: quarter * 15),
    length=st.integers(1, 10 * DAY),
    is_daily=st.booleans(),
    from_hour=st.integers(0, 24 * 730),
    hours=st.integers(1, 24 * 40),
)
def test_given_any_range_when_drawn_then_it_is_what_a_longer_range_has_there(
    zone: str, first: date, minute: int, length: int, is_daily: bool, from_hour: int, hours: int
) -> None:
    made = block(
        start_local=f"{first.isoformat()}T{minute // 60:02}:{minute % 60:02}",
        timezone=zone,
        duration_minutes=length,
        rrule="FREQ=DAILY" if is_daily else None,
    )
    start = utc(2025, 1, 1) + timedelta(hours=from_hour)
    end = start + timedelta(hours=hours)
    wider = spans(made, start - timedelta(days=30), end + timedelta(days=30))
    assert spans(made, start, end) == [each for each in wider if each.start < end and start < each.end]
    if is_daily and wider:
        days = [each.day for each in wider if each.end > each.start]
        assert set(days) <= set(days_between(parse_rule("FREQ=DAILY"), first, first, days[-1]))


GOOD = {
    "start_local": "2026-01-05T12:00",
    "timezone": "Europe/Berlin",
    "minutes": 60,
    "is_all_day": False,
    "rrule": None,
    "until": None,
    "title": None,
}


@pytest.mark.parametrize(
    ("odd", "code"),
    [
        ({"start_local": "tomorrow"}, "when"),
        ({"rrule": "FREQ=LUNAR"}, "when"),
        ({"minutes": 0}, "ends_before_start"),
        ({"minutes": 401 * DAY}, "too_long"),
        ({"minutes": 32 * DAY, "rrule": "FREQ=YEARLY"}, "too_long"),
        ({"is_all_day": True, "minutes": DAY}, "midnight"),
        ({"is_all_day": True, "start_local": "2026-01-05T00:00"}, "midnight"),
        ({"rrule": "FREQ=WEEKLY;BYDAY=TU"}, "first_day"),
        ({"rrule": "FREQ=DAILY", "until": date(2026, 1, 4)}, "until"),
        ({"title": "x" * 121}, "title_too_long"),
    ],
)
def test_given_a_block_that_no_calendar_can_show_when_checked_then_it_is_refused(
    odd: dict[str, object], code: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        check_block(**{**GOOD, **odd})  # type: ignore[arg-type]
    assert refused.value.code == code


@pytest.mark.parametrize(
    "fine",
    [
        {},
        {"title": "Supervision", "minutes": 400 * DAY},
        {"is_all_day": True, "start_local": "2026-01-05T00:00", "minutes": 2 * DAY, "rrule": "FREQ=YEARLY"},
        {"rrule": WORKDAYS, "until": date(2026, 1, 5)},
    ],
)
def test_given_a_block_that_a_calendar_can_show_when_checked_then_it_is_taken(
    fine: dict[str, object],
) -> None:
    check_block(**{**GOOD, **fine})  # type: ignore[arg-type]


def test_given_a_block_and_a_closure_when_a_time_is_asked_for_then_only_what_overlaps_holds_it_up() -> None:
    me, other = UserId(uuid.UUID(int=2)), UserId(uuid.UUID(int=3))
    (lunch,) = spans(block(user_id=me), utc(2026, 1, 5), utc(2026, 1, 6))
    (closed,) = spans(block(start_local="2026-01-05T13:00"), utc(2026, 1, 5), utc(2026, 1, 6))
    found = [lunch, closed]
    at = (utc(2026, 1, 5, 11), utc(2026, 1, 5, 13))
    assert in_the_way(found, me, *at) == [lunch, closed]
    assert in_the_way(found, other, *at) == [closed]
    assert in_the_way(found, None, *at) == [closed]
    assert in_the_way(found, me, utc(2026, 1, 5, 10), utc(2026, 1, 5, 11)) == []
    assert in_the_way(found, me, utc(2026, 1, 5, 13), utc(2026, 1, 5, 14)) == []


def test_given_a_closed_room_when_a_time_is_asked_for_then_it_holds_up_what_takes_that_room_alone() -> None:
    me, room, other = UserId(uuid.UUID(int=2)), LocationId(uuid.UUID(int=4)), LocationId(uuid.UUID(int=5))
    (closed,) = spans(block(location_id=room), utc(2026, 1, 5), utc(2026, 1, 6))
    at = (utc(2026, 1, 5, 11), utc(2026, 1, 5, 12))
    assert in_the_way([closed], me, *at, room) == [closed]
    assert in_the_way([closed], None, *at, room) == [closed]
    assert in_the_way([closed], me, *at, other) == []
    assert in_the_way([closed], me, *at) == []
    assert in_the_way([closed], None, *at) == []


def test_given_a_block_of_a_person_and_a_room_when_a_time_is_asked_for_then_it_holds_up_both() -> None:
    me, other, room = UserId(uuid.UUID(int=2)), UserId(uuid.UUID(int=3)), LocationId(uuid.UUID(int=4))
    (both,) = spans(block(user_id=me, location_id=room), utc(2026, 1, 5), utc(2026, 1, 6))
    assert both.holds_up(me)
    assert both.holds_up(other, room)
    assert not both.holds_up(other)
    assert not both.holds_up(None)
