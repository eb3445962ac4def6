"""What the Clients screen does, free of Qt: list, search, one client in front, archive."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from core.domain.cancellations import MissedInYear
from core.domain.changes import Changed
from core.domain.errors import UserError
from core.domain.ids import ClientId, ServiceId
from core.domain.records import Appointment, Client, WaitlistEntry
from core.domain.waitlist_matching import Fit
from core.store.practice.practice import Beginning, ClientSummary, Done, Practice, Undo
from desktop.clients.search import ClientIndex
from desktop.kit.freed_times import FreedTimes
from desktop.kit.ports import Publisher, Runner

IN_SIGHT = 60
"""More clients than the list of a high screen shows at once."""
_SHOWN = {"clients", "appointments", "appointment_series", "sessions", "services", "waitlist_entries"}


@dataclass(frozen=True, slots=True)
class Detail:
    """Everything that one client's page shows."""

    summary: ClientSummary
    services: dict[ServiceId, str]
    running: Appointment | None = None
    missed: Sequence[MissedInYear] = ()
    waiting: Sequence[WaitlistEntry] = ()


class ClientsView(Protocol):
    """The screen as its presenter sees it. GUI thread."""

    def show_list(self, found: Sequence[ClientSummary], text: str, total: int) -> None:
        """`found` by the search for `text`, of `total` clients in all, archived ones included."""
        ...

    def show_beginning(self, found: Sequence[ClientSummary], total: int) -> None:
        """The first of `total` clients, before all of them are read."""
        ...

    def show_client(self, detail: Detail) -> None:
        """The client who was selected; called again whenever something about them changed."""
        ...

    def show_nobody(self) -> None:
        """Nobody is selected, or who was is gone."""
        ...

    def archived(self, client_id: ClientId) -> None:
        """It is stored, and every screen was told of it."""
        ...

    def cancelled_ahead(self, fits: tuple[Fit, ...], undo: Undo | None) -> None:
        """What an archived client still had ahead is cancelled: stored, and told to every screen. `fits` are
        those who wait for a time that came free."""
        ...

    def restored(self, client_id: ClientId) -> None:
        """As `archived`: stored, and told to every screen."""
        ...

    def refuse(self, error: UserError) -> None:
        """The store refused what was asked for; nothing was changed."""
        ...


