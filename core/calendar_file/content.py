"""The one place that imports the library of calendar files: what it writes, and what it makes of a line."""

from datetime import datetime

from icalendar import Calendar, Event

_PRODUCT = "-//PazPaz//PazPaz Desktop//EN"
_END = b"END:VCALENDAR\r\n"


def opening() -> bytes:
    """How a file begins. Events follow, then `closing`."""
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    return bytes(calendar.to_ical()).removesuffix(_END)


def closing() -> bytes:
    """How a file ends."""
    return _END


def event(uid: str, start: datetime, end: datetime, summary: str, stamp: datetime) -> bytes:
    """One event, with folded lines. All times are aware and in UTC; `stamp` says when it was written.

    It is marked as private and as taking its time, so that a shared calendar shows no more than it must.
    """
    made = Event()
    made.add("uid", uid)
    made.add("dtstamp", stamp)
    made.add("dtstart", start)
    made.add("dtend", end)
    made.add("summary", summary)
    made.add("class", "PRIVATE")
    made.add("transp", "OPAQUE")
    return bytes(made.to_ical())
