"""Full-text search over notes, files, clients and appointments; nothing leaves the store."""

import unicodedata
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection

from core.domain.clients import full_name
from core.domain.clock import from_micros
from core.domain.ids import ClientId, NoteId
from core.domain.records import Appointment
from core.store.database.rows import chunks, marks
from core.store.outbox import search_index
from core.store.outbox.search_index import INDEXED, text_of
from core.store.practice.note_filter import (
    EVERY_NOTE,
    DayAsked,
    LooserMatch,
    NoteFilter,
    besides_day,
    besides_names,
    names_in,
)
from core.store.practice.search_query import AT, SearchQuery
from core.store.unit_of_work.repository import RepositoryContext
from core.text.folding import fold
from core.text.snippets import snippet
from core.text.terms import Term, holds, terms_of

HitKind = Literal["note", "client", "appointment", "file"]
_KINDS: dict[str, HitKind] = {
    "clients": "client",
    "sessions": "note",
    "session_attachments": "file",
    "appointments": "appointment",
}
_FILES = "session_attachments"
_MOST_CANDIDATES = 2000
_MOST_LETTERS = 400_000
"""Of the texts in which one step looks for a phrase, some 10 ms; 20 full notes, or some hundred as usual."""
_ROWS_AT_ONCE = 25
_AT_COLUMN, _TEXTS = 5, 8
"""Where in a row that was read its time and its texts stand."""
NameLookup = Callable[[Sequence[str]], Mapping[uuid.UUID, frozenset[str]]]
OfSeries = Callable[[Connection, Sequence[Term], int], Sequence[Appointment]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchHit:
    """`title` is the client's name; the snippet marks nothing, `terms` are what to highlight."""

    kind: HitKind
    id: uuid.UUID
    client_id: uuid.UUID
    title: str
    snippet: str
    at: datetime
    terms: tuple[Term, ...] = ()
    is_draft: bool = False
    """Of a note: nobody has signed it."""
    note_id: NoteId | None = None
    """Of a file: the note that it belongs to; without one it is among the client's files alone."""


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

    def __init__(self, desk: RepositoryContext, named: NameLookup, of_series: OfSeries) -> None:
        """`named`: see `Clients.named`; `of_series`: see `SeriesRemarks.find`."""
        self._desk, self._named, self._of_series = desk, named, of_series

    def notes(self, text: str, limit: int = 50) -> list[SearchHit]:
        """The newest notes that hold every word; for a phrase, those of the first step."""
        return self.look(text, limit).hits

    def look(
        self,
        text: str,
        limit: int = 50,
        looked_at: int = 0,
        wanted: NoteFilter = EVERY_NOTE,
        day: DayAsked | None = None,
    ) -> Looked:
        """One step of a search in notes, the newest first. `looked_at`: as the step before said.

        A word may also stand in the client's name instead of the note; and the part of the text that means a
        day, see `day`, may be the note's day.
        """
        terms = terms_of(text)
        if not terms:
            return Looked([])
        workspace = self._desk.me.workspace_id.bytes
        besides = self._besides(terms)
        if day is not None:
            rest = terms_of(day.rest)
            besides += besides_day(day, rest, self._named(names_in(rest)))
        query = SearchQuery("sessions", workspace, terms, besides, wanted)
        with self._desk.read() as db:
            return self._step(db, query, limit, looked_at)

    def files(self, text: str, limit: int = 20, since: datetime | None = None) -> list[SearchHit]:
        """The newest files that have every word in their name, their caption or their client's name."""
        terms = terms_of(text)
        if not terms:
            return []
        with self._desk.read() as db:
            return self._step(db, self._query(_FILES, terms, NoteFilter(since=since)), limit).hits

    def everything(self, text: str, limit: int = 50) -> Looked:
        """Clients first, then notes, files and appointments; of each the newest, up to the limit.

        What a series says is found at its next occurrence. A client's name alone finds the client and no
        notes. Notes are looked at in one step.
        """
        terms = terms_of(text)
        if not terms:
            return Looked([])
        with self._desk.read() as db:
            steps = {table: self._step(db, self._query(table, terms), limit) for table in _KINDS}
            drawn = self._drawn(db, self._of_series(db, terms, limit), terms)
        booked = [*steps["appointments"].hits, *drawn]
        steps["appointments"] = Looked(sorted(booked, key=lambda hit: hit.at, reverse=True)[:limit])
        hits = [hit for step in steps.values() for hit in step.hits]
        notes = steps["sessions"]
        return Looked(hits, notes.looked_at, notes.back_to)

    def _drawn(self, db: Connection, found: Sequence[Appointment], terms: Sequence[Term]) -> list[SearchHit]:
        return [
            SearchHit(
                kind="appointment",
                id=each.id,
                client_id=each.client_id,
                title=_client_name(db, each.client_id),
                snippet=snippet([each.location_details or "", each.notes or ""], terms),
                at=each.scheduled_start,
                terms=tuple(terms),
            )
            for each in found
        ]

    def _query(self, table: str, terms: Sequence[Term], wanted: NoteFilter = EVERY_NOTE) -> SearchQuery:
        besides = self._besides(terms) if table in {"sessions", _FILES} else []
        with_words = [beside for beside in besides if beside.terms]
        return SearchQuery(table, self._desk.me.workspace_id.bytes, terms, with_words, wanted)

    def _besides(self, terms: Sequence[Term]) -> list[LooserMatch]:
        return besides_names(terms, self._named(names_in(terms)))

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

    def _step(self, db: Connection, query: SearchQuery, limit: int, looked_at: int = 0) -> Looked:
        if limit <= 0:
            return Looked([])
        phrases = [term for term in query.terms if term.is_phrase]
        most = _MOST_CANDIDATES if phrases else limit
        rids = query.rids(db, most, looked_at)
        hits: list[SearchHit] = []
        letters, count, at = 0, 0, 0
        for row in _read(db, query.table, rids):
            texts, at = _texts(query.table, row), row[_AT_COLUMN]
            # Notes that do not hold the phrase count too: the next step goes on behind them.
            count += 1
            letters += sum(map(len, texts)) if phrases else 0
            if _holds_all(texts, phrases):
                hits.append(_hit(query, texts, row))
            if len(hits) == limit or letters > _MOST_LETTERS:
                break
        # Less than was asked for was the end of the index; an earlier stop left some.
        may_go_on = count == most or count < len(rids)
        return Looked(hits, looked_at + count, from_micros(at)) if phrases and may_go_on else Looked(hits)


def _unsearched(db: Connection) -> Unsearched | None:
    count, newest = db.exec_driver_sql("SELECT count(*), max(at) FROM unindexed_notes").one()
    return Unsearched(int(count), from_micros(newest)) if count else None


def _read(db: Connection, table: str, rids: Sequence[int]) -> Iterator[Any]:
    """Rows in the order of their rids, some at a time: whoever has found enough reads no more."""
    columns = ", ".join(f"t.{name}" for name in INDEXED[table])
    client = "t.id" if table == "clients" else "t.client_id"
    draft = "t.finalized_at IS NULL" if table == "sessions" else "0"
    note = "(SELECT n.id FROM sessions n WHERE n.id = t.session_id AND n.deleted_at IS NULL)"
    note = note if table == _FILES else "NULL"
    for chunk in chunks(rids, _ROWS_AT_ONCE):
        sql = f"""
            SELECT t.rid, t.id, {client}, c.first_name, c.last_name, {AT[table]}, {draft}, {note}, {columns}
            FROM {table} t LEFT JOIN clients c ON c.id = {client} WHERE t.rid IN ({marks(len(chunk))})
        """
        rows = {row[0]: row for row in db.exec_driver_sql(sql, tuple(chunk))}
        yield from (rows[rid] for rid in chunk)


def _texts(table: str, row: Any) -> list[str]:
    return [text_of(name, text) for name, text in zip(INDEXED[table], row[_TEXTS:], strict=True)]


def _holds_all(texts: Sequence[str], phrases: Sequence[Term]) -> bool:
    folded = [fold(text) for text in texts] if phrases else []
    return all(holds(folded, phrase) for phrase in phrases)


def _hit(query: SearchQuery, texts: Sequence[str], row: Any) -> SearchHit:
    _, row_id, client_id, first, last, at, draft, note_id = row[:_TEXTS]
    return SearchHit(
        kind=_KINDS[query.table],
        id=uuid.UUID(bytes=row_id),
        client_id=uuid.UUID(bytes=client_id),
        title=full_name(first or "", last or ""),
        snippet=snippet([_file_line(texts)] if query.table == _FILES else texts, query.terms),
        at=from_micros(at),
        terms=tuple(query.terms),
        is_draft=bool(draft),
        note_id=None if note_id is None else NoteId(uuid.UUID(bytes=note_id)),
    )


def _client_name(db: Connection, client_id: ClientId) -> str:
    sql = "SELECT first_name, last_name FROM clients WHERE id = ?"
    row = db.exec_driver_sql(sql, (client_id.bytes,)).first()
    return "" if row is None else full_name(row[0] or "", row[1] or "")


def _file_line(texts: Sequence[str]) -> str:
    """Name and caption, without signs that turn the reading direction and make a name look harmless."""
    lines = (" ".join(text.split()) for text in texts if text)
    return "".join(letter for letter in " · ".join(lines) if unicodedata.category(letter)[0] != "C")
