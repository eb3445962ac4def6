"""The hours of a day as people write them: "9-12, 13-17". Qt-free."""

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence

from core.domain.opening_hours import Week
from desktop.kit.time_input import parse_time

Spans = list[list[str]]
"""As settings hold a day: pairs of "HH:MM"; midnight at the end is "24:00"."""

# A space parts two spans only where a whole span follows: "9 - 12" is one.
_BETWEEN_SPANS = re.compile(r"[,;+]|\s(?=\d{1,4}\S*\s*[-–—־])")
# Hyphen, both dashes and the maqaf, which is Hebrew's own.
_BETWEEN_TIMES = re.compile(r"\s*[-–—־]\s*")
_MIDNIGHT = frozenset({"0", "00", "0:00", "00:00", "24", "2400", "24:00", "24.00"})


def parse_hours(text: str) -> Spans | None:
    """The spans meant, by start; None where one cannot be read, ends before it starts or overlaps another.

    An empty text has no spans: a day that is closed.
    """
    parts = [part.strip() for part in _BETWEEN_SPANS.split(text) if part.strip()]
    spans = [_span(part) for part in parts]
    if any(span is None for span in spans):
        return None
    found = sorted(span for span in spans if span is not None)
    meets = any(later[0] < earlier[1] for earlier, later in itertools.pairwise(found))
    return None if meets else found


def hours_text(spans: Iterable[Sequence[str]]) -> str:
    """As `parse_hours` reads it: "09:00–12:00, 13:00–17:00". A span of one text is told as it stands."""
    return ", ".join("–".join(span) for span in spans)


def stored_week(week: Week) -> dict[str, Spans]:
    """As settings hold it: weekdays from Monday = 0 as text."""
    return {str(day): [[_clock(start), _clock(end)] for start, end in week[day]] for day in sorted(week)}


def is_week_sound(stored: Mapping[str, Sequence[Sequence[str]]]) -> bool:
    """Whether all of its days are hours that `parse_hours` reads."""
    return all(parse_hours(hours_text(spans)) is not None for spans in stored.values())


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _span(text: str) -> list[str] | None:
    times = _BETWEEN_TIMES.split(text)
    if len(times) != 2:
        return None
    start = parse_time(times[0])
    end = "24:00" if times[1] in _MIDNIGHT else _written(times[1])
    # Texts of this form sort as times do, and "24:00" after all of them.
    if start is None or end is None or f"{start:%H:%M}" >= end:
        return None
    return [f"{start:%H:%M}", end]


def _written(text: str) -> str | None:
    at = parse_time(text)
    return None if at is None else f"{at:%H:%M}"
