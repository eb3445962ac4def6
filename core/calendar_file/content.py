"""The one place that imports the library of calendar files: what it writes, and what it makes of a line."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from types import ModuleType
from typing import Any

_PRODUCT = "-//PazPaz//PazPaz Desktop//EN"
_END = b"END:VCALENDAR\r\n"


class NotUnderstood(ValueError):
    """The library makes nothing of a line or of its value."""


@cache
def _library() -> ModuleType:
    # Only here: loading it takes longer than a keystroke may, and few people need it on a day.
    import icalendar  # noqa: PLC0415 - see above

    return icalendar


def opening() -> bytes:
    """How a file begins. Events follow, then `closing`."""
    calendar = _library().Calendar()
    # No calendar is without these two (RFC 5545, 3.6).
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    # The library writes a calendar as a whole; without its end a file grows event by event.
    return bytes(calendar.to_ical()).removesuffix(_END)


def closing() -> bytes:
    """How a file ends."""
    return _END


def event(uid: str, start: datetime, end: datetime, summary: str, stamp: datetime) -> bytes:
    """One event, with folded lines. All times are aware and in UTC; `stamp` says when it was written.

    It is marked as private and as taking its time, so that a shared calendar shows no more than it must.
    """
    made = _library().Event()
    made.add("uid", uid)
    made.add("dtstamp", stamp)
    made.add("dtstart", start)
    made.add("dtend", end)
    made.add("summary", summary)
    # RFC 5545, 3.8.1.3 and 3.8.2.7.
    made.add("class", "PRIVATE")
    made.add("transp", "OPAQUE")
    return bytes(made.to_ical())


def parts(line: str) -> tuple[str, Mapping[str, str], str]:
    """Name and parameters in capitals, and the value without its escapes, of an unfolded line."""
    found: tuple[str, Mapping[str, Any], str] = _tried(lambda: _library().parser.Contentline(line).parts())
    name, parameters, value = found
    told = {
        key.upper(): each if isinstance(each, str) else ",".join(each) for key, each in parameters.items()
    }
    return name.upper(), told, value


def time_value(value: str) -> date | datetime | timedelta:
    """A day, a moment (naive, or in UTC where it says so) or a length of time."""
    found: date | datetime | timedelta = _tried(lambda: _library().vDDDTypes.from_ical(value))
    if not isinstance(found, date | timedelta):
        raise NotUnderstood
    return found


def rule_value(value: str) -> Mapping[str, Sequence[Any]]:
    """The parts of a rule of repetition, by their names in capitals."""
    found: Mapping[str, Sequence[Any]] = _tried(lambda: dict(_library().vRecur.from_ical(value)))
    return {name.upper(): values for name, values in found.items()}


def windows_zones() -> Mapping[str, str]:
    """Zones of the tz database by the names that Windows and Outlook have for them."""
    found: Mapping[str, str] = _library().timezone.windows_to_olson.WINDOWS_TO_OLSON
    return found


def _tried(read: Any) -> Any:
    try:
        return read()
    except Exception as error:  # a hostile line may bring the library to raise anything
        raise NotUnderstood from error
