"""An agenda's rows: a heading for each day that has appointments, and two lines for each of them. Qt-free."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from core.domain import timegrid
from desktop.calendar.entry import CalendarEntry


@dataclass(frozen=True, slots=True)
class AgendaDay:
    """The heading above a day's appointments."""

    day: date
    count: int


AgendaItem = AgendaDay | CalendarEntry


def agenda_items(entries: Iterable[CalendarEntry], days: Sequence[date], zone: ZoneInfo) -> list[AgendaItem]:
    """By day and start. What began before the first day stands below that one's heading."""
    found: dict[date, list[CalendarEntry]] = {day: [] for day in days}
    for entry in sorted(entries, key=lambda entry: (entry.start, entry.end, entry.id.bytes)):
        day = max(timegrid.day_of(entry.start, zone), days[0])
        if day in found:
            found[day].append(entry)
    items: list[AgendaItem] = []
    for day, some in found.items():
        if some:
            items += [AgendaDay(day, len(some)), *some]
    return items
