"""From a wish to a booking: reads the weeks ahead, asks which free time, and opens the form there."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal

from core.domain import timegrid
from core.domain.ids import AppointmentId, UserId
from desktop.calendar.abstract_pane import AbstractPane
from desktop.calendar.block_desk import BlockDesk
from desktop.calendar.booking import BookingPresenter
from desktop.calendar.entry import entry_of
from desktop.calendar.gesture import GestureKind, Ghost
from desktop.calendar.pages import CalendarPage
from desktop.calendar.ports import CalendarGateway, Practitioner
from desktop.calendar.slot_dialog import SlotChoice, SlotDialog, SlotGround
from desktop.kit.ports import Runner
from desktop.kit.slot_search import days_ahead

if TYPE_CHECKING:
    from desktop.kit.context import ScreenContext


class SlotFinder(QObject):
    """Works for one calendar; `find` from the form looks for what stands in the form. GUI thread.

    `wait_wanted` carries what was looked for, where nothing is free and somebody is to wait for it.
    """

    wait_wanted = Signal(object)

    def __init__(
        self, context: "ScreenContext", desk: CalendarGateway, runner: Runner, pane: AbstractPane
    ) -> None:
        super().__init__(pane)
        self._context, self._desk, self._runner, self._pane = context, desk, runner, pane
        self._blocks = BlockDesk(context.practice)

    def find(self) -> None:
        """For what stands in the form, or else for the usual length."""
        self.look(self._begin(), self._book)

    def look(self, begin: SlotChoice, on_chosen: Callable[[SlotChoice], None]) -> None:
        """Opens the dialog once the weeks ahead are read; what was cancelled or missed takes no time."""
        presenter = self._pane.presenter
        reading = _Reading(
            self._context.clock.now(),
            presenter.page,
            tuple(one for one in presenter.team if one.is_active),
            None if self._pane.form.isHidden() else self._pane.booking.editing,
        )
        self._runner.run(
            lambda: _read(self._desk, self._blocks, reading, begin), partial(self._ask, begin, on_chosen)
        )

    def _begin(self) -> SlotChoice:
        """What the open form says, else the practice's usual length for whoever works here."""
        presenter, booking = self._pane.presenter, self._pane.booking
        is_open = not self._pane.form.isHidden()
        usual = presenter.cursor, presenter.cursor + timedelta(minutes=presenter.page.hours.usual_minutes)
        start, end = (booking.span if is_open else None) or usual
        return SlotChoice(
            start=start,
            end=end,
            practitioner=(booking.treats if is_open else presenter.treats) or self._whoever_books(),
            service_id=booking.form.service_id if is_open else None,
            location_id=booking.form.location_id if is_open else None,
            client_id=booking.form.client_id if is_open else None,
        )

    def _whoever_books(self) -> UserId | None:
        """Who does not treat looks for anyone's time."""
        me = self._context.practice.me.user_id
        return me if any(one.id == me and one.is_active for one in self._pane.presenter.team) else None

    def _ask(self, begin: SlotChoice, on_chosen: Callable[[SlotChoice], None], ground: SlotGround) -> None:
        dialog = SlotDialog(self._context.theme, ground, begin, self._pane)
        dialog.slot_chosen.connect(on_chosen)
        dialog.wait_wanted.connect(self.wait_wanted)
        dialog.open()

    def _book(self, choice: SlotChoice) -> None:
        """In the form that is open, which keeps all else, or in a new one."""
        presenter, booking = self._pane.presenter, self._pane.booking
        presenter.select(None)
        presenter.go_to(timegrid.day_of(choice.start, presenter.page.zone))
        if self._pane.form.isHidden():
            presenter.drop(Ghost(GestureKind.CREATE, choice.start, choice.end))
        if choice.practitioner is not None:
            booking.choose_treats(choice.practitioner)
        fill_in(booking, choice)


def fill_in(booking: BookingPresenter, choice: SlotChoice) -> None:
    """Into an open form; what was not looked for is left to the habit of its client."""
    if choice.location_id != booking.form.location_id:
        booking.choose_location(choice.location_id)
    if choice.service_id != booking.form.service_id:
        booking.choose_service(choice.service_id)
    booking.retime(choice.start, choice.end, whole=True)


class _Reading(NamedTuple):
    """What the store worker must know; `known` is edited in the form and takes no time itself."""

    now: datetime
    page: CalendarPage
    team: tuple[Practitioner, ...]
    known: AppointmentId | None


def _read(desk: CalendarGateway, blocks: BlockDesk, reading: _Reading, begin: SlotChoice) -> SlotGround:
    page = reading.page
    days = days_ahead(reading.now, page.zone)
    first = timegrid.start_of_day(days[0], page.zone)
    last = timegrid.start_of_day(days[-1] + timedelta(days=1), page.zone)
    rows = desk.between(first, last)
    return SlotGround(
        now=reading.now,
        zone=page.zone,
        hours=page.hours,
        entries=[entry_of(row) for row in rows if row.appointment.id != reading.known],
        blocks=blocks.between(first, last),
        services=desk.services(begin.service_id),
        locations=desk.locations(begin.location_id),
        team=reading.team,
    )
