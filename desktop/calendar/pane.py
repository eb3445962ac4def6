"""The calendar of one practice: toolbar, painted grid and, at the side, the form or the details."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QPoint
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from core.domain import timegrid
from core.domain.changes import Changed
from core.domain.ids import AppointmentId, UserId
from core.domain.series import Scope
from desktop.calendar.abstract_pane import AbstractPane
from desktop.calendar.actions import Actions
from desktop.calendar.arrow_keys import ArrowStep
from desktop.calendar.block_moving import Moves
from desktop.calendar.blocks import CalendarBlocks
from desktop.calendar.booking import BookingPresenter
from desktop.calendar.booking_panel import BookingPanel
from desktop.calendar.cancelling import Cancelling
from desktop.calendar.commands import CalendarCommands
from desktop.calendar.copying import Copying
from desktop.calendar.entry import CalendarEntry, entry_of
from desktop.calendar.entry_actions import EntryActions
from desktop.calendar.entry_details import EntryDetails
from desktop.calendar.geometry import HOUR_PX
from desktop.calendar.gesture import GestureKind, Ghost
from desktop.calendar.guarded_runner import GuardedRunner
from desktop.calendar.habit_keeper import HabitKeeper
from desktop.calendar.held_painting import HeldPainting
from desktop.calendar.lookup_dialogs import LookupDialogs
from desktop.calendar.marking import Marking
from desktop.calendar.next_booking import NextBooking
from desktop.calendar.pages import CalendarPage, PageKind
from desktop.calendar.ports import CalendarGateway, CommandOutcome, Practitioner
from desktop.calendar.presenter import CalendarPresenter
from desktop.calendar.printing import CalendarPaper
from desktop.calendar.series_questions import SeriesQuestions
from desktop.calendar.side_month import SideMonth
from desktop.calendar.slot_finder import SlotFinder
from desktop.calendar.texts import SentenceWords, mode_texts
from desktop.calendar.timeline import Difference
from desktop.calendar.toolbar import Toolbar
from desktop.calendar.views import CalendarViews
from desktop.calendar.waitlist import CalendarWaitlist
from desktop.kit.discard_question import ask_to_discard
from desktop.kit.i18n import tr
from desktop.widgets.narrow import is_narrow
from desktop.widgets.painted_list import announce, tell_focus
from desktop.widgets.side_panel import SidePanel

if TYPE_CHECKING:
    from desktop.kit.context import ScreenContext


class CalendarPane(AbstractPane):
    """Fulfils the views of its presenters and wires them. `desk` is called on the store worker only."""

    def __init__(
        self,
        context: "ScreenContext",
        desk: CalendarGateway,
        page: CalendarPage,
        team: Sequence[Practitioner] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._desk = desk
        self._zone = page.zone
        self._words = SentenceWords(page.zone)
        self._kept_minute = -1
        self._reads = GuardedRunner(context.jobs, self)
        self.presenter = CalendarPresenter(self, desk, self._reads, context.clock, page, team)
        self.commands = CalendarCommands(self, desk, context.jobs, context.bus, self._words)
        self._marking = Marking(context, page.zone)
        self.cancelling = Cancelling(context.navigator, desk, self._reads, self._marking, self.commands)
        self._series = SeriesQuestions(self, self.commands, self.cancelling.ask)
        self.views = CalendarViews(page, context.theme, context.clock)
        self.grid = self.views.grid
        self.habits = HabitKeeper(context, desk, self)
        self.form = BookingPanel(context.theme, page.zone, self._today, page.hours.first_weekday)
        self.entry_details = EntryDetails(context, page.zone, desk, self._reads, self._marking)
        self.details = self.entry_details.panel
        self.form.set_blurred(context.bus.blurred)
        me = context.practice.me.user_id
        self.booking = BookingPresenter(self.form, desk, self._reads, page.zone, me)
        self.blocks = CalendarBlocks(context, self._reads, self, page, self._today)
        self.presenter.commits = Moves(self.commands, self.blocks.moving)
        self._main = QWidget()
        self._held = HeldPainting(self._main, self.views.pictures)
        self._lookups = LookupDialogs(context, desk, self._reads, self.presenter, self, self.views.take_focus)
        self.side_month = SideMonth(
            context, desk, self._reads, page, self._lookups.go_to, self.views.take_focus
        )
        self.finder = SlotFinder(context, desk, self._reads, self)
        self.next_booking = NextBooking(context, desk, self._reads, self)
        self.waitlist = CalendarWaitlist(context, desk, self._reads, self, self.finder, self._today)
        self.paper = CalendarPaper(context, self.presenter, self)
        self.entry_actions = EntryActions(context, self, self._marking, self._series)
        self.copying = Copying(context, desk, self._reads, self)
        self.actions_ = Actions(self._main, self._handlers(), self.commands.history)
        if not context.reads_clinical:
            self.actions_.drop("note")
        self.toolbar = Toolbar(context.theme, self.actions_)
        self.set_team(team)
        self._lay_out()
        self._connect()

    def _today(self) -> date:
        return timegrid.day_of(self._context.clock.now(), self._zone)

    def set_team(self, team: Sequence[Practitioner]) -> None:
        """Who treats here, which decides who has a column."""
        self.presenter.team = team
        self.booking.set_team(team)
        several = len([one for one in team if one.is_active]) > 1
        names = {one.id: one.name for one in team} if several else {}
        self.views.set_names(names)
        self.entry_details.set_names(names)

    def start(self, hour_px: float = HOUR_PX, minute: int = -1) -> None:
        """Show the first page and begin to read; called once. `minute`: where it was scrolled to."""
        self.grid.set_hour_px(hour_px)
        self._kept_minute = minute
        self.presenter.start()
        self.habits.start()

    # what the presenters tell

    def show_page(self, page: CalendarPage) -> None:
        if not self.presenter.timeline.is_fresh(page.period):
            self._held.begin()
        self.booking.set_week_start(page.hours.first_weekday)
        self.form.set_snap(page.hours.snap_minutes)
        self.blocks.show_page(page)
        self.views.show_page(page)
        self.toolbar.show_page(page)
        self.side_month.show_page(page)
        self.habits.soon()

    def show_what_matters(self, *, anew: bool) -> None:
        """At the first page of a start: where it was scrolled to, if now or anything is in sight there."""
        kept, self._kept_minute = self._kept_minute, -1
        if anew and kept >= 0 and self.presenter.page.kind.has_hours:
            self.grid.scroll_to_minute(kept)
            anew = not self.grid.shows_now()
        self.views.show_what_matters(anew=anew)
        self._held.end()

    def show_hidden(self, count: int) -> None:
        self.toolbar.show_hidden(count, filtered=bool(self.presenter.filter))
        self.blocks.show()
        self.side_month.set_filter(self.presenter.filter)

    def apply(self, difference: Difference) -> None:
        """Tells the views, and renews the open details and which actions are allowed."""
        self.views.apply(difference)
        entry = self.presenter.entry
        if difference and entry is not None:
            self._show_allowed(entry)
            if not self.details.isHidden():
                self.entry_details.show(entry)

    def set_ghost(self, ghost: Ghost | None) -> None:
        span = None if self.form.isHidden() else self.booking.span
        if ghost is None and span is not None:
            self.views.set_ghost(self._form_ghost(*span), reveals=False)
        else:
            self.views.set_ghost(ghost)

    def set_cursor(self, start: datetime, end: datetime, practitioner: UserId | None) -> None:
        self.views.set_cursor(start, end, practitioner)
        self.side_month.set_cursor(start)
        self.show_allowed()

    def set_selected(self, entry: CalendarEntry | None) -> None:
        """Tells a screen reader as well, and closes the details where nothing is selected any more."""
        self.views.set_selected(entry.id if entry else None)
        self._show_allowed(entry)
        tell_focus(self.views.front)
        if entry is None and not self.details.isHidden():
            self.show_panel(None)

    @override
    def reveal(self, start: datetime, end: datetime) -> None:
        self.grid.reveal(start, end)

    def set_mode(self, ghost: Ghost | None) -> None:
        """Says the ghost's times in the toolbar and to a screen reader; None ends that."""
        shown = told = ""
        if ghost is not None:
            hint, has_hours = self.grid.scene.hint(ghost), self.presenter.page.kind.has_hours
            shown, told = mode_texts(ghost, hint, self._zone, has_hours=has_hours, blurred=self.grid.blurred)
        self.toolbar.show_mode(shown)
        announce(self.views.front, told)

    def tell_place(self, start: datetime, practitioner: UserId | None) -> None:
        place = self.views.spoken_place(start, practitioner)
        announce(self.views.front, ", ".join(filter(None, (place, self.blocks.spoken_here()))))

    def open_booking(self, start: datetime, end: datetime, *, drawn: bool) -> None:
        """A form that is open for a new appointment only takes these times, and in a column who treats there.

        A service that was chosen there says how long it is, also where another length was drawn.
        """
        if not self.form.isHidden() and self.booking.editing is None:
            treats = self.presenter.treats  # another time may turn to a page with other columns
            self.booking.retime(start, end, whole=drawn and self.booking.form.service_id is None)
            if treats is not None:
                self.booking.choose_treats(treats)
            return
        self.show_panel(self.form)
        self.booking.begin(start, end, treats=self.presenter.treats, drawn=drawn)
        self.form.picker.setFocus()

    def open_details(self, entry: CalendarEntry) -> None:
        self.views.set_ghost(None)
        self.entry_details.show(entry)
        self.show_panel(self.details)

    def close_panel(self) -> None:
        self.show_panel(None)
        self.views.take_focus()

    @override
    def leave_form(self, then: Callable[[], None], *, retimes: bool = False, line: str = "") -> None:
        on_left = partial(self._context.navigator.search, line) if line else None
        retimes = retimes and self.booking.editing is None
        if retimes or self.form.content() is None:
            self.blocks.leave(partial(self.waitlist.leave, then, on_left), on_left)
            return
        if self.booking.span is not None:
            self._on_span_changed(*self.booking.span)  # the grid may show what would take its place
        sentence = tr("Calendar", "The appointment form has changes that are not saved.")
        ask_to_discard(self._context.navigator, sentence, partial(self._discard_for, then), on_left)

    def _discard_for(self, then: Callable[[], None]) -> None:
        self.show_panel(None)
        then()

    def take_focus(self) -> None:
        """To the open form, where somebody was typing, else to the grid."""
        forms = (self.form, self.blocks.panel, self.waitlist.panel)
        open_form = next((one for one in forms if not one.isHidden()), None)
        if open_form is None:
            self.views.take_focus()
        else:
            open_form.take_focus()

    @property
    def _panels(self) -> tuple[SidePanel, ...]:
        return self.form, self.details, self.blocks.panel, self.waitlist.panel

    @property
    @override
    def open_panel(self) -> SidePanel | None:
        return next((one for one in self._panels if not one.isHidden()), None)

    @override
    def show_panel(self, panel: QWidget | None) -> None:
        for one in self._panels:
            one.setVisible(one is panel)
        self.blocks.show()
        self.toolbar.make_room(panel is not None)
        self._make_room()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """In a narrow window a panel takes the grid's place."""
        self._main.setHidden(is_narrow(self) and self.open_panel is not None)
        has_side = self.side_month.fits_in(self.width())
        self.side_month.setVisible(has_side)
        self.grid.set_whole_width(self.width() - (self.side_month.width() if has_side else 0))

    def put(self, entry: CalendarEntry) -> None:
        """Nothing once this widget is gone: an answer of the store may come later than that."""
        if shiboken6.isValid(self):
            self.presenter.put(entry)

    def put_back(self, entry: CalendarEntry) -> None:
        """As `put`."""
        if shiboken6.isValid(self):
            self.presenter.put_back(entry)

    @override
    def say(self, sentence: str) -> None:
        self._context.navigator.toast(sentence)

    def offer_undo(self, sentence: str, undo: Callable[[], None]) -> None:
        self._context.navigator.toast(sentence, undo)

    def offer_redo(self, sentence: str, redo: Callable[[], None]) -> None:
        self._context.navigator.toast(sentence, redo=redo)

    def ask_scope(self, on_scope: Callable[[Scope], None], on_left: Callable[[], None]) -> None:
        self._series.ask_to_move(on_scope, on_left)

    def ask_about_taken(self, entry: CalendarEntry, ghost: Ghost) -> None:
        """A move onto a taken time: the form, with the new times and what they collide with.

        As `put` where this widget is gone; what was moved stands where it did.
        """
        if not shiboken6.isValid(self):
            return
        self.views.set_ghost(ghost)
        self.entry_actions.edit(entry, (ghost.start, ghost.end), ghost.new_practitioner)

    @override
    def take_up(self, content: dict[str, Any], span: tuple[datetime, datetime] | None = None) -> None:
        if "block" in content:
            self.blocks.take_up(content)
            return
        if "wish" in content:
            self.waitlist.take_up(content)
            return
        self.show_panel(self.form)
        self.form.take_up(content)
        if span is not None:
            self.booking.retime(*span, whole=True)
        self.form.start.setFocus()

    # wiring

    def _lay_out(self) -> None:
        column = QVBoxLayout(self._main)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.toolbar)
        column.addWidget(self.waitlist.freed.banner)
        column.addWidget(self.blocks.warning.banner)
        column.addWidget(self.views, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.side_month)
        row.addWidget(self._main, 1)
        for panel in self._panels:
            row.addWidget(panel)
        self.show_panel(None)

    def _connect(self) -> None:
        presenter = self.presenter
        self.views.attach(presenter, self._on_step_pressed, self._on_menu_wanted)
        for painted in (self.grid, self.views.month):
            painted.drag_left.connect(self._on_drag_left)
        self.toolbar.kind_chosen.connect(self._on_kind_chosen)
        self.toolbar.booking_requested.connect(self.next_booking.begin)
        self.toolbar.all_wanted.connect(self._lookups.show_all)
        self.form.attach(self.booking)
        self.form.slot_wanted.connect(self.finder.find)
        self.form.span_changed.connect(self._on_span_changed)
        self.form.closed.connect(presenter.escape)
        self.booking.on_saved = self._on_saved
        self.booking.on_added = self._on_client_added
        self.details.closed.connect(presenter.escape)
        self.blocks.panel.closed.connect(presenter.escape)
        self._connect_details()
        self._context.bus.changed.connect(self._on_bus_changed)
        self._context.bus.blur_changed.connect(self._on_blur_changed)

    def _connect_details(self) -> None:
        selected = self.entry_actions
        self.details.note_wanted.connect(selected.note)
        self.details.edit_wanted.connect(selected.edit_selected)
        self.details.delete_wanted.connect(selected.delete)
        self.details.client_wanted.connect(selected.client)
        self.details.status_wanted.connect(selected.mark)
        self.details.again_wanted.connect(self.copying.book_again)

    def _handlers(self) -> dict[str, Callable[[], object]]:
        presenter = self.presenter
        return {
            **self.entry_actions.handlers(),
            **self.copying.handlers(),
            "book": presenter.book_here,
            "find_slot": self.finder.find,
            "waitlist": self.waitlist.open,
            "wait": self.waitlist.begin,
            "block": self.blocks.begin,
            "open_block": self.blocks.open_here,
            "move": lambda: self.blocks.moving.begin(GestureKind.MOVE),
            "resize": lambda: self.blocks.moving.begin(GestureKind.RESIZE_END),
            "resize_start": lambda: self.blocks.moving.begin(GestureKind.RESIZE_START),
            "undo": self.commands.undo,
            "redo": self.commands.redo,
            "today": presenter.today,
            "go_to": self._lookups.pick_day,
            "filter": self._lookups.choose_filter,
            "print": self.paper.ask_print,
            "pdf": self.paper.ask_pdf,
            "file": self.paper.file.ask,
            "next": lambda: presenter.turn(1),
            "previous": lambda: presenter.turn(-1),
            "next_entry": lambda: presenter.step_entry(1),
            "previous_entry": lambda: presenter.step_entry(-1),
            "day": lambda: presenter.set_kind(PageKind.DAY),
            "work_week": lambda: presenter.set_kind(PageKind.WORK_WEEK),
            "week": lambda: presenter.set_kind(PageKind.WEEK),
            "month": lambda: presenter.set_kind(PageKind.MONTH),
            "agenda": lambda: presenter.set_kind(PageKind.AGENDA),
            "zoom_in": lambda: self.grid.zoom(1),
            "zoom_out": lambda: self.grid.zoom(-1),
            "zoom_reset": lambda: self.grid.set_hour_px(HOUR_PX),
        }

    @override
    def show_allowed(self) -> None:
        self._show_allowed(self.presenter.entry)

    def _show_allowed(self, entry: CalendarEntry | None) -> None:
        self.actions_.allow(self._marking.allowed(entry))
        if entry is None:  # then these keys are for the block in which the cursor stands
            is_blocked = self.blocks.at_cursor() is not None
            self.actions_.allow(dict.fromkeys(("move", "resize", "resize_start"), is_blocked))

    # slots

    def _on_step_pressed(self, step: ArrowStep) -> None:
        self.presenter.step(*step.value)

    def _on_drag_left(self) -> None:
        self.set_ghost(None)

    def _on_kind_chosen(self, kind: PageKind) -> None:
        self.presenter.set_kind(kind)
        self.views.take_focus()

    def _on_menu_wanted(self, entry_id: AppointmentId | None, start: datetime, at: QPoint) -> None:
        if entry_id is not None:
            self.presenter.select(entry_id)
        else:
            self.presenter.cursor = start
            self.presenter.select(None)
        self.actions_.pop_up(self, at, on_entry=entry_id is not None)

    def _on_span_changed(self, start: datetime, end: datetime) -> None:
        if self.form.isHidden():
            return
        day = timegrid.day_of(start, self._zone)
        if day not in self.presenter.page.days:
            self.presenter.show_page(self.presenter.page.around(day))
        self.views.set_ghost(self._form_ghost(start, end))

    def _form_ghost(self, start: datetime, end: datetime) -> Ghost:
        known = self.booking.editing
        entry = self.presenter.timeline.get(known) if known else None
        kind, column = GestureKind.MOVE if entry else GestureKind.CREATE, None
        if self.presenter.page.practitioners:
            column = self.booking.treats or self.presenter.practitioner
        return Ghost(kind, start, end, entry, column)

    def _on_saved(self, outcome: CommandOutcome, known: bool, done: bool) -> None:
        span, repeats = self.booking.span, self.booking.form.repeat.repeats
        if done:
            self.presenter.close()
        words = self._words
        if known or not span:
            sentence = words.saved()
        else:
            sentence = words.booked_series(span[0]) if repeats else words.booked(span[0])
        if outcome.row is not None:
            self.presenter.put(entry_of(outcome.row))
        self.commands.done(outcome, sentence)
        self.presenter.keep_selected(AppointmentId(outcome.id))

    def _on_client_added(self, outcome: CommandOutcome) -> None:
        self._context.bus.publish(outcome.changed)

    def _on_bus_changed(self, changed: tuple[Changed, ...]) -> None:
        self.presenter.on_changed(changed)
        self.side_month.on_changed(changed)
        self.blocks.on_changed(changed)
        self.entry_details.on_changed(changed)
        self.waitlist.freed.on_changed(changed)
        if not self.form.isHidden():
            self.booking.rows_changed({one.table for one in changed})

    def _on_blur_changed(self, blurred: bool) -> None:
        self.views.set_blurred(blurred)
        self.form.set_blurred(blurred)
        self.entry_details.show_again()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.actions_.press(event, ("undo", "redo", "copy", "paste")):
            super().keyPressEvent(event)
