"""What stands for the days of a repetition once it was moved, for a new rule counts its own days."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from core.domain.recurrence import Frequency, Rule, days_between, falls_on

_MONTHS = 12
_IN_WEEKS = frozenset({Frequency.DAILY, Frequency.WEEKLY})


@dataclass(frozen=True, slots=True)
class MovedRule:
    """A rule that counts from `first` took the place of an `old` one that counted from `old_first`.

    Days and weeks are moved by as many days as the first one. A month is not: of the first Tuesdays of two
    months one may lie before that month's first Wednesday, and the other behind it. There the day of a month
    stands for that of the month that is as far from the beginning.
    """

    old: Rule
    old_first: date
    rule: Rule
    first: date

    @property
    def _by(self) -> timedelta:
        return self.first - self.old_first

    @property
    def keeps_together(self) -> bool:
        """False where the days of one week of a rule of several weeks would come to lie in two of them."""
        if self.old.frequency not in _IN_WEEKS:
            return True
        # After so many days both rules begin anew.
        count = len(self.old.weekdays) + 1
        old = islice(days_between(self.old, self.old_first, self.old_first, date.max), count)
        new = islice(days_between(self.rule, self.first, self.first, date.max), count)
        return [day + self._by for day in old] == list(new)

    def day(self, day: date) -> date | None:
        """What stands for a day of the old rule; None where it was none of them, where its month has no such
        day, and where the calendar ends before.
        """
        if not falls_on(self.old, self.old_first, day):
            return None
        if self.old.frequency in _IN_WEEKS:
            return _later(day, self._by)
        return _in_month(self.rule, self.first, _months(self.old_first, day))

    def until(self, until: date) -> date:
        """The end that leaves it the same last turn: where that can be, the one it had, or one moved by as
        many days.
        """
        moved = _later(until, self._by) or date.max
        if self.old.frequency in _IN_WEEKS:
            return moved
        months = _last(self.old, self.old_first, until)
        same = (one for one in (until, moved) if _last(self.rule, self.first, one) == months)
        return next(same, None) or _month(self.first, months)[1]


def _later(day: date, by: timedelta) -> date | None:
    try:
        return day + by
    except OverflowError:
        return None


def _months(first: date, day: date) -> int:
    return (day.year - first.year) * _MONTHS + day.month - first.month


def _month(first: date, months: int) -> tuple[date, date]:
    """The first and the last day of the month that is so many months later."""
    year, index = divmod(first.year * _MONTHS + first.month - 1 + months, _MONTHS)
    if year > date.max.year:
        return date.max, date.max
    return date(year, index + 1, 1), date(year, index + 1, monthrange(year, index + 1)[1])


def _in_month(rule: Rule, first: date, months: int) -> date | None:
    return next(days_between(rule, first, *_month(first, months)), None)


def _last(rule: Rule, first: date, until: date) -> int:
    """In which month, counted from the first one, the last day until then lies or would lie."""
    step = rule.interval * (_MONTHS if rule.frequency is Frequency.YEARLY else 1)
    months = _months(first, until) // step * step
    day = _in_month(rule, first, months)
    return months if day is None or day <= until else months - step
