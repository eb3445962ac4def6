"""Free times over weeks: open, long enough, when they are wished, and taken by nobody."""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.domain.day_part import DayPart
from core.domain.enums import AppointmentStatus
from core.domain.ids import AppointmentId, ClientId, LocationId, UserId
from desktop.calendar.entry import CalendarEntry
from desktop.kit.hours import Hours
from desktop.kit.slot_search import WEEKS, FreeSlot, SlotWish, free_slots
from tests.desktop.calendar.conftest import local

HOURS = Hours({0: ((540, 720), (780, 1080)), 1: ((540, 1080),)}, first_weekday=0)
"""Mondays from nine to six with an hour at noon, Tuesdays through."""
HOUR = timedelta(hours=1)
ADA, BEN = UserId(uuid.UUID(int=1)), UserId(uuid.UUID(int=2))
ROOM, OTHER_ROOM = LocationId(uuid.UUID(int=3)), LocationId(uuid.UUID(int=4))


def first_days(found: list[FreeSlot], zone: ZoneInfo, count: int = 3) -> list[tuple[int, str, str]]:
    """Day of the month, start and end on the wall."""
    local_ = [(slot.start.astimezone(zone), slot.until.astimezone(zone)) for slot in found[:count]]
    return [(start.day, f"{start:%H:%M}", f"{until:%H:%M}") for start, until in local_]


def test_given_opening_hours_when_looked_for_then_each_free_stretch_of_eight_weeks_is_told_once(
    zone: ZoneInfo,
) -> None:
    found = free_slots(SlotWish(length=HOUR), local(23, "10:20"), HOURS, zone, [])
    assert first_days(found, zone) == [(23, "10:30", "12:00"), (23, "13:00", "18:00"), (24, "09:00", "18:00")]
    assert len(found) == 3 * WEEKS


@pytest.mark.parametrize(
    ("day", "at", "begins"),
    [
        (23, "10:00", (23, "10:00")),
        (23, "10:07", (23, "10:15")),
        (23, "07:00", (23, "09:00")),
        (23, "11:15", (23, "13:00")),
        (23, "17:30", (24, "09:00")),
        (25, "10:00", (30, "09:00")),
    ],
)
def test_given_a_moment_when_looked_for_then_the_first_whole_hour_from_there_on_comes_first(
    zone: ZoneInfo, day: int, at: str, begins: tuple[int, str]
) -> None:
    first = free_slots(SlotWish(length=HOUR), local(day, at), HOURS, zone, [])[0]
    assert first.start == local(*begins)


def test_given_a_practice_that_is_never_open_when_looked_for_then_nothing_is_free(zone: ZoneInfo) -> None:
    assert free_slots(SlotWish(length=HOUR), local(24, "10:00"), Hours({}), zone, []) == []


def test_given_appointments_when_looked_for_then_what_they_leave_is_told(
    zone: ZoneInfo, entry: Callable[..., CalendarEntry]
) -> None:
    gone = entry(24, "16:00", 60, status=AppointmentStatus.CANCELLED)
    taken = [entry(24, "09:00", 50), entry(24, "11:00", 60), gone]
    wish = SlotWish(length=HOUR, weekdays=frozenset({1}))
    assert first_days(free_slots(wish, local(24, "08:00"), HOURS, zone, taken), zone, 2) == [
        (24, "10:00", "11:00"),
        (24, "12:00", "18:00"),
    ]


@pytest.mark.parametrize(
    ("part", "told"),
    [
        (DayPart.MORNING, [(23, "09:00", "12:00"), (24, "09:00", "18:00")]),
        (DayPart.AFTERNOON, [(23, "13:00", "18:00"), (24, "12:00", "18:00")]),
        (DayPart.EVENING, [(23, "17:00", "18:00"), (24, "17:00", "18:00")]),
    ],
)
def test_given_a_part_of_the_day_when_looked_for_then_appointments_begin_in_it(
    zone: ZoneInfo, part: DayPart, told: list[tuple[int, str, str]]
) -> None:
    found = free_slots(SlotWish(length=HOUR, part=part), local(23, "08:00"), HOURS, zone, [])
    assert first_days(found, zone, 2) == told


