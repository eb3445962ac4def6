"""The wave below a misspelt word, wherever it is painted."""

from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QTextLine

WAVE_PX = 4
"""From crest to crest; half as high."""


def below(line: QTextLine, start: int, end: int) -> QRectF:
    """Where a wave goes below these characters of a line, in the block's own places.

    The end is asked of the last character: where the direction turns, the next one stands elsewhere.
    """
    left, right = sorted(
        (x_of(line, start, QTextLine.Edge.Leading), x_of(line, end - 1, QTextLine.Edge.Trailing))
    )
    return QRectF(left, line.y() + line.ascent() + 1, right - left, WAVE_PX / 2 + 1)


def x_of(line: QTextLine, at: int, edge: QTextLine.Edge = QTextLine.Edge.Leading) -> float:
    """Where a character begins, or ends."""
    found: Any = line.cursorToX(at, edge)  # a pair, of which its published types know nothing
    return float(found[0])


def wave(colour: QColor, ratio: float) -> QPixmap:
    """One crest, to be laid side by side."""
    tile = QPixmap(round(WAVE_PX * ratio), round((WAVE_PX / 2 + 1) * ratio))
    tile.setDevicePixelRatio(ratio)
    tile.fill(Qt.GlobalColor.transparent)
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, 1.0))
    high, low = 0.5, WAVE_PX / 2 + 0.5
    points = [(0.0, low), (WAVE_PX / 2, high), (float(WAVE_PX), low)]
    painter.drawPolyline([QPointF(x, y) for x, y in points])
    painter.end()
    return tile
