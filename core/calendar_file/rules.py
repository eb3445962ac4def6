"""Rules of repetition of other calendars, as the rules of this program's series."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from heapq import merge
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from core.calendar_file.content import NotUnderstood
from core.domain.recurrence import WEEKDAYS, Frequency, Rule, days_between, falls_on, is_whole, nth_day
from core.domain.series import MOST_TIMES

MOST_COUNTED = 200
"""So many times of a repetition that no series can say."""
_AHEAD_YEARS = 100
"""Nobody counts further, and a rule may have no day at all."""
_UNDERSTOOD = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS"}
_MONTHS, _WEEK = 12, 7
Parts = Mapping[str, Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Turn:
    """A rule, and the day from which its months or weeks are counted."""

    rule: Rule
    anchor: date


@dataclass(frozen=True, slots=True)
class Repetition:
    """From `first` on the days of all its turns, to `until` (with) where it has an end."""

    turns: tuple[Turn, ...]
    first: date
    until: date | None

    @property
    def rule(self) -> Rule | None:
        """Where one series says the same; of other repetitions the days can only be counted."""
        (turn, *more) = self.turns
        is_counted_alike = turn.anchor == self.first and falls_on(turn.rule, self.first, self.first)
        return None if more or not is_counted_alike else turn.rule

    def days(self, last: date = date.max) -> Iterator[date]:
        """In order, each once, to `last` at most. The first is there whatever the rules say."""
        last = min(last, self.until or date.max, date(self.first.year + _AHEAD_YEARS, 1, 1))
        seen = date.min
        drawn = (days_between(turn.rule, turn.anchor, self.first, last) for turn in self.turns)
        # The beginning of the event counts as its first time (RFC 5545, 3.8.5.3).
        for day in merge([self.first], *drawn):
            if day > seen:
                seen = day
                yield day


def repetition(parts: Parts, start: datetime, zone: ZoneInfo) -> Repetition | None:
    """What a rule means for an event that begins at `start` on the wall of a zone.

    None where no rules of ours say the same, or there are more times than anybody books. ValueError for what
    cannot be read.
    """
    count = _number(parts, "COUNT", 0)
    if not _UNDERSTOOD.issuperset(parts) or not 0 <= count <= MOST_TIMES:
        return None
    turns = _turns(parts, start.date())
    if not turns or not all(is_whole(turn.rule) for turn in turns):
        return None
    until = _until(parts, start, zone)
    found = Repetition(turns, start.date(), until)
    if count:
        return Repetition(turns, start.date(), _last(found, count))
    return None if until is not None and until < start.date() else found


def _last(repeats: Repetition, count: int) -> date | None:
    """The day of the last time, or of the first that is not counted any more."""
    if repeats.rule is not None:
        return nth_day(repeats.rule, repeats.first, count)
    return next(islice(repeats.days(), min(count, MOST_COUNTED + 1) - 1, None), None)


def _turns(parts: Parts, first: date) -> tuple[Turn, ...]:
    """None where it cannot be said."""
    kind, interval = str(next(iter(parts.get("FREQ", ())), "")), _number(parts, "INTERVAL", 1)
    days = _weekdays(parts)
    by_frequency = {"DAILY": _daily, "WEEKLY": _weekly, "MONTHLY": _monthly, "YEARLY": _yearly}
    return by_frequency[kind](parts, days, interval, first) if kind in by_frequency else ()


Days = Sequence[tuple[int | None, int]]
"""Weekdays, Monday being 0, each perhaps with its number in the month."""


def _daily(parts: Parts, days: Days, interval: int, first: date) -> tuple[Turn, ...]:
    if days:
        return _weekly(parts, days, interval, first) if interval == 1 else ()
    return () if _has_months(parts) else (Turn(Rule(frequency=Frequency.DAILY, interval=interval), first),)


def _weekly(parts: Parts, days: Days, interval: int, first: date) -> tuple[Turn, ...]:
    if _has_months(parts) or any(nth is not None for nth, _ in days):
        return ()
    weekdays = tuple(sorted({day for _, day in days})) or (first.weekday(),)
    start = str(next(iter(parts.get("WKST", ())), "MO"))
    # Where every week counts it does not matter when one begins (RFC 5545, 3.3.10).
    week_start = WEEKDAYS.index(start) if interval > 1 and start in WEEKDAYS else 0
    rule = Rule(frequency=Frequency.WEEKLY, interval=interval, weekdays=weekdays, week_start=week_start)
    return (Turn(rule, first),)


def _monthly(parts: Parts, days: Days, interval: int, first: date) -> tuple[Turn, ...]:
    if "BYMONTH" in parts:
        return ()
    if interval == 1 and days and all(nth is None for nth, _ in days) and not _has_months(parts):
        return _weekly(parts, days, 1, first)
    return tuple(Turn(rule, first) for rule in _in_month(parts, days, interval, first))


def _yearly(parts: Parts, days: Days, interval: int, first: date) -> tuple[Turn, ...]:
    # Without a month, days are of the whole year (RFC 5545, 3.3.10), which no rule of ours says.
    months = _numbers(parts, "BYMONTH") or ([] if days or "BYMONTHDAY" in parts else [first.month])
    own_day = _numbers(parts, "BYMONTHDAY") in ([], [first.day])
    if months == [first.month] and own_day and not days:
        return (Turn(Rule(frequency=Frequency.YEARLY, interval=interval), first),)
    if not all(1 <= month <= _MONTHS for month in months):
        return ()
    rules = _in_month(parts, days, interval * _MONTHS, first)
    anchors = (first if month == first.month else date(first.year, month, 1) for month in months)
    return tuple(Turn(rule, anchor) for anchor in anchors for rule in rules)


def _in_month(parts: Parts, days: Days, interval: int, first: date) -> list[Rule]:
    """Each day of a month that is meant, as a rule of its own."""
    numbers, places = _numbers(parts, "BYMONTHDAY"), _numbers(parts, "BYSETPOS")
    if places:
        return _placed(days, places, interval) if not numbers else []
    if days:
        is_numbered = all(nth is not None for nth, _ in days) and not numbers
        return [_nth(nth, day, interval) for nth, day in days] if is_numbered else []
    return [
        Rule(frequency=Frequency.MONTHLY, interval=interval, month_day=number)
        for number in sorted(set(numbers or [first.day]))
    ]


def _placed(days: Days, places: Sequence[int], interval: int) -> list[Rule]:
    """As Outlook has it: the second of all Tuesdays, the last of all days."""
    weekdays = {day for _, day in days}
    if any(nth is not None for nth, _ in days):
        return []
    if len(weekdays) == 1:
        return [_nth(place, weekdays.copy().pop(), interval) for place in places]
    if len(weekdays) == _WEEK:
        return [Rule(frequency=Frequency.MONTHLY, interval=interval, month_day=place) for place in places]
    return []


def _nth(nth: int | None, weekday: int, interval: int) -> Rule:
    return Rule(frequency=Frequency.MONTHLY, interval=interval, nth=nth, weekdays=(weekday,))


def _weekdays(parts: Parts) -> Days:
    """ValueError where one cannot be read."""
    told = [str(each).upper() for each in parts.get("BYDAY", ())]
    return [(int(each[:-2]) if each[:-2] else None, WEEKDAYS.index(each[-2:])) for each in told]


def _has_months(parts: Parts) -> bool:
    return not {"BYMONTH", "BYMONTHDAY", "BYSETPOS"}.isdisjoint(parts)


def _numbers(parts: Parts, name: str) -> list[int]:
    return [int(each) for each in parts.get(name, ())]


def _number(parts: Parts, name: str, absent: int) -> int:
    return next(iter(_numbers(parts, name)), absent)


def _until(parts: Parts, start: datetime, zone: ZoneInfo) -> date | None:
    """The last day on which an event may begin; None without an end."""
    told = next(iter(parts.get("UNTIL", ())), None)
    if told is not None and not isinstance(told, date):
        raise NotUnderstood
    if not isinstance(told, datetime):
        return told
    # The end of a rule stands in UTC where its event has a zone (RFC 5545, 3.3.10).
    wall = told.astimezone(zone).replace(tzinfo=None) if told.tzinfo else told
    return wall.date() if wall.time() >= start.time() else wall.date() - timedelta(days=1)
