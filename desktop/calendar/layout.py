"""Where appointments stand in the columns of a week, in minutes and lanes; no pixels and no Qt."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from core.domain.lanes import Lane, pack
from core.domain.timegrid import DAY_MINUTES, DayScale
from desktop.calendar.entry import CalendarEntry


@dataclass(frozen=True, slots=True)
class Slice:
    """The part of one appointment in one column. `top` and `bottom` are minutes of the column.

    `starts` and `ends` say whether the appointment begins and ends in this column.
    """

    entry: CalendarEntry
    column: int
    top: float
    bottom: float
    lane: Lane
    starts: bool = True
    ends: bool = True


class _Part(NamedTuple):
    entry: CalendarEntry
    top: float
    bottom: float
    starts: bool
    ends: bool


def _in_any(_column: int, _entry: CalendarEntry) -> bool:
    return True


def lay_out(
    entries: Iterable[CalendarEntry],
    days: Sequence[DayScale],
    least_minutes: float,
    takes: Callable[[int, CalendarEntry], bool] = _in_any,
) -> list[Slice]:
    """Every slice to paint, by column and then from the top; `takes`: whether a column of its day has it.

    Nothing is lower than `least_minutes`, so that the shortest name can be read; packing sees that height,
    so what is painted never overlaps.
    """
    parts: list[list[_Part]] = [[] for _ in days]
    ends = [day.end for day in days]
    # By the number of an id: ids compare and hash in Python, and many appointments begin and end together.
    for entry in sorted(entries, key=lambda entry: (entry.start, entry.end, entry.id.int)):
        for column in range(bisect_right(ends, entry.start), len(days)):
            day = days[column]
            # What ends at the day's first moment is not of this day; what both begins and ends there is.
            if not (day.start < entry.end or day.start <= entry.start):
                break
            if takes(column, entry):
                parts[column].append(_part(entry, day, least_minutes))
    return [piece for column, some in enumerate(parts) for piece in _column(column, some)]


def _part(entry: CalendarEntry, day: DayScale, least: float) -> _Part:
    # Just before midnight there is no room below: it gets its height above its start.
    top = min(day.minute_of(entry.start), DAY_MINUTES - least)
    bottom = max(day.minute_of(entry.end), top + least)
    return _Part(entry, top, bottom, entry.start >= day.start, entry.end <= day.end)


def _column(column: int, parts: Sequence[_Part]) -> list[Slice]:
    lanes = pack([(part.top, part.bottom) for part in parts])
    return [
        Slice(part.entry, column, part.top, part.bottom, lane, part.starts, part.ends)
        for part, lane in zip(parts, lanes, strict=True)
    ]
