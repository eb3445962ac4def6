"""Which days of a series the practice is closed on, or somebody keeps free. Qt-free."""

from collections.abc import Iterable, Iterator
from datetime import date

from core.domain.free_time import Span
from core.domain.recurrence import days_between
from core.domain.series import CHECKED_AHEAD, Repeat, last_day
from core.domain.timegrid import at_wall
from desktop.calendar.closed_words import Place
from desktop.calendar.pages import CalendarPage


def closed_days(
    repeat: Repeat, span: Span, page: CalendarPage, place: Place, blocks: Iterable[Span]
) -> tuple[date, ...]:
    """Days of a series that are not open for all of it, or on which a block stands; two years are looked at.

    `span` is the first appointment's, which is left to whoever chose it. Where that is outside opening hours
    itself, so is every other one, and only holidays and blocks are told of.
    """
    hours, blocked = page.hours, list(blocks)
    first = span[0].astimezone(page.zone).date()
    is_outside = not hours.holidays.closing(first) and not hours.covers(
        span, page.zone, place.who, place.room
    )

    def is_closed(day: date, at: Span) -> bool:
        if any(start < at[1] and at[0] < end for start, end in blocked):
            return True
        if is_outside:
            return bool(hours.holidays.closing(day))
        return not hours.covers(at, page.zone, place.who, place.room)

    return tuple(day for day, at in _others(repeat, span, page, first) if is_closed(day, at))


def _others(repeat: Repeat, span: Span, page: CalendarPage, first: date) -> Iterator[tuple[date, Span]]:
    """The days after the first one that are not left out, each with its time."""
    wall, length = span[0].astimezone(page.zone).time(), span[1] - span[0]
    last = min(last_day(repeat.rule, first, repeat) or date.max, first + CHECKED_AHEAD)
    for day in days_between(repeat.rule, first, first, last):
        if day != first and day not in repeat.without:
            start = at_wall(day, wall, page.zone)
            yield day, (start, start + length)
