"""The agenda: the page's appointments as a list, a heading for each day."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from core.domain import timegrid
from core.domain.clock import Clock
from core.domain.enums import AppointmentStatus
from core.domain.ids import AppointmentId, UserId
from desktop.calendar.agenda_rows import AgendaDay, AgendaItem, agenda_items
from desktop.calendar.block_entry import BlockEntry
from desktop.calendar.closed_words import holiday_text
from desktop.calendar.entry import CalendarEntry, initials
from desktop.calendar.hover_text import hover_text
from desktop.calendar.pages import CalendarPage
from desktop.calendar.texts import day_text, span_text, status_text
from desktop.calendar.timeline import Difference
from desktop.kit import tokens
from desktop.kit.i18n import one_line, plural, tr
from desktop.kit.theme import Theme
from desktop.widgets.rows import ListRow, RowsModel
from desktop.widgets.text import Text
from desktop.widgets.two_line import TwoLineDelegate, reading_list

_WIDEST_PX = 900


class AgendaView(QWidget):
    """Rows are made when they come into sight. Signals carry `AppointmentId` and
    `BlockEntry`."""

    entry_chosen = Signal(object)
    entry_opened = Signal(object)
    block_opened = Signal(object)
    escape_pressed = Signal()
    menu_wanted = Signal(object, object, object)

    def __init__(self, page: CalendarPage, theme: Theme, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page, self._clock = page, clock
        self._entries: dict[AppointmentId, CalendarEntry] = {}
        self._blocks: tuple[BlockEntry, ...] = ()
        self._names: Mapping[UserId, str] = {}
        self._blurred = False
        self._stale, self._is_front = True, False
        self._cursor: date | None = None
        self._selected: AppointmentId | None = None
        self.list = reading_list(theme, tr("Calendar", "Agenda"))
        self.model = RowsModel(self._row, self)
        self.list.setModel(self.model)
        self.list.setItemDelegate(TwoLineDelegate(theme, self.list, _WIDEST_PX))
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._on_menu_requested)
        self.list.activated.connect(self._on_opened)
        self.list.clicked.connect(self._on_opened)
        self.list.selectionModel().currentChanged.connect(self._on_current_changed)
        self.empty = Text(tone="secondary", wrap=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFocusProxy(self.list)
        self._lay_out()

    def show_page(self, page: CalendarPage) -> None:
        """Takes up another page; its rows are made now, or when the agenda comes to the front."""
        self._page = page
        self._change()

    def apply(self, difference: Difference) -> None:
        """Adds, replaces and takes away appointments, also while another view is in front."""
        for entry_id in difference.gone:
            self._entries.pop(entry_id, None)
        self._entries |= {entry.id: entry for entry in difference.shown}
        self._change()

    def set_blocks(self, blocks: Sequence[BlockEntry]) -> None:
        """Time that is not for appointments; its rows stand among the others."""
        if self._blocks != tuple(blocks):
            self._blocks = tuple(blocks)
            self._change()

    def set_selected(self, entry_id: AppointmentId | None) -> None:
        """Marks its row and scrolls there, without a signal; None marks nothing."""
        self._selected = entry_id
        if not self._stale:
            self._show_selected()

    def set_blurred(self, blurred: bool) -> None:
        """Blurred, a row has initials for the name and no alert."""
        self._blurred = blurred
        self.model.render_again()

    def set_names(self, names: Mapping[UserId, str]) -> None:
        """Of those who treat; empty where one does alone, whom no row has to name."""
        self._names = names
        self.model.render_again()

    def set_cursor(self, start: datetime) -> None:
        """Remembers the local day of `start` for `show_cursor_day`; nothing scrolls yet."""
        self._cursor = timegrid.day_of(start, self._page.zone)

    def set_front(self, *, front: bool) -> None:
        """Rows are worked out only while somebody can see them."""
        self._is_front = front
        if front and self._stale:
            self._fill()

    def show_cursor_day(self) -> None:
        """The day that the page was opened on at the top."""
        for number, item in enumerate(self.model.items):
            if isinstance(item, AgendaDay) and self._cursor is not None and item.day >= self._cursor:
                self.list.scrollTo(self.model.row_of(number), self.list.ScrollHint.PositionAtTop)
                return

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.escape_pressed.emit()
        else:
            super().keyPressEvent(event)

    def _change(self) -> None:
        self._stale = True
        if self._is_front:
            self._fill()

    def _fill(self) -> None:
        self._stale = False
        # Rows also come by sync, while somebody reads: `_show_selected` below would scroll away from there.
        at = self.list.verticalScrollBar().value()
        days, holidays = self._page.days, self._page.hours.holidays
        named = {day for day in days if holidays.on(day)}
        items = agenda_items(self._entries.values(), days, self._page.zone, self._blocks, named)
        self.model.set_items(items)
        self.empty.setVisible(all(isinstance(item, AgendaDay) for item in items))
        self.empty.setText(
            tr("Calendar", "Nothing is booked in these two weeks. Press B to book, N to go on.")
        )
        self._show_selected()
        self.list.verticalScrollBar().setValue(at)

    def _show_selected(self) -> None:
        selection = self.list.selectionModel()
        number = self._number_of(self._selected)
        if number is None:
            selection.clearSelection()
            return
        index = self.model.row_of(number)
        selection.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.list.scrollTo(index)

    def _number_of(self, entry_id: AppointmentId | None) -> int | None:
        items = enumerate(self.model.items)
        return next((n for n, item in items if isinstance(item, CalendarEntry) and item.id == entry_id), None)

    def _row(self, item: AgendaItem) -> ListRow:
        if isinstance(item, AgendaDay):
            many = plural("Calendar", "{n} appointment", "{n} appointments", item.count) if item.count else ""
            today = timegrid.day_of(self._clock.now(), self._page.zone)
            holiday = holiday_text(self._page.hours, item.day)
            near = tr("Dates", "Today") if item.day == today else ""
            closed = "" if self._page.hours.open_on(item.day) else tr("Calendar", "closed")
            words = near, day_text(item.day), holiday, many, closed
            return ListRow(first=one_line(words), heading=True)
        return self._block_row(item) if isinstance(item, BlockEntry) else self._entry_row(item)

    def _block_row(self, block: BlockEntry) -> ListRow:
        whole = tr("Blocks", "All day")
        state = tr("Blocks", "Closed") if block.user_id is None else tr("Blocks", "Blocked")
        return ListRow(
            first=block.title(blurred=self._blurred),
            second=one_line((block.who, block.place))
            or (tr("Blocks", "The whole practice") if block.user_id is None else " "),
            trailing=whole if block.is_all_day else span_text(block.start, block.end, self._page.zone),
            trailing_second=state,
            colour="slate",
            faint=True,
        )

    def _entry_row(self, entry: CalendarEntry) -> ListRow:
        alert = f"! {' '.join(entry.alerts.split())}" if entry.alerts and not self._blurred else ""
        scheduled = entry.status is AppointmentStatus.SCHEDULED
        who = self._names.get(entry.practitioner_id, "")
        return ListRow(
            first=initials(entry.client_name) if self._blurred else entry.client_name,
            # A blank and not nothing: a row of one line would have its name in the middle and not in bold.
            second=one_line((entry.service, entry.location, who, alert)) or " ",
            trailing=span_text(entry.start, entry.end, self._page.zone),
            trailing_second="" if scheduled else status_text(entry.status),
            colour=entry.colour or tokens.DEFAULT_EVENT,
            faint=entry.cancelled or entry.missed,
            struck=entry.cancelled,
            tip=hover_text(entry, self._page.zone, self._names, blurred=self._blurred),
        )

    def _entry_at(self, index: QModelIndex) -> CalendarEntry | None:
        item = self.model.item(index)
        return item if isinstance(item, CalendarEntry) else None

    def _on_opened(self, index: QModelIndex) -> None:
        item = self.model.item(index)
        if isinstance(item, CalendarEntry):
            self.entry_opened.emit(item.id)
        elif isinstance(item, BlockEntry):
            self.block_opened.emit(item)

    def _on_current_changed(self, current: QModelIndex, _before: QModelIndex) -> None:
        entry = self._entry_at(current)
        # `set_selected` makes its row current, too, and whoever called it must not hear of it again.
        if entry is not None and entry.id != self._selected:
            self._selected = entry.id
            self.entry_chosen.emit(entry.id)

    def _on_menu_requested(self, at: QPoint) -> None:
        entry = self._entry_at(self.list.indexAt(at))
        start = entry.start if entry else self._clock.now()
        self.menu_wanted.emit(entry.id if entry else None, start, self.list.viewport().mapToGlobal(at))

    def _lay_out(self) -> None:
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        box = QVBoxLayout(self)
        box.setContentsMargins(tokens.M, tokens.S, tokens.M, tokens.M)
        box.addWidget(self.empty)
        box.addWidget(self.list, 1)
