"""Why a time is not open, in words: a holiday, or hours of the practice, of a person or of a room."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from core.domain.timegrid import day_of
from desktop.kit.hours import Hours
from desktop.kit.i18n import tr


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Whom and what a time would be for; names are told where they are known."""

    who: UUID | None = None
    room: UUID | None = None
    who_name: str = ""
    room_name: str = ""


def holiday_text(hours: Hours, day: date) -> str:
    """What the day is called, such as "Yom Kippur"; empty on an ordinary day."""
    return ", ".join(hours.holidays.on(day))


def closed_text(hours: Hours, span: tuple[datetime, datetime], zone: ZoneInfo, place: Place) -> str:
    """Such as "Closed: Yom Kippur" or "Outside the hours of Dana"; empty where all of it is open."""
    holidays = hours.holidays.closing(day_of(span[0], zone))
    if holidays:
        return tr("Calendar", "Closed: {holiday}", holiday=", ".join(holidays))
    if not hours.covers(span, zone, place.who):
        return _outside(place.who_name if place.who in hours.people else "")
    if not hours.covers(span, zone, place.who, place.room):
        return _outside(place.room_name)
    return ""


def hint_text(hours: Hours, span: tuple[datetime, datetime], zone: ZoneInfo, place: Place) -> str:
    """As `closed_text`; on a holiday on which the practice works its name, such as "Holiday: Purim"."""
    closed = closed_text(hours, span, zone, place)
    holiday = holiday_text(hours, day_of(span[0], zone))
    return closed or (tr("Calendar", "Holiday: {name}", name=holiday) if holiday else "")


def _outside(name: str) -> str:
    if name:
        return tr("Calendar", "Outside the hours of {name}", name=name)
    return tr("Calendar", "Outside opening hours")
