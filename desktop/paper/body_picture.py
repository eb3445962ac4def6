"""The figures of a body chart as a picture for paper: black on white, each mark with its number."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter

from core.domain.body_chart import Point, place_of
from core.domain.body_figures import HEIGHT, figures
from core.domain.body_regions import FOOT_TOPS, HAND_BACKS, PALMS, SOLES, VIEWS, sides
from core.domain.records import BodyMark
from desktop.body_chart.drawing import FigureInk, MarkInk, paint_figure, paint_shape, radius_px
from desktop.body_chart.layout import Placed
from desktop.paper.chart_words import PrintedChart

WIDTH_MM = 170
_DOTS_A_MM = 10
_BODY_MM, _LIMB_MM = 88, 46
_HEAD_MM, _GAP_MM = 7, 8
_TITLE_MM = 3.2
_MARK = 2.5
"""A mark on paper, beside one on the screen."""
_LIMBS = frozenset({HAND_BACKS, PALMS, FOOT_TOPS, SOLES})
_INK = FigureInk(QColor("white"), QColor(70, 70, 70), QColor(170, 170, 170), 3, 2.5)
_MARKED = MarkInk(QColor("black"), QColor("white"))


def body_picture(marks: Sequence[BodyMark], words: PrintedChart) -> QImage:
    """As wide as the page; views without a mark are left out. Marks are numbered from 1 in their order."""
    places = [(number, mark, place_of(mark.place)) for number, mark in enumerate(marks, start=1)]
    shown = [(number, mark, point) for number, mark, point in places if point is not None]
    views = [view for view in VIEWS if any(point.view == view for _, _, point in shown)]
    placed = _arranged(views)
    height = max((view.top + view.height for view in placed), default=1.0) + _GAP_MM * _DOTS_A_MM / 2
    # Without transparency, which PDF/A-1 does not allow.
    picture = QImage(WIDTH_MM * _DOTS_A_MM, round(height), QImage.Format.Format_Grayscale8)
    picture.fill(QColor("white"))
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for view in placed:
        _paint_view(painter, view, words)
    by_view = {view.view: view for view in placed}
    for number, mark, point in shown:
        _paint_mark(painter, by_view[point.view], number, mark, point)
    painter.end()
    return picture


def _arranged(views: Sequence[str]) -> list[Placed]:
    """In rows from the left, each as high as its highest."""
    placed: list[Placed] = []
    left, top, tallest = 0.0, 0.0, 0.0
    for view in views:
        tall = (_LIMB_MM if view in _LIMBS else _BODY_MM) * _DOTS_A_MM
        scale = tall / HEIGHT
        wide = figures()[view].width * scale
        if left + wide > WIDTH_MM * _DOTS_A_MM:
            left, top, tallest = 0.0, top + tallest, 0.0
        placed.append(Placed(view, left, top + _HEAD_MM * _DOTS_A_MM, scale))
        left += wide + _GAP_MM * _DOTS_A_MM
        tallest = max(tallest, tall + (_HEAD_MM + _GAP_MM / 2) * _DOTS_A_MM)
    return placed


def _paint_view(painter: QPainter, view: Placed, words: PrintedChart) -> None:
    paint_figure(painter, view.view, view.left, view.top, view.scale, _INK)
    painter.setFont(_font(_TITLE_MM, strong=True))
    painter.setPen(QColor("black"))
    head = QRectF(view.left, view.top - _HEAD_MM * _DOTS_A_MM, view.width, _HEAD_MM * _DOTS_A_MM * 0.8)
    painter.drawText(head, Qt.AlignmentFlag.AlignCenter, words.titles[view.view])
    painter.setFont(_font(_TITLE_MM))
    at_left, at_right = sides(view.view)
    if at_left != at_right:
        for share, side in ((0.1, at_left), (0.9, at_right)):
            box = QRectF(view.left + share * view.width - 40, view.top, 80, 60)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words.letters[side])


def _paint_mark(painter: QPainter, view: Placed, number: int, mark: BodyMark, point: Point) -> None:
    """The number of the list stands on it; how strong it is shows by its size and stands in the list."""
    at = QPointF(*view.on_screen(point))
    paint_shape(painter, at, mark.kind, _MARK * radius_px(mark.intensity), _MARKED, str(number))


def _font(size_mm: float, *, strong: bool = False) -> QFont:
    font = QFont()
    font.setPixelSize(round(size_mm * _DOTS_A_MM))
    font.setBold(strong)
    return font
