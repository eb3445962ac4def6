"""What two laptops booked apart: slots of series that are new to the other, and what collides with what."""

import uuid
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate, islice

from core.domain.appointments import collides, slot_of
from core.domain.records import Appointment, AppointmentSeries
from core.domain.series import occurrences, schedule_of

LOOKED_AT = timedelta(days=5 * 366)
"""Of a series from its beginning, so that two laptops find the same whatever their clocks say."""
Booking = tuple[uuid.UUID, Appointment]
"""A slot, with the appointment or the series that was booked."""
Collision = tuple[Appointment, Appointment]


@dataclass(frozen=True, slots=True)
class SeriesNews:
    """A series `without` the days left out of it. `before`: as the other laptop knew it, or None."""

    series: AppointmentSeries
    before: AppointmentSeries | None
    without: frozenset[str]

    def bookings(self) -> list[Booking]:
        """Occurrences whose slot the other laptop did not know, by start."""
        schedule = schedule_of(self.series)
        try:
            return [] if schedule is None else list(self._slots(schedule.start_on(schedule.first)))
        except OverflowError:
            return []  # in the first or last years, which no calendar shows

    def _slots(self, begin: datetime) -> Iterator[Booking]:
        end = begin + LOOKED_AT
        known = (
            {}
            if self.before is None
            else {each.id: slot_of(each) for each in occurrences(self.before, begin, end)}
        )
        for each in occurrences(self.series, begin, end, self.without):
            if known.get(each.id) != slot_of(each):
                yield self.series.id, each


def first_collisions(theirs: Iterable[Booking], ours: Sequence[Booking]) -> list[Collision]:
    """Of each of theirs with each of ours the first two slots that collide, by start of theirs."""
    by_start = sorted(ours, key=lambda booking: (booking[1].scheduled_start, booking[1].id.bytes))
    # What ends latest up to each place. No sums of times: the first and last years cannot hold them.
    ends = list(accumulate((each.scheduled_end for _, each in by_start), max))
    found: dict[tuple[uuid.UUID, uuid.UUID], Collision] = {}
    for booked, one in theirs:
        for other_booked, other in islice(by_start, bisect_right(ends, one.scheduled_start), None):
            if other.scheduled_start >= one.scheduled_end:
                break
            if booked != other_booked and _collide(one, other):
                found.setdefault((booked, other_booked), (one, other))
    return list(found.values())


def _collide(one: Appointment, other: Appointment) -> bool:
    """Both must occupy their slot."""
    return collides(slot_of(one), other) and collides(slot_of(other), one)
