"""An agenda's rows: a heading for each day of which there is anything to say, then what it has. Qt-free."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from core.domain import timegrid
from desktop.calendar.block_entry import BlockEntry
from desktop.calendar.block_layout import blocks_of_days
from desktop.calendar.entry import CalendarEntry


@dataclass(frozen=True, slots=True)
class AgendaDay:
    """The heading above a day's appointments, and all that a day without any has."""

    day: date
    count: int


AgendaItem = AgendaDay | CalendarEntry | BlockEntry


def agenda_items(
    entries: Iterable[CalendarEntry],
    days: Sequence[date],
    zone: ZoneInfo,
    blocks: Iterable[BlockEntry] = (),
    named: Collection[date] = (),
) -> list[AgendaItem]:
    """By day and start. An appointment stands on the day on which it begins, or on the first one; a block on
    each of its days. Days that are `named`, such as holidays, have their heading in any case."""
    found: dict[date, list[CalendarEntry | BlockEntry]] = {day: [] for day in days}
    for entry in entries:
        day = max(timegrid.day_of(entry.start, zone), days[0])
        if day in found:
            found[day].append(entry)
    scales = [timegrid.day_scale(day, zone) for day in days]
    for day, blocked in zip(days, blocks_of_days(tuple(blocks), scales), strict=True):
        found[day].extend(blocked)
    items: list[AgendaItem] = []
    for day, some in found.items():
        if some or day in named:
            booked = sum(isinstance(one, CalendarEntry) for one in some)
            ordered = sorted(some, key=lambda each: (each.start, each.end, each.id.bytes))
            items += [AgendaDay(day, booked), *ordered]
    return items
