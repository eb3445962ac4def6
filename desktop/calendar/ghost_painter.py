"""Paints a time that is being chosen: its box with the times, and beside it what speaks against it."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath

from desktop.calendar.event_boxes import PAD_PX, RADIUS_PX
from desktop.calendar.paint_styles import PaintStyles

FADED = 0.45
"""How much is seen of what is moved, at its old place."""

_LABEL_PX = 3
"""Between the box and its label, and above and below the label's words."""


def paint_ghost(
    painter: QPainter, boxes: Sequence[QRectF], words: str, inks: PaintStyles, *, mirrored: bool
) -> None:
    """`words` stand in the first of its boxes."""
    for place, rect in enumerate(boxes):
        path = QPainterPath()
        path.addRoundedRect(rect.adjusted(1, 1, -1, -1), RADIUS_PX, RADIUS_PX)
        painter.setOpacity(0.92)
        painter.fillPath(path, inks.accent_soft)
        painter.setOpacity(1.0)
        painter.setPen(inks.ghost_pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)
        if place == 0:
            _write(painter, rect, words, inks, mirrored=mirrored)


def _write(painter: QPainter, rect: QRectF, words: str, inks: PaintStyles, *, mirrored: bool) -> None:
    painter.setFont(inks.small_strong)
    painter.setPen(inks.accent)
    side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
    upper = Qt.AlignmentFlag.AlignTop if rect.height() > 26 else Qt.AlignmentFlag.AlignVCenter
    absolute = Qt.AlignmentFlag.AlignAbsolute  # else a mirrored painter would mirror the side once more
    painter.drawText(rect.adjusted(PAD_PX, 4, -PAD_PX, -4), absolute | side | upper, words)


def label_box(box: QRectF, width_px: float, height_px: float, visible: QRectF, *, mirrored: bool) -> QRectF:
    """Where words of this size stand: below the box, above it where that is out of sight, else in its foot;
    inside the columns, however narrow the box is."""
    width, height = width_px + 2 * PAD_PX, height_px + 2 * _LABEL_PX
    left = box.right() - width if mirrored else box.left()
    left = max(visible.left(), min(left, visible.right() - width))
    below, above = box.bottom() + _LABEL_PX, box.top() - _LABEL_PX - height
    if below + height <= visible.bottom():
        return QRectF(left, below, width, height)
    if above >= visible.top():
        return QRectF(left, above, width, height)
    return QRectF(left, min(box.bottom(), visible.bottom()) - height, width, height)


def paint_hint(painter: QPainter, box: QRectF, words: str, inks: PaintStyles) -> None:
    """Over whatever is there: it goes with the ghost."""
    path = QPainterPath()
    path.addRoundedRect(box, RADIUS_PX, RADIUS_PX)
    painter.fillPath(path, inks.hint_ground)
    painter.setPen(inks.hint_ink)
    painter.drawPath(path)
    painter.setFont(inks.small_strong)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
