"""A page that is drawn by hand and not laid out from text: places, writing, and the colours of paper."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QMarginsF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPagedPaintDevice, QPageLayout, QPageSize, QPainter

INK, QUIET = QColor(31, 35, 40), QColor(95, 100, 107)
RULE, CLOSED = QColor(205, 201, 194), QColor(243, 241, 237)
_MARGIN_MM = 10.0
_CENTRE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute


@contextmanager
def one_page(device: QPagedPaintDevice, orientation: QPageLayout.Orientation) -> Iterator[QPainter]:
    """A4; each text runs by its own letters."""
    device.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    device.setPageOrientation(orientation)
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    device.setPageMargins(margins, QPageLayout.Unit.Millimeter)
    painter = QPainter(device)
    painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    try:
        yield painter
    finally:
        painter.end()


class SheetPage:
    """Places are px of the device; `_mm` are so many of them to a millimetre. `mirrored`: from the right."""

    def __init__(self, device: QPagedPaintDevice, painter: QPainter, *, mirrored: bool) -> None:
        self._painter, self._mirrored = painter, mirrored
        self._mm = device.logicalDpiX() / 25.4
        self._width, self._height = float(device.width()), float(device.height())

    def _placed(self, x: float, y: float, width: float, height: float) -> QRectF:
        return QRectF(self._width - x - width if self._mirrored else x, y, width, height)

    def _after(self, box: QRectF, used: float) -> QRectF:
        return box.adjusted(0, 0, -used, 0) if self._mirrored else box.adjusted(used, 0, 0, 0)

    @property
    def _leading(self) -> Qt.AlignmentFlag:
        return Qt.AlignmentFlag.AlignRight if self._mirrored else Qt.AlignmentFlag.AlignLeft

    @property
    def _trailing(self) -> Qt.AlignmentFlag:
        return Qt.AlignmentFlag.AlignLeft if self._mirrored else Qt.AlignmentFlag.AlignRight

    def _metrics(self, size_pt: float, *, strong: bool = False) -> QFontMetricsF:
        return QFontMetricsF(_font(size_pt, strong=strong), self._painter.device())

    def _write(
        self,
        box: QRectF,
        text: str,
        size_pt: float,
        ink: QColor,
        side: Qt.AlignmentFlag,
        *,
        strong: bool = False,
    ) -> None:
        """One line, cut where it has no room."""
        metrics = self._metrics(size_pt, strong=strong)
        self._painter.setFont(_font(size_pt, strong=strong))
        self._painter.setPen(ink)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        self._painter.drawText(box, _CENTRE | side, shown)


def _font(size_pt: float, *, strong: bool) -> QFont:
    font = QFont()
    font.setPointSizeF(size_pt)
    font.setBold(strong)
    return font
