"""When the practice is open: of a day, of a person, of a room. Qt-free."""

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from core.domain.buffers import NO_BUFFER, Buffer, Buffers, buffers_of
from core.domain.free_time import free_between
from core.domain.opening_hours import MinuteSpan, Week, closed_parts, common, week_of, weeks_of
from core.domain.timegrid import day_of, day_scale, days_from
from desktop.kit.holiday_calendars import HolidayCalendars, calendars_of

SUNDAY = 6
SNAP_MINUTES = 15
"""Where the practice says nothing else."""
_EIGHT_TO_SEVEN: tuple[MinuteSpan, ...] = ((8 * 60, 19 * 60),)


def hours_of(settings: Mapping[str, Any], language: str = "en") -> "Hours":
    """From the practice's settings: {"working_hours": {"0": [["09:00", "17:00"]]}, "week_start": 0}.

    "working_hours_of" and "working_hours_at" hold such weeks by the id of a person and of a room, "holidays"
    what `calendars_of` reads, with names in `language`, "buffers" what `buffers_of` does, and "slot_minutes"
    to which minutes appointments snap. What another program wrote there and this one cannot read counts as
    not said. On a worker: holidays are slow to read.
    """
    first = settings.get("week_start")
    week = week_of(settings.get("working_hours"))
    return Hours(
        _usual() if week is None else week,
        first if isinstance(first, int) and 0 <= first < 7 else 0,
        people=_by_id(settings.get("working_hours_of")),
        rooms=_by_id(settings.get("working_hours_at")),
        holidays=calendars_of(settings.get("holidays"), language),
        buffers=buffers_of(settings.get("buffers")),
        snap_minutes=_snap(settings.get("slot_minutes")),
    )


def _snap(stored: object) -> int:
    # In Python True is a number, so JSON's true would be one minute.
    if isinstance(stored, bool) or not isinstance(stored, int):
        return SNAP_MINUTES
    return stored if 1 <= stored <= 60 else SNAP_MINUTES


def _by_id(stored: object) -> dict[uuid.UUID, Week]:
    found: dict[uuid.UUID, Week] = {}
    for name, week in weeks_of(stored).items():
        try:
            found[uuid.UUID(name)] = week
        except ValueError:
            continue
    return found


def _usual() -> Week:
    # Sunday to Thursday, the working week in Israel.
    return dict.fromkeys((6, 0, 1, 2, 3), _EIGHT_TO_SEVEN)


@dataclass(frozen=True, slots=True)
class Hours:
    """Weekdays count from Monday = 0; a weekday that is not in `open` is closed.

    `who` and `room` are asked for by id. A person without hours of their own has those of the practice, and
    so has None, which stands for whoever treats; a room without hours is open at all times.
    """

    open: Week = field(default_factory=_usual)
    first_weekday: int = SUNDAY
    usual_minutes: int = 60
    """How long a booking is while no service says it."""
    people: Mapping[uuid.UUID, Week] = field(default_factory=dict)
    """Those whose hours differ from the practice's."""
    rooms: Mapping[uuid.UUID, Week] = field(default_factory=dict)
    """Those that are not open at all times."""
    holidays: HolidayCalendars = field(default_factory=HolidayCalendars)
    """On some of them nobody works."""
    buffers: Buffers = field(default_factory=dict)
    """What services keep free around appointments."""
    snap_minutes: int = SNAP_MINUTES
    """Appointments that are dragged, moved by keys or proposed begin at multiples of it on the clock."""

    def open_on(
        self, day: date, who: uuid.UUID | None = None, room: uuid.UUID | None = None
    ) -> Sequence[MinuteSpan]:
        """The parts of a day in which somebody can be treated; empty where it is closed."""
        if self.holidays.closing(day):
            return ()
        weekday = day.weekday()
        spans = self._week_of(who).get(weekday, ())
        place = None if room is None else self.rooms.get(room)
        return spans if place is None else common(spans, place.get(weekday, ()))

    def _week_of(self, who: uuid.UUID | None) -> Week:
        return self.open if who is None else self.people.get(who, self.open)

    def closed(self, day: date, who: uuid.UUID | None = None) -> list[MinuteSpan]:
        """The parts of a day outside opening hours, from its top."""
        return closed_parts(self.open_on(day, who))

    def is_open(self, local: datetime, who: uuid.UUID | None = None) -> bool:
        """Whether a moment on the practice's clock is inside opening hours."""
        minute = local.hour * 60 + local.minute
        return any(start <= minute < end for start, end in self.open_on(local.date(), who))

    def open_times(
        self,
        days: Iterable[date],
        zone: ZoneInfo,
        who: uuid.UUID | None = None,
        room: uuid.UUID | None = None,
    ) -> Iterator[tuple[datetime, datetime]]:
        """When it is open on these days, as moments [from, to)."""
        for day in days:
            scale = day_scale(day, zone)
            for start, end in sorted(self.open_on(day, who, room)):
                yield scale.moment_at(start), scale.moment_at(end)

    def covers(
        self,
        span: tuple[datetime, datetime],
        zone: ZoneInfo,
        who: uuid.UUID | None = None,
        room: uuid.UUID | None = None,
    ) -> bool:
        """Whether all of a span [from, to) is inside opening hours."""
        first, last = (day_of(moment, zone) for moment in span)
        days = days_from(first, (last - first).days + 1)
        return not any(free_between([span], self.open_times(days, zone, who, room)))

    def buffer_of(self, service: uuid.UUID | None) -> Buffer:
        """What a service keeps free before and after an appointment."""
        return NO_BUFFER if service is None else self.buffers.get(service, NO_BUFFER)

    @property
    def work_weekdays(self) -> list[int]:
        """Weekdays on which anybody works, in the week's order; where nobody ever does it is all seven."""
        week = [(self.first_weekday + step) % 7 for step in range(7)]
        weeks = (self.open, *self.people.values())
        return [weekday for weekday in week if any(one.get(weekday) for one in weeks)] or week

    @property
    def earliest_minute(self) -> int:
        """Where a fresh calendar is scrolled to."""
        weeks = (self.open, *self.people.values())
        spans = (span for week in weeks for day in week.values() for span in day)
        return min((start for start, _ in spans), default=8 * 60)
