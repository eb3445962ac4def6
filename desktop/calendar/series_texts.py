"""Repetitions and series in plain words."""

from collections.abc import Sequence
from datetime import date, datetime

from PySide6.QtCore import QDate, QLocale

from core.domain.recurrence import LAST, Frequency, Rule, UnknownRule, parse_rule
from core.domain.series import Scope, SeriesSummary
from desktop.calendar.repeating import PREVIEWED, Unit
from desktop.kit.i18n import one_line, plural, tr

_WALL = "%Y-%m-%dT%H:%M"
_NAMED = 3
"""Of the days on which a series is closed."""


def unit_text(unit: Unit, day: date) -> str:
    """A choice of the form, for a booking on this day."""
    weekday = _weekday(day.weekday())
    nth = min((day.day - 1) // 7 + 1, 4)
    return {
        Unit.NONE: tr("Series", "Does not repeat"),
        Unit.DAY: tr("Series", "Daily"),
        Unit.WEEK: tr("Series", "Weekly on {weekday}", weekday=weekday),
        Unit.MONTH_DAY: tr("Series", "Monthly on day {day}", day=day.day),
        Unit.NTH: tr("Series", "Monthly on the {nth} {weekday}", nth=_ordinal(nth), weekday=weekday),
        Unit.LAST_WEEKDAY: tr("Series", "Monthly on the last {weekday}", weekday=weekday),
        Unit.YEAR: tr("Series", "Yearly on {day}", day=_day_and_month(day)),
    }[unit]


def interval_suffix(unit: Unit, interval: int) -> str:
    """What stands behind the number in "every 2 weeks"."""
    if unit is Unit.DAY:
        return plural("Series", "day", "days", interval)
    if unit is Unit.WEEK:
        return plural("Series", "week", "weeks", interval)
    if unit is Unit.YEAR:
        return plural("Series", "year", "years", interval)
    return plural("Series", "month", "months", interval)


def rule_words(rule: Rule, first: date) -> str:
    """ "Every Tuesday", "Every 2 weeks on Monday and Wednesday", "Every month on day 24"."""
    days = _listed([_weekday(day) for day in rule.weekdays])
    count = rule.interval
    if rule.frequency is Frequency.DAILY:
        return plural("Series", "Every day", "Every {n} days", count)
    if rule.frequency is Frequency.WEEKLY:
        return plural("Series", "Every {days}", "Every {n} weeks on {days}", count, days=days)
    if rule.frequency is Frequency.YEARLY:
        day = _day_and_month(first)
        return plural("Series", "Every year on {day}", "Every {n} years on {day}", count, day=day)
    if rule.month_day == LAST:
        return plural("Series", "Every month on its last day", "Every {n} months on the last day", count)
    if rule.nth is None:
        day = str(rule.month_day)
        return plural("Series", "Every month on day {day}", "Every {n} months on day {day}", count, day=day)
    nth = _ordinal(rule.nth)
    return plural(
        "Series",
        "Every month on the {nth} {days}",
        "Every {n} months on the {nth} {days}",
        count,
        nth=nth,
        days=days,
    )


def rule_text_words(text: str) -> str:
    """A written rule in words; as it is written where this program does not know it, or its first day."""
    try:
        rule = parse_rule(text)
    except UnknownRule:
        return text
    if rule.frequency is Frequency.YEARLY:
        return plural("Series", "Every year", "Every {n} years", rule.interval)
    return rule_words(rule, date.min)  # the first day is only told of a yearly one


def summary_text(summary: SeriesSummary) -> str:
    """ "Every Tuesday, 10:00 · 8 times, 5 to come"."""
    if summary.rule is None:
        return tr("Series", "Repeats in a way that only a newer version of the program knows")
    start = datetime.strptime(summary.start_local, _WALL)  # noqa: DTZ007 - a time on the wall
    words = tr("Series", "{rule}, {time}", rule=rule_words(summary.rule, start.date()), time=f"{start:%H:%M}")
    if summary.times is None:
        return tr("Series", "{rule} · no end", rule=words)
    times = plural("Series", "once", "{n} times", summary.times)
    return tr("Series", "{rule} · {times}, {left} to come", rule=words, times=times, left=summary.to_come)


def preview_text(days: Sequence[date]) -> str:
    """The next days; an ellipsis where there are more."""
    shown = one_line(short_day(day) for day in days[:PREVIEWED])
    return f"{shown} …" if len(days) > PREVIEWED else shown


def closed_days_text(days: Sequence[date]) -> str:
    """ "Closed or blocked on Tue 1 Dec, Tue 8 Dec and 3 more"; empty where it is so on none."""
    return tr("Series", "Closed or blocked on {days}", days=_few_days(days)) if days else ""


def left_out_text(days: Sequence[date]) -> str:
    """ "Left out: Tue 1 Dec, Tue 8 Dec and 3 more"; empty where none is."""
    return tr("Series", "Left out: {days}", days=_few_days(days)) if days else ""


def _few_days(days: Sequence[date]) -> str:
    shown = ", ".join(short_day(day) for day in days[:_NAMED])
    more = len(days) - _NAMED
    return f"{shown} {more_text(more)}" if more > 0 else shown


def short_day(day: date) -> str:
    """ "Tue 1 Dec"."""
    return QLocale().toString(QDate(day.year, day.month, day.day), tr("Series", "ddd d MMM"))


def more_text(count: int) -> str:
    """The last line of a list that was cut: how many it leaves out."""
    return plural("Series", "and 1 more", "and {n} more", count)


def scope_text(scope: Scope) -> str:
    """What stands on the button that chooses this scope."""
    return {
        Scope.THIS: tr("Series", "This appointment"),
        Scope.FOLLOWING: tr("Series", "This and following"),
        Scope.ALL: tr("Series", "All to come"),
    }[scope]


def change_hint() -> str:
    """What a change of many leaves alone."""
    return tr("Series", "What is past stays as it was, and so does what was moved or marked by itself.")


def end_hint() -> str:
    """What ending a series leaves alone. What was moved by itself ends with it, unlike in a change."""
    return tr("Series", "What is past stays as it was, and so does what was marked or has a note.")


def cancel_title(scope: Scope) -> str:
    """The question before more than one appointment of a series is cancelled."""
    if scope is Scope.FOLLOWING:
        return tr("Series", "Cancel this appointment and all that follow?")
    return tr("Series", "Cancel all appointments that are still to come?")


def cancel_hint() -> str:
    """What becomes of those that it is late for now, which may count as missed."""
    return tr("Series", "What begins within 24 hours stays in the calendar as cancelled. The later ones go.")


def _listed(words: Sequence[str]) -> str:
    if len(words) < 2:
        return "".join(words)
    return tr("Series", "{first} and {last}", first=", ".join(words[:-1]), last=words[-1])


def _ordinal(nth: int) -> str:
    return {
        1: tr("Series", "first"),
        2: tr("Series", "second"),
        3: tr("Series", "third"),
        4: tr("Series", "fourth"),
        5: tr("Series", "fifth"),
    }.get(nth, tr("Series", "last"))


def _weekday(day: int) -> str:
    return QLocale().dayName(day + 1)


def _day_and_month(day: date) -> str:
    return QLocale().toString(QDate(day.year, day.month, day.day), tr("Series", "d MMMM"))
