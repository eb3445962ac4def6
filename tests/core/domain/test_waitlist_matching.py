"""A free time and those who wait: who could come, when in it, and in which order."""

import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.day_part import DayPart
from core.domain.ids import ClientId, LocationId, UserId, WaitlistEntryId, WorkspaceId
from core.domain.records import WaitlistEntry
from core.domain.timegrid import day_of
from core.domain.waitlist import URGENT, days_of, days_text, part_of, part_text
from core.domain.waitlist_matching import FreeTime, fit, fits

ZONE = ZoneInfo("Asia/Jerusalem")
THEY, OTHER = UserId(uuid.UUID(int=1)), UserId(uuid.UUID(int=2))
ROOM, ANOTHER_ROOM = LocationId(uuid.UUID(int=3)), LocationId(uuid.UUID(int=4))
SINCE = datetime(2026, 1, 1, tzinfo=UTC)
MONDAY = date(2026, 3, 2)


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, 2, hour, minute, tzinfo=ZONE)


def entry(no: int = 1, **wish: Any) -> WaitlistEntry:
    values = {"duration_minutes": 50, "waiting_since": SINCE, **wish}
    return WaitlistEntry(
        id=WaitlistEntryId(uuid.UUID(int=no)),
        workspace_id=WorkspaceId(uuid.UUID(int=9)),
        created_at=SINCE,
        updated_at=SINCE,
        client_id=ClientId(uuid.UUID(int=100 + no)),
        **values,
    )


def free(start: datetime | None = None, end: datetime | None = None, **more: Any) -> FreeTime:
    """From eleven to twelve on a Monday, unless told otherwise."""
    return FreeTime(start=start or at(11), end=end or at(12), zone=ZONE, **{"practitioner_id": THEY, **more})


@pytest.mark.parametrize(
    ("wish", "more"),
    [
        ({}, {}),
        ({"duration_minutes": 60}, {}),
        ({"practitioner_user_id": THEY}, {}),
        ({"location_id": ROOM}, {"location_id": ROOM}),
        ({"location_id": ROOM}, {}),
        ({"weekdays": "MO,FR"}, {}),
        ({"day_part": "MORNING"}, {}),
        ({"earliest": MONDAY, "latest": MONDAY}, {}),
    ],
)
def test_given_a_wish_that_a_free_time_fulfils_when_matched_then_it_begins_with_the_time(
    wish: dict[str, Any], more: dict[str, Any]
) -> None:
    found = fit(entry(**wish), free(**more))
    assert found is not None
    assert found.start == at(11)
    assert found.end - found.start == timedelta(minutes=wish.get("duration_minutes", 50))


@pytest.mark.parametrize(
    ("wish", "more"),
    [
        ({"duration_minutes": 61}, {}),
        ({"practitioner_user_id": OTHER}, {}),
        ({"practitioner_user_id": OTHER}, {"practitioner_id": None}),
        ({"location_id": ROOM}, {"location_id": ANOTHER_ROOM}),
        ({"weekdays": "TU"}, {}),
        ({"day_part": "AFTERNOON"}, {}),
        ({"earliest": MONDAY + timedelta(days=1)}, {}),
        ({"latest": MONDAY - timedelta(days=1)}, {}),
    ],
)
def test_given_a_wish_that_a_free_time_does_not_fulfil_when_matched_then_it_does_not_fit(
    wish: dict[str, Any], more: dict[str, Any]
) -> None:
    assert fit(entry(**wish), free(**more)) is None


def test_given_a_long_free_time_when_only_its_later_part_is_wished_then_it_begins_there() -> None:
    afternoon = entry(day_part="AFTERNOON")
    found = fit(afternoon, free(at(11), at(13)))
    assert found is not None
    assert found.start == at(12)
    assert fit(afternoon, free(at(11), at(12, 45))) is None


def test_given_a_client_who_has_an_appointment_when_matched_then_the_rest_of_the_time_is_theirs() -> None:
    booked = [(at(11), at(11, 30))]
    found = fit(entry(), free(at(11), at(13)), booked)
    assert found is not None
    assert found.start == at(11, 30)
    assert fit(entry(), free(at(11), at(12)), booked) is None


def test_given_the_evening_of_one_day_in_utc_when_matched_then_the_practices_own_day_counts() -> None:
    """Monday at half past midnight there is still Sunday in UTC."""
    time = free(datetime(2026, 3, 1, 22, 30, tzinfo=UTC), datetime(2026, 3, 1, 23, 30, tzinfo=UTC))
    assert fit(entry(weekdays="MO"), time) is not None
    assert fit(entry(weekdays="SU"), time) is None


def test_given_several_who_wait_when_matched_then_the_urgent_come_first_and_then_the_oldest() -> None:
    later = SINCE + timedelta(days=1)
    waiting = [
        entry(1, waiting_since=later),
        entry(2),
        entry(3, waiting_since=later, urgency=URGENT),
        entry(4, weekdays="TU"),
    ]
    booked = {waiting[1].client_id: [(at(11), at(12))]}
    times = [free(), free(at(15), at(16))]
    found = fits(waiting, times, booked)
    assert [each.entry for each in found] == [waiting[2], waiting[1], waiting[0]]
    assert [each.start for each in found] == [at(11), at(15), at(11)]
    assert fits(waiting, [], {}) == []


_MINUTES = st.integers(0, 48 * 60)
_SPANS = st.lists(st.tuples(_MINUTES, st.integers(1, 300)), max_size=4)


def _moment(minute: int) -> datetime:
    return (datetime(2026, 3, 26, tzinfo=ZONE).astimezone(UTC)) + timedelta(minutes=minute)


@given(
    st.integers(5, 120),
    st.sets(st.integers(0, 6)),
    st.sampled_from(DayPart),
    _MINUTES,
    st.integers(5, 600),
    _SPANS,
)
def test_given_any_wish_and_time_when_it_fits_then_every_wish_holds(
    length: int, days: set[int], part: DayPart, begin: int, minutes: int, spans: list[tuple[int, int]]
) -> None:
    """Around the night in which the clocks change."""
    wish = entry(duration_minutes=length, weekdays=days_text(days), day_part=part_text(part))
    booked = [(_moment(at_), _moment(at_ + long)) for at_, long in spans]
    time = free(_moment(begin), _moment(begin + minutes))
    found = fit(wish, time, booked)
    if found is None:
        return
    assert time.start <= found.start
    assert found.end <= time.end
    assert found.end - found.start == timedelta(minutes=length)
    assert all(end <= found.start or found.end <= start for start, end in booked)
    assert day_of(time.start, ZONE).weekday() in days_of(wish.weekdays)
    first, last = part_of(wish.day_part).value
    wall = found.start.astimezone(ZONE)
    if day_of(found.start, ZONE) == day_of(time.start, ZONE):
        assert first <= wall.hour * 60 + wall.minute < last
