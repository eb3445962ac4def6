"""Rules of repetition, daily to yearly, and the days that they give; only the days of a range are computed.

A rule is written as RFC 5545 writes it, without an end: "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE". A month or year
that has no such day is passed over.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import islice

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
MOST_APART = 99
LAST = -1
"""As a number of a weekday or of a day in its month: the last one."""
_WEEK = 7
_MONTHS = 12


class Frequency(StrEnum):
    """The unit of a rule's `interval`, by the names of RFC 5545."""

    DAILY = "DAILY"
    WEEKLY = "WEEKLY"
    MONTHLY = "MONTHLY"
    YEARLY = "YEARLY"


class UnknownRule(ValueError):
    """A rule that this program does not know: a newer one may have written it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """How often something takes place. Weekdays count from Monday = 0.

    A weekly rule has `weekdays`; a monthly one `month_day` (1 to 31, or LAST), or `nth` (1 to 5, or LAST) and
    one weekday. `week_start` matters to a rule of several weeks.
    """

    frequency: Frequency
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    nth: int | None = None
    month_day: int | None = None
    week_start: int = 0


def rule_text(rule: Rule) -> str:
    """A rule as it is written."""
    parts = [f"FREQ={rule.frequency}"]
    if rule.interval > 1:
        parts.append(f"INTERVAL={rule.interval}")
    if rule.weekdays:
        days = ",".join(f"{rule.nth or ''}{WEEKDAYS[day]}" for day in sorted(set(rule.weekdays)))
        parts.append(f"BYDAY={days}")
    if rule.month_day is not None:
        parts.append(f"BYMONTHDAY={rule.month_day}")
    if rule.week_start:
        parts.append(f"WKST={WEEKDAYS[rule.week_start]}")
    return ";".join(parts)


@lru_cache(maxsize=4096)
def parse_rule(text: str) -> Rule:
    """The rule that a text says; UnknownRule for what this program does not know."""
    parts = dict(part.partition("=")[::2] for part in text.split(";"))
    try:
        rule = _rule(parts)
    except (KeyError, ValueError):
        raise UnknownRule from None
    if rule_text(rule) != text:
        raise UnknownRule  # so that one rule has one spelling, on every laptop
    return rule


def _rule(parts: dict[str, str]) -> Rule:
    days = [part for part in parts.get("BYDAY", "").split(",") if part]
    numbers = {part[:-2] for part in days}
    month_day = parts.get("BYMONTHDAY")
    rule = Rule(
        frequency=Frequency(parts["FREQ"]),
        interval=int(parts.get("INTERVAL", "1")),
        weekdays=tuple(WEEKDAYS.index(part[-2:]) for part in days),
        nth=int(numbers.pop()) if numbers - {""} else None,
        month_day=None if month_day is None else int(month_day),
        week_start=WEEKDAYS.index(parts.get("WKST", "MO")),
    )
    if not is_whole(rule):
        raise ValueError
    return rule


def is_whole(rule: Rule) -> bool:
    """Whether a rule says all that its kind needs, and nothing else."""
    is_nth = rule.nth in {1, 2, 3, 4, 5, LAST} and len(rule.weekdays) == 1 and rule.month_day is None
    is_day = rule.month_day in {*range(1, 32), LAST} and not rule.weekdays and rule.nth is None
    is_bare = not rule.weekdays and rule.nth is None and rule.month_day is None
    fits = {
        Frequency.DAILY: is_bare,
        Frequency.WEEKLY: bool(rule.weekdays) and rule.nth is None and rule.month_day is None,
        Frequency.MONTHLY: is_nth or is_day,
        Frequency.YEARLY: is_bare,
    }
    return 1 <= rule.interval <= MOST_APART and fits[rule.frequency]


def days_between(rule: Rule, anchor: date, first: date, last: date) -> Iterator[date]:
    """The rule's days in [first, last], in order; none is before `anchor`, from which it counts."""
    # Each kind begins with the week, month or year in which `first` lies, so days before it are cut off here.
    first = max(first, anchor)
    return (day for day in _BY_FREQUENCY[rule.frequency](rule, anchor, first, last) if first <= day <= last)


def falls_on(rule: Rule, anchor: date, day: date) -> bool:
    """Whether the rule gives this day; never one before `anchor`."""
    return next(days_between(rule, anchor, day, day), None) is not None


def nth_day(rule: Rule, anchor: date, number: int) -> date | None:
    """The day of the `number`-th time, the first being 1; None where the calendar ends before."""
    return next(islice(days_between(rule, anchor, anchor, date.max), number - 1, None), None)


def count_between(rule: Rule, anchor: date, first: date, last: date) -> int:
    """How many of the rule's days lie in [first, last]; it goes through them one by one."""
    return sum(1 for _ in days_between(rule, anchor, first, last))


def _daily(rule: Rule, anchor: date, first: date, last: date) -> Iterator[date]:
    step = rule.interval
    # Rounded up, by rounding the negative down: the first turn that is not before `first`.
    at = -(-(first - anchor).days // step) * step
    return (anchor + timedelta(days=days) for days in range(at, (last - anchor).days + 1, step))


def _weekly(rule: Rule, anchor: date, first: date, last: date) -> Iterator[date]:
    lead = (anchor.weekday() - rule.week_start) % _WEEK
    # Counted from the anchor, so that weekdays before its own are negative: the last week may begin after the
    # end and still hold a day before it.
    offsets = sorted((day - rule.week_start) % _WEEK - lead for day in set(rule.weekdays))
    step = rule.interval * _WEEK
    at = ((first - anchor).days + lead) // step * step
    end = (last - anchor).days
    return (
        anchor + timedelta(days=week + offset)
        for week in range(at, end + _WEEK, step)
        for offset in offsets
        if 0 <= week + offset <= end
    )


def _monthly(rule: Rule, anchor: date, first: date, last: date) -> Iterator[date]:
    begin = _month_no(anchor)
    at = begin + (_month_no(first) - begin) // rule.interval * rule.interval
    for month_no in range(at, _month_no(last) + 1, rule.interval):
        day = _day_of_month(rule, *divmod(month_no, _MONTHS))
        if day is not None:
            yield day


def _month_no(day: date) -> int:
    return day.year * _MONTHS + day.month - 1


def _day_of_month(rule: Rule, year: int, month_index: int) -> date | None:
    weekday, length = monthrange(year, month_index + 1)
    if rule.month_day is not None:
        number = length if rule.month_day == LAST else rule.month_day
    else:
        number = 1 + (rule.weekdays[0] - weekday) % _WEEK
        weeks = (length - number) // _WEEK if rule.nth == LAST else (rule.nth or 1) - 1
        number += weeks * _WEEK
    return date(year, month_index + 1, number) if number <= length else None


def _yearly(rule: Rule, anchor: date, first: date, last: date) -> Iterator[date]:
    at = anchor.year + (first.year - anchor.year) // rule.interval * rule.interval
    for year in range(at, last.year + 1, rule.interval):
        # Years without a 29 February are passed over (RFC 5545, 3.3.10).
        if anchor.day <= monthrange(year, anchor.month)[1]:
            yield anchor.replace(year=year)


_BY_FREQUENCY = {
    Frequency.DAILY: _daily,
    Frequency.WEEKLY: _weekly,
    Frequency.MONTHLY: _monthly,
    Frequency.YEARLY: _yearly,
}
