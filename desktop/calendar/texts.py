"""Dates and times in words, for the screen and for those who listen to it."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QDate, QLocale

from core.domain.enums import AppointmentStatus
from desktop.calendar.booking import Problem
from desktop.calendar.entry import Entry, initials
from desktop.i18n import tr

_LEFT_TO_RIGHT_MARK = "\u200e"


def time_text(moment: datetime, zone: ZoneInfo) -> str:
    local = moment.astimezone(zone)
    return f"{local.hour:02}:{local.minute:02}"


def span_text(start: datetime, end: datetime, zone: ZoneInfo) -> str:
    """ "10:00–10:50", which stays in this order inside right-to-left text."""
    return f"{_LEFT_TO_RIGHT_MARK}{time_text(start, zone)}–{time_text(end, zone)}"


def status_text(status: AppointmentStatus) -> str:
    return {
        AppointmentStatus.SCHEDULED: tr("Calendar", "Scheduled"),
        AppointmentStatus.COMPLETED: tr("Calendar", "Completed"),
        AppointmentStatus.CANCELLED: tr("Calendar", "Cancelled"),
        AppointmentStatus.NO_SHOW: tr("Calendar", "No-show"),
    }[status]


def weekday_text(day: date) -> str:
    return QLocale().dayName(day.isoweekday(), QLocale.FormatType.ShortFormat)


def day_text(day: date) -> str:
    """ "Tuesday, 24 November" in the person's language."""
    return QLocale().toString(_qdate(day), tr("Calendar", "dddd, d MMMM"))


def moment_text(moment: datetime, zone: ZoneInfo) -> str:
    local = moment.astimezone(zone)
    return tr("Calendar", "{day} at {time}", day=day_text(local.date()), time=time_text(moment, zone))


def title_text(days: Sequence[date]) -> str:
    """ "November 2026", "24 November 2026" for one day, both months where a week has two."""
    first, last = days[0], days[-1]
    if len(days) == 1:
        return QLocale().toString(_qdate(first), tr("Calendar", "d MMMM yyyy"))
    whole = QLocale().toString(_qdate(last), "MMMM yyyy")
    if (first.year, first.month) == (last.year, last.month):
        return whole
    style = "MMMM" if first.year == last.year else "MMMM yyyy"
    return f"{QLocale().toString(_qdate(first), style)} – {whole}"


def spoken(entry: Entry, zone: ZoneInfo, *, blurred: bool = False) -> str:
    """ "10:00 to 10:50, Dana Levi, Massage, scheduled", for a screen reader."""
    name = initials(entry.client_name) if blurred else entry.client_name
    times = tr(
        "Calendar", "{start} to {end}", start=time_text(entry.start, zone), end=time_text(entry.end, zone)
    )
    parts = [times, name, entry.service, status_text(entry.status).lower()]
    return ", ".join(part for part in parts if part)


def length_text(start: datetime, end: datetime) -> str:
    """ "50 min", "1 h 20 min"; real minutes, also over a clock change."""
    hours, minutes = divmod(round((end - start).total_seconds() / 60), 60)
    if not hours:
        return tr("Calendar", "{minutes} min", minutes=minutes)
    if not minutes:
        return tr("Calendar", "{hours} h", hours=hours)
    return tr("Calendar", "{hours} h {minutes} min", hours=hours, minutes=minutes)


def taken_text(entry: Entry, zone: ZoneInfo) -> str:
    """Who holds a time, by initials: the screen may be seen by the next client."""
    name = initials(entry.client_name)
    return f"{name}  {span_text(entry.start, entry.end, zone)}"


def problem_text(problem: Problem) -> str:
    return {
        Problem.NO_CLIENT: tr("Calendar", "Choose a client, or add the name as a new one."),
        Problem.NO_TIME: tr("Calendar", "Write a time such as 9:30."),
        Problem.END_BEFORE_START: tr("Calendar", "The end is not after the start. Set a later end."),
        Problem.NO_REASON: tr("Calendar", "Say in a few words why both can take place."),
    }[problem]


class SentenceWords:
    """The sentences after a command; no name in them, for a toast stands for anyone to read."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone

    def moved(self, start: datetime) -> str:
        return tr("Calendar", "Moved to {when}", when=moment_text(start, self._zone))

    def resized(self, start: datetime, end: datetime) -> str:
        return tr("Calendar", "Now {times}", times=span_text(start, end, self._zone))

    def marked(self, status: AppointmentStatus) -> str:
        return tr("Calendar", "Marked as {status}", status=status_text(status).lower())

    def deleted(self) -> str:
        return tr("Calendar", "Appointment deleted")

    def undone(self) -> str:
        return tr("Calendar", "Undone")

    def booked(self, start: datetime) -> str:
        return tr("Calendar", "Booked for {when}", when=moment_text(start, self._zone))

    def saved(self) -> str:
        return tr("Calendar", "Appointment saved")


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)
