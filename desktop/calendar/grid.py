"""The painted week: one widget for day, work week and week, with sticky heads and hour gutter."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QWidget
from typing_extensions import override

from core.domain import timegrid
from core.domain.clock import Clock
from core.domain.ids import AppointmentId, UserId
from desktop.calendar.arrow_keys import arrow_step
from desktop.calendar.background import DOT_PX, now_minute, paint_gutter, paint_heads
from desktop.calendar.block_entry import BlockEntry, BlockKey
from desktop.calendar.geometry import HOUR_PX, zoomed
from desktop.calendar.gesture import Board, Ghost
from desktop.calendar.grid_area import GridArea
from desktop.calendar.grid_mouse import GridMouse
from desktop.calendar.grid_scroll import GridScroll
from desktop.calendar.hover import show_hover
from desktop.calendar.marks_painter import mark_text, paint_marks
from desktop.calendar.opening_minute import opening_minute, shows_anything
from desktop.calendar.paint_styles import PaintStyles
from desktop.calendar.render_cache import RenderCache
from desktop.calendar.timeline import Difference
from desktop.kit.hours import Hours
from desktop.kit.i18n import tr
from desktop.kit.theme import Theme

_MINUTE_MS = 60_000


class CalendarGrid(GridArea):
    """Shows what it is told and says what the person wants; decides nothing. GUI thread.

    Signals carry aware UTC datetimes, `AppointmentId`, `UserId` (None: of no column), `Ghost` and
    `BlockEntry`.
    """

    slot_clicked = Signal(object, object)
    entry_clicked = Signal(object)
    block_clicked = Signal(object)
    ghost_dropped = Signal(object)
    drag_left = Signal()
    """A drag was given up, and its ghost is gone."""
    step_pressed = Signal(object)
    enter_pressed = Signal()
    escape_pressed = Signal()
    menu_wanted = Signal(object, object, object)
    scene_changed = Signal()
    zoom_changed = Signal(float)

    def __init__(self, board: Board, theme: Theme, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(RenderCache(board, Hours(), PaintStyles(theme)), parent)
        self._theme = theme
        self._clock = clock
        self._hour_px: float = HOUR_PX
        self._minute = QTimer(self, interval=_MINUTE_MS)
        self._minute.timeout.connect(self.viewport().update)
        self.scrolling = GridScroll(self.verticalScrollBar(), self.scene, self._body_height, theme, self)
        self._mouse = GridMouse(self, self.scrolling)
        self._laid_out = False
        self._wanted_minute: float | None = None
        self._whole_width = 0
        self.names: Mapping[UserId, str] = {}
        """Of those who treat, where several do."""
        theme.changed.connect(self._on_theme_changed)
        self._connect_mouse()
        self._set_up()

    def _set_up(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.setAccessibleName(tr("Calendar", "Calendar"))
        self.setMinimumSize(self._gutter + 7 * 40, self.head_px + 100)

    def _connect_mouse(self) -> None:
        mouse = self._mouse
        mouse.ghost_moved.connect(self.set_ghost)
        mouse.slot_clicked.connect(self.slot_clicked)
        mouse.entry_clicked.connect(self.entry_clicked)
        mouse.block_clicked.connect(self.block_clicked)
        mouse.ghost_dropped.connect(self.ghost_dropped)
        mouse.drag_left.connect(self.drag_left)

    # what the presenter tells

    def show_board(self, board: Board, hours: Hours) -> None:
        """Other columns or hours at the same place of the day; appointments come and go by `apply`."""
        self.scene.show(board, hours)
        self._changed()

    def apply(self, difference: Difference) -> None:
        """Adds, replaces and takes away appointments; one that stands in no column is kept, not painted."""
        if difference:
            self.scene.apply(difference)
            self._changed()

    def set_blocks(self, blocks: Sequence[BlockEntry], selected: BlockKey | None) -> None:
        """Time that is not for appointments, as a ground behind them; `selected` gets a frame."""
        self.scene.blocks.selected = selected
        if self.scene.set_blocks(blocks):
            self._fit()
        self._changed()

    def set_ghost(self, ghost: Ghost | None, *, reveals: bool = True) -> None:
        """Shows it and, where it `reveals`, scrolls to it, but not during a drag, which scrolls by itself.

        None takes it away.
        """
        self.scene.ghost = ghost
        if self.scene.has_other_heads:
            self._fit()
        if ghost is not None and not ghost.is_all_day and reveals and not self._mouse.dragging:
            self.reveal(ghost.start, ghost.end)
        self.viewport().update()

    def set_cursor(self, start: datetime, end: datetime, practitioner: UserId | None = None) -> None:
        """Where the keys stand: painted after an arrow or Tab, while there is no selection and no ghost."""
        self.scene.cursor, self.scene.practitioner = (start, end), practitioner
        self.viewport().update()

    def set_selected(self, entry_id: AppointmentId | None) -> None:
        """Gives it a frame; None for no appointment. `reveal` is what scrolls."""
        if entry_id != self.scene.selected:
            self.scene.selected = entry_id
            self._changed()

    def set_blurred(self, blurred: bool) -> None:
        """Blurred, boxes and tool tips have initials for names, and neither alerts nor remarks."""
        self.scene.restyle(self.scene.inks, blurred=blurred)
        self._changed()

    def set_hour_px(self, hour_px: float) -> None:
        """Sets the zoom, without the limits of `zoomed`; the cursor's time stays where it is."""
        self.scrolling.arrive()
        self._zoom_to(hour_px, self._zoom_y())

    @property
    def hour_px(self) -> float:
        """The zoom, in px for each hour row."""
        return self._hour_px

    @property
    def blurred(self) -> bool:
        """Whether initials stand for names here, and so in the tool tips."""
        return self.scene.blurred

    @property
    def now(self) -> datetime:
        """By the clock that was given, in UTC."""
        return self._clock.now()

    def reveal(self, start: datetime, end: datetime) -> None:
        """Scroll as little as needed to show a span."""
        self.scrolling.reveal(start, end)

    def scroll_to_minute(self, minute: float) -> None:
        """Put a minute of the day just below the heads; before the first layout, as soon as that is done."""
        self._wanted_minute = None if self._laid_out else minute
        self.scrolling.to_minute(minute)

    @property
    def first_minute(self) -> float:
        """The minute of the day just below the heads."""
        return self.scrolling.first_minute

    def show_what_matters(self, *, anew: bool) -> None:
        """Now, or the first appointment. Not `anew`: only where no appointment is in sight."""
        geometry, board = self.scene.geometry, self.scene.board
        visible = self._body_height() * 60 / geometry.hour_px
        taken = [(tile.piece.top, tile.piece.bottom) for tile in self.scene.tiles]
        if not anew and shows_anything(taken, self.first_minute, visible):
            return
        hours = [
            span
            for column, day in enumerate(board.days)
            for span in self.scene.hours.open_on(day.day, board.practitioner_of(column))
        ]
        self.scroll_to_minute(opening_minute(taken, hours, now_minute(self.scene.ground, self.now), visible))

    def shows_now(self) -> bool:
        """Whether now is in sight, or on no day of the page."""
        minute = now_minute(self.scene.ground, self.now)
        visible = self._body_height() * 60 / self.scene.geometry.hour_px
        return minute is None or self.first_minute <= minute < self.first_minute + visible

    def set_whole_width(self, width: int) -> None:
        """What this has while no panel stands beside it: the columns keep their places when one comes."""
        self._whole_width = width
        self._fit()

    def zoom(self, steps: int) -> None:
        """By steps of an eighth, below nought to see more of the day; the cursor's time stays where it is."""
        self.scrolling.arrive()
        self._zoom_to(zoomed(self._hour_px, steps), self._zoom_y())

    # Qt

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        scene, inks, now = self.scene, self.scene.inks, self._clock.now()
        painter.fillRect(self.viewport().rect(), inks.open)
        offset = self.verticalScrollBar().value()
        self._paint_body(painter, offset, now)
        self._paint_gutter(painter, offset, now)
        painter.resetTransform()
        painter.setClipping(False)
        painter.fillRect(0, 0, self.viewport().width(), self.head_px, inks.surface)
        painter.translate(self._left(), 0)
        paint_heads(painter, scene.ground, inks, timegrid.day_of(now, scene.board.zone))
        scene.paint_bands(painter, QRectF(0, 0, scene.geometry.width, self.viewport().height()))
        painter.end()

    def _paint_body(self, painter: QPainter, offset: int, now: datetime) -> None:
        width, height = self.scene.geometry.width, self._body_height()
        body = QRectF(self._left(), self.head_px, width, height)
        # The dot at the time of now has its centre on the edge of its column.
        painter.setClipRect(body.adjusted(-DOT_PX, 0, DOT_PX, 0))
        painter.translate(self._left(), self.head_px - offset)
        visible = QRectF(0, offset, width, height)
        self.scene.paint(painter, visible, now, focused=self.hasFocus())
        painter.resetTransform()
        painter.translate(self._left(), self.head_px)
        paint_marks(painter, self.marks(), self.scene.inks)
        painter.resetTransform()

    def _paint_gutter(self, painter: QPainter, offset: int, now: datetime) -> None:
        x = self.scene.geometry.width if self._mirrored() else 0
        painter.setClipRect(QRectF(x, self.head_px, self._gutter, self._body_height()))
        painter.translate(x, self.head_px - offset)
        paint_gutter(painter, self.scene.ground, self.scene.inks, now)

    @override
    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            self._show_hover(event)
            return True
        return super().viewportEvent(event)

    def _show_hover(self, event: QHelpEvent) -> None:
        at, place = QPointF(event.pos()), self.inner(QPointF(event.pos()))
        mark, inside = self.mark_at(at), self.in_hours(at)
        tile = self.scene.tile_at(place.x(), place.y()) if inside and not self._mouse.pressed else None
        shown = tile.entry if tile else self.block_at(at)
        why = self.scene.closed_text_at(place.x(), place.y() if inside else None, self.names)
        if mark is not None:
            shown, why = None, mark_text(mark)
        show_hover(event, self.viewport(), shown, self.scene.board.zone, self, otherwise=why)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._minute.start()
        self._laid_out = True
        # A scroll bar cuts values to its range, which it has only once the size is known.
        if self._wanted_minute is not None:
            self._fit()
            self.scroll_to_minute(self._wanted_minute)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._minute.stop()
        self._mouse.drop()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.LayoutDirectionChange, QEvent.Type.FontChange):
            self._fit()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._mouse.press(event)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._mouse.move(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._mouse.release(event)

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            self._keyboard_menu()
            return
        if not self.in_hours(QPointF(event.pos())):  # what is scrolled beneath the heads is not meant
            return
        at = self.inner(QPointF(event.pos()))
        tile = self.scene.tile_at(at.x(), at.y())
        start, _ = self.scene.board.slot(self.scene.geometry.point_at(at.x(), at.y()))
        self.menu_wanted.emit(tile.entry.id if tile else None, start, event.globalPos())

    def _keyboard_menu(self) -> None:
        tile = self.scene.tile_of(self.scene.selected) if self.scene.selected else None
        start = self.scene.cursor[0] if self.scene.cursor else self.now
        rect = self.to_viewport(tile.rect) if tile else self.slot_rect(*(self.scene.cursor or (start, start)))
        at = self.viewport().mapToGlobal(rect.center().toPoint() if rect.isValid() else QPoint(80, 80))
        self.menu_wanted.emit(tile.entry.id if tile else None, start, at)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            steps = self.scrolling.zoom_steps(event)
            if steps:
                self._zoom_to(zoomed(self._hour_px, steps), event.position().y() - self.head_px)
            event.accept()
        else:
            self.scrolling.smooth.wheel(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = arrow_step(event, mirrored=self._mirrored())
        if step is not None:
            self.scene.cursor_shown = True
            self.step_pressed.emit(step)
        elif self.scrolling.press(event):
            event.accept()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.enter_pressed.emit()
        elif event.key() == Qt.Key.Key_Escape and self._mouse.pressed:
            self._mouse.drop()
        elif event.key() == Qt.Key.Key_Escape:
            self.escape_pressed.emit()
        else:
            event.ignore()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason}:
            self.scene.cursor_shown = True
        self.viewport().update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    @override
    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().update()
        if self._mouse.dragging:
            self._mouse.follow()  # the hours move beneath a hand that stands still

    # inside

    def _on_theme_changed(self) -> None:
        self.scene.restyle(PaintStyles(self._theme), blurred=self.scene.blurred)
        self._fit()

    def _zoom_to(self, hour_px: float, at_y: float) -> None:
        """Keeps the time that stands at `at_y` (px below the heads) where it is."""
        minute = self.scene.geometry.minute_of(self.verticalScrollBar().value() + at_y)
        self._hour_px = hour_px
        self._fit()
        self.scrolling.keep(minute, at_y)
        self.zoom_changed.emit(hour_px)

    def _zoom_y(self) -> float:
        """Where the keys are, in px below the heads: what is selected, else the cursor, else the middle."""
        scene = self.scene
        tile = scene.tile_of(scene.selected) if scene.selected else None
        cursor = scene.cursor if scene.cursor_shown else None
        rects = [tile.rect] if tile else scene.boxes(*cursor) if cursor else []
        places = [rect.top() - self.verticalScrollBar().value() for rect in rects]
        return next((y for y in places if 0 <= y < self._body_height()), self._body_height() / 2)

    def _fit(self) -> None:
        width = self.viewport().width() - self._gutter
        # Of the columns alone: without the gutter and the scroll bar, which stay as wide beside a panel.
        whole = self._whole_width - (self.width() - width) if self._whole_width else width
        self.scene.resize(width, self._hour_px, mirrored=self._mirrored(), whole=whole)
        self.scrolling.fit()
        self._changed()

    def _changed(self) -> None:
        self.viewport().update()
        self.scene_changed.emit()
