"""Search as you type over the clients in memory: name parts in any order, phone digits, e-mail, tags."""

import re
import threading
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from core.domain.clients import digits
from core.domain.foreground import FOREGROUND
from core.store.desk import Desk
from core.store.folding import fold
from core.store.tables import SYNCED

_WORD = re.compile(r"\w+")
_APOSTROPHES = re.compile(r"['’׳`-]")
_NUMBER = re.compile(r"[\d\s()+./-]*\d[\d\s()+./-]*")


@dataclass(frozen=True, slots=True)
class _Entry:
    """`key` holds every searchable word after a space, names first; `name` is for duplicates."""

    client_id: uuid.UUID
    is_active: bool
    name: str
    last: str
    first: str
    key: str
    phone: str


class ClientFinder:
    """An index in memory that follows the store, whether a person or sync changed it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._watch = desk.store.watches.on("clients")
        self._lock = threading.Lock()
        self._sorted: list[_Entry] = []

    def find(self, text: str, limit: int, *, archived: bool = False) -> list[uuid.UUID]:
        """Ids of clients that hold every word of `text`, those whose name begins with it first."""
        found: Iterable[_Entry] = self._fresh()
        if _NUMBER.fullmatch(text.strip()):
            found = _by_phone(found, text)
        else:
            words = [f" {word}" for word in _words(text)]
            found = _by_words(found, words)
        return [entry.client_id for entry in found if archived or entry.is_active][:limit]

    def same_name(self, first_name: str, last_name: str) -> list[uuid.UUID]:
        """Ids of living clients of this name, whatever its case or diacritics."""
        wanted = fold(f"{first_name.strip()} {last_name.strip()}")
        return [entry.client_id for entry in self._fresh() if entry.name == wanted]

    def _fresh(self) -> list[_Entry]:
        with self._lock:
            changed = self._watch.take()
            if changed is None or changed:
                self._reload(changed)
            return self._sorted

    def _reload(self, changed: set[uuid.UUID] | None) -> None:
        with self._desk.read() as db:
            fresh = [_entry(row) for row in FOREGROUND.beside(_load(self._desk, db, changed))]
        kept = [entry for entry in self._sorted if changed is not None and entry.client_id not in changed]
        # Mostly in order already, so that a change costs no whole sort, which no other thread can interrupt.
        self._sorted = sorted([*kept, *fresh], key=lambda entry: (entry.last, entry.first))


def _load(desk: Desk, db: Connection, changed: set[uuid.UUID] | None) -> Iterable[Any]:
    c = SYNCED["clients"].c
    names = (c.id, c.is_active, c.first_name, c.last_name, c.preferred_name, c.email, c.phone, c.tags)
    query = select(*names).where(c.workspace_id == desk.me.workspace_id, c.deleted_at.is_(None))
    return db.execute(query if changed is None else query.where(c.id.in_(changed)))


def _entry(row: Any) -> _Entry:
    first, last = fold(row.first_name), fold(row.last_name)
    names = [first, last, fold(row.preferred_name or "")]
    others = [fold(row.email or ""), *(fold(tag) for tag in row.tags or ())]
    words = [word for name in names for word in _words(name)]
    joined = [_APOSTROPHES.sub("", name) for name in names]
    key = " ".join(("", *words, *joined, *others, *(word for text in others for word in _words(text))))
    return _Entry(row.id, row.is_active, f"{first} {last}".strip(), last, first, key, digits(row.phone))


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(text))


def _by_phone(entries: Iterable[_Entry], text: str) -> list[_Entry]:
    number = digits(text)
    # 050... and +972 50... are one number: the trunk zero falls away behind a country code.
    bare = number.lstrip("0") or number
    found = [entry for entry in entries if bare in entry.phone or f" {number}" in entry.key]
    return sorted(found, key=lambda entry: number not in entry.phone)


def _by_words(entries: Iterable[_Entry], words: Sequence[str]) -> list[_Entry]:
    found = list(entries)
    for word in words:
        found = [entry for entry in found if word in entry.key]
    if not words:
        return found
    begin = words[0][1:]
    heads = [entry for entry in found if entry.last.startswith(begin) or entry.first.startswith(begin)]
    held = {entry.client_id for entry in heads}
    return [*heads, *(entry for entry in found if entry.client_id not in held)]
