"""Opening hours of weekdays: read from settings, joined, compared. In minutes of the practice's clock."""

import re
from collections.abc import Iterable, Mapping, Sequence

from core.domain.timegrid import DAY_MINUTES

MinuteSpan = tuple[int, int]
"""Minutes of a day, [from, to)."""

Week = Mapping[int, Sequence[MinuteSpan]]
"""Weekdays count from Monday = 0; one that is missing, or has no spans, is closed."""

_STORED = re.compile(r"(\d{2}):(\d{2})")


def week_of(stored: object) -> dict[int, tuple[MinuteSpan, ...]] | None:
    """From settings: {"0": [["09:00", "12:00"], ["13:00", "17:00"]]}; None where that is no week at all.

    Another program may have written more than this one knows: a day or a span that cannot be read is left
    out, so that the calendar opens whatever stands there.
    """
    if not isinstance(stored, Mapping):
        return None
    found = {int(day): _spans(spans) for day, spans in stored.items() if day in _WEEKDAYS}
    return {day: spans for day, spans in found.items() if spans}


def weeks_of(stored: object) -> dict[str, dict[int, tuple[MinuteSpan, ...]]]:
    """As `week_of`, for each of several names; what is no week is left out."""
    if not isinstance(stored, Mapping):
        return {}
    read = ((str(name), week_of(week)) for name, week in stored.items())
    return {name: week for name, week in read if week is not None}


def joined(spans: Iterable[MinuteSpan]) -> tuple[MinuteSpan, ...]:
    """By start; spans that touch or overlap are one, and what ends before it starts is none."""
    found: list[MinuteSpan] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((start, end))
    return tuple(found)


def closed_parts(spans: Iterable[MinuteSpan]) -> list[MinuteSpan]:
    """What is left of a day, from its top."""
    edge = 0
    parts: list[MinuteSpan] = []
    for start, end in joined(spans):
        if edge < start:
            parts.append((edge, start))
        edge = end
    return [*parts, (edge, DAY_MINUTES)] if edge < DAY_MINUTES else parts


def common(ours: Iterable[MinuteSpan], theirs: Iterable[MinuteSpan]) -> tuple[MinuteSpan, ...]:
    """Where both are open."""
    others = joined(theirs)
    both = ((max(a, c), min(b, d)) for a, b in joined(ours) for c, d in others)
    return joined(both)


_WEEKDAYS = frozenset(str(day) for day in range(7))


def _spans(stored: object) -> tuple[MinuteSpan, ...]:
    if not isinstance(stored, (list, tuple)):
        return ()
    read = (_span(span) for span in stored)
    return joined(span for span in read if span is not None)


def _span(stored: object) -> MinuteSpan | None:
    if not isinstance(stored, (list, tuple)) or len(stored) != 2:
        return None
    start, end = (_minute(time) for time in stored)
    return None if start is None or end is None else (start, end)


def _minute(stored: object) -> int | None:
    """Of "HH:MM"; midnight at the end of a day is "24:00"."""
    found = _STORED.fullmatch(stored) if isinstance(stored, str) else None
    if found is None:
        return None
    minute = int(found[1]) * 60 + int(found[2])
    return minute if int(found[2]) < 60 and minute <= DAY_MINUTES else None
