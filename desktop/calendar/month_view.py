"""The painted month: days in whole weeks, the appointments that have room, and the way to the rest."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
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
)
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from core.domain import timegrid
from core.domain.clock import Clock
from core.domain.ids import AppointmentId, UserId
from desktop.calendar.arrow_keys import arrow_step
from desktop.calendar.block_entry import BlockEntry
from desktop.calendar.block_layout import blocks_of_days
from desktop.calendar.closed_words import holiday_text
from desktop.calendar.conflicting import conflicting
from desktop.calendar.entry import CalendarEntry
from desktop.calendar.gesture import Ghost
from desktop.calendar.hover import show_hover
from desktop.calendar.month_ghost import MonthGhost, paint_fellow, paint_month_ghost
from desktop.calendar.month_layout import MonthDay, MonthGeometry, lay_out_month
from desktop.calendar.month_painter import MonthPainter, MonthScene
from desktop.calendar.month_pointer import MonthPointer, MonthPress
from desktop.calendar.pages import CalendarPage
from desktop.calendar.paint_styles import PaintStyles
from desktop.calendar.timeline import Difference
from desktop.kit.i18n import tr
from desktop.kit.theme import Theme


class MonthView(QWidget):
    """Shows what it is told and says what the person wants. Signals carry `AppointmentId`,
    `BlockEntry`, `date` and `Ghost`."""

    entry_clicked = Signal(object)
    block_clicked = Signal(object)
    day_clicked = Signal(object)
    day_wanted = Signal(object)
    """Somebody wants to see all of a day."""
    ghost_dropped = Signal(object)
    drag_left = Signal()
    """A drag was given up, and its ghost is gone."""
    step_pressed = Signal(object)
    enter_pressed = Signal()
    escape_pressed = Signal()
    menu_wanted = Signal(object, object, object)

    def __init__(self, page: CalendarPage, theme: Theme, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._clock = theme, clock
        self._page = page
        self._inks = PaintStyles(theme)
        self._painter = MonthPainter(self._inks)
        self._entries: dict[AppointmentId, CalendarEntry] = {}
        self._days: list[MonthDay] | None = None
        self._conflicting: frozenset[AppointmentId] | None = None
        self._blocks: tuple[BlockEntry, ...] = ()
        self._blocked: list[list[BlockEntry]] | None = None
        self._blurred = False
        self._ghost: MonthGhost | None = None
        self._pointer = MonthPointer(page.zone)
        self.hint: Callable[[Ghost], str] = lambda _ghost: ""
        """What speaks against a ghost's time; asked when one comes, for painting asks nobody."""
        self.fellows: Callable[[Ghost], Sequence[tuple[datetime, datetime]]] = lambda _ghost: ()
        """When the other days of a block that repeats would be; asked as `hint`."""
        self.selected: AppointmentId | None = None
        self.cursor_day: date | None = None
        self.names: Mapping[UserId, str] = {}
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(tr("Calendar", "Month"))
        self.setMinimumSize(7 * 44, 6 * 40)
        theme.changed.connect(self._on_theme_changed)

    # what the presenter tells

    def show_page(self, page: CalendarPage) -> None:
        """Other days. The appointments known here stay; those that come and go are told by `apply`."""
        self._page = page
        self._blocked = None
        self._forget()

    def apply(self, difference: Difference) -> None:
        """Takes over what came, changed and went; the days are laid out when they are next asked for."""
        for entry_id in difference.gone:
            self._entries.pop(entry_id, None)
        self._entries |= {entry.id: entry for entry in difference.shown}
        self._forget()

    def set_blocks(self, blocks: Sequence[BlockEntry]) -> None:
        """Time that is not for appointments: named beside the numbers of its days."""
        self._blocks = tuple(blocks)
        self._blocked = None
        self.update()

    def set_cursor(self, start: datetime) -> None:
        """Only the day counts here. It is framed while nothing is selected and the view has the focus."""
        self.cursor_day = timegrid.day_of(start, self._page.zone)
        self.update()

    def set_selected(self, entry_id: AppointmentId | None) -> None:
        """One that has no room stands in the last row of its day while it is selected, where there is one."""
        self.selected = entry_id
        self._forget()

    def set_ghost(self, ghost: Ghost | None) -> None:
        """Shows on which day an appointment would be; None takes that away."""
        self._ghost = None
        if ghost is not None:
            fellows = (timegrid.day_of(start, self._page.zone) for start, _ in self.fellows(ghost))
            self._ghost = MonthGhost(ghost, self.hint(ghost), tuple(fellows))
        self.update()

    @property
    def ghost(self) -> MonthGhost | None:
        """The time that is being chosen, and what speaks against it."""
        return self._ghost

    def set_blurred(self, blurred: bool) -> None:
        """Initials stand for the names, in the picture, in tool tips and in what a screen reader says."""
        self._blurred = blurred
        self.update()

    @property
    def blurred(self) -> bool:
        """Whether initials stand for the names now."""
        return self._blurred

    @property
    def page(self) -> CalendarPage:
        """The page that is shown; while another view is in front, the last one that this view was told of."""
        return self._page

    @property
    def geometry_(self) -> MonthGeometry:
        """For the present size and direction; `geometry` itself is a method of Qt's."""
        # A view that never was in front may still have a page of fewer than seven days.
        weeks = len(self._page.days) // 7 or 1
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        return MonthGeometry(self.width(), self.height(), weeks, mirrored, self._inks.text_scale)

    @property
    def days(self) -> list[MonthDay]:
        """Laid out anew only when something changed; painting only reads."""
        if self._days is None:
            scales = self._page.board.days
            rows = self.geometry_.rows
            self._days = lay_out_month(self._entries.values(), scales, rows, self.selected)
        return self._days

    @property
    def blocked(self) -> list[list[BlockEntry]]:
        """What is blocked on each day of the page, whole days first."""
        if self._blocked is None:
            self._blocked = blocks_of_days(self._blocks, self._page.board.days)
        return self._blocked

    @property
    def conflicting(self) -> frozenset[AppointmentId]:
        """Worked out only for those who listen to the view."""
        if self._conflicting is None:
            self._conflicting = conflicting(self._entries.values())
        return self._conflicting

    # Qt

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._inks.surface)
        self._painter.paint(painter, self._scene(), focused=self.hasFocus())
        if self._ghost is not None:
            self._paint_ghost(painter, self._ghost)
        painter.end()

    def _scene(self) -> MonthScene:
        days, hours = self._page.days, self._page.hours
        is_framed = self.selected is None and self._ghost is None and self.cursor_day in days
        cursor = days.index(self.cursor_day) if is_framed and self.cursor_day else None
        return MonthScene(
            self.geometry_,
            self.days,
            frozenset(day for day in days if not hours.open_on(day)),
            {day: holiday_text(hours, day) for day in days},
            self._page.anchor.month,
            timegrid.day_of(self._clock.now(), self._page.zone),
            self._page.zone,
            self._blurred,
            self.selected,
            cursor,
            self.blocked,
            self._ghost.ghost.held.id if self._ghost and self._ghost.ghost.held else None,
        )

    def _paint_ghost(self, painter: QPainter, ghost: MonthGhost) -> None:
        """The day that something would move to, and those that move with it."""
        zone, days = self._page.zone, {day.day: day for day in self.days}
        words = ghost.words(zone, blurred=self._blurred)
        for day in filter(None, map(days.get, ghost.fellows)):
            paint_fellow(painter, words, day, self.geometry_, self._inks)
        there = days.get(ghost.day(zone))
        if there is not None:
            paint_month_ghost(painter, ghost, words, there, self.geometry_, self._inks)

    @override
    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            day, entry = self.under(QPointF(event.pos()))
            holiday = holiday_text(self._page.hours, day.day) if day else ""
            shown = None if self._pointer.pressed else entry or self.block_under(QPointF(event.pos()))
            show_hover(event, self, shown, self._page.zone, self, otherwise=holiday)
            return True
        return super().event(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._forget()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        # A view that is hidden never hears that the button was let go.
        super().hideEvent(event)
        self._drop_drag()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        day, entry = self.under(event.position())
        if day is not None:
            block = None if entry else self.block_under(event.position())
            self._pointer.press(MonthPress(event.position(), day, entry, block))

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton or not self._pointer.pressed:
            return
        self._follow(event.position())
        ghost = self._ghost
        press, dragged = self._pointer.release()
        if dragged and ghost is not None:
            self.ghost_dropped.emit(ghost.ghost)
        elif press is not None:
            self._click(press)

    def _click(self, press: MonthPress) -> None:
        if press.entry is not None:
            self.entry_clicked.emit(press.entry.id)
        elif press.block is not None:
            self.block_clicked.emit(press.block)
        elif self._is_way_in(press.day, press.at):
            self.day_wanted.emit(press.day.day)
        else:
            self.day_clicked.emit(press.day.day)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        day, entry = self.under(event.position())
        # On an appointment there is nothing more to do: its first press opened it.
        if day is not None and entry is None:
            self.day_wanted.emit(day.day)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pointer.pressed:
            self._follow(event.position())
            return
        day, entry = self.under(event.position())
        acts = entry is not None or (day is not None and self._is_way_in(day, event.position()))
        self.setCursor(Qt.CursorShape.PointingHandCursor if acts else Qt.CursorShape.ArrowCursor)

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        day, entry = self.under(QPointF(event.pos()))
        if event.reason() is QContextMenuEvent.Reason.Keyboard:  # it is about what the arrows stand on
            number = self._page.days.index(self.cursor_day) if self.cursor_day in self._page.days else 0
            day, entry = self.days[number], self._entries.get(self.selected) if self.selected else None
        if day is not None:
            start = timegrid.day_scale(day.day, self._page.zone).moment_at(self._page.hours.earliest_minute)
            self.menu_wanted.emit(entry.id if entry else None, start, event.globalPos())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = arrow_step(event, mirrored=self.geometry_.mirrored)
        if step is not None:
            self.step_pressed.emit(step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.enter_pressed.emit()
        elif event.key() == Qt.Key.Key_Escape and self._pointer.pressed:
            self._drop_drag()
        elif event.key() == Qt.Key.Key_Escape:
            self.escape_pressed.emit()
        else:
            event.ignore()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    # inside

    def under(self, at: QPointF) -> tuple[MonthDay | None, CalendarEntry | None]:
        """The day under a point and, where one stands there, the appointment."""
        number = self.geometry_.day_at(at.x(), at.y())
        if number is None:
            return None, None
        day = self.days[number]
        for row, entry in enumerate(day.shown):
            if self.geometry_.row_box(number, row).holds(at.x(), at.y()):
                return day, entry
        return day, None

    def block_under(self, at: QPointF) -> BlockEntry | None:
        """The first of the blocks that are named beside a day's number, where the point is on their words."""
        number = self.geometry_.day_at(at.x(), at.y())
        if number is None or not self.blocked[number]:
            return None
        return self.blocked[number][0] if self.geometry_.words_box(number).holds(at.x(), at.y()) else None

    def _is_way_in(self, day: MonthDay, at: QPointF) -> bool:
        """Whether the number of the day or the words for its hidden ones are there."""
        geometry = self.geometry_
        first = geometry.row_box(day.number, 0)
        more = geometry.row_box(day.number, len(day.shown))
        return at.y() < first.y or (day.hidden > 0 and more.holds(at.x(), at.y()))

    def _follow(self, at: QPointF) -> None:
        number = self.geometry_.nearest_day(at.x(), at.y())
        ghost = self._pointer.move(at, self._page.days[number])
        # Most moves stay over one day and leave nothing to paint.
        if ghost is not None and (self._ghost is None or ghost != self._ghost.ghost):
            self.set_ghost(ghost)

    def _drop_drag(self) -> None:
        _, dragged = self._pointer.release()
        if dragged:
            self.set_ghost(None)
            self.drag_left.emit()

    def _forget(self) -> None:
        self._days = self._conflicting = None
        self.update()

    def _on_theme_changed(self) -> None:
        self._inks = PaintStyles(self._theme)
        self._painter = MonthPainter(self._inks)
        self._forget()
