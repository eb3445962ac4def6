"""Dates and times in words, for the screen and for those who listen to it."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import QDate, QLocale

from core.domain.enums import AppointmentStatus
from desktop.calendar.booking_form import FieldProblem
from desktop.calendar.closed_words import holiday_text
from desktop.calendar.entry import CalendarEntry, initials
from desktop.calendar.gesture import Ghost
from desktop.calendar.pages import CalendarPage, PageKind
from desktop.kit.i18n import plural, tr

_LEFT_TO_RIGHT_MARK = "\u200e"
_MOMENT = timedelta(microseconds=1)


def time_text(moment: datetime, zone: ZoneInfo) -> str:
    """Such as "09:30": what the clock of the zone shows, with 24 hours in every language."""
    local = moment.astimezone(zone)
    return f"{local.hour:02}:{local.minute:02}"


def span_text(start: datetime, end: datetime, zone: ZoneInfo) -> str:
    """ "10:00–10:50", which stays in this order inside right-to-left text."""
    return f"{_LEFT_TO_RIGHT_MARK}{time_text(start, zone)}–{time_text(end, zone)}"


def status_text(status: AppointmentStatus) -> str:
    """The status as a label, in the person's language."""
    return {
        AppointmentStatus.SCHEDULED: tr("Calendar", "Scheduled"),
        AppointmentStatus.COMPLETED: tr("Calendar", "Completed"),
        AppointmentStatus.CANCELLED: tr("Calendar", "Cancelled"),
        AppointmentStatus.NO_SHOW: tr("Calendar", "No-show"),
    }[status]


def weekday_text(day: date) -> str:
    """The short name, such as "Tue", in the person's language."""
    return QLocale().dayName(day.isoweekday(), QLocale.FormatType.ShortFormat)


def day_text(day: date) -> str:
    """ "Tuesday, 24 November" in the person's language."""
    return QLocale().toString(_qdate(day), tr("Calendar", "dddd, d MMMM"))


def moment_text(moment: datetime, zone: ZoneInfo) -> str:
    """Day and time as a sentence needs them, such as "Tuesday, 24 November at 10:00"."""
    local = moment.astimezone(zone)
    return tr("Calendar", "{day} at {time}", day=day_text(local.date()), time=time_text(moment, zone))


def days_text(start: datetime, end: datetime, zone: ZoneInfo, *, short: bool = False) -> str:
    """Whole days, such as "Tuesday, 24 November to Friday, 27 November"; the last ends at `end`."""
    style = tr("Calendar", "ddd d MMM") if short else tr("Calendar", "dddd, d MMMM")
    first, last = start.astimezone(zone).date(), (end - _MOMENT).astimezone(zone).date()
    if first == last:
        return _written(first, style)
    return tr("Calendar", "{first} to {last}", first=_written(first, style), last=_written(last, style))


def title_texts(page: CalendarPage) -> tuple[str, ...]:
    """The title, and shorter ones for where there is less room, down to "24 Nov".

    Such as "Tuesday, 24 November 2026 · Week 48"; two days for an agenda, no week for a month.
    """
    week = tr("Calendar", "Week {number}", number=page.week_number)
    short_week = tr("Calendar", "W{number}", number=page.week_number)
    if page.kind is PageKind.MONTH:
        return _written(page.anchor, "MMMM yyyy"), _written(page.anchor, "MMM yyyy")
    if page.kind is PageKind.AGENDA:
        return _span_titles(page.days)
    if page.kind is PageKind.DAY:
        styles = (tr("Calendar", "dddd, d MMMM yyyy"), tr("Calendar", "ddd d MMM yyyy"))
        longest, shorter = (_written(page.anchor, style) for style in styles)
        shortest = _written(page.anchor, tr("Calendar", "ddd d MMM"))
        least = _written(page.anchor, tr("Calendar", "d MMM"))
        holiday = holiday_text(page.hours, page.anchor)
        # Columns of people leave no head to the day.
        named = [f"{text} · {holiday}" for text in (longest, shorter, shortest) if holiday]
        return (
            *named,
            f"{longest} · {week}",
            f"{shorter} · {week}",
            f"{shortest} · {short_week}",
            shortest,
            least,
        )
    months, shorter = _months_text(page.days, "MMMM"), _months_text(page.days, "MMM")
    least = shorter if page.days[0].month == page.days[-1].month else _months_text(page.days, "MMM", "")
    return f"{months} · {week}", f"{shorter} · {week}", f"{shorter} · {short_week}", shorter, least


