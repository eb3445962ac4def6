"""The notice before an appointment: once, in time, again after a move, and never late."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.ids import AppointmentId
from core.domain.next_appointment import STALE, Coming, due, minutes_until

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LEAD = timedelta(minutes=10)
MINUTE = timedelta(minutes=1)


def coming(number: int = 1, start: datetime = START) -> Coming:
    return Coming(AppointmentId(uuid.UUID(int=number)), start, "M.T.")


@pytest.mark.parametrize(
    ("before", "is_due"),
    [(11, False), (10, True), (8, True), (5.1, True), (5, False), (0, False), (-5, False)],
)
def test_given_an_appointment_then_it_is_told_of_in_time_and_not_late(before: float, is_due: bool) -> None:
    assert (due([coming()], START - before * MINUTE, LEAD) == coming()) == is_due


def test_given_a_short_time_ahead_then_it_is_never_told_of_once_it_began() -> None:
    lead = 2 * MINUTE
    assert due([coming()], START - MINUTE / 2, lead) == coming()
    assert due([coming()], START, lead) is None
    assert due([coming()], START + MINUTE, lead) is None


def test_given_one_that_was_told_of_then_only_a_move_makes_it_due_again() -> None:
    now = START - LEAD
    assert due([coming()], now, LEAD, [coming()]) is None
    moved = coming(start=START + 3 * MINUTE)
    assert due([moved], now + 3 * MINUTE, LEAD, [coming()]) == moved


def test_given_two_at_once_then_the_one_that_begins_first() -> None:
    later = coming(2, START + MINUTE)
    assert due([later, coming()], START - 9 * MINUTE, LEAD) == coming()
    assert due([later, coming()], START - 9 * MINUTE, LEAD, [coming()]) == later
    assert due([], START, LEAD) is None


@given(st.integers(0, 3600), st.integers(1, 60))
def test_given_any_moment_then_whoever_is_told_has_time_left_and_no_more_than_was_asked_for(
    seconds: int, minutes: int
) -> None:
    now, lead = START - timedelta(seconds=seconds), minutes * MINUTE
    found = due([coming()], now, lead)
    if found is not None:
        assert now < START <= now + lead
        assert now - (START - lead) < STALE


@pytest.mark.parametrize(("seconds", "minutes"), [(600, 10), (589, 10), (95, 2), (20, 1), (-5, 1)])
def test_given_seconds_until_it_then_minutes_are_said(seconds: int, minutes: int) -> None:
    assert minutes_until(START, START - timedelta(seconds=seconds)) == minutes
