"""A month as cells of whole weeks: where each day is, and which of its appointments have room. Qt-free."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from core.domain.ids import AppointmentId
from core.domain.timegrid import DayScale
from desktop.calendar.entry import CalendarEntry
from desktop.calendar.geometry import Box

HEAD_PX, NUMBER_PX, ROW_PX, WEEKS_PX = 30, 28, 22, 34
_DAYS = 7
_INSET_PX = 4


@dataclass(frozen=True, slots=True)
class MonthGeometry:
    """Maps days, by their number on the page, and their rows to px of the whole view."""

    width: float
    height: float
    weeks: int
    mirrored: bool = False
    text_scale: float = 1.0

    @property
    def head_px(self) -> float:
        """The strip with the names of the weekdays, above the days."""
        return HEAD_PX * self.text_scale

    @property
    def weeks_px(self) -> float:
        """The strip with the numbers of the weeks, at the leading edge."""
        return WEEKS_PX * self.text_scale

    @property
    def day_px(self) -> float:
        """How wide a day is; never nought, for `day_at` divides by it."""
        return max(self.width - self.weeks_px, _DAYS) / _DAYS

    @property
    def week_px(self) -> float:
        """How high a week is, with the numbers of its days; never nought, as `day_px`."""
        return max(self.height - self.head_px, self.weeks) / self.weeks

    @property
    def rows(self) -> int:
        """How many lines a day has room for; one at least, which says how many there are."""
        room = self.week_px - NUMBER_PX * self.text_scale - 2
        return max(int(room // (ROW_PX * self.text_scale)), 1)

    def day_box(self, number: int) -> Box:
        """The whole cell of a day: its number and the rows below it."""
        week, place = divmod(number, _DAYS)
        x = self._mirror(self.weeks_px + place * self.day_px, self.day_px)
        return Box(x, self.head_px + week * self.week_px, self.day_px, self.week_px)

    def row_box(self, number: int, row: int) -> Box:
        """A row of a day, counted from nought below its number; it is not cut where the day has no room."""
        day, tall = self.day_box(number), ROW_PX * self.text_scale
        top = day.y + NUMBER_PX * self.text_scale + row * tall
        return Box(day.x + _INSET_PX, top, day.width - 2 * _INSET_PX, tall - 2)

    def words_box(self, number: int) -> Box:
        """Beside a day's number: what is said of the whole day."""
        day, tall = self.day_box(number), NUMBER_PX * self.text_scale
        x = day.x + (tall + _INSET_PX if self.mirrored else _INSET_PX)
        return Box(x, day.y + 3, max(day.width - tall - 2 * _INSET_PX, 1.0), tall - 4)

    def week_box(self, week: int) -> Box:
        """Where the number of a week stands."""
        x = self._mirror(0.0, self.weeks_px)
        return Box(x, self.head_px + week * self.week_px, self.weeks_px, NUMBER_PX * self.text_scale)

    def head_box(self, place: int) -> Box:
        """Where the name of a weekday stands; `place` counts from the day with which the week begins."""
        return Box(
            self._mirror(self.weeks_px + place * self.day_px, self.day_px), 0, self.day_px, self.head_px
        )

    def day_at(self, x: float, y: float) -> int | None:
        """The number of the day under a point; None on the heads and beside the days."""
        ahead = (self.width - x if self.mirrored else x) - self.weeks_px
        return None if ahead < 0 or y < self.head_px else self.nearest_day(x, y)

    def nearest_day(self, x: float, y: float) -> int:
        """As `day_at`, also for a point on the heads, beside the days or outside of the view."""
        ahead = (self.width - x if self.mirrored else x) - self.weeks_px
        place = min(max(int(ahead // self.day_px), 0), _DAYS - 1)
        week = min(max(int((y - self.head_px) // self.week_px), 0), self.weeks - 1)
        return week * _DAYS + place

    def _mirror(self, x: float, width: float) -> float:
        return self.width - x - width if self.mirrored else x


@dataclass(frozen=True, slots=True)
class MonthDay:
    """A day of the page: `shown` stand in its rows, and `hidden` more have no room."""

    number: int
    day: date
    shown: tuple[CalendarEntry, ...]
    hidden: int

    @property
    def count(self) -> int:
        """All appointments that touch the day, with those that have no room."""
        return len(self.shown) + self.hidden


def lay_out_month(
    entries: Iterable[CalendarEntry],
    days: Sequence[DayScale],
    rows: int,
    selected: AppointmentId | None = None,
) -> list[MonthDay]:
    """Every day with its appointments by start. One that is selected is among those that are shown."""
    found: list[list[CalendarEntry]] = [[] for _ in days]
    starts = [day.start for day in days]
    for entry in sorted(entries, key=lambda entry: (entry.start, entry.end, entry.id.bytes)):
        # What began before the page stands on its first days, too.
        number = max(bisect_right(starts, entry.start) - 1, 0)
        while number < len(days) and days[number].start < entry.end:
            if entry.start < days[number].end:
                found[number].append(entry)
            number += 1
    return [
        MonthDay(number, days[number].day, *_fitting(some, rows, selected))
        for number, some in enumerate(found)
    ]


def _fitting(
    entries: list[CalendarEntry], rows: int, selected: AppointmentId | None
) -> tuple[tuple[CalendarEntry, ...], int]:
    """All where they have room, else one row is left for the words that say how many more there are."""
    if len(entries) <= rows:
        return tuple(entries), 0
    shown = entries[: rows - 1]
    chosen = [entry for entry in entries[rows - 1 :] if entry.id == selected]
    if chosen and shown:
        # The last one gives way: the chosen one is later than all that have room, so the order stays.
        shown[-1:] = chosen
    return tuple(shown), len(entries) - len(shown)
