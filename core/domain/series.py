"""Series of appointments: when each takes place, what was touched, and how a series is parted and changed.

A series is kept as a time on the wall of its zone, so that it stays at ten o'clock whatever the zone does.
A time that the clocks leave out becomes the first moment after the gap; of one that comes twice it is the
first.
"""

import uuid
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import islice
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from core.domain.errors import RuleBroken
from core.domain.ids import AppointmentId, SeriesId
from core.domain.records import Appointment, AppointmentSeries
from core.domain.recurrence import (
    MOST_APART,
    Rule,
    UnknownRule,
    days_between,
    falls_on,
    is_whole,
    nth_day,
    parse_rule,
)
from core.domain.timegrid import at_wall, day_of

MOST_TIMES = 999
LONGEST = timedelta(days=1)
"""No occurrence lasts longer, so that those of a range are found by their days."""
CHECKED_AHEAD = timedelta(days=2 * 366)
"""How far a series without an end is compared with what is booked."""
# Frozen: ids made with it are in stores, on servers and in backups.
_NAMESPACE = uuid.UUID("3f3cf5b8-5d0f-5c39-9d0a-1d6f3f0c6c55")
_WALL = "%Y-%m-%dT%H:%M"
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Schedule:
    """What the texts of a series mean."""

    rule: Rule
    first: date
    wall: time
    zone: ZoneInfo

    def start_on(self, day: date) -> datetime:
        """When the occurrence of a day begins, in UTC."""
        return at_wall(day, self.wall, self.zone)


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeat:
    """How a booking repeats: until a day, or so many times, or without an end."""

    rule: Rule
    until: date | None = None
    times: int | None = None
    without: tuple[date, ...] = ()
    """Days of the rule that are left out; they count among the times. The first day is none of them."""


class Scope(StrEnum):
    """How much of a series a change is about."""

    THIS = "this"
    FOLLOWING = "following"
    ALL = "all"
    """All that are still to come: what is past stays as it was."""


@dataclass(frozen=True, slots=True)
class SeriesSummary:
    """What is said of a series in a line.

    It has no numbers without an end, and no rule where a newer program wrote it.
    """

    rule: Rule | None
    start_local: str
    until: date | None = None
    times: int | None = None
    to_come: int | None = None


@lru_cache(maxsize=4096)
def _schedule(rrule: str, start_local: str, zone: str) -> Schedule | None:
    try:
        start = datetime.strptime(start_local, _WALL)  # noqa: DTZ007 - a time on the wall has no zone
        return Schedule(parse_rule(rrule), start.date(), start.time(), ZoneInfo(zone))
    # A zone is read from a file of its name, and a row may name a folder there: that is an OSError.
    except (UnknownRule, ValueError, ZoneInfoNotFoundError, OSError):
        return None


def is_drawable(rrule: str, start_local: str, zone: str) -> bool:
    """Whether this program knows when such a series takes place."""
    return _schedule(rrule, start_local, zone) is not None


def schedule_of(series: AppointmentSeries) -> Schedule | None:
    """None for what a newer program wrote and this one cannot draw."""
    return _schedule(series.rrule, series.start_local, series.timezone)


def wall_text(day: date, wall: time) -> str:
    """A time on the wall as a series keeps it."""
    # Not every system's strftime pads a year before 1000, and the column takes 16 characters exactly.
    return datetime.combine(day, wall).strftime("%Y-%m-%dT%H:%M").rjust(16, "0")


def occurrence_id(series_id: uuid.UUID, day: date) -> AppointmentId:
    """The id that an occurrence has on every laptop, before and after it becomes a row of its own."""
    return AppointmentId(uuid.uuid5(_NAMESPACE, f"{series_id}/{day.isoformat()}"))


def rest_id(series_id: uuid.UUID, day: date) -> SeriesId:
    """The id of the rest of a series from a day on: two laptops that part it there make the same one."""
    return SeriesId(uuid.uuid5(_NAMESPACE, f"{series_id}/from/{day.isoformat()}"))


def series_days(
    series: AppointmentSeries, first: date, last: date, without: Collection[str] = ()
) -> Iterator[date]:
    """Days in [first, last] that are drawn from the rule; `without`: more exceptions than its own."""
    schedule = schedule_of(series)
    if schedule is None:
        return iter(())
    last = min(last, series.until or last)
    days = days_between(schedule.rule, schedule.first, first, last)
    left_out = {*series.exceptions, *without}
    return (day for day in days if day.isoformat() not in left_out) if left_out else days


