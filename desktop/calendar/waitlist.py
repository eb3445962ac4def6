"""The waitlist in one calendar: listed, kept at its side, and offered when a time comes free."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from typing_extensions import override

from core.domain import timegrid
from core.domain.errors import UserError
from core.domain.ids import ClientId, UserId, WaitlistEntryId
from core.domain.records import WaitlistEntry
from core.domain.waitlist import days_of, part_of
from core.domain.waitlist_matching import Fit
from core.store.practice.waitlist import Waiting
from desktop.calendar.abstract_pane import AbstractPane
from desktop.calendar.freed_offer import FreedOffer
from desktop.calendar.ports import CalendarGateway, CommandOutcome
from desktop.calendar.side_form_owner import SideFormOwner
from desktop.calendar.slot_dialog import SlotChoice
from desktop.calendar.slot_finder import SlotFinder, fill_in
from desktop.calendar.waitlist_desk import WaitlistDesk, WishChoices
from desktop.calendar.waitlist_dialog import WaitlistDialog, WaitlistGround, WaitlistLine
from desktop.calendar.waitlist_form import (
    WishForm,
    changed_values,
    form_from_json,
    form_to_json,
    wish_form,
    wish_values,
    with_client,
)
from desktop.calendar.waitlist_panel import WaitlistPanel
from desktop.calendar.waitlist_words import WishNames, client_text
from desktop.kit.form_drafts import Content
from desktop.kit.i18n import tr
from desktop.kit.ports import Runner

if TYPE_CHECKING:
    from desktop.kit.context import ScreenContext

WaitlistAndChoices = tuple[list[Waiting], WishChoices]


class CalendarWaitlist(SideFormOwner):
    """Works for one calendar. GUI thread; reads and commands run on the store worker."""

    def __init__(
        self,
        context: "ScreenContext",
        desk: CalendarGateway,
        runner: Runner,
        pane: AbstractPane,
        finder: SlotFinder,
        today: Callable[[], date],
    ) -> None:
        super().__init__(context, runner, pane)
        self._gateway = desk
        page = pane.presenter.page
        self._zone, self._today, self._finder = page.zone, today, finder
        self._desk = WaitlistDesk(context.practice)
        self.panel = WaitlistPanel(context.theme, today, page.hours.first_weekday)
        self.panel.hide()
        timeline = pane.presenter.timeline
        self.freed = FreedOffer(context, desk, runner, page.zone, timeline, self.offer)
        self._editing: WaitlistEntry | None = None
        self._searched = ""
        pane.commands.history.on_freed = self.freed.on_freed
        finder.wait_wanted.connect(self._wait_for)
        self.panel.picker.typed.connect(self._search)
        self.panel.picker.add_wanted.connect(self._add_client)
        self.panel.save_wanted.connect(self._save)
        self.panel.take_off_wanted.connect(self._take_off_open)
        self.panel.closed.connect(pane.presenter.escape)

    # listing

    def open(self) -> None:
        """Everybody who waits, as soon as they are read."""
        self._runner.run(lambda: (self._desk.who_waits(), self._desk.choices()), self._on_read)

    def _on_read(self, read: WaitlistAndChoices) -> None:
        self._open_dialog([WaitlistLine(one) for one in read[0]], read[1], fits=False)

    def offer(self, fits: tuple[Fit, ...]) -> None:
        """The list of those who wait for times that came free, as soon as they are read."""
        self._runner.run(
            lambda: (self._desk.who_waits(), self._desk.choices()), partial(self._on_offered, fits)
        )

    def _on_offered(self, fits: tuple[Fit, ...], read: WaitlistAndChoices) -> None:
        """Whoever was booked or taken off meanwhile waits no more."""
        waiting = {one.entry.id: one for one in read[0]}
        lines = [WaitlistLine(waiting[fit.entry.id], fit) for fit in fits if fit.entry.id in waiting]
        if lines:
            self._open_dialog(lines, read[1], fits=True)
        else:
            self.freed.end()
            self._pane.say(tr("Waitlist", "Nobody waits for such a time any more."))

    def _open_dialog(self, lines: list[WaitlistLine], choices: WishChoices, *, fits: bool) -> None:
        ground = WaitlistGround(
            lines=lines,
            names=self._names(choices),
            now=self._context.clock.now(),
            zone=self._zone,
            blurred=self._context.bus.blurred,
            fits=fits,
        )
        dialog = WaitlistDialog(self._context.theme, ground, self._pane)
        dialog.book_wanted.connect(self._book)
        dialog.find_wanted.connect(self._find)
        dialog.edit_wanted.connect(self._edit)
        dialog.take_off_wanted.connect(self._on_take_off_wanted)
        dialog.add_wanted.connect(self.begin)
        dialog.open()

    def _names(self, choices: WishChoices) -> WishNames:
        return WishNames(
            {row.id: row.name for row in choices.services},
            {row.id: row.name for row in choices.locations},
            self._people() if len(self._people()) > 1 else {},
        )

    def _people(self) -> dict[UserId, str]:
        return {one.id: one.name for one in self._pane.presenter.team if one.is_active}

    # booking

    def _book(self, line: WaitlistLine) -> None:
        fit = line.fit
        if fit is not None:
            choice = SlotChoice(
                start=fit.start,
                end=fit.end,
                practitioner=fit.time.practitioner_id,
                service_id=fit.entry.service_id,
                location_id=fit.entry.location_id or fit.time.location_id,
            )
            self._book_at(line.waiting, choice)

    def _find(self, line: WaitlistLine) -> None:
        entry = line.waiting.entry
        start = self._pane.presenter.cursor
        begin = SlotChoice(
            start=start,
            end=start + timedelta(minutes=entry.duration_minutes),
            practitioner=entry.practitioner_user_id,
            service_id=entry.service_id,
            location_id=entry.location_id,
            part=part_of(entry.day_part),
            weekdays=days_of(entry.weekdays),
            earliest=entry.earliest,
            latest=entry.latest,
            client_id=entry.client_id,
            waits=True,
        )
        self._pane.leave_form(partial(self._finder.look, begin, partial(self._book_at, line.waiting)))

    def _book_at(self, waiting: Waiting, choice: SlotChoice) -> None:
        self._pane.leave_form(partial(self._begin_booking, waiting, choice))

    def _begin_booking(self, waiting: Waiting, choice: SlotChoice) -> None:
        """The form, filled; the wait ends when it is saved."""
        pane, booking = self._pane, self._pane.booking
        pane.presenter.select(None)
        pane.presenter.go_to(timegrid.day_of(choice.start, self._zone))
        pane.show_panel(pane.form)
        booking.begin(choice.start, choice.end, waiting.client, choice.practitioner)
        booking.form = replace(booking.form, waits=waiting.entry.id)
        fill_in(booking, choice)
        pane.form.start.setFocus()

    # making and changing

    def begin(self) -> None:
        """A form for somebody; for the client of an appointment that is open."""
        entry = self._pane.presenter.entry
        self.begin_for(entry.client_id if entry is not None else None)

    def begin_for(self, client_id: ClientId | None) -> None:
        """Asks first where another form holds anything."""
        minutes = self._pane.presenter.page.hours.usual_minutes
        self._pane.leave_form(partial(self._read_form, WishForm(minutes), client_id))

    def _wait_for(self, choice: SlotChoice) -> None:
        """Nothing fitted: what was looked for becomes the wish, and what the booking form holds goes too."""
        booking = self._pane.booking
        form = WishForm(
            round((choice.end - choice.start) / timedelta(minutes=1)),
            service_id=choice.service_id,
            location_id=choice.location_id,
            practitioner_id=choice.practitioner if len(self._people()) > 1 else None,
            weekdays=choice.weekdays or frozenset(range(7)),
            part=choice.part,
        )
        if self._pane.form.isHidden() or booking.editing is not None:
            self._pane.leave_form(partial(self._read_form, form, None))
            return
        typed = booking.form
        form = replace(form, client_name=typed.client_name, remark=typed.notes)
        self._read_form(form, typed.client_id, began=WishForm(form.minutes))

    def _read_form(self, form: WishForm, client_id: ClientId | None, began: WishForm | None = None) -> None:
        def opened(choices: WishChoices) -> None:
            whose = with_client(form, choices.client) if choices.client else form
            self._open(whose, None, choices, began)

        self._runner.run(lambda: self._desk.choices(client_id), opened, self._on_unreadable)

    def _edit(self, line: WaitlistLine) -> None:
        entry, name = line.waiting.entry, client_text(line.waiting.client, blurred=False)
        self._pane.leave_form(partial(self._read_entry, wish_form(entry, name), entry))

    def _read_entry(self, form: WishForm, entry: WaitlistEntry, began: WishForm | None = None) -> None:
        self._runner.run(
            lambda: self._desk.choices(None, entry),
            lambda choices: self._open(form, entry, choices, began),
            self._on_unreadable,
        )

    def _open(
        self, form: WishForm, entry: WaitlistEntry | None, choices: WishChoices, began: WishForm | None
    ) -> None:
        pane = self._pane
        pane.presenter.select(None)
        pane.views.set_ghost(None)
        self._editing = entry
        self.panel.set_choices(choices.services, choices.locations, self._people())
        pane.show_panel(self.panel)
        self.panel.show_form(form, is_new=entry is None, began=began)
        (self.panel.picker if form.client_id is None else self.panel.service.editor).setFocus()

    def _search(self, text: str) -> None:
        self._searched = asked = text.strip()
        if not asked:
            self.panel.picker.hide_found()
            return
        self._runner.run(
            lambda: self._gateway.find_clients(asked),
            lambda found: self.panel.picker.show_found(found) if asked == self._searched else None,
        )

    def _add_client(self) -> None:
        """Quick add, as in the form of an appointment."""
        first, _, last = self.panel.form.client_name.partition(" ")
        self._runner.run(
            lambda: self._gateway.add_client(first, last.strip()), self._on_client_added, self._on_refused
        )

    def _on_client_added(self, outcome: CommandOutcome) -> None:
        self._context.bus.publish(outcome.changed)
        client_id = ClientId(outcome.id)
        self._runner.run(lambda: self._gateway.get_client(client_id), self.panel.choose_client)

    def content(self) -> Content | None:
        """What must not be lost while the form is open; None when there is nothing."""
        form = self.panel.typed
        if form is None:
            return None
        return {"wish": form_to_json(form), "entry": str(self._editing.id) if self._editing else ""}

    def text(self) -> str:
        """What is typed, for the words of a question before it is lost."""
        form = self.panel.typed
        return "\n".join(filter(None, (form.client_name, form.remark))) if form else ""

    def take_up(self, content: Content) -> None:
        """Go on with a form that was left unfinished: where its entry is gone, as one for a new entry."""
        form = form_from_json(content["wish"])
        as_new = partial(self._read_form, form, None, WishForm(form.minutes))
        if not content["entry"]:
            as_new()
            return
        entry_id = WaitlistEntryId(uuid.UUID(content["entry"]))
        self._runner.run(
            lambda: self._desk.get(entry_id),
            lambda entry: self._read_entry(form, entry, wish_form(entry, form.client_name)),
            lambda _gone: as_new(),
        )

    @override
    def _form(self) -> WaitlistPanel:
        return self.panel

    @override
    def _unsaved(self) -> str:
        return tr("Waitlist", "The form of the waitlist has changes that are not saved.")

    def _save(self) -> None:
        form, entry = self.panel.form, self._editing
        if entry is None and form.client_id is not None:
            client_id, values = form.client_id, wish_values(form)
            self._run(lambda: self._desk.add(client_id, values), tr("Waitlist", "Put on the waitlist"))
        elif entry is not None:
            self._change(entry.id, changed_values(form, entry))

    def _change(self, entry_id: WaitlistEntryId, changed: dict[str, object]) -> None:
        if changed:
            self._run(lambda: self._desk.edit(entry_id, changed), tr("Waitlist", "The wish was changed"))
        else:
            self._pane.presenter.close()

    def _take_off_open(self) -> None:
        if self._editing is not None:
            self._take_off(self._editing.id)

    def _on_take_off_wanted(self, line: WaitlistLine) -> None:
        self._take_off(line.waiting.entry.id)

    def _take_off(self, entry_id: WaitlistEntryId) -> None:
        self._run(lambda: self._desk.take_off(entry_id), tr("Waitlist", "Taken off the waitlist"))

    def _on_unreadable(self, error: UserError) -> None:
        self._pane.say(error.sentence)
