"""Identities and times."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.domain.clock import FixedClock, SystemClock, from_micros, to_micros
from core.domain.ids import Uuid7Source


@given(st.datetimes(timezones=st.just(UTC)))
def test_micros_keep_every_time_exactly(moment: datetime) -> None:
    assert from_micros(to_micros(moment)) == moment


def test_given_a_later_time_then_the_new_id_sorts_after() -> None:
    clock = FixedClock(datetime(2026, 3, 2, tzinfo=UTC))
    ids = Uuid7Source(clock, lambda size: b"\xff" * size)
    first = ids.new()
    clock.advance(timedelta(milliseconds=1))
    second = Uuid7Source(clock, lambda size: b"\x00" * size).new()
    assert first.version == second.version == 7
    assert first.variant == "specified in RFC 4122"
    assert first < second
    assert first.int >> 80 == 1_772_409_600_000


def test_given_a_clock_before_1970_then_an_id_can_still_be_made() -> None:
    assert Uuid7Source(FixedClock(datetime(1960, 1, 1, tzinfo=UTC))).new().version == 7


def test_given_a_clock_set_back_then_elapsed_time_never_goes_back() -> None:
    clock = FixedClock(datetime(2026, 3, 2, tzinfo=UTC))
    clock.advance(timedelta(seconds=5))
    clock.advance(timedelta(days=-400))
    assert clock.monotonic() == 5.0
    assert clock.now().year == 2025


def test_the_system_clock_is_aware_and_monotonic() -> None:
    clock = SystemClock()
    assert clock.now().tzinfo is UTC
    assert clock.monotonic() <= clock.monotonic()
