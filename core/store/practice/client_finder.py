"""Search as you type over the clients in memory: name parts in any order, phone digits, e-mail, tags."""

import threading
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, select

from core.domain.clients import folded, full_name
from core.domain.people_search import Findable, find, findable, name_begins, plain
from core.runtime.yielding import FOREGROUND
from core.store.database.tables import SYNCED
from core.store.unit_of_work.repository import RepositoryContext


@dataclass(frozen=True, slots=True)
class _Entry:
    """`name` is for duplicates, `order` for sorting."""

    client_id: uuid.UUID
    is_active: bool
    name: str
    order: tuple[str, str]
    key: Findable


class ClientFinder:
    """An index in memory that follows the store, whether a person or sync changed it."""

    def __init__(self, desk: RepositoryContext) -> None:
        self._desk = desk
        self._watch = desk.store.watches.on("clients")
        self._lock = threading.Lock()
        self._sorted: list[_Entry] = []

    def find(self, text: str, limit: int, *, archived: bool = False) -> list[uuid.UUID]:
        """Ids of clients by the rules of `core.domain.people_search`."""
        found = find(self._fresh(), text, attrgetter("key"))
        return [entry.client_id for entry in found if archived or entry.is_active][:limit]

    def named(self, words: Sequence[str]) -> dict[uuid.UUID, frozenset[str]]:
        """Of clients, also archived ones, those of the words with which a part of their name begins."""
        wanted = [(word, name_begins(word)) for word in words]
        found: dict[uuid.UUID, frozenset[str]] = {}
        for entry in self._fresh() if wanted else ():
            begun = frozenset(word for word, begins in wanted if begins(entry.key))
            if begun:
                found[entry.client_id] = begun
        return found

    def same_name(self, first_name: str, last_name: str) -> list[uuid.UUID]:
        """Ids of living clients of this name, whatever its case or diacritics."""
        wanted = folded(full_name(first_name, last_name))
        return [entry.client_id for entry in self._fresh() if entry.name == wanted]

    def _fresh(self) -> list[_Entry]:
        with self._lock:
            changed = self._watch.take()
            # None where it is not known which rows are others, as at the first time.
            if changed is None or changed:
                self._reload(changed)
            return self._sorted

    def _reload(self, changed: set[uuid.UUID] | None) -> None:
        with self._desk.read() as db:
            fresh = [_entry(row) for row in FOREGROUND.beside(_load(self._desk, db, changed))]
        kept = [entry for entry in self._sorted if changed is not None and entry.client_id not in changed]
        # Mostly in order already, so that a change costs no whole sort, which no other thread can interrupt.
        self._sorted = sorted([*kept, *fresh], key=attrgetter("order"))


def _load(desk: RepositoryContext, db: Connection, changed: set[uuid.UUID] | None) -> Iterable[Any]:
    c = SYNCED["clients"].c
    names = (c.id, c.is_active, c.first_name, c.last_name, c.preferred_name, c.email, c.phone, c.tags)
    query = select(*names).where(c.workspace_id == desk.me.workspace_id, c.deleted_at.is_(None))
    return db.execute(query if changed is None else query.where(c.id.in_(changed)))


def _entry(row: Any) -> _Entry:
    names = (row.first_name, row.last_name, row.preferred_name)
    order = (plain(row.last_name), plain(row.first_name))
    key = findable(names, row.email, row.phone, row.tags)
    return _Entry(row.id, row.is_active, folded(full_name(row.first_name, row.last_name)), order, key)
