"""What takes time: appointments with their buffers. Qt-free."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from core.domain.buffers import MOST_MINUTES, Kept
from core.domain.free_time import Span
from core.domain.ids import AppointmentId, UserId
from desktop.calendar.entry import CalendarEntry
from desktop.kit.hours import Hours
from desktop.kit.slot_search import kept_of

FARTHEST = timedelta(minutes=MOST_MINUTES + 60)
"""A buffer reaches less far, also where the clock changes in between."""


def kept_around(
    span: Span,
    entries: Iterable[CalendarEntry],
    who: UserId,
    hours: Hours,
    besides: AppointmentId | None,
) -> Iterator[Kept]:
    """What somebody has booked as near as a buffer may reach, but for one appointment, which may get another
    time. The grid asks at each step of a drag, of all that it knows."""
    first, last = span[0] - FARTHEST, span[1] + FARTHEST
    near = (entry for entry in entries if entry.start <= last and first <= entry.end)
    for entry in near:
        if entry.movable and entry.practitioner_id == who and entry.id != besides:
            yield kept_of(entry, hours)
