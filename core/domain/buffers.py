"""Time that is kept free before and after appointments, by service.

Between two appointments of one person the longer of both wishes counts: what the earlier one wants after it,
or the later one before it, but never their sum. Ten minutes to air the room do for whoever comes next, too.
A buffer is no collision and holds up no booking: free times leave it out, and whoever books closer is told.
"""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

MOST_MINUTES = 240


@dataclass(frozen=True, slots=True)
class Buffer:
    """What one service keeps free around an appointment."""

    before: timedelta = timedelta(0)
    after: timedelta = timedelta(0)


NO_BUFFER = Buffer()
Buffers = Mapping[uuid.UUID, Buffer]
"""By service; one that is missing keeps nothing free."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An appointment and its buffer. Moments are aware, of any zone."""

    start: datetime
    end: datetime
    buffer: Buffer = NO_BUFFER

    @property
    def span(self) -> tuple[datetime, datetime]:
        """In UTC, for moments of one zone are subtracted by what its clock shows."""
        return self.start.astimezone(UTC), self.end.astimezone(UTC)


def buffers_of(stored: object) -> dict[uuid.UUID, Buffer]:
    """From settings: {service id: [minutes before, after]}; what cannot be read keeps nothing free."""
    entries = stored.items() if isinstance(stored, Mapping) else ()
    read = ((_service(name), _buffer(minutes)) for name, minutes in entries)
    return {service: buffer for service, buffer in read if service is not None and buffer != NO_BUFFER}


def between(earlier: Buffer, later: Buffer) -> timedelta:
    """How much stays free between the end of one and the start of the next."""
    return max(earlier.after, later.before)


def held(appointment: Kept, wished: Buffer = NO_BUFFER) -> tuple[datetime, datetime]:
    """When another appointment of the same person, which wants `wished`, would be too close: [from, to)."""
    start, end = appointment.span
    return start - between(wished, appointment.buffer), end + between(appointment.buffer, wished)


def missing(one: Kept, other: Kept) -> timedelta:
    """How much they are too close. Nothing where they overlap: that is a collision."""
    first, last = sorted((one, other), key=lambda each: each.span)
    gap = last.span[0] - first.span[1]
    return (
        max(between(first.buffer, last.buffer) - gap, timedelta(0)) if gap >= timedelta(0) else timedelta(0)
    )


def nearest(booking: Kept, others: Iterable[Kept]) -> Kept | None:
    """The one to which most is missing; None where enough stays free on both sides."""
    found = max(others, key=lambda other: missing(booking, other), default=None)
    return found if found is not None and missing(booking, found) else None


def _service(name: object) -> uuid.UUID | None:
    try:
        return uuid.UUID(name) if isinstance(name, str) else None
    except ValueError:
        return None


def _buffer(stored: object) -> Buffer:
    if not isinstance(stored, (list, tuple)) or len(stored) != 2:
        return NO_BUFFER
    before, after = (_minutes(one) for one in stored)
    return Buffer(before, after)


def _minutes(stored: object) -> timedelta:
    known = stored if isinstance(stored, int) and 0 < stored <= MOST_MINUTES else 0
    return timedelta(minutes=known)
