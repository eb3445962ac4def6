"""What a whole series collides with, found without drawing what cannot collide."""

import uuid
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, or_

from core.domain.appointments import OCCUPYING, BookingTime, collides, overlaps, shares_anything, slot_of
from core.domain.records import Appointment, AppointmentSeries
from core.domain.series import (
    CHECKED_AHEAD,
    LONGEST,
    occurrence_on,
    occurrences,
    schedule_of,
    series_days,
)
from core.domain.time_blocks import BlockSpan
from core.domain.timegrid import day_of
from core.store.database.tables import SYNCED
from core.store.practice.occurrences import Occurrences
from core.store.practice.time_blocks import blocks_between
from core.store.unit_of_work.repository import RepositoryContext

_LONGEST_ROW = timedelta(days=31)
# Two zones may call one moment by neighbouring days, and an occurrence may last over midnight.
_AROUND = (timedelta(days=-1), timedelta(0), timedelta(days=1))


def colliding(
    desk: RepositoryContext,
    db: Connection,
    drawn: Occurrences,
    planned: AppointmentSeries,
    own: Collection[uuid.UUID],
) -> list[Appointment]:
    """Appointments and occurrences, by start, that collide with any occurrence of `planned` from today on.

    Without an end it is compared with two years. `own` are series that it replaces.
    """
    slots = _slots(planned, desk.clock.now())
    if not slots:
        return []
    begin, end = slots[0].start, max(slot.end for slot in slots)
    rows = _rows(desk, db, slots[0], begin, end)
    found = {row.id: row for row in rows if any(collides(slot, row) for slot in _touching(slots, row))}
    for series, without in drawn.series_between(db, begin, end):
        if series.id not in own:
            found |= {each.id: each for each in _of_series(series, without, slots)}
    return sorted(found.values(), key=lambda each: (each.scheduled_start, each.id.bytes))


def blocking(desk: RepositoryContext, db: Connection, planned: AppointmentSeries) -> list[BlockSpan]:
    """Blocks of the practitioner or the room, and closures, on which any occurrence of `planned` from today
    on would stand, by start; without an end it is compared with two years."""
    slots = _slots(planned, desk.clock.now())
    if not slots:
        return []
    starts, end = [slot.start for slot in slots], max(slot.end for slot in slots)
    found = blocks_between(desk, db, slots[0].start, end)
    return [
        each
        for each in found
        if each.holds_up(planned.practitioner_user_id, slots[0].room) and any(_around(slots, starts, each))
    ]


def _around(slots: Sequence[BookingTime], starts: Sequence[datetime], span: BlockSpan) -> Iterator[bool]:
    """Of the slots that begin near a span, by start: whether each overlaps it."""
    first, last = bisect_left(starts, span.start - LONGEST), bisect_left(starts, span.end)
    return (overlaps(slot.start, slot.end, span.start, span.end) for slot in slots[first:last])


def _slots(planned: AppointmentSeries, now: datetime) -> list[BookingTime]:
    schedule = schedule_of(planned)
    if schedule is None:
        return []
    # What is past collides with nobody any more; one that is under way may.
    begin = max(schedule.start_on(schedule.first), now - LONGEST)
    until = planned.until or day_of(begin + CHECKED_AHEAD, schedule.zone)
    end = schedule.start_on(until) + LONGEST
    slots = [slot_of(each) for each in occurrences(planned, begin, end)]
    return sorted(slots, key=lambda slot: slot.start)


def _rows(
    desk: RepositoryContext, db: Connection, slot: BookingTime, begin: datetime, end: datetime
) -> list[Appointment]:
    """Appointments of these times that have the client, the practitioner or the room."""
    a = SYNCED["appointments"].c
    same = [a.client_id == slot.client_id, a.practitioner_user_id == slot.practitioner_user_id]
    if slot.location_id is not None:
        same.append(a.location_id == slot.location_id)
    query = desk.select(
        "appointments",
        a.scheduled_start < end,
        # A bound on the start lets the index of starts end the walk; the end alone would read all rows
        # before.
        a.scheduled_start >= begin - _LONGEST_ROW,
        a.scheduled_end > begin,
        a.status.in_([status.value for status in OCCUPYING]),
        or_(*same),
    )
    return desk.rows(db, Appointment, "appointments", query)


def _touching(slots: Sequence[BookingTime], row: Appointment) -> Iterator[BookingTime]:
    return (slot for slot in slots if overlaps(slot.start, slot.end, row.scheduled_start, row.scheduled_end))


def _of_series(
    series: AppointmentSeries, without: Collection[str], slots: Sequence[BookingTime]
) -> Iterator[Appointment]:
    schedule = schedule_of(series)
    # Client, therapist and room are those of the whole series, so one slot speaks for all.
    if schedule is None or not shares_anything(slots[0], series):
        return
    first, last = day_of(slots[0].start, schedule.zone), day_of(slots[-1].end, schedule.zone)
    # Days first, as a set: drawing every occurrence of two years would cost far more than comparing days.
    days = set(series_days(series, first + _AROUND[0], last + _AROUND[-1], without))
    for slot in slots:
        for day in _near(days, day_of(slot.start, schedule.zone)):
            other = occurrence_on(series, day)
            if other is not None and collides(slot, other):
                yield other


def _near(days: Collection[date], day: date) -> Iterator[date]:
    return (day + by for by in _AROUND if day + by in days)
