"""Search as you type over the clients in memory: name parts, phone digits, e-mail, tags."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter

from core.domain.clients import list_place
from core.domain.ids import ClientId
from core.domain.people_search import Findable, find, findable
from core.runtime.yielding import FOREGROUND
from core.store.practice.practice import ClientSummary


@dataclass(frozen=True, slots=True)
class _Entry:
    summary: ClientSummary
    names: str
    key: Findable


class ClientIndex:
    """All clients, sorted by name. Ten thousand are searched in a few milliseconds, within one frame."""

    def __init__(self) -> None:
        self._entries: dict[ClientId, _Entry] = {}
        self._sorted: list[_Entry] = []
        self._active: list[_Entry] = []
        self._all: dict[bool, list[ClientSummary]] = {True: [], False: []}
        """What is found without a text, by `archived`: shown again at every change, so it is made once."""

    def __len__(self) -> int:
        return len(self._entries)

    def replace_all(self, summaries: Iterable[ClientSummary]) -> None:
        """Folds and sorts every name, which for many clients is work for the store worker."""
        self._entries = {summary.client.id: _entry(summary) for summary in summaries}
        self._sort()

    def update(self, summaries: Iterable[ClientSummary], gone: Iterable[ClientId] = ()) -> None:
        """Take new or changed clients in; forget those that are gone."""
        self._entries.update((summary.client.id, _entry(summary)) for summary in summaries)
        for client_id in gone:
            self._entries.pop(client_id, None)
        self._sort()

    def clear(self) -> None:
        """Forget everybody, one by one: ten thousand at once would be one long step of Python."""
        self._sorted, self._active, self._all = [], [], {True: [], False: []}
        for client_id in FOREGROUND.beside(list(self._entries)):
            del self._entries[client_id]

    def get(self, client_id: ClientId) -> ClientSummary | None:
        """Archived or not; None for nobody known."""
        entry = self._entries.get(client_id)
        return entry.summary if entry else None

    def find(self, text: str, *, archived: bool = False) -> Sequence[ClientSummary]:
        """By the rules of `core.domain.people_search`, as in the booking form and the palette."""
        if not text.strip():
            return self._all[archived]
        found = find(self._sorted if archived else self._active, text, attrgetter("key"))
        return [entry.summary for entry in found]

    def tags(self) -> list[str]:
        """Every tag in use, for completion."""
        return sorted({tag for entry in self._entries.values() for tag in entry.summary.client.tags})

    def _sort(self) -> None:
        self._sorted = sorted(self._entries.values(), key=lambda entry: entry.names)
        self._active = [entry for entry in self._sorted if entry.summary.client.is_active]
        for archived, entries in ((True, self._sorted), (False, self._active)):
            self._all[archived] = [entry.summary for entry in entries]


def _entry(summary: ClientSummary) -> _Entry:
    client = summary.client
    names = (client.first_name, client.last_name, client.preferred_name)
    return _Entry(
        summary,
        list_place(" ".join(name or "" for name in names)),
        findable(names, client.email, client.phone, client.tags),
    )
