"""The calendar in the main pane: reads the practice's zone and hours, then shows the calendar itself."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from core.domain import timegrid
from core.domain.changes import Changed
from core.domain.ids import AppointmentId, ClientId
from core.domain.waitlist_matching import Fit
from desktop.calendar.accessible import accessible_views
from desktop.calendar.actions import shortcut_table
from desktop.calendar.cancelling import CANCELLATIONS
from desktop.calendar.closed_days_line import closed_days_shortcut
from desktop.calendar.closed_series_hint import ClosedSeriesHint
from desktop.calendar.ghost_hint import GhostHint
from desktop.calendar.guarded_runner import GuardedRunner
from desktop.calendar.opening_hint import OpeningHint
from desktop.calendar.pages import CalendarPage, PageKind
from desktop.calendar.pane import CalendarPane
from desktop.calendar.ports import CalendarGateway, CalendarStart
from desktop.calendar.practice_gateway import PracticeDesk
from desktop.calendar.typing_in import book_typed
from desktop.kit.context import QuestionSubject
from desktop.kit.form_drafts import Content, FormDrafts
from desktop.kit.form_keeper import FormKeeper
from desktop.kit.i18n import tr
from desktop.kit.screen import Command, Screen
from desktop.kit.shortcuts import Shortcut
from desktop.kit.typed_booking import TypedBooking

if TYPE_CHECKING:
    from core.domain.clock import Clock
    from desktop.kit.context import ScreenContext


class CalendarScreen(Screen):
    """Reads nothing before it is first needed; what is asked of it meanwhile waits for zone and hours."""

    sentences = frozenset(CANCELLATIONS)

    def __init__(
        self, context: "ScreenContext", desk: CalendarGateway | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._desk = desk or PracticeDesk(context.practice)
        self._opening: CalendarStart | None = None
        self._asked = False
        self._letters = True
        self._unfinished = FormDrafts(context.practice.settings, context.jobs, "booking")
        self._keeper = FormKeeper(self._unfinished, self._content, self)
        self._waiting: list[Callable[[CalendarPane], object]] = []
        self.pane: CalendarPane | None = None
        self._grids = accessible_views()
        self._grids.install()
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        context.bus.changed.connect(self._on_bus_changed)

    @override
    def activate(self) -> None:
        self._with_pane(lambda pane: pane.take_focus())

    @override
    def new(self) -> None:
        self._with_pane(lambda pane: pane.next_booking.begin())

    @override
    def flush(self) -> None:
        if self.pane is not None:
            self.pane.habits.remember()
            self.pane.entry_details.forget_copied()
            self._keeper.keep()

    @property
    @override
    def unsaved(self) -> bool:
        return self._content() is not None and self._unfinished.failed

    @override
    def unsaved_text(self) -> str:
        if self.pane is None:
            return ""
        wish = self.pane.waitlist.text()
        if wish:
            return wish
        block = self.pane.blocks.panel.typed
        if block is not None:
            return "\n".join(filter(None, (block.title, f"{block.first} {block.start}–{block.end}")))
        form = self.pane.booking.form
        when = f"{form.day} {form.start}–{form.end}"
        return "\n".join(filter(None, (form.client_name, when, form.location_details, form.notes)))

    @override
    def resume(self, come_up: Callable[[], None]) -> None:
        self._unfinished.look(partial(self._on_unfinished, come_up))

    @override
    def ask_again(self, asked: QuestionSubject, on_gone: Callable[[], None]) -> None:
        self._with_pane(lambda pane: pane.cancelling.ask_again(asked, on_gone))

    @override
    def set_letters(self, on: bool) -> None:
        self._letters = on
        if self.pane is not None:
            self.pane.actions_.set_letters(on)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Sent only where the form itself is closed: `Hide` comes also when another screen is in front.
        if event.type() == QEvent.Type.HideToParent:
            self._keeper.forget()
        return super().eventFilter(watched, event)

    @override
    def commands(self) -> Sequence[Command]:
        new = tr("Palette", "New appointment")
        block = tr("Blocks", "Block time")
        find, gap = tr("Slots", "Find a free time"), tr("Palette", "slot gap opening")
        waiting, wait = tr("Waitlist", "Waitlist"), tr("Waitlist", "Put on the waitlist")
        file, other = (
            tr("CalendarFile", "Save a calendar file"),
            tr("Palette", "ical ics export google outlook"),
        )
        return (
            Command(new, self.new, "plus", words=tr("Palette", "book schedule add")),
            Command(find, self.find_slot, "search", words=gap),
            Command(waiting, self.open_waitlist, "clients", words=tr("Palette", "waiting list queue")),
            Command(wait, self.put_on_waitlist, "plus", words=tr("Palette", "waiting list queue")),
            Command(file, self.save_file, "download", words=other),
            Command(block, self.block_time, "clock", words=tr("Palette", "closed holiday lunch break away")),
        )

    def find_slot(self) -> None:
        """Look for a free time in the weeks ahead."""
        self._with_pane(lambda pane: pane.finder.find())

    def open_waitlist(self) -> None:
        """Who waits for a time, and for which."""
        self._with_pane(lambda pane: pane.waitlist.open())

    def put_on_waitlist(self, client_id: ClientId | None = None) -> None:
        """A form for this client, or for somebody to be chosen."""
        self._with_pane(lambda pane: pane.waitlist.begin_for(client_id))

    def offer_freed(self, fits: tuple[Fit, ...]) -> None:
        """Who waits for times that came free elsewhere."""
        self._with_pane(lambda pane: pane.waitlist.offer(fits))

    def save_file(self) -> None:
        """Ask for a file of the appointments that other calendars can read."""
        self._with_pane(lambda pane: pane.paper.file.ask())

    def block_time(self) -> None:
        """Keep a time free of appointments, from the cursor on."""
        self._with_pane(lambda pane: pane.blocks.begin())

    @override
    def shortcuts(self) -> Sequence[Shortcut]:
        table = (*shortcut_table(), closed_days_shortcut())
        return (
            table if self._context.reads_clinical else tuple(each for each in table if each.action != "note")
        )

    def open_calendar(self, day: date, appointment_id: AppointmentId | None = None) -> None:
        """Show a day and, with an id, that appointment's details."""
        self._with_pane(lambda pane: pane.presenter.go_to(day, appointment_id))

    def book(self, client_id: ClientId, typed: TypedBooking | None = None) -> None:
        """Begin a booking for a client as it was typed, else at the next free time from the cursor on."""
        if typed is None:
            self._with_pane(lambda pane: pane.next_booking.begin_for(client_id))
        else:
            runner = GuardedRunner(self._context.jobs, self)
            self._with_pane(lambda pane: book_typed(pane, self._desk, runner, client_id, typed))

    def _content(self) -> Content | None:
        pane = self.pane
        if pane is None:
            return None
        return pane.form.content() or pane.blocks.content() or pane.waitlist.content()

    def _on_unfinished(self, come_up: Callable[[], None], content: Content) -> None:
        come_up()
        self._with_pane(lambda pane: pane.take_up(content))

    def _with_pane(self, act: Callable[[CalendarPane], object]) -> None:
        if self.pane is not None:
            act(self.pane)
            return
        self._waiting.append(act)
        if not self._asked:
            self._asked = True
            self._context.jobs.run(self._desk.opening, self._on_opening)

    def _on_opening(self, opening: CalendarStart) -> None:
        before, self._opening = self._opening, opening
        if self.pane is not None and before is not None and before.zone == opening.zone:
            self.pane.set_team(opening.team)
            self.pane.presenter.set_hours(opening.hours)
            return
        # All that is in a pane is made for one zone, so another zone takes another pane.
        kind, day = PageKind(opening.habits.kind), _first_day(opening, self._context.clock)
        unfinished, span = None, None
        if self.pane is not None:
            kind, day = self.pane.presenter.page.kind, self.pane.presenter.cursor_day
            self.pane.form.settle()  # a time in the making is meant in the zone that it was begun in
            unfinished, span = self._content(), self.pane.booking.span
            self.pane.entry_details.forget_copied()
            self._box.removeWidget(self.pane)
            self.pane.deleteLater()
        page = CalendarPage(kind, day, opening.hours, opening.zone)
        self.pane = CalendarPane(self._context, self._desk, page, opening.team, self)
        OpeningHint(self.pane, self._context.practice.me.user_id)
        GhostHint(self.pane, self._context.practice.me.user_id)
        runner = GuardedRunner(self._context.jobs, self.pane)
        ClosedSeriesHint(self.pane, runner, self._context.practice.me.user_id)
        self._box.addWidget(self.pane)
        self.pane.actions_.set_letters(self._letters)
        for form in (self.pane.blocks.panel, self.pane.waitlist.panel, self.pane.form):
            form.installEventFilter(self)
            self._keeper.listen(form)
        self.pane.start(opening.habits.hour_px, opening.habits.minute)
        if unfinished is not None:
            self.pane.take_up(unfinished, span)
        waiting, self._waiting = self._waiting, []
        for act in waiting:
            act(self.pane)

    def _on_bus_changed(self, changed: tuple[Changed, ...]) -> None:
        """Other hours and people are taken up; for another zone the calendar is made anew on the same day."""
        if self._asked and any(one.table in {"workspaces", "users"} for one in changed):
            self._context.jobs.run(self._desk.opening, self._on_opening)


def _first_day(opening: CalendarStart, clock: "Clock") -> date:
    """Today, unless another day was in front when the calendar was left."""
    if opening.habits.day:
        return date.fromisoformat(opening.habits.day)
    return timegrid.day_of(clock.now(), opening.zone)
