"""What a printed month says: whole weeks of days, each with its appointments and blocked times. No Qt."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from core.domain import timegrid
from core.domain.time_blocks import BlockSpan
from core.store.practice.practice import Practice
from desktop.kit.hours import Hours, hours_of
from desktop.paper.booked import booked_on, touches
from desktop.paper.record_words import RecordWords, words_of
from desktop.paper.shown import ALL_SHOWN, Shown

_THURSDAY = 3


@dataclass(frozen=True, slots=True)
class MonthLine:
    """An appointment, or a blocked time, whose `colour` is None. `time` is empty for a whole day."""

    time: str
    text: str
    colour: str | None = None
    is_block: bool = False


@dataclass(frozen=True, slots=True)
class MonthCell:
    """A day; one of the months beside has its number alone."""

    day: date
    is_inside: bool
    is_closed: bool = False
    holiday: str = ""
    lines: Sequence[MonthLine] = ()


@dataclass(frozen=True, slots=True)
class MonthWeek:
    """`number` is that of its Thursday."""

    number: int
    cells: Sequence[MonthCell]


@dataclass(frozen=True, slots=True)
class MonthSheet:
    """One page. `words` are in the practice's language, as those of a record."""

    words: RecordWords
    practice: str
    title: str
    weeks: Sequence[MonthWeek]


def month_sheet(practice: Practice, first: date, shown: Shown = ALL_SHOWN) -> MonthSheet:
    """Of the month of `first`; cancelled appointments are left out. On a worker."""
    place, settings = practice.settings.workspace(), practice.settings.all()
    words, zone = words_of(place.locale), ZoneInfo(place.timezone)
    hours = hours_of(settings, place.locale)
    first = first.replace(day=1)
    # 31 days on it is the next month, however long this one is.
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    begin = timegrid.first_of_week(first, hours.first_weekday)
    weeks = -(-((last - begin).days + 1) // 7)
    lines = _lines(practice, timegrid.days_from(first, last.day), words, zone, shown)
    days = timegrid.days_from(begin, weeks * 7)
    cells = [_cell(day, first, hours, lines) for day in days]
    return MonthSheet(
        words,
        place.name,
        f"{words.months[first.month - 1]} {first.year}",
        [_week(cells[at : at + 7]) for at in range(0, len(cells), 7)],
    )


def _week(cells: Sequence[MonthCell]) -> MonthWeek:
    thursday = next(cell.day for cell in cells if cell.day.weekday() == _THURSDAY)
    return MonthWeek(thursday.isocalendar().week, cells)


def _cell(
    day: date, first: date, hours: Hours, lines: Mapping[date, Sequence[tuple[datetime, MonthLine]]]
) -> MonthCell:
    if (day.year, day.month) != (first.year, first.month):
        return MonthCell(day, is_inside=False)
    told = [line for _, line in sorted(lines.get(day, ()), key=lambda each: each[0])]
    is_closed = not hours.open_on(day)
    return MonthCell(day, True, is_closed, ", ".join(hours.holidays.on(day)), told)


def _lines(
    practice: Practice, days: Sequence[date], words: RecordWords, zone: ZoneInfo, shown: Shown
) -> Mapping[date, Sequence[tuple[datetime, MonthLine]]]:
    """By day, with the moment by which they are sorted. One over midnight stands on its first day."""
    booked = booked_on(practice, days[0], days[-1], zone, shown)
    found: dict[date, list[tuple[datetime, MonthLine]]] = defaultdict(list)
    for row in booked.rows:
        start, colour = row.appointment.scheduled_start, row.service.colour if row.service else None
        line = MonthLine(_clock(start, zone), row.client_name, colour)
        found[timegrid.day_of(start, zone)].append((start, line))
    for span in booked.blocks:
        for day, line in _of_block(span, booked.state(span.block, words, {}), days, zone):
            found[day].append((max(span.start, timegrid.start_of_day(day, zone)), line))
    return found


def _of_block(
    span: BlockSpan, state: Sequence[str], days: Sequence[date], zone: ZoneInfo
) -> Iterator[tuple[date, MonthLine]]:
    """On each of its days."""
    text = " · ".join(filter(None, (span.block.title or "", *state)))
    for day in days:
        scale = timegrid.day_scale(day, zone)
        if touches(span, scale):
            at = "" if span.block.is_all_day or span.start < scale.start else _clock(span.start, zone)
            yield day, MonthLine(at, text, is_block=True)


def _clock(moment: datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%H:%M}"
