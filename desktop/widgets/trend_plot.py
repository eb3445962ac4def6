"""A line through numbers over time: as small as a word beside a name, or with days and ends below and beside.

Time goes from left to right in every language, as on paper.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from desktop.kit import tokens
from desktop.kit.theme import Theme

SMALL = QSize(64, 28)
TALL_PX = 168
_DOT_PX = 2.5
_MOST_DOTS = 40
"""More points than these are a line alone."""


class PlotPoint(NamedTuple):
    """One number at its moment."""

    at: datetime
    value: float


class PlotEnds(NamedTuple):
    """What stands at the ends of the axes, and where the upright one begins and ends."""

    low: float
    high: float
    low_text: str = ""
    high_text: str = ""
    first_text: str = ""
    last_text: str = ""


class TrendPlot(QWidget):
    """Painted with the colours of the theme; `words` tell a screen reader what the line shows.

    `axes`: as wide as there is room, with the texts of its ends.
    """

    def __init__(self, theme: Theme, *, axes: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._axes = theme, axes
        self._points: Sequence[PlotPoint] = ()
        self._ends = PlotEnds(0, 1)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        if axes:
            self.setFixedHeight(TALL_PX)
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        else:
            self.setFixedSize(SMALL)
        theme.changed.connect(self.update)

    def show_trend(self, points: Sequence[PlotPoint], ends: PlotEnds, words: str) -> None:
        """Points by time, as few as can be seen. Where all numbers are one, `ends` still part."""
        self._points, self._ends = points, ends
        self.setAccessibleName(words)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(320, TALL_PX) if self._axes else SMALL

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = self._paint_axes(painter) if self._axes else self._small_area()
        self._paint_line(painter, [self._place(area, point) for point in self._points])

    def _small_area(self) -> QRectF:
        return QRectF(self.rect()).adjusted(tokens.XS, tokens.XS, -tokens.XS, -tokens.XS)

    def _paint_axes(self, painter: QPainter) -> QRectF:
        """The quiet lines and words around the plot. Returns what is left for it."""
        font = self._theme.font(tokens.SMALL, tabular=True)
        metrics = QFontMetricsF(font)
        ends = self._ends
        beside = max(metrics.horizontalAdvance(text) for text in (ends.low_text, ends.high_text)) + tokens.S
        area = QRectF(self.rect()).adjusted(
            beside, metrics.height() / 2, -tokens.S, -metrics.height() - tokens.S
        )
        painter.setPen(QPen(self._theme.colour("line"), 1))
        for y in (area.top(), area.bottom()):
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
        painter.setFont(font)
        painter.setPen(self._theme.colour("secondary"))
        for text, y in ((ends.high_text, area.top()), (ends.low_text, area.bottom())):
            box = QRectF(0, y - metrics.height() / 2, beside - tokens.S, metrics.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute, text)
        below = QRectF(area.left(), area.bottom() + tokens.S, area.width(), metrics.height())
        sides = ((Qt.AlignmentFlag.AlignLeft, ends.first_text), (Qt.AlignmentFlag.AlignRight, ends.last_text))
        for side, text in sides:
            painter.drawText(below, side | Qt.AlignmentFlag.AlignAbsolute, text)
        return area.adjusted(tokens.S, 0, -tokens.S, 0)

    def _place(self, area: QRectF, point: PlotPoint) -> QPointF:
        first, last = self._points[0].at, self._points[-1].at
        along = (point.at - first) / (last - first) if last > first else 0.5
        span = self._ends.high - self._ends.low
        up = (point.value - self._ends.low) / span if span > 0 else 0.5
        return QPointF(area.left() + along * area.width(), area.bottom() - min(max(up, 0), 1) * area.height())

    def _paint_line(self, painter: QPainter, places: Sequence[QPointF]) -> None:
        if not places:
            return
        accent = self._theme.colour("accent")
        painter.setPen(QPen(accent, 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(places))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(accent)
        dots = places if self._axes and len(places) <= _MOST_DOTS else places[-1:]
        for place in dots:
            painter.drawEllipse(place, _DOT_PX, _DOT_PX)
