"""What presses, moves and releases of the mouse mean on the painted week."""

from PySide6.QtCore import QObject, QPointF, Qt, Signal
from PySide6.QtGui import QMouseEvent

from desktop.calendar.edge_scroll import EdgeScroll
from desktop.calendar.grid_area import GridArea
from desktop.calendar.grid_scroll import GridScroll
from desktop.calendar.pointer import Pointer, Press


class GridMouse(QObject):
    """Of one grid, whose signals of the same names say it on. `ghost_moved`: show this one, None for none."""

    slot_clicked = Signal(object, object)
    entry_clicked = Signal(object)
    block_clicked = Signal(object)
    ghost_moved = Signal(object)
    ghost_dropped = Signal(object)
    drag_left = Signal()

    def __init__(self, grid: GridArea, scrolling: GridScroll) -> None:
        super().__init__(grid)
        self._grid, self._scrolling = grid, scrolling
        self._pointer = Pointer(grid.scene)
        self._edge = EdgeScroll(scrolling.smooth, self)
        self._last_at = QPointF()

    @property
    def pressed(self) -> bool:
        """Whether a button is down that was pressed on the columns, or on whole days above them."""
        return self._pointer.pressed

    @property
    def dragging(self) -> bool:
        """Whether that has become a drag."""
        return self._pointer.dragging

    def press(self, event: QMouseEvent) -> None:
        """Above the hours only blocks of whole days can be held."""
        grid, at = self._grid, event.position()
        grid.scene.cursor_shown = False
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        if not grid.in_hours(at):
            if (block := grid.block_at(at)) is not None:
                self._pointer.press_band(grid.inner(at), block)
            return
        mark = grid.mark_at(at)
        if mark is not None:
            self._scrolling.to_mark(mark)
        else:
            self._pointer.press(grid.inner(at))

    def move(self, event: QMouseEvent) -> None:
        """With no button down, it says what one would do here."""
        self._last_at = event.position()
        if not self._pointer.pressed:
            self._grid.viewport().setCursor(self._shape(event.position()))
            return
        self.follow()
        ghost = self._grid.scene.ghost
        if self._pointer.dragging and ghost is not None and not ghost.is_all_day:
            grid = self._grid
            self._edge.follow(self._last_at.y(), grid.head_px, grid.viewport().height())

    def _shape(self, at: QPointF) -> Qt.CursorShape:
        grid = self._grid
        if not grid.in_hours(at):
            has_block = grid.block_at(at) is not None
            return Qt.CursorShape.PointingHandCursor if has_block else Qt.CursorShape.ArrowCursor
        has_mark = grid.mark_at(at) is not None
        return Qt.CursorShape.PointingHandCursor if has_mark else self._pointer.cursor(grid.inner(at))

    def release(self, event: QMouseEvent) -> None:
        """A drag is dropped, or it was a click."""
        if event.button() is not Qt.MouseButton.LeftButton or not self._pointer.pressed:
            return
        self._last_at = event.position()
        self.follow()
        ghost = self._grid.scene.ghost
        self._edge.stop()
        press, dragged = self._pointer.release()
        if dragged:
            self.ghost_dropped.emit(ghost)
        elif press is not None:
            self._click(press)

    def _click(self, press: Press) -> None:
        if press.tile is not None:
            self.entry_clicked.emit(press.tile.entry.id)
        elif press.block is not None:
            self.block_clicked.emit(press.block)
        else:
            self.slot_clicked.emit(press.drag.slot[0], press.drag.practitioner)

    def follow(self) -> None:
        """The ghost is where the hand is, also where the hours moved beneath it."""
        grid = self._grid
        ghost = self._pointer.move(grid.inner(self._last_at))
        # The mouse moves by px and a ghost by minutes that are many px: most moves leave nothing to paint.
        if ghost is not None and ghost != grid.scene.ghost:
            self.ghost_moved.emit(ghost)

    def drop(self) -> None:
        """Gives a press or a drag up; nothing is moved."""
        self._edge.stop()
        _, dragged = self._pointer.release()
        if dragged:
            self.ghost_moved.emit(None)
            self.drag_left.emit()
