"""When there is time: the next opening that no appointment takes. Qt-free."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from core.domain import timegrid
from core.domain.buffers import MOST_MINUTES, Kept, held
from core.domain.free_time import Span, free_between
from core.domain.ids import AppointmentId, UserId
from desktop.calendar.entry import CalendarEntry
from desktop.kit.hours import Hours

_DAYS_AHEAD = 14
_FARTHEST = timedelta(minutes=MOST_MINUTES + 60)
"""A buffer reaches less far, also where the clock changes in between."""


def next_free(
    after: datetime,
    length: timedelta,
    hours: Hours,
    zone: ZoneInfo,
    entries: Iterable[CalendarEntry],
    blocked: Iterable[Span] = (),
    who: UserId | None = None,
) -> datetime | None:
    """The first time from `after` on that begins an open and free `length`; None in two weeks' time.

    `entries` and `blocked` are those that are known; where more were, a booking warns of them. The hours are
    those of whoever treats, and so are the times to which appointments snap; what is booked keeps its buffers
    free.
    """
    taken = [held(kept_of(entry, hours)) for entry in entries if entry.movable]
    days = timegrid.days_from(timegrid.day_of(after, zone), _DAYS_AHEAD)
    for start, end in free_between(hours.open_times(days, zone, who), [*taken, *blocked]):
        at = timegrid.snap_up(max(start, after), zone, hours.snap_minutes)
        if at + length <= end:
            return at
    return None


def kept_of(entry: CalendarEntry, hours: Hours) -> Kept:
    """An appointment with what its service keeps free around it."""
    return Kept(entry.start, entry.end, hours.buffer_of(entry.service_id))


def kept_around(
    span: Span,
    entries: Iterable[CalendarEntry],
    who: UserId,
    hours: Hours,
    besides: AppointmentId | None,
) -> Iterator[Kept]:
    """What somebody has booked as near as a buffer may reach, but for one appointment, which may get another
    time. The grid asks at each step of a drag, of all that it knows."""
    first, last = span[0] - _FARTHEST, span[1] + _FARTHEST
    near = (entry for entry in entries if entry.start <= last and first <= entry.end)
    for entry in near:
        if entry.movable and entry.practitioner_id == who and entry.id != besides:
            yield kept_of(entry, hours)
