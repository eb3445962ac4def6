"""People and rooms with hours of their own: in the grid, in searches for time, and read from any settings."""

import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.domain.ids import LocationId, UserId
from core.domain.opening_hours import MinuteSpan
from core.domain.timegrid import day_of, day_scale
from desktop.calendar.background import make_background
from desktop.calendar.geometry import Geometry
from desktop.calendar.gesture import Board
from desktop.calendar.ports import Practitioner
from desktop.kit.hours import Hours, hours_of
from desktop.kit.slot_search import SlotWish, free_slots
from desktop.today.gap import next_gap
from tests.desktop.calendar.conftest import ZONE, local

ADA, BEN = UserId(uuid.UUID(int=1)), UserId(uuid.UUID(int=2))
ROOM = LocationId(uuid.UUID(int=3))
NINE_TO_FIVE = [["09:00", "17:00"]]
QUARTER = timedelta(minutes=15)
NIGHT = datetime(2026, 10, 19, tzinfo=UTC)
"""Six days before the clocks of Berlin go back."""


def test_given_people_and_rooms_in_settings_when_read_then_each_has_its_own_days() -> None:
    hours = hours_of(
        {
            "working_hours": {"0": NINE_TO_FIVE, "1": NINE_TO_FIVE},
            "working_hours_of": {str(ADA): {"1": [["12:00", "20:00"]], "2": NINE_TO_FIVE}},
            "working_hours_at": {str(ROOM): {"1": [["08:00", "13:00"]]}},
            "week_start": 0,
        }
    )
    tuesday = date(2026, 11, 24)

    assert hours.open_on(tuesday, BEN) == hours.open_on(tuesday) == ((540, 1020),)
    assert hours.open_on(tuesday, ADA) == ((720, 1200),)
    assert hours.open_on(tuesday, ADA, ROOM) == ((720, 780),)
    assert hours.open_on(tuesday - timedelta(days=1), ADA) == ()
    assert (hours.work_weekdays, hours.earliest_minute) == ([0, 1, 2], 540)


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"working_hours": None, "week_start": None},
        {"working_hours": {"0": "all day"}, "week_start": "monday"},
        {"working_hours_of": ["newer"], "working_hours_at": 3, "week_start": 9},
        {"working_hours_of": {"no id": {"0": NINE_TO_FIVE}, str(ADA): "off"}},
    ],
)
def test_given_settings_of_another_program_when_read_then_the_calendar_has_hours(
    broken: dict[str, Any],
) -> None:
    hours = hours_of(broken)

    assert hours.people == hours.rooms == {}
    assert 0 <= hours.first_weekday < 7
    assert hours.open_on(date(2026, 11, 23), ADA) == hours.open_on(date(2026, 11, 23))


def test_given_two_columns_when_shaded_then_each_is_closed_when_its_person_is() -> None:
    hours = Hours({1: ((540, 1020),)}, people={ADA: {1: ((0, 1440),)}})
    scale = day_scale(date(2026, 11, 24), ZONE)
    board = Board([scale, scale], ZONE, (Practitioner(ADA, "Ada"), Practitioner(BEN, "Ben")))

    ground = make_background(board, Geometry(700, 2), hours)

    assert len(ground.closed) == 2
    assert {rect.left() for rect in ground.closed} == {ground.geometry.x_of(1)}


def test_given_somebody_who_begins_late_when_a_free_time_is_asked_for_then_it_is_in_their_hours() -> None:
    hours = Hours({1: ((540, 1020),)}, people={ADA: {1: ((720, 1200),)}})
    wish = SlotWish(length=timedelta(hours=1), practitioners=(ADA, BEN))

    found = free_slots(wish, local(24, "08:00"), hours, ZONE, [])
    assert [(one.start, one.practitioner) for one in found[:2]] == [
        (local(24, "09:00"), BEN),
        (local(24, "12:00"), ADA),
    ]
    gap = next_gap(local(24, "18:00").astimezone(ZONE), hours, ZONE, (), ADA)
    assert gap is not None
    assert gap.end == local(24, "20:00")
    assert next_gap(local(24, "18:00").astimezone(ZONE), hours, ZONE, (), BEN) is None


def test_given_a_span_over_midnight_when_asked_then_both_days_must_be_open() -> None:
    hours = Hours({0: ((0, 1440),), 1: ((0, 60),)})
    late = local(23, "23:30")

    assert hours.covers((late, late + timedelta(minutes=90)), ZONE)
    assert not hours.covers((late, late + timedelta(minutes=91)), ZONE)
    assert hours.covers((late, local(24, "00:00")), ZONE)


_quarters = st.tuples(st.integers(0, 95), st.integers(1, 96)).map(lambda span: (span[0] * 15, span[1] * 15))
_weeks = st.dictionaries(st.sampled_from([0, 2, 6]), st.lists(_quarters, max_size=3).map(tuple), max_size=3)


@settings(max_examples=40)
@given(practice=_weeks, ada=_weeks, room=st.none() | _weeks, length=st.sampled_from([15, 45, 120]))
def test_given_any_hours_of_people_and_rooms_when_a_time_is_searched_then_it_is_what_quarters_tell(
    practice: dict[int, tuple[MinuteSpan, ...]],
    ada: dict[int, tuple[MinuteSpan, ...]],
    room: dict[int, tuple[MinuteSpan, ...]] | None,
    length: int,
) -> None:
    zone = ZoneInfo("Europe/Berlin")
    hours = Hours(practice, people={ADA: ada}, rooms={} if room is None else {ROOM: room})
    wish = SlotWish(length=timedelta(minutes=length), practitioners=(ADA, BEN), room=ROOM)

    found = free_slots(wish, NIGHT, hours, zone, ())

    end = NIGHT + timedelta(days=14)
    for who, week in ((ADA, ada), (BEN, practice)):
        told = [slot.start for slot in found if slot.practitioner == who and slot.start < end]
        expected = [start for start in _starts(week, room, length, zone) if start < end]
        assert told == expected


def _starts(
    week: dict[int, tuple[MinuteSpan, ...]],
    room: dict[int, tuple[MinuteSpan, ...]] | None,
    length: int,
    zone: ZoneInfo,
) -> Iterator[datetime]:
    """Each quarter of an hour on its own; where a run of open ones is long enough, its first."""
    quarters = [NIGHT + QUARTER * step for step in range(96 * 16)]

    def is_open(moment: datetime) -> bool:
        # Where an hour comes twice, each of its passes has half of the height that hours are drawn at.
        scale = day_scale(day_of(moment, zone), zone)
        minute, weekday = scale.minute_of(moment), scale.day.weekday()
        weeks = [week] if room is None else [week, room]
        return all(any(low <= minute < high for low, high in one.get(weekday, ())) for one in weeks)

    for opened, run in groupby(quarters, is_open):
        stretch = list(run)
        if opened and len(stretch) * 15 >= length:
            yield stretch[0]
