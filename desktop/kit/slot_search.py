"""Free times over weeks for a wish: a length, days, a part of the day, who treats, a room. Qt-free."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from core.domain import timegrid
from core.domain.appointments import OCCUPYING
from core.domain.buffers import Kept, held
from core.domain.day_part import DayPart
from core.domain.enums import LocationType
from core.domain.free_time import Span, free_between
from core.domain.ids import ClientId, LocationId, ServiceId, UserId
from core.domain.records import Appointment
from core.domain.time_blocks import BlockSpan
from desktop.kit.hours import Hours

WEEKS = 8
"""How far ahead is looked."""
WEEKDAYS = frozenset(range(7))


class Booked(Protocol):
    """An appointment as a search sees it: when it is, and what it takes."""

    @property
    def start(self) -> datetime: ...

    @property
    def end(self) -> datetime: ...

    @property
    def movable(self) -> bool:
        """Whether it takes its time: what was cancelled or missed does not."""
        ...

    @property
    def practitioner_id(self) -> UserId | None: ...

    @property
    def client_id(self) -> ClientId: ...

    @property
    def service_id(self) -> ServiceId | None: ...

    @property
    def location_id(self) -> LocationId | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class BookedTime:
    """A `Booked` for whoever reads appointments and paints none. Times are in UTC."""

    start: datetime
    end: datetime
    movable: bool
    practitioner_id: UserId | None
    client_id: ClientId
    service_id: ServiceId | None
    location_id: LocationId | None
    """None where it is online, whatever room was chosen with it: it takes none."""

    @property
    def length(self) -> timedelta:
        """The time that really passes, also where the clock changes in between."""
        return self.end - self.start


def booked_time(row: Appointment) -> BookedTime:
    """What an appointment takes."""
    return BookedTime(
        start=row.scheduled_start.astimezone(UTC),
        end=row.scheduled_end.astimezone(UTC),
        movable=row.status in OCCUPYING,
        practitioner_id=row.practitioner_user_id,
        client_id=row.client_id,
        service_id=row.service_id,
        location_id=None if row.location_type is LocationType.ONLINE else row.location_id,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotWish:
    """What is looked for."""

    length: timedelta
    practitioners: tuple[UserId | None, ...] = (None,)
    """Any of these may treat; None stands for a practice in which whatever is booked takes the time."""
    service: ServiceId | None = None
    """Whose buffers are kept free from what is booked; they may lie outside opening hours."""
    room: LocationId | None = None
    """A room that must be free and not closed, too."""
    client: ClientId | None = None
    """Who must be free, too: their appointments take the time, whoever treats."""
    part: DayPart = DayPart.ANY
    weekdays: frozenset[int] = WEEKDAYS
    """Counted from Monday = 0."""
    earliest: date | None = None
    latest: date | None = None


@dataclass(frozen=True, slots=True)
class FreeSlot:
    """The appointment may begin at `start`, and nothing is booked before `until`."""

    start: datetime
    until: datetime
    practitioner: UserId | None = None


def days_ahead(after: datetime, zone: ZoneInfo) -> tuple[date, ...]:
    """The days that a search from this moment on looks at."""
    return timegrid.days_from(timegrid.day_of(after, zone), 7 * WEEKS)


def free_slots(
    wish: SlotWish,
    after: datetime,
    hours: Hours,
    zone: ZoneInfo,
    entries: Sequence[Booked],
    blocks: Sequence[BlockSpan] = (),
) -> list[FreeSlot]:
    """The first time of each free stretch to which appointments snap, where it is long enough, by start.

    `entries` and `blocks` are all of the days that are looked at, those of series included.
    """
    days = [day for day in days_ahead(after, zone) if _is_wished(wish, day)]
    found = [
        FreeSlot(start, until, one)
        for one in wish.practitioners
        for start, until in free_between(
            [(max(start, after), end) for start, end in _opened(wish, days, hours, zone, one)],
            [*_taken(wish, one, entries, hours), *_blocked(wish, one, blocks)],
        )
    ]
    snapped = (replace(slot, start=timegrid.snap_up(slot.start, zone, hours.snap_minutes)) for slot in found)
    fitting = (slot for slot in snapped if slot.start + wish.length <= slot.until)
    return sorted(
        (slot for slot in fitting if _is_in_part(wish, slot.start, zone)), key=lambda each: each.start
    )


def _is_wished(wish: SlotWish, day: date) -> bool:
    first, last = wish.earliest or day, wish.latest or day
    return day.weekday() in wish.weekdays and first <= day <= last


def _opened(
    wish: SlotWish, days: Iterable[date], hours: Hours, zone: ZoneInfo, practitioner: UserId | None
) -> Iterator[Span]:
    """What is open from the wished part of the day on; where it began late, it may last beyond that part."""
    for day in days:
        first = timegrid.day_scale(day, zone).moment_at(wish.part.value[0])
        for start, end in hours.open_times([day], zone, practitioner, wish.room):
            yield max(start, first), end


def _is_in_part(wish: SlotWish, start: datetime, zone: ZoneInfo) -> bool:
    day = timegrid.day_scale(timegrid.day_of(start, zone), zone)
    return start < day.moment_at(wish.part.value[1])


def _taken(
    wish: SlotWish, practitioner: UserId | None, entries: Iterable[Booked], hours: Hours
) -> Iterator[Span]:
    """When the one who treats, with buffers, or the room or the client, without them, is not free."""
    wished = hours.buffer_of(wish.service)
    for entry in entries:
        if entry.movable and (practitioner is None or entry.practitioner_id == practitioner):
            yield held(kept_of(entry, hours), wished)
        elif entry.movable and _shares(wish, entry):
            yield entry.start, entry.end


def _shares(wish: SlotWish, entry: Booked) -> bool:
    """Whether it takes the room or the client that are wished for."""
    is_room = wish.room is not None and entry.location_id == wish.room
    return is_room or (wish.client is not None and entry.client_id == wish.client)


def _blocked(wish: SlotWish, practitioner: UserId | None, blocks: Iterable[BlockSpan]) -> list[Span]:
    """When the one who treats is kept free, or the room is closed. Where whatever is booked takes the time,
    so does the block of every person."""
    return [
        (one.start, one.end)
        for one in blocks
        if one.holds_up(practitioner, wish.room) or (practitioner is None and one.block.user_id is not None)
    ]


def kept_of(entry: Booked, hours: Hours) -> Kept:
    """An appointment with what its service keeps free around it."""
    return Kept(entry.start, entry.end, hours.buffer_of(entry.service_id))