def _span_titles(days: Sequence[date]) -> tuple[str, ...]:
    """The first and the last day, in the order of the text."""
    found = []
    for style in (tr("Calendar", "d MMMM"), tr("Calendar", "d MMM")):
        ends = (_written(days[0], style), _written(days[-1], style))
        found.append(tr("Calendar", "{first} – {last}", first=ends[0], last=ends[1]))
    return (f"{found[0]} {days[-1].year}", *found)


def _months_text(days: Sequence[date], month: str, year: str = " yyyy") -> str:
    """Both months where a week has two."""
    first, last = days[0], days[-1]
    whole = _written(last, month + year)
    if (first.year, first.month) == (last.year, last.month):
        return whole
    return f"{_written(first, month if first.year == last.year else month + year)} – {whole}"


def _written(day: date, style: str) -> str:
    return QLocale().toString(_qdate(day), style)


def spoken(entry: CalendarEntry, zone: ZoneInfo, *, blurred: bool = False, conflict: bool = False) -> str:
    """ "Tuesday 10:00 to 10:50, Dana Levi, Massage, scheduled, conflict", for a screen reader."""
    name = initials(entry.client_name) if blurred else entry.client_name
    times = tr(
        "Calendar",
        "{weekday} {start} to {end}",
        weekday=_written(entry.start.astimezone(zone).date(), "dddd"),
        start=time_text(entry.start, zone),
        end=time_text(entry.end, zone),
    )
    alert = tr("Calendar", "alert: {words}", words=entry.alerts) if entry.alerts and not blurred else ""
    repeats = tr("Calendar", "repeats") if entry.series_id is not None else ""
    collides = tr("Calendar", "conflict") if conflict else ""
    parts = [times, name, entry.service, status_text(entry.status).lower(), repeats, collides, alert]
    return ", ".join(part for part in parts if part)


def place_spoken(number: int, count: int) -> str:
    """ "2 of 5": which of a day's appointments."""
    return tr("Calendar", "{number} of {count}", number=number, count=count)


def month_day_spoken(day: date, count: int, *, closed: bool, holiday: str = "") -> str:
    """ "Tuesday, 24 November, Yom Kippur, 5 appointments", and whether the practice is closed."""
    many = plural("Calendar", "{n} appointment", "{n} appointments", count)
    return ", ".join(filter(None, (day_text(day), holiday, many, tr("Calendar", "closed") if closed else "")))


def free_spoken(start: datetime, zone: ZoneInfo, who: str, *, is_open: bool, holiday: str = "") -> str:
    """ "Tuesday, 24 November, Purim, 10:30, free": where the arrows are when no appointment is there."""
    local = start.astimezone(zone)
    state = tr("Calendar", "free") if is_open else tr("Calendar", "free, outside opening hours")
    told = (day_text(local.date()), holiday, time_text(start, zone), who, state)
    return ", ".join(filter(None, told))


def mode_texts(
    ghost: Ghost, hint: str, zone: ZoneInfo, *, has_hours: bool, blurred: bool = False
) -> tuple[str, str]:
    """While a time is chosen by keys: what the toolbar shows, and what is told to those who listen.

    `hint` is what speaks against the time, which a view shows beside the ghost. A page without hours moves by
    days, so the day is named there. Which block it is about is told before the first arrow, for a cursor may
    stand in several.
    """
    times = span_text(ghost.start, ghost.end, zone)
    if ghost.is_all_day:
        times = days_text(ghost.start, ghost.end, zone, short=True)
    elif not has_hours:
        times = f"{day_text(ghost.start.astimezone(zone).date())}, {times}"
    shown = tr("Calendar", "{times} – Enter keeps it, Esc does not", times=times)
    name = ghost.block.title(blurred=blurred) if ghost.block is not None and not ghost.moved else ""
    return shown, ", ".join(filter(None, (name, hint, shown)))


