"""How high the weeks of a printed month are and how large its lines. No Qt."""

from collections.abc import Sequence
from dataclasses import dataclass

LINE_MM = 4.2
"""Of a line where there is room enough."""
SMALLEST_LINE_MM = 2.8
"""Below this nobody reads a page on a wall."""
_USUAL_LINES = 3
"""An emptier week is as high as one with so many, to be written in by hand."""


@dataclass(frozen=True, slots=True)
class MonthRows:
    """`heights` of the weeks fill the page; a day of a week has room for `most` of its lines."""

    line_mm: float
    heights: Sequence[float]
    most: Sequence[int]


def month_rows(counts: Sequence[int], room_mm: float, number_mm: float) -> MonthRows:
    """`counts`: the lines of the fullest day of each week; `number_mm`: what the number of a day takes.

    Full weeks grow before lines shrink, and lines shrink before any is left out: paper has no "more".
    """
    wanted = [max(count, _USUAL_LINES) for count in counts]
    free = room_mm - number_mm * len(counts)
    line = max(min(LINE_MM, free / sum(wanted)), SMALLEST_LINE_MM)
    most = list(wanted)
    while sum(most) * line > free and max(most) > 1:
        most[most.index(max(most))] -= 1
    spare = (free - sum(most) * line) / len(counts)
    return MonthRows(line, [number_mm + each * line + spare for each in most], most)
