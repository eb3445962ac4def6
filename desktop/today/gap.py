"""The next free time of today, inside opening hours. Qt-free."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from core.domain.timegrid import day_of, day_scale
from desktop.kit.hours import Hours

SHORTEST = timedelta(minutes=15)
"""What is shorter is a pause between two people."""


@dataclass(frozen=True, slots=True)
class Gap:
    """`start` None: it has begun already."""

    start: datetime | None
    end: datetime


def next_gap(
    now: datetime, hours: Hours, zone: ZoneInfo, taken: Iterable[tuple[datetime, datetime]]
) -> Gap | None:
    """Of today, from now on; None when the rest of the opening hours is taken. Moments in `zone`."""
    day, busy = day_of(now, zone), sorted(taken)
    scale = day_scale(day, zone)
    for first, last in sorted(hours.open.get(day.weekday(), ())):
        begin, closes = max(now, scale.moment_at(first)), scale.moment_at(last)
        for start, end in busy:
            if start - begin >= SHORTEST:
                break
            begin = max(begin, end)
        until = min([closes, *(start for start, _ in busy if start >= begin)])
        if until - begin >= SHORTEST:
            return Gap(None if begin <= now else begin.astimezone(zone), until.astimezone(zone))
    return None
