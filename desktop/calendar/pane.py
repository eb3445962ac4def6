"""The calendar of one practice: toolbar, painted grid and, at the side, the form or the details."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QPoint, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from core.domain import timegrid
from core.domain.appointments import allowed_targets
from core.domain.changes import Changed
from core.domain.enums import AppointmentStatus
from core.domain.ids import AppointmentId, ClientId
from core.domain.records import Client
from desktop.calendar.accessible import announce, tell_focus
from desktop.calendar.actions import Actions
from desktop.calendar.booking import BookingPresenter
from desktop.calendar.booking_panel import BookingPanel
from desktop.calendar.commands import Commands
from desktop.calendar.details_panel import DetailsPanel
from desktop.calendar.entry import Entry
from desktop.calendar.geometry import HOUR_PX
from desktop.calendar.gesture import Ghost, Kind
from desktop.calendar.grid import CalendarGrid, Step
from desktop.calendar.owned import OwnedRunner
from desktop.calendar.pages import Kind as PageKind
from desktop.calendar.pages import Page
from desktop.calendar.ports import Desk, Habits, Outcome
from desktop.calendar.presenter import CalendarPresenter
from desktop.calendar.texts import SentenceWords, span_text
from desktop.calendar.timeline import Difference
from desktop.calendar.toolbar import Toolbar
from desktop.i18n import tr

if TYPE_CHECKING:
    from desktop.context import ScreenContext

_REMEMBER_MS = 800


class CalendarPane(QWidget):
    """Fulfils the views of its presenters and wires them. `desk` is called on the store worker only."""

    def __init__(
        self, context: "ScreenContext", desk: Desk, page: Page, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._desk = desk
        self._zone = page.zone
        self._words = SentenceWords(page.zone)
        self._fresh = True
        self._habits = Habits()
        self._soon = QTimer(self, singleShot=True, interval=_REMEMBER_MS)
        self._reads = OwnedRunner(context.jobs, self)
        self.presenter = CalendarPresenter(self, desk, self._reads, context.clock, page)
        self.commands = Commands(self, desk, context.jobs, context.bus, self._words)
        self.presenter.commits = self.commands
        self.grid = CalendarGrid(page.board, context.theme, context.clock)
        self.form = BookingPanel(context.theme, page.zone)
        self.details = DetailsPanel(context.theme, page.zone)
        self.booking = BookingPresenter(self.form, desk, self._reads, page.zone)
        self._main = QWidget()
        self.actions_ = Actions(self._main, self._handlers())
        self.toolbar = Toolbar(context.theme, self.actions_)
        self._lay_out()
        self._connect()

    def start(self, hour_px: float = HOUR_PX) -> None:
        """Show the first page and begin to read; called once."""
        self.grid.set_hour_px(hour_px)
        self.presenter.start()
        self._habits = self._present_habits()

    def book_for(self, client_id: ClientId) -> None:
        """Begin a booking for a client at the cursor's time."""
        self._reads.run(lambda: self._desk.get_client(client_id), self._on_client)

    def _on_client(self, client: Client) -> None:
        self.presenter.book_here()
        start, end = self.booking.span or (self.presenter.cursor, self.presenter.cursor)
        self.booking.begin(start, end, client)

    # what the presenters tell

    def show_page(self, page: Page) -> None:
        self.grid.show_board(page.board, page.hours)
        self.toolbar.show_page(page)
        self._soon.start()
        if self._fresh:
            self._fresh = False
            self.grid.scroll_to_minute(page.hours.earliest_minute)

    def apply(self, difference: Difference) -> None:
        self.grid.apply(difference)
        entry = self.presenter.entry
        if difference and entry is not None:
            self._show_allowed(entry)
            if self.details.isVisible():
                self.details.show_entry(entry, self._targets(entry), blurred=self._context.bus.blurred)

    def set_ghost(self, ghost: Ghost | None) -> None:
        self.grid.set_ghost(ghost)

    def set_cursor(self, start: datetime, end: datetime) -> None:
        self.grid.set_cursor(start, end)

    def set_selected(self, entry: Entry | None) -> None:
        self.grid.set_selected(entry.id if entry else None)
        self._show_allowed(entry)
        tell_focus(self.grid)
        if entry is None and self.details.isVisible():
            self._show_panel(None)

    def reveal(self, start: datetime, end: datetime) -> None:
        self.grid.reveal(start, end)

    def set_mode(self, ghost: Ghost | None) -> None:
        text = ""
        if ghost is not None:
            times = span_text(ghost.start, ghost.end, self._zone)
            text = tr("Calendar", "{times} – Enter keeps it, Esc does not", times=times)
        self.toolbar.show_mode(text)
        announce(self.grid, text)

    def open_booking(self, start: datetime, end: datetime) -> None:
        if self.form.isVisible() and not self.booking.editing:
            self.booking.retime(start, end)
            return
        self._show_panel(self.form)
        self.booking.begin(start, end)
        self.form.picker.setFocus()

    def open_details(self, entry: Entry) -> None:
        self.grid.set_ghost(None)
        self.details.show_entry(entry, self._targets(entry), blurred=self._context.bus.blurred)
        self._show_panel(self.details)

    def close_panel(self) -> None:
        self._show_panel(None)
        self.grid.setFocus()

    def _show_panel(self, panel: QWidget | None) -> None:
        for one in (self.form, self.details):
            one.setVisible(one is panel)
        self.toolbar.make_room(panel is not None)

    def put(self, entry: Entry) -> None:
        if shiboken6.isValid(self):
            self.presenter.put(entry)

    def say(self, sentence: str) -> None:
        self._context.navigator.toast(sentence)

    def offer_undo(self, sentence: str, undo: Callable[[], None]) -> None:
        self._context.navigator.toast(sentence, undo)

    def ask_about_taken(self, entry: Entry, start: datetime, end: datetime) -> None:
        """A move onto a taken time: the form, with the new times and what they collide with."""
        self.grid.set_ghost(Ghost(Kind.MOVE, start, end, entry))
        self._edit(entry, (start, end))

    def take_up(self, content: dict[str, Any]) -> None:
        """Open the form that was left unfinished."""
        self._show_panel(self.form)
        self.form.take_up(content)
        self.form.start.setFocus()

    def remember(self) -> None:
        """Keep kind and zoom for the next start on this device, if they changed."""
        habits = self._present_habits()
        if habits != self._habits:
            self._habits = habits
            self._context.jobs.run(lambda: self._desk.remember(habits))

    def _present_habits(self) -> Habits:
        return Habits(self.presenter.page.kind.value, round(self.grid.hour_px))

    # wiring

    def _lay_out(self) -> None:
        column = QVBoxLayout(self._main)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.toolbar)
        column.addWidget(self.grid, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._main, 1)
        row.addWidget(self.form)
        row.addWidget(self.details)
        self._show_panel(None)

    def _connect(self) -> None:
        grid, presenter = self.grid, self.presenter
        grid.slot_clicked.connect(presenter.choose)
        grid.entry_clicked.connect(presenter.open)
        grid.ghost_dropped.connect(presenter.drop)
        grid.step_pressed.connect(self._on_step_pressed)
        grid.enter_pressed.connect(presenter.enter)
        grid.escape_pressed.connect(presenter.escape)
        grid.zoom_changed.connect(self._on_zoom_changed)
        self._soon.timeout.connect(self.remember)
        grid.menu_wanted.connect(self._on_menu_wanted)
        self.toolbar.kind_chosen.connect(self._on_kind_chosen)
        self.form.attach(self.booking)
        self.form.span_changed.connect(self._on_span_changed)
        self.form.closed.connect(presenter.escape)
        self.booking.on_saved = self._on_saved
        self.booking.on_added = self._on_client_added
        self.details.closed.connect(presenter.escape)
        self._connect_details()
        self._context.bus.changed.connect(self._on_bus_changed)
        self._context.bus.blur_changed.connect(self._on_blur_changed)

    def _connect_details(self) -> None:
        self.details.note_wanted.connect(self._note)
        self.details.edit_wanted.connect(self._edit_selected)
        self.details.delete_wanted.connect(self._delete)
        self.details.client_wanted.connect(self._client)
        self.details.status_wanted.connect(self._mark)

    def _handlers(self) -> dict[str, Callable[[], object]]:
        presenter, statuses = self.presenter, AppointmentStatus
        return {
            "book": presenter.book_here,
            "note": self._note,
            "edit": self._edit_selected,
            "move": lambda: presenter.begin(Kind.MOVE),
            "resize": lambda: presenter.begin(Kind.RESIZE_END),
            "complete": lambda: self._mark(statuses.COMPLETED),
            "no_show": lambda: self._mark(statuses.NO_SHOW),
            "cancel": lambda: self._mark(statuses.CANCELLED),
            "restore": lambda: self._mark(statuses.SCHEDULED),
            "client": self._client,
            "delete": self._delete,
            "undo": self.commands.undo,
            "today": presenter.today,
            "next": lambda: presenter.turn(1),
            "previous": lambda: presenter.turn(-1),
            "next_entry": lambda: presenter.step_entry(1),
            "previous_entry": lambda: presenter.step_entry(-1),
            "day": lambda: presenter.set_kind(PageKind.DAY),
            "work_week": lambda: presenter.set_kind(PageKind.WORK_WEEK),
            "week": lambda: presenter.set_kind(PageKind.WEEK),
            "zoom_in": lambda: self.grid.zoom(1),
            "zoom_out": lambda: self.grid.zoom(-1),
            "zoom_reset": lambda: self.grid.set_hour_px(HOUR_PX),
        }

    # what the person wants

    def _targets(self, entry: Entry) -> list[AppointmentStatus]:
        if entry.appointment is None:
            return []
        now = self._context.clock.now()
        return allowed_targets(entry.appointment, now, has_living_note=entry.has_note)

    def _show_allowed(self, entry: Entry | None) -> None:
        targets = self._targets(entry) if entry else []
        statuses = AppointmentStatus
        self.actions_.allow(
            {
                **dict.fromkeys(("note", "edit", "client", "delete"), entry is not None),
                **dict.fromkeys(("move", "resize"), entry is not None and entry.movable),
                "complete": statuses.COMPLETED in targets,
                "no_show": statuses.NO_SHOW in targets,
                "cancel": statuses.CANCELLED in targets,
                "restore": statuses.SCHEDULED in targets,
            }
        )

    def _mark(self, status: AppointmentStatus) -> None:
        entry = self.presenter.entry
        if entry is not None:
            self.commands.set_status(entry.id, status)

    def _delete(self) -> None:
        entry = self.presenter.entry
        if entry is not None:
            self.commands.delete(entry.id)
            self.presenter.escape()

    def _note(self) -> None:
        entry = self.presenter.entry
        if entry is not None:
            self._context.navigator.start_note(entry.client_id, entry.id)

    def _client(self) -> None:
        entry = self.presenter.entry
        if entry is not None:
            self._context.navigator.open_client(entry.client_id)

    def _edit_selected(self) -> None:
        entry = self.presenter.entry
        if entry is not None:
            self._edit(entry, None)

    def _edit(self, entry: Entry, span: tuple[datetime, datetime] | None) -> None:
        if entry.appointment is not None:
            self._show_panel(self.form)
            self.booking.edit(entry.appointment, entry.client_name, span)
            self.form.start.setFocus()

    # slots

    def _on_zoom_changed(self, _hour_px: float) -> None:
        self._soon.start()

    def _on_step_pressed(self, step: Step) -> None:
        self.presenter.step(*step.value)

    def _on_kind_chosen(self, kind: PageKind) -> None:
        self.presenter.set_kind(kind)
        self.grid.setFocus()

    def _on_menu_wanted(self, entry_id: AppointmentId | None, start: datetime, at: QPoint) -> None:
        if entry_id is not None:
            self.presenter.select(entry_id)
        else:
            self.presenter.select(None)
            self.presenter.cursor = start
        self.actions_["undo"].setEnabled(self.commands.can_undo)
        menu = self.actions_.menu(self, on_entry=entry_id is not None)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.aboutToHide.connect(self._on_menu_hidden)
        menu.popup(at)

    def _on_menu_hidden(self) -> None:
        """A key must reach `undo` also when there is nothing to undo yet."""
        self.actions_["undo"].setEnabled(True)

    def _on_span_changed(self, start: datetime, end: datetime) -> None:
        if not self.form.isVisible():
            return
        day = timegrid.day_of(start, self._zone)
        if day not in self.presenter.page.days:
            self.presenter.show_page(self.presenter.page.around(day))
        entry = self.presenter.entry
        self.grid.set_ghost(Ghost(Kind.MOVE if entry else Kind.CREATE, start, end, entry))

    def _on_saved(self, outcome: Outcome, editing: bool) -> None:
        span = self.booking.span
        self.presenter.escape()
        words = self._words
        self.commands.done(outcome, words.saved() if editing or not span else words.booked(span[0]))
        self.presenter.selected = AppointmentId(outcome.id)

    def _on_client_added(self, outcome: Outcome) -> None:
        self._context.bus.publish(outcome.changed)

    def _on_bus_changed(self, changed: tuple[Changed, ...]) -> None:
        self.presenter.on_changed(changed)

    def _on_blur_changed(self, blurred: bool) -> None:
        self.grid.set_blurred(blurred)
        entry = self.presenter.entry
        if entry is not None and self.details.isVisible():
            self.details.show_entry(entry, self._targets(entry), blurred=blurred)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Undo):
            self.commands.undo()
        else:
            super().keyPressEvent(event)
