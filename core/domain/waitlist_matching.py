"""Who of those that wait could come to a time that is free."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from core.domain import timegrid
from core.domain.free_time import Span, free_between
from core.domain.ids import ClientId, LocationId, UserId
from core.domain.records import WaitlistEntry
from core.domain.waitlist import URGENT, days_of, part_of


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeTime:
    """[start, end) with whoever treats then; without a room, any can be chosen. `zone` is the practice's."""

    start: datetime
    end: datetime
    zone: ZoneInfo
    practitioner_id: UserId | None = None
    location_id: LocationId | None = None


@dataclass(frozen=True, slots=True)
class Fit:
    """Somebody who waits, and when within `time` they could come."""

    entry: WaitlistEntry
    start: datetime
    end: datetime
    time: FreeTime


def fit(entry: WaitlistEntry, time: FreeTime, booked: Iterable[Span] = ()) -> Fit | None:
    """The first of the free time that an entry wishes for; None where there is none.

    `booked` is when the client has appointments already. Which service it is does not matter: whoever treats
    decides that, and it only sets the length.
    """
    if entry.practitioner_user_id not in {None, time.practitioner_id}:
        return None
    if entry.location_id is not None and time.location_id not in {None, entry.location_id}:
        return None
    length, day = timedelta(minutes=entry.duration_minutes), timegrid.day_of(time.start, time.zone)
    if day.weekday() not in days_of(entry.weekdays):
        return None
    if (entry.earliest is not None and day < entry.earliest) or (
        entry.latest is not None and day > entry.latest
    ):
        return None
    scale, (first, last) = timegrid.day_scale(day, time.zone), part_of(entry.day_part).value
    begin, before = max(time.start, scale.moment_at(first)), scale.moment_at(last)
    for start, end in free_between([(begin, time.end)], booked):
        if start + length <= end and start < before:
            return Fit(entry, start, start + length, time)
    return None


def fits(
    entries: Iterable[WaitlistEntry], times: Sequence[FreeTime], booked: Mapping[ClientId, Sequence[Span]]
) -> list[Fit]:
    """Each entry that one of the times fits, with the first of them: who is urgent first, then who waits
    longest."""
    found: list[Fit] = []
    for entry in entries:
        taken = booked.get(entry.client_id, ())
        first = next((each for time in times if (each := fit(entry, time, taken)) is not None), None)
        if first is not None:
            found.append(first)
    return sorted(found, key=lambda each: turn(each.entry))


def turn(entry: WaitlistEntry) -> tuple[bool, datetime, bytes]:
    """In this order those who wait are asked: urgent ones first, then whoever has waited longest."""
    return entry.urgency != URGENT, entry.waiting_since, entry.id.bytes
