"""Paints blocks of time: a hatched ground behind the appointments, and rows for whole days."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from core.domain.ids import TimeBlockId
from desktop.calendar.block_entry import BlockEntry, BlockKey
from desktop.calendar.block_layout import MOST_BANDS, BlockPiece, bands, lay_out_blocks
from desktop.calendar.geometry import COLUMN_MARGIN_PX, Geometry
from desktop.calendar.gesture import Board
from desktop.calendar.ghost_painter import FADED
from desktop.calendar.paint_styles import PaintStyles

_PAD_PX, _EDGE_PX, _RADIUS_PX = 6, 2, 3


@dataclass(frozen=True, slots=True)
class BlockGround:
    """What blocks are painted on; `taken` are the boxes of the appointments, which will cover them.

    The one that is `moving` is faded where it stands.
    """

    board: Board
    geometry: Geometry
    taken: Sequence[QRectF]
    blurred: bool
    moving: TimeBlockId | None = None


class BlockLayer:
    """Laid out anew when blocks or columns change; painting only reads. Origin: top left of the columns."""

    def __init__(self) -> None:
        self.selected: BlockKey | None = None
        self._blocks: tuple[BlockEntry, ...] = ()
        self._pieces: list[BlockPiece] | None = None

    def set_blocks(self, blocks: Sequence[BlockEntry]) -> bool:
        """Whether these are others than before."""
        is_new = self._blocks != tuple(blocks)
        self._blocks = tuple(blocks)
        self._pieces = None
        return is_new

    def pieces(self, board: Board) -> list[BlockPiece]:
        """Also the order in which they are read out."""
        if self._pieces is None:
            self._pieces = lay_out_blocks(self._blocks, board)
        return self._pieces

    def bands(self, board: Board) -> int:
        """Rows for whole days."""
        return bands(self.pieces(board))

    def forget(self) -> None:
        """The columns are others now."""
        self._pieces = None

    def paint(self, painter: QPainter, ground: BlockGround, inks: PaintStyles) -> None:
        """What stands behind the hours; a closed place is framed, and shades where it counts."""
        geometry, pieces = ground.geometry, self.pieces(ground.board)
        for piece in (each for each in pieces if each.block.counts):
            rect = piece_rect(piece, geometry)
            painter.setOpacity(_opacity(piece, ground))
            painter.fillRect(rect, inks.closed)
            painter.fillRect(rect, inks.hatch)
        for piece in pieces:
            if piece.band is None:
                painter.setOpacity(_opacity(piece, ground))
                self._paint_timed(painter, piece, ground, inks)
        painter.setOpacity(1.0)

    def _paint_timed(
        self, painter: QPainter, piece: BlockPiece, ground: BlockGround, inks: PaintStyles
    ) -> None:
        rect = piece_rect(piece, ground.geometry)
        chosen = piece.block.key == self.selected
        painter.setPen(inks.focus_pen if chosen else inks.hour_pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5))
        room = words_rect(rect, ground.taken, inks.small_px + 4)
        if room is not None:
            words = piece.block.labels(blurred=ground.blurred, named=not ground.board.practitioners)
            paint_words(painter, words, room, inks, mirrored=ground.geometry.mirrored)

    def paint_bands(self, painter: QPainter, ground: BlockGround, inks: PaintStyles) -> None:
        """The rows below the names of the columns; needs the painter at the left edge of the columns."""
        named = not ground.board.practitioners
        for piece in self.pieces(ground.board):
            rect = band_rect(piece, ground.geometry)
            if rect is None:
                continue
            painter.setOpacity(_opacity(piece, ground))
            painter.setPen(inks.focus_pen if piece.block.key == self.selected else inks.hour_pen)
            painter.setBrush(inks.closed)
            painter.drawRoundedRect(rect, _RADIUS_PX, _RADIUS_PX)
            words = piece.block.labels(blurred=ground.blurred, named=named)
            paint_words(painter, words, rect, inks, mirrored=ground.geometry.mirrored)
        painter.setOpacity(1.0)

    def at(self, x: float, y: float, board: Board, geometry: Geometry) -> BlockPiece | None:
        """What stands at a point behind the hours. A whole day is none: its hours can still be booked."""
        return next(
            (
                piece
                for piece in self.pieces(board)
                if piece.band is None and piece_rect(piece, geometry).contains(x, y)
            ),
            None,
        )

    def band_at(self, x: float, y: float, board: Board, geometry: Geometry) -> BlockEntry | None:
        """What stands at a point of the rows above the hours."""
        for piece in self.pieces(board):
            rect = band_rect(piece, geometry)
            if rect is not None and rect.contains(QPointF(x, y)):
                return piece.block
        return None


def _opacity(piece: BlockPiece, ground: BlockGround) -> float:
    return FADED if piece.block.id == ground.moving else 1.0


def piece_rect(piece: BlockPiece, geometry: Geometry) -> QRectF:
    """In px of the columns, all of their width: it is a ground, and no box."""
    wide, lane = geometry.column_px(piece.column), piece.lane
    part = wide / lane.count
    left = lane.count - lane.index - lane.width if geometry.mirrored else lane.index
    y = geometry.y_of(piece.top)
    x = geometry.x_of(piece.column) + left * part
    return QRectF(x, y, part * lane.width, geometry.y_of(piece.bottom) - y)


def words_rect(rect: QRectF, taken: Sequence[QRectF], tall: float) -> QRectF | None:
    """The uppermost line of a block that no appointment covers; None where there is no room for one."""
    room = rect.adjusted(_EDGE_PX, _EDGE_PX, -_EDGE_PX, 0)
    room.setHeight(min(tall, rect.height() - 2 * _EDGE_PX))
    # From the top: each appointment can only push it further down.
    for box in sorted(taken, key=lambda box: box.top()):
        if box.intersects(room):
            room.moveTop(box.bottom() + _EDGE_PX)
    return room if room.bottom() <= rect.bottom() and room.height() >= tall / 2 else None


def band_rect(piece: BlockPiece, geometry: Geometry) -> QRectF | None:
    """In px of the heads; None for what has no row there."""
    if piece.band is None or piece.band >= MOST_BANDS:
        return None
    return row_rect(piece.column, piece.band, geometry)


def row_rect(column: int, band: int, geometry: Geometry) -> QRectF:
    """A row for whole days in one column, in px of the heads."""
    x, wide = geometry.x_of(column), geometry.column_px(column)
    trail = 0 if geometry.mirrored else COLUMN_MARGIN_PX
    lead = COLUMN_MARGIN_PX if geometry.mirrored else 0
    y = geometry.names_px + band * geometry.band_px
    return QRectF(x + 1.5 + lead, y + 0.5, wide - 3 - lead - trail, geometry.band_px - 3)


def paint_words(
    painter: QPainter, texts: Sequence[str], room: QRectF, inks: PaintStyles, *, mirrored: bool
) -> None:
    """The first text that fits, else as much of the last as does: at the leading edge of the room, on a
    ground without the hatch, which would run through the letters."""
    width = room.width() - 2 * _PAD_PX
    words = next((text for text in texts if inks.width(text, "small_strong") <= width), texts[-1])
    shown = inks.small_strong_metrics.elidedText(words, Qt.TextElideMode.ElideRight, width)
    wide = min(inks.width(shown, "small_strong") + 1, width) + 2 * _PAD_PX
    x = room.right() - wide if mirrored else room.left()
    ground = QRectF(x, room.top(), wide, room.height()).adjusted(0, 1, 0, -1)
    painter.fillRect(ground, inks.closed)
    painter.save()
    painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)  # each title by its own letters
    painter.setFont(inks.small_strong)
    painter.setPen(inks.text)
    painter.drawText(ground, Qt.AlignmentFlag.AlignCenter, shown)
    painter.restore()
