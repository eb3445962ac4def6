"""Time that is kept free around appointments: read from any settings, and the same from both sides."""

import uuid
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.buffers import NO_BUFFER, Buffer, Kept, between, buffers_of, held, missing, nearest

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
MASSAGE = uuid.UUID(int=1)
_buffers = st.builds(
    Buffer,
    st.integers(0, 30).map(lambda minutes: timedelta(minutes=minutes)),
    st.integers(0, 30).map(lambda minutes: timedelta(minutes=minutes)),
)
_kept = st.builds(
    lambda at, length, buffer: kept(at, at + length, buffer),
    st.integers(0, 240),
    st.integers(1, 60),
    _buffers,
)


def minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


def kept(start: int, end: int, buffer: Buffer = NO_BUFFER) -> Kept:
    return Kept(NOON + minutes(start), NOON + minutes(end), buffer)


def overlap(one: Kept, other: Kept) -> bool:
    return one.start < other.end and other.start < one.end


@given(_kept, _kept)
def test_given_any_two_when_compared_then_each_minute_between_them_is_counted_once_from_both_sides(
    one: Kept, other: Kept
) -> None:
    first, last = (one, other) if one.start <= other.start else (other, one)
    free = [
        at for at in range(310) if first.end <= NOON + minutes(at) < last.start
    ]  # minute by minute, as an oracle
    wanted = max(first.buffer.after, last.buffer.before) // minutes(1)
    expected = 0 if overlap(one, other) else max(wanted - len(free), 0)

    assert missing(one, other) == missing(other, one) == minutes(expected)


@given(_kept, _kept)
def test_given_any_two_when_a_free_time_is_searched_then_what_is_held_is_what_leaves_too_little(
    booked: Kept, booking: Kept
) -> None:
    start, end = held(booked, booking.buffer)
    is_held = booking.start < end and start < booking.end
    assert is_held == (overlap(booked, booking) or missing(booked, booking) > minutes(0))


@given(_kept, st.lists(_kept, max_size=5))
def test_given_several_when_one_is_named_then_most_is_missing_to_it(
    booking: Kept, others: list[Kept]
) -> None:
    found = nearest(booking, others)
    most = max((missing(booking, other) for other in others), default=minutes(0))
    assert (minutes(0) if found is None else missing(booking, found)) == most
    assert found is None or most > minutes(0)


def test_given_both_want_room_when_it_is_counted_then_the_longer_wish_holds_and_not_the_sum() -> None:
    after, before = Buffer(after=minutes(10)), Buffer(before=minutes(15))
    assert between(after, before) == minutes(15)
    assert between(before, after) == minutes(0)
    assert missing(kept(0, 60, after), kept(70, 90, before)) == minutes(5)
    assert missing(kept(0, 60, after), kept(75, 90, before)) == minutes(0)
    assert missing(kept(0, 60, after), kept(60, 90)) == minutes(10)


def test_given_the_hour_that_comes_twice_when_counted_then_it_is_by_the_time_that_passes() -> None:
    zone = ZoneInfo("Europe/Berlin")
    first = datetime(2026, 10, 25, 2, 30, tzinfo=zone)
    again = first.replace(fold=1)
    one = Kept(first - minutes(30), first, Buffer(after=minutes(45)))
    assert missing(one, Kept(again, again + minutes(30))) == minutes(0)
    assert missing(one, Kept(first, again)) == minutes(45)
    assert held(one)[1] == first.astimezone(UTC) + minutes(45)


def test_given_settings_when_read_then_each_service_has_its_minutes() -> None:
    stored = {str(MASSAGE): [5, 10], str(uuid.UUID(int=2)): [0, 0]}
    assert buffers_of(stored) == {MASSAGE: Buffer(minutes(5), minutes(10))}


@pytest.mark.parametrize(
    "stored",
    [
        None,
        [],
        "ten",
        {"no id": [5, 10]},
        {5: [5, 10]},
        {str(MASSAGE): None},
        {str(MASSAGE): [5]},
        {str(MASSAGE): {"before": 5}},
        {str(MASSAGE): ["5", 1000]},
        {str(MASSAGE): [-5, 0.5]},
    ],
)
def test_given_settings_of_another_program_when_read_then_what_is_unknown_keeps_nothing_free(
    stored: object,
) -> None:
    assert buffers_of(stored) == {}


def test_given_one_number_that_is_known_when_read_then_it_holds() -> None:
    assert buffers_of({str(MASSAGE): ["5", 10]}) == {MASSAGE: Buffer(after=minutes(10))}
