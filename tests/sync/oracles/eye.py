"""Reads a laptop's store on a connection of its own, past the code that is under test."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from core.domain.registry import BY_NAME, BY_NO, COMMON, Table
from core.store.database.connect import open_connection
from core.store.database.engine import Store

Key = tuple[int, bytes]
"""A row: table number and id."""

WORDS = re.compile(r"[A-Z][a-z]{8,}")
"""Words that oracles follow: people of a simulation type each one once, see `Diary.word`."""
WATCHED = (
    "workspaces",
    "clients",
    "services",
    "locations",
    "appointment_series",
    "appointments",
    "sessions",
    "session_versions",
    "note_templates",
    "text_snippets",
    "time_blocks",
    "measures",
    "waitlist_entries",
    "body_marks",
    "conflicts",
)
_WRITTEN = frozenset(BY_NAME[name].no for name in WATCHED)
_STAMPS = ("seq", "mac", "origin_device", "extra")
_COLUMNS = {
    table.no: (*COMMON, *(column.name for column in table.columns), *_STAMPS) for table in BY_NO.values()
}
_PLACE = {no: {name: at for at, name in enumerate(names)} for no, names in _COLUMNS.items()}
_SQL = {no: f"SELECT {', '.join(names)} FROM {BY_NO[no].name}" for no, names in _COLUMNS.items()}


@dataclass(frozen=True, slots=True)
class Seen:
    """All synced rows of a store at one moment, as SQLite holds them."""

    rows: Mapping[Key, tuple[Any, ...]]

    def value(self, key: Key, name: str) -> Any:
        return self.rows[key][_PLACE[key[0]][name]]

    def fields(self, key: Key) -> dict[str, Any]:
        """The table's own columns (not version, stamps and times) of one row; {} when it is not there."""
        row = self.rows.get(key)
        names = _COLUMNS[key[0]][len(COMMON) : -len(_STAMPS)]
        return dict(zip(names, row[len(COMMON) :], strict=False)) if row else {}

    def is_deleted(self, key: Key) -> bool:
        return self.value(key, "deleted_at") is not None

    def of(self, table: str) -> list[Key]:
        no = BY_NAME[table].no
        return [key for key in self.rows if key[0] == no]

    def text(self, key: Key) -> str:
        """Every word of a row."""
        return "\n".join(value for value in self.rows[key] if isinstance(value, str))

    def words(self) -> set[str]:
        """Of rows that people write; the program's own (audit, users) have other words."""
        texts = [value for key, row in self.rows.items() if key[0] in _WRITTEN for value in row]
        return set(WORDS.findall("\n".join(value for value in texts if isinstance(value, str))))


class Eye:
    """One store, looked at from outside. Close it before the store's file is replaced."""

    def __init__(self, store: Store) -> None:
        key = store._key
        assert key is not None, "the store is closed"
        self._raw: Any = open_connection(store.path, key)[0]

    def look(self, tables: Iterable[str] = WATCHED) -> Seen:
        rows: dict[Key, tuple[Any, ...]] = {}
        for name in tables:
            no = BY_NAME[name].no
            for row in self._raw.execute(_SQL[no]).fetchall():
                rows[no, row[0]] = row
        return Seen(rows)

    def everything(self) -> Seen:
        return self.look(BY_NAME)

    def local(self, table: str) -> list[dict[str, Any]]:
        """Rows of a table that does not travel: history, notices, refused, journal, outbox, feed, facts."""
        cursor = self._raw.execute(f"SELECT * FROM {table}")
        names = [each[0] for each in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def kept_aside(self) -> str:
        """All texts that this device keeps outside of rows: history, refused changes, what waits."""
        rows = self._raw.execute("SELECT base, ours, theirs, result FROM history").fetchall()
        return "\n".join((self.not_arrived(), *(value for row in rows for value in row if value)))

    def not_arrived(self) -> str:
        """Texts outside of rows that wait or were refused. A history is no place to keep what lost: it
        stands on one laptop alone."""
        parts = [
            "SELECT payload FROM refused",
            "SELECT base FROM journal",
            "SELECT payload FROM outbox",
        ]
        rows = self._raw.execute(" UNION ALL ".join(parts)).fetchall()
        return "\n".join(value for (value,) in rows if value)

    def close(self) -> None:
        self._raw.close()


def name_of(key: Key) -> str:
    """A row in a finding."""
    return f"{BY_NO[key[0]].name} {key[1].hex()[-6:]}"


def table_of(key: Key) -> Table:
    return BY_NO[key[0]]
