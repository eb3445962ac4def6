"""How many appointments stand above and below what a grid shows, and where that is said. Qt-free."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from desktop.calendar.geometry import Box, Geometry
from desktop.calendar.layout import Slice

_HEIGHT_PX, _INSET_PX = 20, 4
_SIGN_PX, _WORDS_PX = 40, 120
_ROOMY_PX = 360
"""From here on words stand beside what they could hide; a narrower column has a sign at its far edge."""


@dataclass(frozen=True, slots=True)
class OffscreenMark:
    """So many of a column's appointments are out of sight; `minute` is where the nearest of them is."""

    column: int
    above: bool
    count: int
    minute: float
    box: Box
    """In px of the visible part: its top is at nought."""


def offscreen_marks(
    placed: Iterable[tuple[Slice, float, float]], geometry: Geometry, offset: float, height: float
) -> list[OffscreenMark]:
    """One mark at the upper and one at the lower edge of a column, where anything is hidden there.

    `placed`: each slice with the upper and the lower edge of its box.
    """
    counts: Counter[tuple[int, bool]] = Counter()
    nearest: dict[tuple[int, bool], float] = {}
    for piece, upper, lower in placed:
        above = lower <= offset
        if not above and upper < offset + height:
            continue
        key = (piece.column, above)
        counts[key] += 1
        if above:
            nearest[key] = max(nearest.get(key, piece.top), piece.top)
        else:
            nearest[key] = min(nearest.get(key, piece.top), piece.top)
    return [
        OffscreenMark(column, above, count, nearest[column, above], _box(geometry, column, above, height))
        for (column, above), count in sorted(counts.items())
    ]


def _box(geometry: Geometry, column: int, above: bool, height: float) -> Box:
    scale, column_px = geometry.text_scale, geometry.column_px(column)
    wide = (_WORDS_PX if column_px >= _ROOMY_PX * scale else _SIGN_PX) * scale
    wide = min(wide, column_px - 2 * _INSET_PX)
    x = geometry.x_of(column) + (_INSET_PX if geometry.mirrored else column_px - wide - _INSET_PX)
    tall = _HEIGHT_PX * scale
    return Box(x, _INSET_PX if above else height - tall - _INSET_PX, wide, tall)
