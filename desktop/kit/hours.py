"""The practice's opening hours and week. Qt-free."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from core.domain.timegrid import DAY_MINUTES, day_scale

Span = tuple[int, int]
"""Minutes of a day, [from, to)."""

SUNDAY = 6
_EIGHT_TO_SEVEN: tuple[Span, ...] = ((8 * 60, 19 * 60),)


def hours_of(settings: Mapping[str, Any]) -> "Hours":
    """From the practice's settings: {"working_hours": {"0": [["09:00", "17:00"]]}, "week_start": 0}."""
    open_: dict[int, list[Span]] = {}
    for weekday, spans in settings["working_hours"].items():
        open_[int(weekday)] = [(_minute(start), _minute(end)) for start, end in spans]
    return Hours(open_, int(settings["week_start"]))


def _minute(text: str) -> int:
    hour, _, minute = text.partition(":")
    return int(hour) * 60 + int(minute)


def _usual() -> Mapping[int, Sequence[Span]]:
    return dict.fromkeys((6, 0, 1, 2, 3), _EIGHT_TO_SEVEN)


@dataclass(frozen=True, slots=True)
class Hours:
    """Weekdays count from Monday = 0; a weekday that is not in `open` is closed."""

    open: Mapping[int, Sequence[Span]] = field(default_factory=_usual)
    first_weekday: int = SUNDAY
    usual_minutes: int = 60
    """How long a booking is while no service says it."""

    def closed(self, day: date) -> list[Span]:
        """The parts of a day outside opening hours, from its top."""
        edge = 0
        parts: list[Span] = []
        for start, end in sorted(self.open.get(day.weekday(), ())):
            if edge < start:
                parts.append((edge, start))
            edge = max(edge, end)
        return [*parts, (edge, DAY_MINUTES)] if edge < DAY_MINUTES else parts

    def is_open(self, local: datetime) -> bool:
        """Whether a moment on the practice's clock is inside opening hours."""
        minute = local.hour * 60 + local.minute
        return any(start <= minute < end for start, end in self.open.get(local.weekday(), ()))

    def open_times(self, days: Iterable[date], zone: ZoneInfo) -> Iterator[tuple[datetime, datetime]]:
        """When the practice is open on these days, as moments [from, to)."""
        for day in days:
            scale = day_scale(day, zone)
            for start, end in sorted(self.open.get(day.weekday(), ())):
                yield scale.moment_at(start), scale.moment_at(end)

    @property
    def work_weekdays(self) -> list[int]:
        """Weekdays with opening hours, in the week's order; a practice that never opens has all seven."""
        week = [(self.first_weekday + step) % 7 for step in range(7)]
        return [weekday for weekday in week if self.open.get(weekday)] or week

    @property
    def earliest_minute(self) -> int:
        """Where a fresh calendar is scrolled to."""
        return min((start for spans in self.open.values() for start, _ in spans), default=8 * 60)
