"""Full-text search over notes, clients and appointments; nothing leaves the store."""

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from core.domain.clients import full_name
from core.domain.clock import from_micros
from core.store.database.tables import SEARCHED
from core.store.outbox import search_index
from core.store.outbox.search_index import INDEXED, text_of
from core.store.unit_of_work.repository import RepositoryContext
from core.text.folding import fold
from core.text.snippets import CLITICS, snippet

_WORD = re.compile(r"[^\W_]+")
_KINDS: dict[str, Literal["note", "client", "appointment"]] = {
    "sessions": "note",
    "clients": "client",
    "appointments": "appointment",
}
_FEW = 200
_AT = {"sessions": "t.session_date", "clients": "t.updated_at", "appointments": "t.scheduled_start"}


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchHit:
    """`title` is the client's name; the snippet marks nothing, `terms` are what to highlight (folded)."""

    kind: Literal["note", "client", "appointment"]
    id: uuid.UUID
    client_id: uuid.UUID
    title: str
    snippet: str
    at: datetime
    terms: tuple[str, ...] = ()
    is_draft: bool = False
    """Of a note: nobody has signed it."""


@dataclass(frozen=True, slots=True)
class Unsearched:
    """Notes that came many at a time and that no search finds yet; `newest` is of their newest."""

    count: int
    newest: datetime


class Search:
    """Every word must occur, the last letters may be missing; Hebrew points and accents do not matter."""

    def __init__(self, desk: RepositoryContext) -> None:
        self._desk = desk

    def notes(self, text: str, limit: int = 50) -> list[SearchHit]:
        """The newest notes that hold every word."""
        return self._find(text, limit, ("sessions",))

    def everything(self, text: str, limit: int = 50) -> list[SearchHit]:
        """Clients first, then notes, then appointments; of each the newest."""
        return self._find(text, limit, ("clients", "sessions", "appointments"))

    def unsearched(self) -> Unsearched | None:
        """None where every note is found by its words. Newer notes than those it tells of all are."""
        with self._desk.read() as db:
            return _unsearched(db)

    def catch_up(self) -> int:
        """Makes some more notes ready to be found, the newest first, in some hundredths of a second.

        Returns how many; 0 where nothing waits. What is under way when the program is killed is begun anew.
        """
        # Read first: in a practice where nothing waits nobody waits for the one writer.
        if self.unsearched() is None:
            return 0
        with self._desk.store.write(bulk=True) as db:
            return search_index.catch_up(db)

    def _find(self, text: str, limit: int, tables: Sequence[str]) -> list[SearchHit]:
        terms = tuple(dict.fromkeys(_WORD.findall(fold(text))))
        if not terms:
            return []
        found: list[SearchHit] = []
        with self._desk.read() as db:
            for table in tables:
                found += self._in_table(db, table, terms, limit - len(found))
        return found

    def _in_table(self, db: Connection, table: str, terms: tuple[str, ...], limit: int) -> list[SearchHit]:
        if limit <= 0:
            return []
        match = " AND ".join(_asked(term) for term in terms)
        try:
            sql = _query(table, few=_are_few(db, table, match))
            rows = db.exec_driver_sql(sql, (self._desk.me.workspace_id.bytes, match, limit)).all()
        except OperationalError as error:
            # SQLite's Unicode is older than Python's: a letter it does not know splits a word in two.
            if "phrase queries" not in str(error.orig):
                raise
            return []
        return [_hit(table, terms, row) for row in rows]


def _unsearched(db: Connection) -> Unsearched | None:
    count, newest = db.exec_driver_sql("SELECT count(*), max(at) FROM unindexed_notes").one()
    return Unsearched(int(count), from_micros(newest)) if count else None


def _are_few(db: Connection, table: str, match: str) -> bool:
    index = SEARCHED[table]
    sql = f"SELECT count(*) FROM (SELECT 1 FROM {index} WHERE {index} MATCH ? LIMIT {_FEW})"
    return int(db.exec_driver_sql(sql, (match,)).scalar_one()) < _FEW


def _query(table: str, *, few: bool) -> str:
    """The newest rows that match. An index without content cannot rank: its bm25 is 0 for every row.

    Few matches are looked up by rid and sorted; where they are many, the rows are walked by time, from the
    newest, until there are enough. A plus keeps SQLite from using what follows it to find rows.
    """
    columns = ", ".join(f"t.{name}" for name in INDEXED[table])
    index, at = SEARCHED[table], _AT[table]
    client = "t.id" if table == "clients" else "t.client_id"
    draft = "t.finalized_at IS NULL" if table == "sessions" else "0"
    owner, rid = ("+t.workspace_id", "t.rid") if few else ("t.workspace_id", "+t.rid")
    return f"""
        SELECT t.id, {client}, c.first_name, c.last_name, {at}, {draft}, {columns}
        FROM (
            SELECT t.rid FROM {table} t
            WHERE {owner} = ? AND t.deleted_at IS NULL
                AND {rid} IN (SELECT rowid FROM {index} WHERE {index} MATCH ?)
            ORDER BY {at} DESC LIMIT ?
        ) f
        JOIN {table} t ON t.rid = f.rid
        LEFT JOIN clients c ON c.id = {client}
        ORDER BY {at} DESC
    """


def _asked(term: str) -> str:
    """A word by its beginning; a Hebrew one also behind a one-letter preposition, article or "and"."""
    clitics = CLITICS if len(term) > 1 and "א" <= term[0] <= "ת" else ""
    forms = [term, *(clitic + term for clitic in clitics)]
    quoted = " OR ".join(f'"{form}"*' for form in forms)
    return f"({quoted})"


def _hit(table: str, terms: tuple[str, ...], row: Any) -> SearchHit:
    row_id, client_id, first, last, at, draft, *texts = row
    named = zip(INDEXED[table], texts, strict=True)
    return SearchHit(
        kind=_KINDS[table],
        id=uuid.UUID(bytes=row_id),
        client_id=uuid.UUID(bytes=client_id),
        title=full_name(first or "", last or ""),
        snippet=snippet([text_of(name, text) for name, text in named], terms),
        at=from_micros(at),
        terms=terms,
        is_draft=bool(draft),
    )