def taken_text(entry: CalendarEntry, zone: ZoneInfo) -> str:
    """Who holds a time, by initials: the screen may be seen by the next client."""
    name = initials(entry.client_name)
    return f"{name}  {span_text(entry.start, entry.end, zone)}"


def overlap_text(entries: Sequence[CalendarEntry], zone: ZoneInfo) -> str:
    """Such as "Overlaps D.L. 10:00–10:50 and 1 more"; empty where nothing overlaps."""
    if not entries:
        return ""
    first, more = entries[0], len(entries) - 1
    # A device that does not have the client knows no name.
    named = " ".join(filter(None, (initials(first.client_name), span_text(first.start, first.end, zone))))
    if not more:
        return tr("Calendar", "Overlaps {appointment}", appointment=named)
    return plural(
        "Calendar",
        "Overlaps {appointment} and 1 more",
        "Overlaps {appointment} and {n} more",
        more,
        appointment=named,
    )


def problem_text(problem: FieldProblem) -> str:
    """The sentence beside the field, which says what to do about it."""
    return {
        FieldProblem.NO_CLIENT: tr("Calendar", "Choose a client, or add the name as a new one."),
        FieldProblem.NO_TIME: tr("Calendar", "Write a time such as 9:30."),
        FieldProblem.SKIPPED_TIME: tr("Calendar", "Clocks skip this time on this day. Choose another."),
        FieldProblem.END_BEFORE_START: tr("Calendar", "The end is not after the start. Set a later end."),
        FieldProblem.NO_REASON: tr("Calendar", "Say in a few words why both can take place."),
        FieldProblem.NO_TREATS: tr("Calendar", "Choose who treats."),
    }[problem]


class SentenceWords:
    """The sentences after a command; no name in them, for a toast stands for anyone to read."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone

    def moved(self, start: datetime) -> str:
        """After a move of one appointment; `start` is the new one."""
        return tr("Calendar", "Moved to {when}", when=moment_text(start, self._zone))

    def resized(self, start: datetime, end: datetime) -> str:
        """After a new start or end of one appointment: both times, but no day."""
        return tr("Calendar", "Now {times}", times=span_text(start, end, self._zone))

    def marked(self, status: AppointmentStatus) -> str:
        """After a new status, which stands in small letters inside the sentence."""
        return tr("Calendar", "Marked as {status}", status=status_text(status).lower())

    def deleted(self) -> str:
        """After one appointment was deleted, also one of a series."""
        return tr("Calendar", "Appointment deleted")

    def series_changed(self) -> str:
        """After a move that was meant for more than one of a series."""
        return tr("Calendar", "Series changed; what is past or was changed by itself stays")

    def series_ended(self, *, deletes: bool) -> str:
        """After deleting or, without `deletes`, cancelling more than one of a series."""
        if deletes:
            return tr("Calendar", "Deleted from the series")
        return tr("Calendar", "Series ended; what was moved by itself or is near is cancelled")

    def series_change(self) -> str:
        """What `series_changed` says, without what stays."""
        return tr("Calendar", "Series changed")

    def series_end(self, *, deletes: bool) -> str:
        """What `series_ended` says, without what becomes of the rest."""
        return tr("Calendar", "Deleted from the series") if deletes else tr("Calendar", "Series ended")

    def undone(self, what: str) -> str:
        """After something was taken back; `what` says it as it was said when it was done."""
        return tr("Calendar", "Undone: {what}", what=what)

    def redone(self, what: str) -> str:
        """After it was done again."""
        return tr("Calendar", "Done again: {what}", what=what)

    def not_redone(self) -> str:
        """Where somebody changed it since."""
        return tr("Calendar", "This was changed again since, so it was not done again.")

    def booked(self, start: datetime) -> str:
        """After a new appointment; `start` is its own."""
        return tr("Calendar", "Booked for {when}", when=moment_text(start, self._zone))

    def booked_series(self, start: datetime) -> str:
        """After a new series; `start` is that of its first appointment."""
        return tr("Calendar", "Booked from {when} on", when=moment_text(start, self._zone))

    def saved(self) -> str:
        """After a change in the form, which may be of anything, so no time is told."""
        return tr("Calendar", "Appointment saved")


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)
