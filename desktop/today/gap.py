"""The next free time of today, inside opening hours. Qt-free."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from core.domain.free_time import Span, free_between
from core.domain.ids import UserId
from core.domain.timegrid import day_of
from desktop.kit.hours import Hours

SHORTEST = timedelta(minutes=15)
"""What is shorter is a pause between two people."""


@dataclass(frozen=True, slots=True)
class FreeGap:
    """`start` None: it has begun already."""

    start: datetime | None
    end: datetime


def next_gap(
    now: datetime, hours: Hours, zone: ZoneInfo, taken: Iterable[Span], who: UserId | None = None
) -> FreeGap | None:
    """Of today, from now on; None when the rest of the opening hours of `who` is taken. Moments in `zone`."""
    for start, end in free_between(hours.open_times([day_of(now, zone)], zone, who), taken):
        begin = max(now, start)
        if end - begin >= SHORTEST:
            return FreeGap(None if begin <= now else begin.astimezone(zone), end.astimezone(zone))
    return None
