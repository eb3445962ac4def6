"""That a booking is closer to another appointment than a service wants, in words."""

from collections.abc import Iterable
from datetime import timedelta
from zoneinfo import ZoneInfo

from core.domain.buffers import Kept, between, nearest
from desktop.calendar.texts import time_text
from desktop.kit.i18n import tr


def close_text(booking: Kept, others: Iterable[Kept], zone: ZoneInfo) -> str:
    """Such as "Needs 10 min after 10:50"; empty where enough stays free on both sides."""
    other = nearest(booking, others)
    if other is None:
        return ""
    is_earlier = other.span < booking.span
    first, last = (other, booking) if is_earlier else (booking, other)
    minutes = between(first.buffer, last.buffer) // timedelta(minutes=1)
    if is_earlier:
        at = time_text(other.end, zone)
        return tr("Calendar", "Needs {minutes} min after {time}", minutes=minutes, time=at)
    at = time_text(other.start, zone)
    return tr("Calendar", "Needs {minutes} min before {time}", minutes=minutes, time=at)
