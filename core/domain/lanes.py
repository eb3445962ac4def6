"""Packs spans of time that overlap into side-by-side lanes, as a calendar column paints them."""

from collections.abc import Sequence
from dataclasses import dataclass

Interval = tuple[float, float]
"""Half-open [start, end) on any one axis (minutes, microseconds); end is after start."""


@dataclass(frozen=True, slots=True)
class Lane:
    """Where one span stands: lanes `index` to `index + width - 1` of the `count` that its cluster has."""

    index: int
    width: int
    count: int


def pack(spans: Sequence[Interval]) -> list[Lane]:
    """One lane per span, in the order given. Spans that overlap never share a lane.

    A cluster (spans linked by overlaps) has as many lanes as spans stand on its busiest moment, which is
    the fewest possible; a span then widens to the right over lanes that are free for its whole length.
    Equal sets of spans look equal whatever their order, but for spans that are themselves equal.
    """
    if any(end <= start for start, end in spans):
        raise ValueError("a span must end after it starts")
    # Of two that begin together the longer one first: it stands at the left, whatever order they came in.
    order = sorted(range(len(spans)), key=lambda at: (spans[at][0], -spans[at][1]))
    lanes: dict[int, Lane] = {}
    for cluster in _clusters(order, spans):
        lanes.update(_pack_cluster(cluster, spans))
    return [lanes[at] for at in range(len(spans))]


def _clusters(order: Sequence[int], spans: Sequence[Interval]) -> list[list[int]]:
    clusters: list[list[int]] = []
    reach = float("-inf")
    for at in order:
        start, end = spans[at]
        if start >= reach:
            clusters.append([])
        clusters[-1].append(at)
        reach = max(reach, end)
    return clusters


def _pack_cluster(cluster: Sequence[int], spans: Sequence[Interval]) -> dict[int, Lane]:
    columns: list[list[int]] = []
    index_of: dict[int, int] = {}
    for at in cluster:
        index = _first_free(columns, spans, spans[at][0])
        if index == len(columns):
            columns.append([])
        columns[index].append(at)
        index_of[at] = index
    return {
        at: Lane(index, _width(at, index, columns, spans), len(columns)) for at, index in index_of.items()
    }


def _first_free(columns: Sequence[Sequence[int]], spans: Sequence[Interval], start: float) -> int:
    """Columns are filled in order of start, so a column's last span is the one that ends last."""
    for index, column in enumerate(columns):
        if spans[column[-1]][1] <= start:
            return index
    return len(columns)


def _width(at: int, index: int, columns: Sequence[Sequence[int]], spans: Sequence[Interval]) -> int:
    start, end = spans[at]
    width = 1
    for column in columns[index + 1 :]:
        if any(spans[other][0] < end and start < spans[other][1] for other in column):
            # A span is painted in one piece: it does not go on behind what is in its way.
            break
        width += 1
    return width
