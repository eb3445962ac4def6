"""Figures and marks with a painter: on the screen in the colours of the theme, on paper in black."""

import math
from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen, QPolygonF

from core.domain.body_chart import (
    NUMBNESS,
    OTHER,
    PAIN,
    SCAR,
    SWELLING,
    TENSION,
    TINGLING,
    TRIGGER_POINT,
)
from core.domain.body_figures import Outline, figures

_LEAST_PX, _MORE_PX = 9.0, 0.5
"""The radius of a mark without an intensity, and what each step of it adds."""
_NUMBER_PX = 0.95
"""The height of figures, in radii."""


@dataclass(frozen=True, slots=True)
class FigureInk:
    """Colours of a figure, and how wide its outline is in px."""

    skin: QColor
    outline: QColor
    detail: QColor
    outline_px: float = 1.4
    detail_px: float = 1.1


@dataclass(frozen=True, slots=True)
class MarkInk:
    """Colours of a mark: its shape, and what stands against it, such as what is written there.

    `written`: another one for what is written, where the shape is too pale for that.
    """

    shape: QColor
    text: QColor
    written: QColor | None = None


@cache
def _paths(view: str) -> tuple[tuple[QPainterPath, ...], tuple[QPainterPath, ...]]:
    figure = figures()[view]
    return tuple(map(_path, figure.areas)), tuple(map(_path, figure.details))


def _path(line: Outline) -> QPainterPath:
    path = QPainterPath(QPointF(*line.start))
    for curve in line.curves:
        path.cubicTo(QPointF(*curve.first), QPointF(*curve.second), QPointF(*curve.end))
    if line.closed:
        path.closeSubpath()
    return path


def paint_figure(painter: QPainter, view: str, left: float, top: float, scale: float, ink: FigureInk) -> None:
    """A view with its upper left corner there; `scale` is px for one unit of the drawing."""
    areas, details = _paths(view)
    painter.save()
    painter.translate(left, top)
    painter.scale(scale, scale)
    painter.setPen(_pen(ink.outline, ink.outline_px))
    painter.setBrush(ink.skin)
    for area in areas:
        painter.drawPath(area)
    painter.setPen(_pen(ink.detail, ink.detail_px))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for line in details:
        painter.drawPath(line)
    painter.restore()


def _pen(colour: QColor, width_px: float) -> QPen:
    pen = QPen(colour, width_px, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    # An outline is as wide however large the figure is.
    pen.setCosmetic(True)
    return pen


def radius_px(intensity: str | None) -> float:
    """A stronger mark is larger."""
    return _LEAST_PX + _MORE_PX * int(intensity or 0)


def paint_mark(
    painter: QPainter, at: QPointF, kind: str, intensity: str | None, ink: MarkInk, *, ratio: float = 1.0
) -> None:
    """A shape for the kind, as large as the intensity says, with the number on it. `ratio` enlarges all."""
    paint_shape(painter, at, kind, radius_px(intensity) * ratio, ink, intensity)


def paint_shape(
    painter: QPainter, at: QPointF, kind: str, radius: float, ink: MarkInk, written: str | None
) -> None:
    """A shape for the kind, and something on it."""
    painter.save()
    painter.translate(at)
    shape = _shape(kind)
    painter.scale(radius, radius)
    if kind in {NUMBNESS, SCAR}:
        # Without feeling: an empty ring. A scar: a seam.
        pen = QPen(ink.shape, 0.28, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.setBrush(ink.text if kind == NUMBNESS else Qt.BrushStyle.NoBrush)
    else:
        # One px: the painter is scaled by the radius.
        painter.setPen(QPen(ink.text, 1 / radius))
        painter.setBrush(ink.shape)
    painter.drawPath(shape)
    painter.restore()
    if written is not None:
        _write(painter, at, kind, written, radius, ink)


def _write(painter: QPainter, at: QPointF, kind: str, number: str, radius: float, ink: MarkInk) -> None:
    font = QFont(painter.font())
    font.setPixelSize(max(7, round(radius * _NUMBER_PX)))
    font.setBold(True)
    below = radius * {OTHER: 0.22, SWELLING: 0.18, SCAR: 1.3}.get(kind, 0.0)
    painter.save()
    painter.setFont(font)
    painter.setPen(ink.written or (ink.shape if kind in {NUMBNESS, SCAR} else ink.text))
    box = QRectF(at.x() - 2 * radius, at.y() - radius + below, 4 * radius, 2 * radius)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, number)
    painter.restore()


@cache
def _shape(kind: str) -> QPainterPath:
    """About as large as a circle around 0 with the radius 1."""
    path = QPainterPath()
    if kind in {PAIN, NUMBNESS}:
        path.addEllipse(QPointF(0, 0), 1, 1)
    elif kind == TENSION:
        path.addRoundedRect(QRectF(-0.92, -0.92, 1.84, 1.84), 0.25, 0.25)
    elif kind == TINGLING:
        path.addPolygon(_star(9, 1.25, 0.88))
        path.closeSubpath()
    elif kind == SWELLING:
        path.moveTo(0, -1.35)
        path.cubicTo(0.35, -0.75, 1.05, -0.45, 1.05, 0.25)
        path.cubicTo(1.05, 0.9, 0.55, 1.2, 0, 1.2)
        path.cubicTo(-0.55, 1.2, -1.05, 0.9, -1.05, 0.25)
        path.cubicTo(-1.05, -0.45, -0.35, -0.75, 0, -1.35)
    elif kind == SCAR:
        for start, end in (((-1.1, 0), (1.1, 0)), *(((x, -0.45), (x, 0.45)) for x in (-0.6, 0.0, 0.6))):
            path.moveTo(*start)
            path.lineTo(*end)
    elif kind == TRIGGER_POINT:
        path.addPolygon(QPolygonF([QPointF(0, -1.3), QPointF(1.3, 0), QPointF(0, 1.3), QPointF(-1.3, 0)]))
        path.closeSubpath()
    else:
        path.addPolygon(QPolygonF([QPointF(0, -1.25), QPointF(1.2, 0.95), QPointF(-1.2, 0.95)]))
        path.closeSubpath()
    return path


def _star(points: int, outer: float, inner: float) -> QPolygonF:
    turns = ((outer if at % 2 == 0 else inner, math.pi * at / points) for at in range(2 * points))
    return QPolygonF([QPointF(far * math.sin(turn), -far * math.cos(turn)) for far, turn in turns])
