"""The mouse on the grid: click, drag, move, resize; a drag begins after a few pixels and Esc ends it."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt

from desktop.calendar.block_entry import BlockEntry
from desktop.calendar.block_layout import BlockPiece
from desktop.calendar.block_painter import piece_rect
from desktop.calendar.event_boxes import EventBox
from desktop.calendar.geometry import EDGE_PX, Point
from desktop.calendar.gesture import Drag, GestureKind, Ghost, Held, begin, follow
from desktop.calendar.render_cache import RenderCache

THRESHOLD_PX = 6


@dataclass(frozen=True, slots=True)
class Press:
    """Where the button went down, in px of the columns, and on what."""

    at: QPointF
    drag: Drag
    """What it becomes a few pixels later."""
    tile: EventBox | None
    block: BlockEntry | None = None
    """Where it is on no appointment."""


class Pointer:
    """Turns positions (px of the columns) into ghosts. Holds one press at a time; paints nothing."""

    def __init__(self, scene: RenderCache) -> None:
        self._scene = scene
        self._press: Press | None = None
        self._dragging = False

    @property
    def pressed(self) -> bool:
        """Whether a press is held that began on the columns and was not cancelled."""
        return self._press is not None

    @property
    def dragging(self) -> bool:
        """Whether the press has moved far enough to be no click any more."""
        return self._dragging

    def press(self, at: QPointF) -> None:
        """Begins a press, for now a click; what it is on is looked up here and not at the release."""
        tile = self._scene.tile_at(at.x(), at.y())
        point = self._scene.geometry.point_at(at.x(), at.y())
        piece = self._scene.block_piece_at(at.x(), at.y())
        block, kind = piece.block if piece else None, self._kind(tile, piece, at)
        drag = self._drag(kind, point, tile.entry if tile else block)
        self._press, self._dragging = Press(at, drag, tile, block), False

    def press_band(self, at: QPointF, block: BlockEntry) -> None:
        """As `press`, on a block of whole days above the hours."""
        point = self._scene.geometry.point_at(at.x(), 0)
        self._press = Press(at, self._drag(GestureKind.MOVE, point, block), None, block)
        self._dragging = False

    def _drag(self, kind: GestureKind, point: Point, under: Held | None) -> Drag:
        """It changes nothing where that cannot be moved, and makes a new time over what does not count."""
        is_held = under is not None and under.movable and kind is not GestureKind.CREATE
        return begin(self._scene.board, kind, point, under if is_held else None)

    def move(self, at: QPointF) -> Ghost | None:
        """The ghost to show; None while this is still a click."""
        press = self._press
        if press is None:
            return None
        self._dragging = self._dragging or self._begins(press, at)
        if not self._dragging:
            return None
        return follow(self._scene.board, press.drag, self._scene.geometry.point_at(at.x(), at.y()))

    def release(self) -> tuple[Press | None, bool]:
        """Ends it: what was pressed, and whether it had become a drag."""
        press, dragged = self._press, self.dragging
        self.cancel()
        return press, dragged

    def cancel(self) -> None:
        """Forgets the press. The ghost of a drag is in the scene, and whoever calls takes it away."""
        self._press, self._dragging = None, False

    def cursor(self, at: QPointF) -> Qt.CursorShape:
        """The shape that says what a press would begin here."""
        tile, piece = self._scene.tile_at(at.x(), at.y()), self._scene.block_piece_at(at.x(), at.y())
        if self._kind(tile, piece, at) in (GestureKind.RESIZE_END, GestureKind.RESIZE_START):
            return Qt.CursorShape.SizeVerCursor
        acts = tile is not None or piece is not None
        return Qt.CursorShape.PointingHandCursor if acts else Qt.CursorShape.ArrowCursor

    def _begins(self, press: Press, at: QPointF) -> bool:
        if press.drag.held is None and press.drag.kind is not GestureKind.CREATE:
            return False
        return (at - press.at).manhattanLength() >= THRESHOLD_PX  # a hand that clicks moves a little

    def _kind(self, tile: EventBox | None, piece: BlockPiece | None, at: QPointF) -> GestureKind:
        if tile is not None:
            if not tile.entry.movable:
                return GestureKind.MOVE
            return _part_at(at.y(), tile.rect, starts=tile.piece.starts, ends=tile.piece.ends)
        # A new time can be drawn over somebody else's block, and over a place that does not matter here.
        if piece is None or not (piece.block.movable and piece.block.counts):
            return GestureKind.CREATE
        rect = piece_rect(piece, self._scene.geometry)
        return _part_at(at.y(), rect, starts=piece.starts, ends=piece.ends)


def _part_at(y: float, rect: QRectF, *, starts: bool, ends: bool) -> GestureKind:
    """An edge, or all of it. Half of what is low is left for moving it, and an edge in another column is
    none to be dragged.
    """
    edge = min(EDGE_PX, rect.height() / 4)
    if ends and y >= rect.bottom() - edge:
        return GestureKind.RESIZE_END
    if starts and y < rect.top() + edge:
        return GestureKind.RESIZE_START
    return GestureKind.MOVE
