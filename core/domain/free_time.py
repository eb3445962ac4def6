"""What is left of some spans of time when others are taken."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

Span = tuple[datetime, datetime]
"""[from, to): what begins when another ends does not touch it."""


def free_between(given: Iterable[Span], taken: Iterable[Span]) -> Iterator[Span]:
    """The parts of `given` that no span of `taken` covers, by start and in UTC.

    Both in any order, and they may overlap; given spans that touch are one, so that what is free may go on
    over the place where they meet. Moments are aware, of any zone.
    """
    busy = _joined(taken)
    ends = [end for _, end in busy]
    for start, end in _joined(given):
        at = start
        # What ends just as this begins takes nothing of it, so it is passed over with those before.
        for first, last in busy[bisect_right(ends, start) :]:
            if first >= end:
                break
            if first > at:
                yield at, first
            at = last
        if at < end:
            yield at, end


def _joined(spans: Iterable[Span]) -> list[Span]:
    """By start, without overlaps, empty ones left out."""
    joined: list[Span] = []
    # In UTC, for two moments of one zone are compared by what its clock shows, which comes twice in autumn.
    for start, end in sorted((start.astimezone(UTC), end.astimezone(UTC)) for start, end in spans):
        if end <= start:
            continue
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], end)
        else:
            joined.append((start, end))
    return joined