class ClientsPresenter:
    """All clients are kept in memory, so that the list follows each letter typed. GUI thread."""

    def __init__(self, practice: Practice, runner: Runner, publisher: Publisher, view: ClientsView) -> None:
        self._practice, self._runner, self._publisher, self._view = practice, runner, publisher, view
        self._freed = FreedTimes(practice)
        self.index = ClientIndex()
        self.current: ClientId | None = None
        self._text = ""
        self._with_archived = False
        self._loading = False
        self._load_again = False
        self.loaded = False

    def load(self) -> None:
        """Read all clients; asked again while reading, it reads once more afterwards."""
        if self._loading:
            self._load_again = True
            return
        self._loading = True
        if not self.loaded:
            self._runner.run(self._read_beginning, self._on_beginning_read, self._on_no_beginning)
        self._runner.run(self._read_all, self._on_all_read, self._on_unread)

    def search(self, text: str) -> None:
        """Searched in memory at once; where not everybody is read yet, as soon as they are."""
        self._text = text
        self._show_list()

    def show_archived(self, shown: bool) -> None:
        """Archived clients in the list among the others, or left out, as they are at first."""
        self._with_archived = shown
        self._show_list()

    def select(self, client_id: ClientId | None) -> None:
        """Bring this client to the front."""
        self.current = client_id
        if client_id is None:
            self._view.show_nobody()
        else:
            self._read_current()

    def archive(self, client_id: ClientId) -> None:
        """Hides the client from the list; the appointments that are ahead stay."""
        self._runner.run(
            lambda: self._practice.clients.archive(client_id).changed,
            partial(self._on_archived, client_id),
            self._on_refused,
        )

    def cancel_ahead(self, client_id: ClientId) -> None:
        """Of a client who is archived: cancels the appointments that are ahead."""
        self._runner.run(
            partial(self._cancelled, client_id),
            self._on_cancelled_ahead,
            self._on_refused,
        )

    def restore(self, client_id: ClientId) -> None:
        """Back into the list. Appointments that were cancelled with the archiving stay cancelled."""
        self._runner.run(
            lambda: self._practice.clients.restore(client_id).changed,
            partial(self._on_restored, client_id),
            self._on_refused,
        )

    def way_back(self, undo: Undo | None) -> Callable[[], None] | None:
        """What takes back what was just done; None where nothing can."""
        return None if undo is None else partial(self._take_back, undo)

    def _take_back(self, undo: Undo) -> None:
        self._runner.run(lambda: self._practice.undo(undo), self._publisher.publish, self._on_refused)

    def concerns(self, changed: Iterable[Changed]) -> bool:
        """Whether these changes touch anything that is shown here."""
        return any(change.table in _SHOWN for change in changed)

    def refresh(self) -> None:
        """Read again what is shown, without moving the selection."""
        self.load()
        if self.current is not None:
            self._read_current()

    def _read_beginning(self) -> Beginning:
        return self._practice.clients.beginning(IN_SIGHT)

    def _on_beginning_read(self, first: Beginning) -> None:
        """Not once somebody searches: who is not among these is there all the same."""
        if not self.loaded and not self._text.strip() and not self._with_archived:
            self._view.show_beginning(first.summaries, first.total)

    def _on_no_beginning(self, _error: UserError) -> None:
        """Whoever reads everybody next is refused too, and says so."""

    def _read_all(self) -> ClientIndex:
        """On the worker, sorting and folding included: for ten thousand that is more than a frame."""
        index = ClientIndex()
        index.replace_all(self._practice.clients.list(include_archived=True))
        return index

    def _on_all_read(self, index: ClientIndex) -> None:
        self._loading, self.loaded = False, True
        before, self.index = self.index, index
        self._show_list()
        # Ten thousand clients are freed there: on this thread that would hold up the window.
        self._runner.run(before.clear)
        self._runner.run(self._practice.release_pages)
        self._load_if_asked_again()

    def _on_unread(self, error: UserError) -> None:
        self._loading = False
        self._view.refuse(error)
        self._load_if_asked_again()

    def _load_if_asked_again(self) -> None:
        if self._load_again:
            self._load_again = False
            self.load()

    def _show_list(self) -> None:
        """Before everybody is read nobody is missing: what was typed by then is looked for afterwards."""
        if not self.loaded:
            return
        found = self.index.find(self._text, archived=self._with_archived)
        self._view.show_list(found, self._text, len(self.index))

    def _read_current(self) -> None:
        if self.current is not None:
            missing = partial(self._on_missing, self.current)
            self._runner.run(partial(self._read, self.current), self._on_read, missing)

    def _read(self, client_id: ClientId) -> Detail:
        services = {
            service.id: service.name for service in self._practice.services.list(include_inactive=True)
        }
        missed = self._practice.cancellations.missed(client_id)
        waiting = self._practice.waitlist.of_client(client_id)
        running = self._practice.client_timeline.running(client_id)
        return Detail(self._practice.clients.summary(client_id), services, running, missed, waiting)

    def _on_read(self, detail: Detail) -> None:
        if detail.summary.client.id == self.current:
            self._view.show_client(detail)

    def _on_missing(self, client_id: ClientId, error: UserError) -> None:
        # The person went on to another client while this one was looked for.
        if client_id != self.current:
            return
        self.current = None
        self._view.show_nobody()
        self._view.refuse(error)

    def _on_archived(self, client_id: ClientId, changed: Sequence[Changed]) -> None:
        """Nothing changed for the second of two quick clicks, and the first has told it."""
        if changed:
            self._publisher.publish(changed)
            self._view.archived(client_id)

    def _cancelled(self, client_id: ClientId) -> tuple[Done[Client], tuple[Fit, ...]]:
        before = self._freed.ahead_of_client(client_id)
        done = self._practice.clients.archive(client_id, cancel_future=True)
        return done, self._freed.fits(before) if before else ()

    def _on_cancelled_ahead(self, answer: tuple[Done[Client], tuple[Fit, ...]]) -> None:
        done, fits = answer
        self._publisher.publish(done.changed)
        self._view.cancelled_ahead(fits, done.undo)

    def _on_restored(self, client_id: ClientId, changed: Sequence[Changed]) -> None:
        self._publisher.publish(changed)
        self._view.restored(client_id)

    def _on_refused(self, error: UserError) -> None:
        self._view.refuse(error)
