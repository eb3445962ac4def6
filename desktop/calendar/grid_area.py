"""Where things stand in the painted week: from px of its columns to px of its viewport, and back."""

from datetime import datetime

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from desktop.calendar.block_entry import BlockEntry
from desktop.calendar.block_layout import BlockPiece
from desktop.calendar.block_painter import band_rect, piece_rect
from desktop.calendar.offscreen_marks import OffscreenMark, offscreen_marks
from desktop.calendar.render_cache import RenderCache


class GridArea(QAbstractScrollArea):
    """The columns of `scene` with the gutter beside them and the heads above, as far as they are scrolled."""

    def __init__(self, scene: RenderCache, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.scene = scene

    @property
    def head_px(self) -> int:
        """Height of the strip above the hours."""
        return self.scene.geometry.head_px

    def in_hours(self, at: QPointF) -> bool:
        """Whether a point of the viewport is below the heads."""
        return at.y() >= self.head_px

    def inner(self, position: QPointF) -> QPointF:
        """From px of the viewport to px of the columns, as they are scrolled now."""
        return position - QPointF(self._left(), self.head_px - self.verticalScrollBar().value())

    def mark_at(self, at: QPointF) -> OffscreenMark | None:
        """One that is pointed at, in px of the viewport."""
        x, y = at.x() - self._left(), at.y() - self.head_px
        return next((mark for mark in self.marks() if mark.box.holds(x, y)), None)

    def block_at(self, at: QPointF) -> BlockEntry | None:
        """In px of the viewport: of the rows above the hours, or behind them."""
        scene, inner = self.scene, self.inner(at)
        if not self.in_hours(at):
            return scene.blocks.band_at(inner.x(), at.y(), scene.board, scene.geometry)
        return scene.block_at(inner.x(), inner.y())

    def marks(self) -> list[OffscreenMark]:
        """Where appointments are out of sight, above or below."""
        placed = ((tile.piece, tile.rect.top(), tile.rect.bottom()) for tile in self.scene.tiles)
        offset, height = self.verticalScrollBar().value(), self._body_height()
        return offscreen_marks(placed, self.scene.geometry, offset, height)

    def slot_rect(self, start: datetime, end: datetime) -> QRectF:
        """Px of the viewport that a span takes in the first column it touches; empty where it is in none."""
        boxes = self.scene.boxes(start, end)
        return self.to_viewport(boxes[0]) if boxes else QRectF()

    def to_viewport(self, rect: QRectF) -> QRectF:
        """From px of the columns to px of the viewport, as it is scrolled now; it may be out of sight."""
        return rect.translated(self._left(), self.head_px - self.verticalScrollBar().value())

    def block_rect(self, piece: BlockPiece) -> QRectF:
        """Px of the viewport of a block of time; of whole days their row above the hours."""
        geometry = self.scene.geometry
        band = band_rect(piece, geometry)
        if band is not None:
            return band.translated(self._left(), 0)
        return self.to_viewport(piece_rect(piece, geometry))

    # inside

    def _body_height(self) -> int:
        height: int = self.viewport().height()
        return max(height - self.head_px, 1)

    @property
    def _gutter(self) -> int:
        return self.scene.geometry.gutter_px

    def _mirrored(self) -> bool:
        return self.layoutDirection() is Qt.LayoutDirection.RightToLeft

    def _left(self) -> int:
        """Where the columns begin in the viewport: the gutter stands before them, mirrored behind."""
        return 0 if self._mirrored() else self._gutter
