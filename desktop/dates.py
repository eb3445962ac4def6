"""Dates and times as words of the present language; `now` brings the zone that they are told in."""

from datetime import date, datetime

from PySide6.QtCore import QDate, QLocale

from desktop.i18n import tr


def day_text(day: date, today: date) -> str:
    """Such as "Tue 3 Mar"; the year only when it is not this one; today and its neighbours by name."""
    away = (day - today).days
    if away in _near():
        return _near()[away]
    style = tr("Dates", "ddd d MMM") if day.year == today.year else tr("Dates", "d MMM yyyy")
    return QLocale().toString(QDate(day.year, day.month, day.day), style)


def weekday_text(day: date) -> str:
    """Such as "Tue 3", under a heading that names the month."""
    return QLocale().toString(QDate(day.year, day.month, day.day), tr("Dates", "ddd d"))


def long_day(day: date) -> str:
    """Such as "Tuesday, 3 March 2026"."""
    return QLocale().toString(QDate(day.year, day.month, day.day), tr("Dates", "dddd, d MMMM yyyy"))


def month_text(day: date) -> str:
    """A heading such as "March 2026"."""
    return QLocale().toString(QDate(day.year, day.month, 1), tr("Dates", "MMMM yyyy"))


def time_text(moment: datetime, now: datetime) -> str:
    return moment.astimezone(now.tzinfo).strftime("%H:%M")


def moment_text(moment: datetime, now: datetime) -> str:
    """Day and time inside a sentence, such as "today, 14:05"."""
    local = moment.astimezone(now.tzinfo)
    day = day_within(local.date(), now.date())
    return tr("Dates", "{day}, {time}", day=day, time=time_text(moment, now))


def day_within(day: date, today: date) -> str:
    """`day_text` inside a sentence: "today", not "Today"."""
    within = {0: tr("Dates", "today"), 1: tr("Dates", "tomorrow"), -1: tr("Dates", "yesterday")}
    return within.get((day - today).days) or day_text(day, today)


def _near() -> dict[int, str]:
    return {0: tr("Dates", "Today"), 1: tr("Dates", "Tomorrow"), -1: tr("Dates", "Yesterday")}
