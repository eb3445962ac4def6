"""Paints in a month the day that is being chosen: a frame, the appointment, what speaks against it."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from core.domain import timegrid
from desktop.calendar.entry import initials
from desktop.calendar.event_boxes import PAD_PX, RADIUS_PX
from desktop.calendar.gesture import Ghost
from desktop.calendar.ghost_painter import label_box, paint_ghost, paint_hint
from desktop.calendar.month_layout import MonthDay, MonthGeometry
from desktop.calendar.paint_styles import PaintStyles
from desktop.calendar.texts import time_text

_INSET_PX = 3
_LEFT_TO_RIGHT_MARK, _RIGHT_TO_LEFT_MARK = "\u200e", "\u200f"


@dataclass(frozen=True, slots=True)
class MonthGhost:
    """A ghost with the words about it, asked for when it came: painting asks nobody."""

    ghost: Ghost
    hint: str = ""
    fellows: tuple[date, ...] = ()
    """The other days of a block that repeats, which move with it."""

    def day(self, zone: ZoneInfo) -> date:
        """The day on which it would begin."""
        return timegrid.day_of(self.ghost.start, zone)

    def words(self, zone: ZoneInfo, *, blurred: bool) -> str:
        """Such as "10:00 Dana Levi" or "12:00 Lunch"; of a new appointment the time alone."""
        at, entry, block = time_text(self.ghost.start, zone), self.ghost.entry, self.ghost.block
        if block is not None:
            title = block.title(blurred=blurred)
            return title if block.is_all_day else f"{at} {title}"
        if entry is None:
            return at
        return f"{at} {initials(entry.client_name) if blurred else entry.client_name}"


def ghost_row(geometry: MonthGeometry, day: MonthDay) -> QRectF:
    """The first free row of the day; where none is, the last one, which says how many more there are."""
    used = len(day.shown) + (day.hidden > 0)
    return QRectF(*geometry.row_box(day.number, min(used, geometry.rows - 1)))


def paint_fellow(
    painter: QPainter, words: str, day: MonthDay, geometry: MonthGeometry, inks: PaintStyles
) -> None:
    """On a day that nobody points at, but that changes, too; needs the painter as `paint_month_ghost`."""
    _paint_row(painter, ghost_row(geometry, day), words, inks, mirrored=geometry.mirrored)


def paint_month_ghost(
    painter: QPainter,
    shown: MonthGhost,
    words: str,
    day: MonthDay,
    geometry: MonthGeometry,
    inks: PaintStyles,
) -> None:
    """Over the days; needs the painter at the upper left corner of the view."""
    frame = QRectF(*geometry.day_box(day.number))
    painter.setPen(inks.ghost_pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    inset = frame.adjusted(_INSET_PX, _INSET_PX, -_INSET_PX, -_INSET_PX)
    painter.drawRoundedRect(inset, RADIUS_PX, RADIUS_PX)
    row = ghost_row(geometry, day)
    _paint_row(painter, row, words, inks, mirrored=geometry.mirrored)
    if shown.hint:
        visible = QRectF(0, geometry.head_px, geometry.width, geometry.height - geometry.head_px)
        size = inks.width(shown.hint, "small_strong"), inks.small_px
        paint_hint(painter, label_box(row, *size, visible, mirrored=geometry.mirrored), shown.hint, inks)


def _paint_row(painter: QPainter, row: QRectF, words: str, inks: PaintStyles, *, mirrored: bool) -> None:
    # The time comes first in the direction of the view, whatever letters the name has.
    led = (_RIGHT_TO_LEFT_MARK if mirrored else _LEFT_TO_RIGHT_MARK) + words
    fitting = inks.small_strong_metrics.elidedText(led, Qt.TextElideMode.ElideRight, row.width() - 2 * PAD_PX)
    paint_ghost(painter, [row], fitting, inks, mirrored=mirrored)
