"""Paints how many appointments are out of sight, at the edges of their columns."""

from collections.abc import Iterable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from desktop.calendar.offscreen_marks import OffscreenMark
from desktop.calendar.paint_styles import PaintStyles
from desktop.kit.i18n import plural


def paint_marks(painter: QPainter, marks: Iterable[OffscreenMark], inks: PaintStyles) -> None:
    """Needs the painter at the upper edge of the visible part of the columns."""
    painter.setFont(inks.small_strong)
    for mark in marks:
        box = QRectF(*mark.box)
        painter.setPen(inks.mark_pen)
        painter.setBrush(inks.surface)
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        painter.setPen(inks.text)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, _fitting(mark, inks))


def _fitting(mark: OffscreenMark, inks: PaintStyles) -> str:
    """In words where there is room, else an arrow and the number."""
    words = mark_text(mark)
    if inks.small_strong_metrics.horizontalAdvance(words) <= mark.box.width - 12:
        return words
    return f"{'↑' if mark.above else '↓'} {mark.count}"


def mark_text(mark: OffscreenMark) -> str:
    """ "↑ 2 earlier" or "↓ 3 later"."""
    if mark.above:
        return plural("Calendar", "↑ {n} earlier", "↑ {n} earlier", mark.count)
    return plural("Calendar", "↓ {n} later", "↓ {n} later", mark.count)
