"""Pixels of the painted grid: columns, heights, event boxes and what is under the pointer. Qt-free."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from core.domain.timegrid import DAY_MINUTES
from desktop.calendar.layout import Slice

HOUR_PX, HOUR_MIN_PX, HOUR_MAX_PX = 56, 32, 112
GUTTER_PX = 60
HEAD_PX = 58
BAND_PX = 22
"""A row for what lasts all day, between the names of the days and the hours."""
GAP_PX = 2
COLUMN_MARGIN_PX = 8
"""Free strip at the trailing edge of a column, so that a full hour can still be clicked."""
# The name in the shortest of them can still be read.
LEAST_EVENT_PX = 20
EDGE_PX = 6
STRIP_PX = 34
"""A closed day that makes room for a panel: wide enough for the number in its head."""
NARROWEST_PX = 96
"""A day that gives way to a panel keeps so much, which holds a time and the beginning of a name."""


class Box(NamedTuple):
    """A rectangle in px."""

    x: float
    y: float
    width: float
    height: float

    def holds(self, x: float, y: float) -> bool:
        """Half-open: its left and upper edges are inside, its right and lower ones are not."""
        return self.x <= x < self.x + self.width and self.y <= y < self.y + self.height


class Point(NamedTuple):
    """A place in the grid: column and minute of that column."""

    column: int
    minute: float


@dataclass(frozen=True, slots=True)
class Geometry:
    """Maps columns and minutes to px of the whole grid (heads and gutter apart, scrolling apart).

    `width` is of the columns together; `mirrored` puts the first day at the right.
    """

    width: float
    columns: int
    hour_px: float = HOUR_PX
    mirrored: bool = False
    text_scale: float = 1.0
    """How much larger than usual the person's texts are; heads, gutter and least height grow with it."""
    widths: tuple[float, ...] = ()
    """Of each column, where they are not all the same."""
    bands: int = 0
    """How many rows for whole days stand below the names of the columns."""

    @property
    def height(self) -> float:
        """In px, of 24 hour rows; days of 23 and 25 hours have as many (see `core.domain.timegrid`)."""
        return 24 * self.hour_px

    @property
    def head_px(self) -> int:
        """Height of the strip above the columns, which names them and does not scroll."""
        return self.names_px + self.bands * self.band_px

    @property
    def names_px(self) -> int:
        """The part of it that names the columns."""
        return round(HEAD_PX * self.text_scale)

    @property
    def band_px(self) -> int:
        """Height of a row for whole days."""
        return round(BAND_PX * self.text_scale)

    @property
    def gutter_px(self) -> int:
        """Width of the strip beside the columns, with the hours and the time of now."""
        return round(GUTTER_PX * self.text_scale)

    def column_px(self, column: int) -> float:
        """Width of a column, with the strip at its trailing edge that events leave free."""
        return self.widths[column] if self.widths else self.width / self.columns

    @property
    def least_minutes(self) -> float:
        """The least height of an event, in minutes: more where an hour has fewer px."""
        return (LEAST_EVENT_PX * self.text_scale + GAP_PX) / self.hour_px * 60

    def x_of(self, column: int) -> float:
        """Left edge of a column."""
        if not self.widths:
            place = self.columns - 1 - column if self.mirrored else column
            return place * self.column_px(column)
        before = sum(self.widths[:column])
        return self.width - before - self.widths[column] if self.mirrored else before

    def y_of(self, minute: float) -> float:
        """Px below the top of the columns, however far they are scrolled."""
        return minute * self.hour_px / 60

    def minute_of(self, y: float) -> float:
        """The inverse of `y_of`, kept between 0 and 1440."""
        return min(max(y * 60 / self.hour_px, 0.0), float(DAY_MINUTES))

    def point_at(self, x: float, y: float) -> Point:
        """The nearest place in the grid; never outside it."""
        ahead = self.width - x if self.mirrored else x
        column = 0
        while column < self.columns - 1 and ahead >= self.column_px(column):
            ahead -= self.column_px(column)
            column += 1
        return Point(column, self.minute_of(y))

    def span_box(self, column: int, top: float, bottom: float) -> Box:
        """The full width of a column between two minutes, less its free strip."""
        return self._inside(column, 0.0, 1.0, top, bottom)

    def box_of(self, piece: Slice) -> Box:
        """The box of an event's slice in its lane, with a gap to what is beside and below it."""
        lane = piece.lane
        left, share = lane.index / lane.count, lane.width / lane.count
        return self._inside(piece.column, left, share, piece.top, piece.bottom)

    def _inside(self, column: int, left: float, share: float, top: float, bottom: float) -> Box:
        column_px = self.column_px(column)
        room = column_px - COLUMN_MARGIN_PX - 1
        start = room * left
        # Not by the difference of two edges: boxes of one size are to be equal in all their digits.
        width = max(room * share - GAP_PX, 3.0)
        # One px at the leading edge is left to the line between two days, which is painted behind the events.
        x = self.x_of(column)
        x += column_px - 1 - start - width if self.mirrored else 1 + start
        return Box(x, self.y_of(top) + 1, width, max(self.y_of(bottom - top) - GAP_PX, 3.0))


def giving_way(room: float, whole: float, closed: Sequence[bool], scale: float = 1.0) -> tuple[float, ...]:
    """Widths of the columns in `room` px, where a panel takes the rest of `whole`.

    What stays, stays where it is: closed days become strips first, beginning beside the panel; then the
    open days beside it get narrower; and only where that is not enough, all of them.
    """
    widths = [whole / len(closed)] * len(closed)
    missing = whole - room
    backwards = range(len(closed) - 1, -1, -1)
    order = [at for at in backwards if closed[at]] + [at for at in backwards if not closed[at]]
    for at in order:
        least = (STRIP_PX if closed[at] else NARROWEST_PX) * scale
        given = min(max(widths[at] - least, 0.0), max(missing, 0.0))
        widths[at] -= given
        missing -= given
    share = room / sum(widths)
    return tuple(width * share for width in widths)


def zoomed(hour_px: float, steps: int) -> float:
    """A zoom step is an eighth; stays within what can be read."""
    return min(max(round(hour_px * 1.125**steps), HOUR_MIN_PX), HOUR_MAX_PX)
