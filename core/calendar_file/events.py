"""What a calendar file says of one event, or the reason why it is no appointment."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from core.calendar_file.content import NotUnderstood, parts, rule_value, time_value
from core.calendar_file.lines import CalendarComponent
from core.calendar_file.rules import Repetition, repetition
from core.domain.printable import one_line
from core.domain.timegrid import at_wall

LONGEST = timedelta(days=1)
_FIRST_YEAR, _LAST_YEAR = 1970, 2200
_LONGEST_SUMMARY = 200
_MOST_ATTENDEES = 20
_MOST_DAYS = 5_000
# Of no more digits, for int() may take long over those of a hostile file.
_WHOLE_NUMBER = re.compile(r"\d{1,9}")
_MAILTO = re.compile("^mailto:", re.IGNORECASE)
_UTC = ZoneInfo("UTC")
ZoneOf = Callable[[str], ZoneInfo | None]


class SkipReason(StrEnum):
    """Why an event of a file does not become an appointment."""

    BROKEN = "broken"
    """It cannot be read."""
    ZONE = "zone"
    """Nobody can tell which zone its time is of."""
    ALL_DAY = "all_day"
    NO_LENGTH = "no_length"
    BACKWARDS = "backwards"
    TOO_LONG = "too_long"
    TOO_FAR = "too_far"
    RULE = "rule"
    """It repeats as no series of a practice can, and not on a few days that could be counted."""
    CANCELLED = "cancelled"
    AGAIN = "again"
    """The file holds it a second time."""


class UnfitEvent(Exception):
    """The event is left out, for this reason."""

    def __init__(self, reason: SkipReason) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class WallTime:
    """A time on the wall of a zone, without seconds: `wall` is naive."""

    wall: datetime
    zone: ZoneInfo

    @property
    def moment(self) -> datetime:
        """In UTC; the first of two, or the first after a gap."""
        return at_wall(self.wall.date(), self.wall.time(), self.zone)


@dataclass(frozen=True, slots=True)
class Attendee:
    """Who is asked to an event; either may be empty."""

    name: str
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileEvent:
    """One event. `replaces` is the day, in the event's zone, of the occurrence that it stands for."""

    line: int
    uid: str
    summary: str
    attendees: tuple[Attendee, ...] = ()
    start: WallTime
    minutes: int
    repeats: Repetition | None = None
    without: frozenset[date] = frozenset()
    replaces: "date | WallTime | None" = None
    sequence: int = 0
    is_cancelled: bool = False

    @property
    def end(self) -> datetime:
        """In UTC."""
        return self.start.moment + timedelta(minutes=self.minutes)


