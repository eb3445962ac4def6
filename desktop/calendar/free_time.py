"""When there is time: the next opening that no appointment takes. Qt-free."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from core.domain import timegrid
from desktop.calendar.entry import CalendarEntry
from desktop.kit.hours import Hours

_STEP = timedelta(minutes=15)
_DAYS_AHEAD = 14


def next_free(
    after: datetime, length: timedelta, hours: Hours, zone: ZoneInfo, entries: Iterable[CalendarEntry]
) -> datetime | None:
    """The first quarter hour from `after` on that begins an open and free `length`; None in two weeks' time.

    `entries` are those that are known; where more were, a booking warns of them.
    """
    taken = [entry for entry in entries if entry.movable]
    for start, end in _open_times(timegrid.day_of(after, zone), hours, zone):
        at = max(start, _quarter_up(after, zone))
        while at + length <= end:
            if not any(entry.start < at + length and at < entry.end for entry in taken):
                return at
            at += _STEP
    return None


def _open_times(first: date, hours: Hours, zone: ZoneInfo) -> Iterator[tuple[datetime, datetime]]:
    for day in timegrid.days_from(first, _DAYS_AHEAD):
        scale = timegrid.day_scale(day, zone)
        for start, end in sorted(hours.open.get(day.weekday(), ())):
            yield scale.moment_at(start), scale.moment_at(end)


def _quarter_up(moment: datetime, zone: ZoneInfo) -> datetime:
    snapped = timegrid.snap_down(moment, zone, 15)
    return snapped if snapped == moment else snapped + _STEP
