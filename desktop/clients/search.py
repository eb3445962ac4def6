"""Search as you type over the clients in memory: name parts, phone digits, e-mail, tags."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.store.practice import ClientSummary

from core.domain.clients import digits, folded
from core.domain.ids import ClientId
from core.domain.records import Client


@dataclass(frozen=True, slots=True)
class _Entry:
    summary: ClientSummary
    names: str
    rest: str
    digits: str


class ClientIndex:
    """All clients, sorted by name. Ten thousand are searched in a few milliseconds, within one frame."""

    def __init__(self) -> None:
        self._entries: dict[ClientId, _Entry] = {}
        self._sorted: list[_Entry] = []

    def __len__(self) -> int:
        return len(self._entries)

    def replace_all(self, summaries: Iterable[ClientSummary]) -> None:
        self._entries = {summary.client.id: _entry(summary) for summary in summaries}
        self._sort()

    def update(self, summaries: Iterable[ClientSummary], gone: Iterable[ClientId] = ()) -> None:
        """Take new or changed clients in; forget those that are gone."""
        self._entries.update((summary.client.id, _entry(summary)) for summary in summaries)
        for client_id in gone:
            self._entries.pop(client_id, None)
        self._sort()

    def find(self, text: str, *, archived: bool = False) -> list[ClientSummary]:
        """Clients that have every word of `text`; those whose name begins with it stand first."""
        shown = (entry for entry in self._sorted if archived or entry.summary.client.is_active)
        needle = folded(text)
        if not needle:
            return [entry.summary for entry in shown]
        found = _matching(shown, text, needle)
        begins = " " + needle
        found.sort(key=lambda entry: not entry.names.startswith(begins))
        return [entry.summary for entry in found]

    def tags(self) -> list[str]:
        """Every tag in use, for completion."""
        return sorted({tag for entry in self._entries.values() for tag in entry.summary.client.tags})

    def _sort(self) -> None:
        self._sorted = sorted(self._entries.values(), key=lambda entry: entry.names)


def _entry(summary: ClientSummary) -> _Entry:
    client = summary.client
    return _Entry(summary, _names(client), _rest(client), digits(client.phone))


def _names(client: Client) -> str:
    """Each part after a space, so that ` ann` finds a name that begins so."""
    return " " + folded(f"{client.first_name} {client.last_name} {client.preferred_name or ''}")


def _rest(client: Client) -> str:
    return " " + folded(" ".join((client.email or "", *client.tags)))


def _matching(entries: Iterable[_Entry], text: str, needle: str) -> list[_Entry]:
    number = digits(text)
    if number and not any(char.isalpha() for char in text):
        return [entry for entry in entries if number in entry.digits]
    tokens = tuple(" " + token for token in needle.split(" "))
    if len(tokens) == 1:
        return [entry for entry in entries if tokens[0] in entry.names or tokens[0] in entry.rest]
    return [entry for entry in entries if all(_has(entry, token) for token in tokens)]


def _has(entry: _Entry, token: str) -> bool:
    return token in entry.names or token in entry.rest or (token[1:].isdigit() and token[1:] in entry.digits)