class EventReader:
    """Reads the blocks of one file. `own` is the zone of times that name none."""

    def __init__(self, zone_of: ZoneOf, own: ZoneInfo) -> None:
        self._zone_of, self._own = zone_of, own

    def read(self, block: CalendarComponent) -> FileEvent:
        """Raises Unfit, also for whatever a hostile file holds."""
        if not block.is_whole:
            raise UnfitEvent(SkipReason.BROKEN)
        try:
            return self._event(block)
        # A day near the end of all calendars leaves it in another zone.
        except (ValueError, OverflowError):
            raise UnfitEvent(SkipReason.BROKEN) from None

    def _event(self, block: CalendarComponent) -> FileEvent:
        held = _Properties(block)
        start = self._time(held, "DTSTART")
        if start is None:
            raise UnfitEvent(SkipReason.BROKEN)
        if not isinstance(start, WallTime):
            raise UnfitEvent(SkipReason.ALL_DAY)
        replaces = self._time(held, "RECURRENCE-ID")
        # What stands for one occurrence repeats nothing, whatever rule it carries along.
        rule = None if replaces is not None else held.value("RRULE")
        return FileEvent(
            line=block.line,
            uid=held.value("UID").strip(),
            summary=summary_of(block),
            attendees=_attendees(held),
            start=start,
            minutes=self._minutes(held, start),
            repeats=self._repetition(rule, start) if rule else None,
            without=self._days(held, start.zone),
            replaces=replaces,
            sequence=_whole_number(held.value("SEQUENCE")),
            is_cancelled=held.value("STATUS").strip().upper() == "CANCELLED",
        )

    def _repetition(self, rule: str, start: WallTime) -> Repetition:
        found = repetition(rule_value(rule), start.wall, start.zone)
        if found is None:
            raise UnfitEvent(SkipReason.RULE)
        return found

    def _time(self, held: "_Properties", name: str) -> "date | WallTime | None":
        """None where the event does not have it."""
        value = held.value(name)
        return self._time_of(held.parameters(name), value) if value else None

    def _time_of(self, parameters: Mapping[str, str], value: str) -> "date | WallTime":
        found = time_value(value.strip())
        if not isinstance(found, datetime):
            if isinstance(found, timedelta):
                raise NotUnderstood
            return found
        if not _FIRST_YEAR <= found.year <= _LAST_YEAR:
            raise UnfitEvent(SkipReason.TOO_FAR)
        wall = found.replace(second=0, microsecond=0)
        if wall.tzinfo is not None:
            return WallTime(wall.astimezone(UTC).replace(tzinfo=None), _UTC)
        # A time without a zone is of wherever it is read (RFC 5545, 3.3.5).
        zone = self._zone_of(parameters["TZID"]) if parameters.get("TZID") else self._own
        if zone is None:
            raise UnfitEvent(SkipReason.ZONE)
        return WallTime(wall, zone)

    def _minutes(self, held: "_Properties", start: WallTime) -> int:
        end = self._time(held, "DTEND")
        if isinstance(end, WallTime):
            length = end.moment - start.moment
        elif end is None and held.value("DURATION"):
            told = time_value(held.value("DURATION").strip())
            if not isinstance(told, timedelta):
                raise NotUnderstood
            length = told
        # Such an event ends when it begins (RFC 5545, 3.6.1).
        elif end is None:
            raise UnfitEvent(SkipReason.NO_LENGTH)
        else:
            raise NotUnderstood
        if length < timedelta(0):
            raise UnfitEvent(SkipReason.BACKWARDS)
        if length < timedelta(minutes=1):
            raise UnfitEvent(SkipReason.NO_LENGTH)
        if length > LONGEST:
            raise UnfitEvent(SkipReason.TOO_LONG)
        return round(length / timedelta(minutes=1))

    def _days(self, held: "_Properties", zone: ZoneInfo) -> frozenset[date]:
        """Days that are left out; one that cannot be read is none of them."""
        days: set[date] = set()
        for parameters, value in held.all("EXDATE"):
            for each in value.split(",")[:_MOST_DAYS]:
                try:
                    days.add(day_in(self._time_of(parameters, each), zone))
                except (NotUnderstood, UnfitEvent):
                    continue
        return frozenset(days)


def day_in(time: date | WallTime, zone: ZoneInfo) -> date:
    """The day that a calendar in the zone shows."""
    if not isinstance(time, WallTime):
        return time
    return time.wall.date() if time.zone == zone else time.moment.astimezone(zone).date()


def summary_of(block: CalendarComponent) -> str:
    """What an event is called, on one line, also where it cannot be read otherwise."""
    try:
        return one_line(_Properties(block).value("SUMMARY"), _LONGEST_SUMMARY)
    except NotUnderstood:
        return ""


class _Properties:
    """Of a block, by name. NotUnderstood for one that cannot be read."""

    def __init__(self, block: CalendarComponent) -> None:
        self._held: dict[str, list[tuple[Mapping[str, str], str]]] = {}
        for line in block.lines:
            name, parameters, value = parts(line)
            self._held.setdefault(name, []).append((parameters, value))

    def all(self, name: str) -> list[tuple[Mapping[str, str], str]]:
        """Parameters and value of each line of this name."""
        return self._held.get(name, [])

    def value(self, name: str) -> str:
        """Of the first; empty where there is none."""
        return next((value for _, value in self.all(name)), "")

    def parameters(self, name: str) -> Mapping[str, str]:
        """Of the first; empty where there is none."""
        return next((parameters for parameters, _ in self.all(name)), {})


def _attendees(held: _Properties) -> tuple[Attendee, ...]:
    return tuple(
        Attendee(one_line(parameters.get("CN", "")), _MAILTO.sub("", value.strip()))
        for parameters, value in held.all("ATTENDEE")[:_MOST_ATTENDEES]
    )


def _whole_number(text: str) -> int:
    return int(text) if _WHOLE_NUMBER.fullmatch(text.strip()) else 0