def occurrences(
    series: AppointmentSeries, start: datetime, end: datetime, without: Collection[str] = ()
) -> list[Appointment]:
    """Those that touch [start, end), as the appointments that they would be."""
    schedule = schedule_of(series)
    if schedule is None:
        return []
    first, last = day_of(start - LONGEST, schedule.zone), day_of(end, schedule.zone)
    length = timedelta(minutes=series.duration_minutes)
    found = []
    for day in series_days(series, first, last, without):
        begins = schedule.start_on(day)
        if begins < end and start < begins + length:
            found.append(_occurrence(series, day, begins))
    return found


def occurrence_on(series: AppointmentSeries, day: date) -> Appointment | None:
    """The occurrence of a day of the rule, whether or not it was touched."""
    schedule = schedule_of(series)
    if schedule is None or not falls_on(schedule.rule, schedule.first, day):
        return None
    return _occurrence(series, day, schedule.start_on(day))


def _occurrence(series: AppointmentSeries, day: date, begins: datetime) -> Appointment:
    return Appointment(
        id=occurrence_id(series.id, day),
        workspace_id=series.workspace_id,
        created_at=series.created_at,
        updated_at=series.updated_at,
        client_id=series.client_id,
        practitioner_user_id=series.practitioner_user_id,
        service_id=series.service_id,
        location_id=series.location_id,
        scheduled_start=begins,
        # In UTC: an hour of treatment stays an hour where the clocks change meanwhile.
        scheduled_end=begins + timedelta(minutes=series.duration_minutes),
        timezone=series.timezone,
        location_type=series.location_type,
        location_details=series.location_details,
        notes=series.notes,
        series_id=series.id,
        original_start=begins,
    )


def next_start(series: AppointmentSeries, after: datetime, without: Collection[str] = ()) -> datetime | None:
    """When the next occurrence after a moment begins."""
    schedule = schedule_of(series)
    if schedule is None:
        return None
    days = series_days(series, day_of(after, schedule.zone), date.max, without)
    return next((start for start in map(schedule.start_on, days) if start > after), None)


def last_day(rule: Rule, first: date, repeat: Repeat) -> date | None:
    """The last day of a repetition that begins on `first`; None without an end."""
    return repeat.until if repeat.times is None else nth_day(rule, first, repeat.times)


def check_repeat(repeat: Repeat, first: date) -> None:
    """Refuses a repetition that no calendar can keep (RuleBroken)."""
    if not is_whole(repeat.rule):
        raise RuleBroken(
            f"It can repeat at most every {MOST_APART} days, weeks, months or years; nothing was changed.",
            code="rule",
        )
    if not falls_on(repeat.rule, first, first):
        raise RuleBroken(
            "The first appointment is not on a day of its repetition; nothing was changed. "
            "Choose another day.",
            code="first_day",
        )
    if repeat.times is not None and not 1 <= repeat.times <= MOST_TIMES:
        raise RuleBroken(
            f"It can repeat at most {MOST_TIMES} times; nothing was changed. Choose fewer, or no end.",
            code="times",
        )
    if repeat.until is not None and repeat.until < first:
        raise RuleBroken(
            "The repetition ends before it begins; nothing was changed. Choose a later end.", code="until"
        )


def first_days(repeat: Repeat, first: date, count: int) -> tuple[date, ...]:
    """The first days of a repetition, for a preview."""
    last = last_day(repeat.rule, first, repeat) or date.max
    days = days_between(repeat.rule, first, first, last)
    return tuple(islice((day for day in days if day not in repeat.without), count))


def shifted_rule(rule: Rule, days: int, first: date) -> Rule:
    """The rule of a series that is moved by some days; `first` is its first day then.

    A monthly one that leaves its week or month begins anew from the day it was moved to.
    """
    if not days:
        return rule
    weekdays = tuple(sorted((day + days) % 7 for day in rule.weekdays))
    month_day, nth = rule.month_day, rule.nth
    if month_day is not None:
        month_day = first.day
    if nth is not None:
        nth = (first.day - 1) // 7 + 1
    return Rule(
        frequency=rule.frequency,
        interval=rule.interval,
        weekdays=weekdays,
        nth=nth,
        month_day=month_day,
        week_start=rule.week_start,
    )


def predecessors(
    series_id: uuid.UUID | None, follows: Mapping[uuid.UUID, uuid.UUID | None]
) -> Iterator[uuid.UUID]:
    """A series and those of which it is the rest, nearest first; a ring of hostile rows ends."""
    seen: set[uuid.UUID] = set()
    while series_id is not None and series_id not in seen:
        seen.add(series_id)
        yield series_id
        series_id = follows.get(series_id)


def day_before(day: date) -> date:
    """For the end of a series whose rest begins on `day`. OverflowError on the first day of the calendar."""
    return day - _ONE_DAY
