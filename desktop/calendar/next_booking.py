"""A booking for which nobody pointed at a time: the form at the next free one."""

from functools import partial
from typing import TYPE_CHECKING

from core.domain.ids import ClientId
from core.domain.records import Client
from desktop.calendar.ports import CalendarGateway
from desktop.kit.ports import Runner

if TYPE_CHECKING:
    from desktop.calendar.pane import CalendarPane


class NextBooking:
    """Works for one calendar. GUI thread; reads run on the store worker."""

    def __init__(self, desk: CalendarGateway, runner: Runner, pane: "CalendarPane") -> None:
        self._desk, self._runner, self._pane = desk, runner, pane

    def begin_for(self, client_id: ClientId) -> None:
        """For a client, from the cursor on."""
        self._runner.run(lambda: self._desk.get_client(client_id), self._on_client)

    def _on_client(self, client: Client) -> None:
        self._pane.leave_form(partial(self._begin, client))

    def _begin(self, client: Client) -> None:
        pane = self._pane
        pane.show_panel(None)
        pane.presenter.book_next()
        start, end = pane.booking.span or (pane.presenter.cursor, pane.presenter.cursor)
        pane.booking.begin(start, end, client)
