"""What the booking form reads of clients: who matches the typed words, what must be known of one. No Qt."""

from collections.abc import Callable, Sequence

from core.domain.errors import UserError
from core.domain.ids import ClientId
from core.domain.records import Client
from desktop.calendar.booking_form import BookingFormView
from desktop.calendar.ports import CalendarGateway, CommandOutcome
from desktop.kit.ports import Runner


class ClientLookup:
    """Tells the view who matches, and `tell` what is known of the chosen client, or None.

    `chosen` is asked which client the form has by the time an answer is there.
    """

    def __init__(
        self,
        view: BookingFormView,
        desk: CalendarGateway,
        runner: Runner,
        chosen: Callable[[], ClientId | None],
        tell: Callable[[Client | None], None],
    ) -> None:
        self._view, self._desk, self._runner = view, desk, runner
        self._chosen, self._tell = chosen, tell
        self._searched = ""

    def search(self, text: str) -> None:
        """Shows who matches; an answer to an older text is dropped."""
        self._searched = asked = text.strip()
        if not asked:
            self._view.show_found(())
            return
        self._runner.run(
            lambda: self._desk.find_clients(asked), lambda clients: self._on_found(asked, clients)
        )

    def _on_found(self, asked: str, clients: Sequence[Client]) -> None:
        if asked == self._searched and self._chosen() is None:
            self._view.show_found(clients)

    def stop(self) -> None:
        """Shows nobody; an answer under way was asked for by another form."""
        self._searched = ""
        self._view.show_found(())

    def look(self) -> None:
        """What must be known of the chosen client, whichever way they came into the form."""
        client_id = self._chosen()
        if client_id is None:
            self._tell(None)
            return
        self._runner.run(lambda: self._desk.get_client(client_id), self._on_client_read, lambda _gone: None)

    def _on_client_read(self, client: Client) -> None:
        if client.id == self._chosen():
            self._tell(client)

    def add(
        self,
        name: str,
        on_added: Callable[[CommandOutcome], None],
        on_refused: Callable[[UserError], None],
    ) -> None:
        """The typed name becomes a client, whose details can wait."""
        first, _, last = name.partition(" ")
        if first:
            self._runner.run(lambda: self._desk.add_client(first, last.strip()), on_added, on_refused)
