"""Time, injected: aware UTC datetimes everywhere, integer microseconds where rows are stored."""

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Clock(Protocol):
    """Where the time comes from. `now` is aware and in UTC; `monotonic` is in seconds and never goes back."""

    def now(self) -> datetime:
        """Aware and in UTC. It may go back: somebody may set the computer's clock."""
        ...

    def monotonic(self) -> float:
        """Seconds since a beginning that only this process knows: says how long something took, not when."""
        ...


class SystemClock:
    """The computer's clock, which may be wrong by years: never order rows of two devices by it."""

    def now(self) -> datetime:
        """As precise as the system tells it, in UTC whatever zone the computer is set to."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Goes on evenly when somebody sets the clock."""
        return time.monotonic()


class FixedClock:
    """A clock that moves only when told to."""

    def __init__(self, start: datetime) -> None:
        self._now = start
        self._elapsed_s = 0.0

    def now(self) -> datetime:
        """The beginning, moved by all that `advance` was told."""
        return self._now

    def monotonic(self) -> float:
        """Seconds that `advance` moved it forward; what it was set back does not count."""
        return self._elapsed_s

    def advance(self, delta: timedelta) -> None:
        """Moves the time. A negative `delta` sets the clock back, which `monotonic` does not follow."""
        self._now += delta
        self._elapsed_s += max(0.0, delta.total_seconds())


def to_micros(moment: datetime) -> int:
    """Microseconds since 1970 UTC, exact; the form in which both stores and the wire keep times."""
    # Not over `timestamp()`: that is a float, out of which some microseconds come as their neighbours.
    return (moment - EPOCH) // _MICROSECOND


def from_micros(micros: int) -> datetime:
    """The inverse of `to_micros`."""
    return EPOCH + timedelta(microseconds=micros)
