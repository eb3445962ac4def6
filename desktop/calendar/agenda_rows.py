"""An agenda's rows: a heading for each day that has any, then its appointments and blocks. Qt-free."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from core.domain import timegrid
from desktop.calendar.block_entry import BlockEntry
from desktop.calendar.entry import CalendarEntry


@dataclass(frozen=True, slots=True)
class AgendaDay:
    """The heading above a day's appointments."""

    day: date
    count: int


AgendaItem = AgendaDay | CalendarEntry | BlockEntry


def agenda_items(
    entries: Iterable[CalendarEntry],
    days: Sequence[date],
    zone: ZoneInfo,
    blocks: Iterable[BlockEntry] = (),
) -> list[AgendaItem]:
    """By day and start. What began before the first day stands below that one's heading."""
    found: dict[date, list[CalendarEntry | BlockEntry]] = {day: [] for day in days}
    everything: list[CalendarEntry | BlockEntry] = [*entries, *blocks]
    for entry in sorted(everything, key=lambda each: (each.start, each.end, each.id.bytes)):
        day = max(timegrid.day_of(entry.start, zone), days[0])
        if day in found:
            found[day].append(entry)
    items: list[AgendaItem] = []
    for day, some in found.items():
        if some:
            booked = sum(isinstance(one, CalendarEntry) for one in some)
            items += [AgendaDay(day, booked), *some]
    return items
