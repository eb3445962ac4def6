"""Dates and times as words of the present language; `now` brings the zone that they are told in."""

from datetime import date, datetime

from PySide6.QtCore import QDate, QLocale

from desktop.kit.i18n import tr


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
    """Hour and minute on a clock of 24 hours, such as "14:05", in the zone of `now`."""
    return moment.astimezone(now.tzinfo).strftime("%H:%M")


def moment_text(moment: datetime, now: datetime) -> str:
    """Day and time inside a sentence, such as "today, 14:05"."""
    local = moment.astimezone(now.tzinfo)
    day = day_within(local.date(), now.date())
    return tr("Dates", "{day}, {time}", day=day, time=time_text(moment, now))


def full_moment(moment: datetime, now: datetime) -> str:
    """Day, year and time, for what is read years later: "28 Nov 2026 06:01"."""
    local = moment.astimezone(now.tzinfo).date()
    day = QLocale().toString(QDate(local.year, local.month, local.day), tr("Dates", "d MMM yyyy"))
    return f"{day} {time_text(moment, now)}"


def length_text(start: datetime, end: datetime) -> str:
    """ "50 min", "1 h 20 min"; real minutes, also over a clock change."""
    hours, minutes = divmod(round((end - start).total_seconds() / 60), 60)
    if not hours:
        return tr("Dates", "{minutes} min", minutes=minutes)
    if not minutes:
        return tr("Dates", "{hours} h", hours=hours)
    return tr("Dates", "{hours} h {minutes} min", hours=hours, minutes=minutes)


def day_within(day: date, today: date) -> str:
    """`day_text` inside a sentence: "today", not "Today"."""
    within = {0: tr("Dates", "today"), 1: tr("Dates", "tomorrow"), -1: tr("Dates", "yesterday")}
    return within.get((day - today).days) or day_text(day, today)


def _near() -> dict[int, str]:
    return {0: tr("Dates", "Today"), 1: tr("Dates", "Tomorrow"), -1: tr("Dates", "Yesterday")}
