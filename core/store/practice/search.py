"""Full-text search over notes, clients and appointments; nothing leaves the store."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from core.domain.clients import full_name
from core.domain.clock import from_micros
from core.store.database.rows import chunks, marks
from core.store.database.tables import SEARCHED
from core.store.outbox import search_index
from core.store.outbox.search_index import INDEXED, text_of
from core.store.unit_of_work.repository import RepositoryContext
from core.text.folding import fold
from core.text.snippets import snippet
from core.text.terms import Term, clitics_of, holds, terms_of

_KINDS: dict[str, Literal["note", "client", "appointment"]] = {
    "sessions": "note",
    "clients": "client",
    "appointments": "appointment",
}
_FEW = 200
_MOST_CANDIDATES = 2000
_MOST_LETTERS = 500_000
"""Of the texts in which one step looks for a phrase, some 10 ms; 25 full notes, or some hundred as usual."""
_ROWS_AT_ONCE = 25
_AT_COLUMN, _TEXTS = 5, 7
"""Where in a row that was read its time and its texts stand."""
_AT = {"sessions": "t.session_date", "clients": "t.updated_at", "appointments": "t.scheduled_start"}


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchHit:
    """`title` is the client's name; the snippet marks nothing, `terms` are what to highlight."""

    kind: Literal["note", "client", "appointment"]
    id: uuid.UUID
    client_id: uuid.UUID
    title: str
    snippet: str
    at: datetime
    terms: tuple[Term, ...] = ()
    is_draft: bool = False
    """Of a note: nobody has signed it."""


@dataclass(frozen=True, slots=True)
class Looked:
    """Notes that one step of a search found. Where older ones may follow, `looked_at` is for the next step;
    `back_to` is of the oldest that this one looked at."""

    hits: list[SearchHit]
    looked_at: int | None = None
    back_to: datetime | None = None


@dataclass(frozen=True, slots=True)
class Unsearched:
    """Notes that came many at a time and that no search finds yet; `newest` is of their newest."""

    count: int
    newest: datetime


class Search:
    """Every word must occur, the last letters may be missing; Hebrew points and accents do not matter.

    Words in quotation marks stand together. The index knows no order, so the notes that hold all the words
    are looked through from the newest on, some at each step.
    """

    def __init__(self, desk: RepositoryContext) -> None:
        self._desk = desk

    def notes(self, text: str, limit: int = 50) -> list[SearchHit]:
        """The newest notes that hold every word; for a phrase, those of the first step."""
        return self.look(text, limit).hits

    def look(self, text: str, limit: int = 50, looked_at: int = 0) -> Looked:
        """One step of a search in notes, the newest first. `looked_at`: as the step before said."""
        terms = terms_of(text)
        if not terms:
            return Looked([])
        with self._desk.read() as db:
            return self._step(db, "sessions", terms, limit, looked_at)

    def everything(self, text: str, limit: int = 50) -> list[SearchHit]:
        """Clients first, then notes, then appointments; of each the newest."""
        terms = terms_of(text)
        found: list[SearchHit] = []
        with self._desk.read() as db:
            for table in ("clients", "sessions", "appointments") if terms else ():
                found += self._step(db, table, terms, limit - len(found)).hits
        return found

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

    def _step(
        self, db: Connection, table: str, terms: tuple[Term, ...], limit: int, looked_at: int = 0
    ) -> Looked:
        if limit <= 0:
            return Looked([])
        phrases = [term for term in terms if term.is_phrase]
        most = _MOST_CANDIDATES if phrases else limit
        rids = self._candidates(db, table, terms, most, looked_at)
        hits: list[SearchHit] = []
        letters, count, at = 0, 0, 0
        for row in _read(db, table, rids):
            texts, at = _texts(table, row), row[_AT_COLUMN]
            count += 1
            letters += sum(map(len, texts)) if phrases else 0
            if _holds_all(texts, phrases):
                hits.append(_hit(table, terms, texts, row))
            if len(hits) == limit or letters > _MOST_LETTERS:
                break
        may_go_on = count == most or count < len(rids)
        return Looked(hits, looked_at + count, from_micros(at)) if phrases and may_go_on else Looked(hits)

    def _candidates(
        self, db: Connection, table: str, terms: tuple[Term, ...], limit: int, offset: int
    ) -> list[int]:
        match = " AND ".join(_asked(word, is_whole=is_whole) for word, is_whole in _words(terms))
        try:
            sql = _query(table, few=_are_few(db, table, match))
            values = (self._desk.me.workspace_id.bytes, match, limit, offset)
            return list(db.exec_driver_sql(sql, values).scalars())
        except OperationalError as error:
            # SQLite's Unicode is older than Python's: a letter it does not know splits a word in two.
            if "phrase queries" not in str(error.orig):
                raise
            return []


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
    index = SEARCHED[table]
    owner, rid = ("+t.workspace_id", "t.rid") if few else ("t.workspace_id", "+t.rid")
    return f"""
        SELECT t.rid FROM {table} t
        WHERE {owner} = ? AND t.deleted_at IS NULL
            AND {rid} IN (SELECT rowid FROM {index} WHERE {index} MATCH ?)
        ORDER BY {_AT[table]} DESC, t.rid DESC LIMIT ? OFFSET ?
    """


def _read(db: Connection, table: str, rids: Sequence[int]) -> Iterator[Any]:
    """Rows in the order of their rids, some at a time: whoever has found enough reads no more."""
    columns = ", ".join(f"t.{name}" for name in INDEXED[table])
    client = "t.id" if table == "clients" else "t.client_id"
    draft = "t.finalized_at IS NULL" if table == "sessions" else "0"
    for chunk in chunks(rids, _ROWS_AT_ONCE):
        sql = f"""
            SELECT t.rid, t.id, {client}, c.first_name, c.last_name, {_AT[table]}, {draft}, {columns}
            FROM {table} t LEFT JOIN clients c ON c.id = {client} WHERE t.rid IN ({marks(len(chunk))})
        """
        rows = {row[0]: row for row in db.exec_driver_sql(sql, tuple(chunk))}
        yield from (rows[rid] for rid in chunk)


def _words(terms: Sequence[Term]) -> Iterator[tuple[str, bool]]:
    """Each word of the terms, and whether it is typed to its end."""
    for term in terms:
        *before, last = term.words
        yield from ((word, True) for word in before)
        yield last, term.is_whole


def _asked(word: str, *, is_whole: bool) -> str:
    """A word by its beginning; a Hebrew one also behind a one-letter preposition, article or "and"."""
    forms = [word, *(clitic + word for clitic in clitics_of(word))]
    star = "" if is_whole else "*"
    quoted = " OR ".join(f'"{form}"{star}' for form in forms)
    return f"({quoted})"


def _texts(table: str, row: Any) -> list[str]:
    return [text_of(name, text) for name, text in zip(INDEXED[table], row[_TEXTS:], strict=True)]


def _holds_all(texts: Sequence[str], phrases: Sequence[Term]) -> bool:
    folded = [fold(text) for text in texts] if phrases else []
    return all(holds(folded, phrase) for phrase in phrases)


def _hit(table: str, terms: tuple[Term, ...], texts: Sequence[str], row: Any) -> SearchHit:
    _, row_id, client_id, first, last, at, draft = row[:_TEXTS]
    return SearchHit(
        kind=_KINDS[table],
        id=uuid.UUID(bytes=row_id),
        client_id=uuid.UUID(bytes=client_id),
        title=full_name(first or "", last or ""),
        snippet=snippet(texts, terms),
        at=from_micros(at),
        terms=terms,
        is_draft=bool(draft),
    )