def test_given_two_who_treat_when_any_may_then_each_ones_free_times_are_told(
    zone: ZoneInfo, entry: Callable[..., CalendarEntry]
) -> None:
    taken = [entry(24, "09:00", 8 * 60, practitioner_id=ADA), entry(24, "10:00", 8 * 60, practitioner_id=BEN)]
    wish = SlotWish(length=HOUR, practitioners=(ADA, BEN))
    found = free_slots(wish, local(24, "08:00"), HOURS, zone, taken)[:2]
    assert [slot.practitioner for slot in found] == [BEN, ADA]
    assert first_days(found, zone) == [(24, "09:00", "10:00"), (24, "17:00", "18:00")]


def test_given_a_room_when_another_uses_it_then_its_time_is_taken_for_all(
    zone: ZoneInfo, entry: Callable[..., CalendarEntry]
) -> None:
    taken = [entry(24, "09:00", 8 * 60, practitioner_id=ADA, location_id=ROOM)]
    for room, start in ((ROOM, "17:00"), (OTHER_ROOM, "09:00"), (None, "09:00")):
        wish = SlotWish(length=HOUR, practitioners=(BEN,), room=room)
        (slot, *_) = free_slots(wish, local(24, "08:00"), HOURS, zone, taken)
        assert f"{slot.start.astimezone(zone):%H:%M}" == start


_NIGHT = datetime(2026, 10, 19, tzinfo=UTC)
_taken = st.lists(
    st.tuples(st.integers(0, 15 * 24 * 12), st.integers(1, 40), st.sampled_from([ADA, BEN])), max_size=12
)


@settings(max_examples=60)
@given(
    spans=_taken,
    length=st.integers(1, 20).map(lambda fives: timedelta(minutes=5 * fives)),
    part=st.sampled_from(DayPart),
    after=st.integers(0, 7 * 24 * 60).map(lambda minute: _NIGHT + timedelta(minutes=minute)),
)
def test_given_any_fortnight_with_a_clock_change_then_every_slot_is_open_free_and_the_first_of_its_stretch(
    spans: list[tuple[int, int, UserId]], length: timedelta, part: DayPart, after: datetime
) -> None:
    zone, hours = ZoneInfo("Europe/Berlin"), Hours({0: ((480, 1080),), 6: ((60, 600),)})
    entries = [_entry(_NIGHT + timedelta(minutes=5 * at), 5 * fives, who) for at, fives, who in spans]
    wish = SlotWish(length=length, practitioners=(ADA,), part=part)
    found = free_slots(wish, after, hours, zone, entries)
    told = [slot.start for slot in found if slot.start < _NIGHT + timedelta(days=14)]
    mine = [(entry.start, entry.end) for entry in entries if entry.practitioner_id == ADA]
    assert told == _brute_force(mine, length, part, after, zone)
    assert all(slot.until - slot.start >= length for slot in found)


def _entry(start: datetime, minutes: int, who: UserId) -> CalendarEntry:
    return CalendarEntry(
        id=AppointmentId(uuid.uuid4()),
        client_id=ClientId(uuid.uuid4()),
        client_name="Invented",
        start=start,
        end=start + timedelta(minutes=minutes),
        status=AppointmentStatus.SCHEDULED,
        practitioner_id=who,
    )


def _brute_force(
    taken: list[tuple[datetime, datetime]], length: timedelta, part: DayPart, after: datetime, zone: ZoneInfo
) -> list[datetime]:
    """Each five minutes on its own: open on the clock, from then on, in nobody's appointment."""
    step, found, is_told = timedelta(minutes=5), [], False

    def is_free(moment: datetime) -> bool:
        wall = moment.astimezone(zone)
        minute = wall.hour * 60 + wall.minute
        opened = {0: (480, 1080), 6: (60, 600)}.get(wall.weekday())
        inside = opened is not None and opened[0] <= minute < opened[1] and minute >= part.value[0]
        return inside and moment >= after and not any(start <= moment < end for start, end in taken)

    moment = _NIGHT
    while moment < _NIGHT + timedelta(days=14):
        wall = moment.astimezone(zone)
        if not is_free(moment):
            is_told = False
        elif not is_told and wall.minute % 15 == 0:
            is_told = True
            fits = all(is_free(moment + at * step) for at in range(length // step))
            if fits and wall.hour * 60 + wall.minute < part.value[1]:
                found.append(moment)
        moment += step
    return found
