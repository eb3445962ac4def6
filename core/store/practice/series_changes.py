"""What the rest of a series becomes when it is changed from a day on, without the store."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from core.domain.appointments import check_times
from core.domain.errors import RuleBroken
from core.domain.records import AppointmentSeries
from core.domain.recurrence import count_between, days_between, nth_day, rule_text
from core.domain.series import (
    LONGEST,
    Repeat,
    Schedule,
    check_repeat,
    last_day,
    schedule_of,
    shifted_rule,
    wall_text,
)
from core.store.database.rows import not_found


@dataclass(frozen=True, slots=True)
class Change:
    """What a person changed of one occurrence, for more than this one.

    `start` and `end` are its new times, None where they stay; `fields` other columns that a series has;
    `repeat` another repetition, from this occurrence on.
    """

    fields: dict[str, Any]
    start: datetime | None = None
    end: datetime | None = None
    repeat: Repeat | None = None

    def shift_of(self, series: AppointmentSeries, day: date) -> int:
        """By how many days the occurrence of a day moves."""
        if self.start is None:
            return 0
        return (self.start.astimezone(ZoneInfo(series.timezone)).date() - day).days


def changed_series(series: AppointmentSeries, part: date, day: date, change: Change) -> AppointmentSeries:
    """The series from `part` on; `day` is that of the occurrence that `change` is about.

    As many occurrences are left as there were, unless it repeats otherwise; those that were touched keep
    their turns.
    """
    before = known_schedule(series)
    shift = change.shift_of(series, day)
    first = part + timedelta(days=shift)
    rule = change.repeat.rule if change.repeat else shifted_rule(before.rule, shift, first)
    # The new rule may not have the day from which the series changes.
    first = next(days_between(rule, first, first, date.max), first)
    repeat = change.repeat or Repeat(rule=rule)
    check_repeat(repeat, first)
    made = replace(
        series,
        rrule=rule_text(rule),
        start_local=_start_local(series, first, change),
        duration_minutes=_minutes(series, change),
        **change.fields,
    )
    if change.repeat:
        until = last_day(rule, first, repeat)
    elif shift and series.until is not None:
        # The same number, not the same last day: a series of ten stays one of ten on another weekday.
        until = nth_day(rule, first, count_between(before.rule, before.first, part, series.until))
    else:
        until = series.until
    return replace(made, until=until, exceptions=_exceptions(series, part, known_schedule(made), shift))


def _start_local(series: AppointmentSeries, first: date, change: Change) -> str:
    wall = known_schedule(series).wall
    if change.start is not None:
        wall = change.start.astimezone(ZoneInfo(series.timezone)).time()
    return wall_text(first, wall)


def _minutes(series: AppointmentSeries, change: Change) -> int:
    if change.start is None or change.end is None:
        return series.duration_minutes
    check_length(change.start, change.end)
    return minutes_of(change.start, change.end)


def _exceptions(series: AppointmentSeries, part: date, after: Schedule, shift: int) -> tuple[str, ...]:
    """Days that stay left out: turn by turn where the days moved."""
    before = known_schedule(series)
    kept = tuple(day for day in series.exceptions if day >= part.isoformat())
    if not shift or not kept:
        return kept
    last = date.fromisoformat(max(kept))
    turns = zip(
        days_between(before.rule, before.first, part, last),
        # By turn: the days between two of a rule may be other ones after a move.
        days_between(after.rule, after.first, after.first, date.max),
        strict=False,
    )
    return tuple(sorted(new.isoformat() for old, new in turns if old.isoformat() in kept))


def known_schedule(series: AppointmentSeries) -> Schedule:
    """NotFound for a series that only a newer program can draw."""
    schedule = schedule_of(series)
    if schedule is None:
        raise not_found()
    return schedule


def wall_start(start: datetime, zone: str) -> str:
    """What a clock in the zone shows at `start`, as a series keeps it."""
    local = start.astimezone(ZoneInfo(zone))
    return wall_text(local.date(), local.time())


def minutes_of(start: datetime, end: datetime) -> int:
    """The nearest whole number: a series keeps its length in minutes."""
    return round((end - start) / timedelta(minutes=1))


def check_length(start: datetime, end: datetime) -> None:
    """Refuses (RuleBroken) times that no occurrence can have."""
    check_times(start, end)
    if end - start > LONGEST:
        raise RuleBroken(
            "An appointment that repeats lasts at most a day; nothing was changed.", code="too_long"
        )
