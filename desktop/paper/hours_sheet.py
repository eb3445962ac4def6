"""What a printed day or week says by its hours: a column for each day or person, and boxes. No Qt."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from math import ceil, floor
from zoneinfo import ZoneInfo

from core.domain import timegrid
from core.domain.ids import UserId
from core.domain.lanes import Lane, pack
from core.domain.opening_hours import MinuteSpan
from core.domain.time_blocks import BlockSpan
from core.domain.timegrid import DayScale
from core.store.practice.appointments import ListedAppointment
from core.store.practice.practice import Practice
from desktop.kit.hours import Hours, hours_of
from desktop.paper.booked import booked_on, touches
from desktop.paper.days import hours_text, rest_of
from desktop.paper.record_words import RecordWords, words_of
from desktop.paper.shown import Shown

_NOBODY = UserId(uuid.UUID(int=0))
"""Whose column is that of appointments which name nobody."""
_LEAST_MINUTES = 15
"""As high as this a shorter one is drawn, so that its name has room."""
_FROM_HOUR, _TO_HOUR = 9, 17
"""At least these are on the page."""


@dataclass(frozen=True, slots=True)
class HoursBox:
    """An appointment or a blocked time, in minutes from the top of its day. `rest`: what else it says."""

    start: float
    end: float
    lane: Lane
    hours: str
    name: str
    rest: Sequence[str] = ()
    colour: str | None = None
    is_block: bool = False


@dataclass(frozen=True, slots=True)
class HoursColumn:
    """`whole` are the texts of what takes all of the day; `closed` the parts outside opening hours."""

    title: str
    whole: Sequence[str]
    closed: Sequence[MinuteSpan]
    boxes: Sequence[HoursBox]


@dataclass(frozen=True, slots=True)
class HoursSheet:
    """One page, from one full hour to another. `words` are in the practice's language."""

    words: RecordWords
    practice: str
    title: str
    first_hour: int
    last_hour: int
    columns: Sequence[HoursColumn]


def hours_sheet(
    practice: Practice, days: Sequence[date], people: Sequence[tuple[UserId, str]], shown: Shown
) -> HoursSheet:
    """Of days that follow each other, cancelled appointments left out. On a worker.

    `people`: those who have a column each on a page of one day; empty where a column is a day.
    """
    place, settings = practice.settings.workspace(), practice.settings.all()
    pen = _Pen(practice, days, ZoneInfo(place.timezone), words_of(place.locale), shown)
    hours = hours_of(settings, place.locale)
    if people:
        columns = [pen.column(days[0], hours, name, who) for who, name in people]
    else:
        columns = [pen.column(day, hours, _head(day, pen.words)) for day in days]
    first, last = _ends(columns, hours, days)
    return HoursSheet(pen.words, place.name, _title(days, pen.words), first, last, columns)


class _Pen:
    """What was read for the page, and how it is told."""

    def __init__(
        self, practice: Practice, days: Sequence[date], zone: ZoneInfo, words: RecordWords, shown: Shown
    ) -> None:
        self.words, self._zone = words, zone
        self._booked = booked_on(practice, days[0], days[-1], zone, shown)

    def column(self, day: date, hours: Hours, title: str, who: UserId | None = None) -> HoursColumn:
        scale = timegrid.day_scale(day, self._zone)
        names = self._booked.people if who is None else {}
        rows = [
            row for row in self._booked.rows if who in {None, row.appointment.practitioner_user_id or _NOBODY}
        ]
        blocks = [span for span in self._booked.blocks if who is None or span.block.user_id in {None, who}]
        whole = [span for span in blocks if span.block.is_all_day and touches(span, scale)]
        parts = [span for span in blocks if not span.block.is_all_day and touches(span, scale)]
        boxes = [*self._visits(rows, scale, names), *self._times(parts, scale, names)]
        closed = ", ".join(hours.holidays.on(day))
        told = [closed] if closed else []
        told += [" · ".join(self._block_words(span, names)) for span in whole]
        return HoursColumn(title, told, hours.closed(day, who), _side_by_side(boxes))

    def _visits(
        self, rows: Sequence[ListedAppointment], scale: DayScale, names: Mapping[UserId, str]
    ) -> Iterator[HoursBox]:
        for row in rows:
            start, end = row.appointment.scheduled_start, row.appointment.scheduled_end
            if start < scale.end and scale.start < end:
                top, bottom = _ends_on(scale, start, end)
                rest = rest_of(row, self.words, names)
                colour = row.service.colour if row.service else None
                hours = hours_text(start, end, self._zone)
                yield HoursBox(top, bottom, _ALONE, hours, row.client_name, rest, colour or "")

    def _times(
        self, spans: Sequence[BlockSpan], scale: DayScale, names: Mapping[UserId, str]
    ) -> Iterator[HoursBox]:
        for span in spans:
            name, *rest = self._block_words(span, names)
            top, bottom = _ends_on(scale, span.start, span.end)
            hours = hours_text(span.start, span.end, self._zone)
            yield HoursBox(top, bottom, _ALONE, hours, name, rest, is_block=True)

    def _block_words(self, span: BlockSpan, names: Mapping[UserId, str]) -> list[str]:
        state = self._booked.state(span.block, self.words, names)
        return [span.block.title, *state] if span.block.title else state


_ALONE = Lane(0, 1, 1)


def _ends_on(scale: DayScale, start: datetime, end: datetime) -> tuple[float, float]:
    # What begins late in the day is drawn higher, so that its name still has room above midnight.
    top = min(scale.minute_of(start), timegrid.DAY_MINUTES - _LEAST_MINUTES)
    return top, max(scale.minute_of(end), top + _LEAST_MINUTES)


def _side_by_side(boxes: Sequence[HoursBox]) -> list[HoursBox]:
    lanes = pack([(box.start, box.end) for box in boxes])
    return [replace(box, lane=lane) for box, lane in zip(boxes, lanes, strict=True)]


def _ends(columns: Sequence[HoursColumn], hours: Hours, days: Sequence[date]) -> tuple[int, int]:
    """Full hours that hold all boxes and all opening hours."""
    spans = [(box.start, box.end) for column in columns for box in column.boxes]
    spans += [(float(start), float(end)) for day in days for start, end in hours.open_on(day)]
    first = min((start for start, _ in spans), default=_FROM_HOUR * 60.0)
    last = max((end for _, end in spans), default=_TO_HOUR * 60.0)
    return min(_FROM_HOUR, floor(first / 60)), max(_TO_HOUR, min(24, ceil(last / 60)))


def _head(day: date, words: RecordWords) -> str:
    return f"{words.weekdays[day.weekday()]} {day.day}"


def _title(days: Sequence[date], words: RecordWords) -> str:
    first, last = days[0], days[-1]
    month = f"{words.months[last.month - 1]} {last.year}"
    if first == last:
        return f"{words.weekdays[first.weekday()]}, {first.day} {month}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{last.day} {month}"
    year = "" if first.year == last.year else f" {first.year}"
    return f"{first.day} {words.months[first.month - 1]}{year} – {last.day} {month}"
