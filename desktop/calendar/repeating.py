"""What the fields of a repetition hold, and the rule that they mean for a day; free of Qt."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from core.domain.recurrence import LAST, Frequency, Rule, falls_on
from core.domain.series import Repeat, SeriesSummary, first_days
from desktop.kit.form_drafts import known_value

PREVIEWED = 4
_WEEK = timedelta(days=7)


class Unit(StrEnum):
    """How a booking repeats. MONTH_DAY is the same day of the month, NTH and LAST_WEEKDAY its weekday."""

    NONE = ""
    DAY = "day"
    WEEK = "week"
    MONTH_DAY = "month"
    NTH = "nth"
    LAST_WEEKDAY = "last"
    YEAR = "year"


class End(StrEnum):
    """How a repetition ends. The values stand in forms that were left unfinished, so they must stay."""

    NEVER = "never"
    TIMES = "times"
    UNTIL = "until"


@dataclass(frozen=True, slots=True)
class RepeatForm:
    """`also`: weekdays beside that of the booking itself, Monday = 0."""

    unit: Unit = Unit.NONE
    interval: int = 1
    also: tuple[int, ...] = ()
    end: End = End.NEVER
    times: int = 10
    until: date | None = None
    without: tuple[date, ...] = ()
    """Days that are left out, also where another rule would not give them any more."""

    @property
    def repeats(self) -> bool:
        """Whether it is a series at all; all else in the form counts only then."""
        return self.unit is not Unit.NONE


NO_REPEAT = RepeatForm()


def units_for(day: date) -> tuple[Unit, ...]:
    """What can be chosen for a booking on this day: the fifth weekday of a month is its last one."""
    is_last = (day + _WEEK).month != day.month
    is_fifth = day.day > 28
    nth = () if is_fifth else (Unit.NTH,)
    last = (Unit.LAST_WEEKDAY,) if is_last else ()
    return (Unit.NONE, Unit.DAY, Unit.WEEK, Unit.MONTH_DAY, *nth, *last, Unit.YEAR)


def fitted(form: RepeatForm, day: date) -> RepeatForm:
    """The form for another day: what was chosen may not be offered on it, and nothing ends before it."""
    if form.until is not None and form.until < day:
        form = replace(form, until=day)
    if form.unit in units_for(day):
        return form
    # Only these two are not offered on every day; each is the nearest to the other.
    unit = Unit.LAST_WEEKDAY if form.unit is Unit.NTH else Unit.NTH
    return replace(form, unit=unit)


def repeat_of(form: RepeatForm, day: date, week_start: int) -> Repeat | None:
    """What the fields mean for a booking on a day; None where it does not repeat."""
    if not form.repeats:
        return None
    rule = _rule(form, day, week_start)
    return Repeat(
        rule=rule,
        until=form.until if form.end is End.UNTIL else None,
        times=form.times if form.end is End.TIMES else None,
        without=tuple(one for one in form.without if one != day and falls_on(rule, day, one)),
    )


def _rule(form: RepeatForm, day: date, week_start: int) -> Rule:
    each = form.interval
    match form.unit:
        case Unit.DAY:
            return Rule(frequency=Frequency.DAILY, interval=each)
        case Unit.WEEK:
            weekdays = tuple(sorted({day.weekday(), *form.also}))
            # Only a rule of several weeks and days depends on where a week begins.
            start = week_start if each > 1 and len(weekdays) > 1 else 0
            return Rule(frequency=Frequency.WEEKLY, interval=each, weekdays=weekdays, week_start=start)
        case Unit.MONTH_DAY:
            return Rule(frequency=Frequency.MONTHLY, interval=each, month_day=day.day)
        case Unit.NTH:
            nth = (day.day - 1) // 7 + 1
            return Rule(frequency=Frequency.MONTHLY, interval=each, nth=nth, weekdays=(day.weekday(),))
        case Unit.LAST_WEEKDAY:
            return Rule(frequency=Frequency.MONTHLY, interval=each, nth=LAST, weekdays=(day.weekday(),))
        case _:
            return Rule(frequency=Frequency.YEARLY, interval=each)


def form_of(summary: SeriesSummary, day: date) -> RepeatForm | None:
    """A series as the form says it from one of its days on; None where it cannot."""
    rule = summary.rule
    if rule is None:
        return None
    units = {
        Frequency.DAILY: Unit.DAY,
        Frequency.WEEKLY: Unit.WEEK,
        Frequency.YEARLY: Unit.YEAR,
        Frequency.MONTHLY: Unit.MONTH_DAY if rule.nth is None else Unit.NTH,
    }
    unit = Unit.LAST_WEEKDAY if rule.nth == LAST else units[rule.frequency]
    also = tuple(number for number in rule.weekdays if number != day.weekday()) if unit is Unit.WEEK else ()
    end = End.NEVER if summary.until is None else End.UNTIL
    form = RepeatForm(unit, rule.interval, also, end, until=summary.until)
    # A rule with more in it than the form can show would lose that when the form is saved.
    return form if _rule(form, day, rule.week_start) == rule else None


def preview(form: RepeatForm, day: date, week_start: int) -> tuple[date, ...]:
    """The first days, one more than are shown; none where it does not repeat or ends too early."""
    repeat = repeat_of(form, day, week_start)
    return first_days(repeat, day, PREVIEWED + 1) if repeat else ()


def to_json(form: RepeatForm) -> dict[str, Any]:
    """For a form that is left unfinished; `from_json` is the way back."""
    without = [day.isoformat() for day in form.without]
    return asdict(form) | {"until": form.until.isoformat() if form.until else None, "without": without}


def from_json(given: Mapping[str, Any] | None) -> RepeatForm:
    """Of a form that was left open, also by a program that knew less of repetitions, or more."""
    known = {**to_json(NO_REPEAT), **(given or {})}
    until = known["until"]
    return RepeatForm(
        known_value(NO_REPEAT.unit, known["unit"]),
        int(known["interval"]),
        tuple(known["also"]),
        known_value(NO_REPEAT.end, known["end"]),
        int(known["times"]),
        date.fromisoformat(until) if until else None,
        tuple(date.fromisoformat(day) for day in known["without"]),
    )
