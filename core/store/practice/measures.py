"""Measures of clients: pain, ranges of motion, scales of their own."""

import uuid
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam

from core.domain.enums import AuditAction
from core.domain.errors import RuleBroken
from core.domain.ids import ClientId, MeasureId, NoteId
from core.domain.measures import kept_values
from core.domain.new_rows import MeasureDraft
from core.domain.records import Client, Measure, SessionNote
from core.domain.registry import Access
from core.store.database.tables import SYNCED
from core.store.practice.signed_notes import is_signed
from core.store.unit_of_work.repository import Done, RepositoryContext, prepared
from core.store.unit_of_work.writer import Writer

MOST = 5_000
"""Measures of one client that are read at once: one a day for more than ten years."""
_TABLE = "measures"
_CHANGEABLE = frozenset({"taken_at", "kind", "name", "unit", "low", "high", "value", "note"})


class Measures:
    """Every command is one transaction; NotFound for what is not here.

    Those of a signed note stay as they are, as its texts do (RuleBroken "frozen"): a new one has a date of
    its own.
    """

    def __init__(self, desk: RepositoryContext) -> None:
        self._desk = desk

    def add(self, draft: MeasureDraft, measure_id: uuid.UUID | None = None) -> Done[Measure]:
        with self._desk.write(Access.CLINICAL) as writer:
            taken_at = self._check_place(writer, draft)
            values = kept_values({**asdict(draft), "taken_at": taken_at})
            made = writer.insert(_TABLE, values, measure_id)
            writer.audit(AuditAction.CREATE, "measure.add", made)
            return self._done(writer, made)

    def _check_place(self, writer: Writer, draft: MeasureDraft) -> datetime:
        """When it was taken."""
        self._desk.get(writer.db, Client, "clients", draft.client_id)
        if draft.session_id is None:
            return draft.taken_at or writer.now
        note = self._desk.get(writer.db, SessionNote, "sessions", draft.session_id)
        if note.client_id != draft.client_id:
            raise RuleBroken("This note is another client's; nothing was added.", code="other_client")
        if note.finalized_at is not None:
            raise RuleBroken(
                "This note is signed, so that nothing was added to it. Add the measure with a date of its "
                "own on the client's page.",
                code="frozen",
            )
        return draft.taken_at or note.session_date

    def edit(self, measure_id: MeasureId, **fields: Any) -> Done[Measure]:
        """Changes the named fields: all but whose it is, and of which note."""
        if not fields.keys() <= _CHANGEABLE:
            raise TypeError(f"cannot be changed: {sorted(fields.keys() - _CHANGEABLE)}")
        with self._desk.write(Access.CLINICAL) as writer:
            before = self.check_open(writer.db, measure_id)
            values = kept_values({**asdict(before), **fields})
            if writer.update(_TABLE, measure_id, {name: values[name] for name in fields}):
                writer.audit(AuditAction.UPDATE, "measure.edit", measure_id, {"fields": sorted(fields)})
            return self._done(writer, measure_id)

    def delete(self, measure_id: MeasureId) -> Done[Measure]:
        with self._desk.write(Access.CLINICAL) as writer:
            self.check_open(writer.db, measure_id)
            writer.delete(_TABLE, measure_id)
            writer.audit(AuditAction.DELETE, "measure.delete", measure_id)
            return self._done(writer, measure_id)

    def get(self, measure_id: MeasureId) -> Measure:
        with self._desk.read() as db:
            return self._desk.get(db, Measure, _TABLE, measure_id)

    def of_client(self, client_id: ClientId, most: int | None = MOST) -> Sequence[Measure]:
        """The newest of a client, the newest first; None for all."""
        with self._desk.read() as db:
            query = _of_client().limit(most)
            return self._desk.prepared_rows(db, Measure, _TABLE, query, client_id=client_id)

    def of_note(self, note_id: NoteId) -> Sequence[Measure]:
        """In the order in which they were taken down."""
        with self._desk.read() as db:
            return self._desk.prepared_rows(db, Measure, _TABLE, _of_note(), note_id=note_id)

    def signed_notes(self, client_id: ClientId) -> frozenset[NoteId]:
        """Of a client: measures of these stay as they are."""
        c = SYNCED["sessions"].c
        query = self._desk.select(
            "sessions", c.client_id == client_id, c.finalized_at.is_not(None), deleted=True
        )
        with self._desk.read() as db:
            return frozenset(NoteId(row.id) for row in db.execute(query.with_only_columns(c.id)))

    def check_open(self, db: Connection, measure_id: MeasureId, *, deleted: bool = False) -> Measure:
        """The measure, unless its note is signed (RuleBroken)."""
        measure = self._desk.get(db, Measure, _TABLE, measure_id, deleted=deleted)
        if measure.session_id is not None and is_signed(self._desk, db, measure.session_id):
            raise RuleBroken(
                "This measure belongs to a signed note and stays as it is; nothing was changed. Add a new "
                "one with a date of its own.",
                code="frozen",
            )
        return measure

    def _done(self, writer: Writer, measure_id: uuid.UUID) -> Done[Measure]:
        return self._desk.done(writer, Measure, _TABLE, measure_id)


def measures_follow(desk: RepositoryContext, writer: Writer, note: SessionNote, day: datetime) -> None:
    """Measures that were taken on the note's day have its new day; one with a day of its own keeps that."""
    if day == note.session_date:
        return
    m = SYNCED[_TABLE].c
    query = desk.select(_TABLE, m.session_id == note.id, m.taken_at == note.session_date)
    for measure in desk.rows(writer.db, Measure, _TABLE, query):
        writer.update(_TABLE, measure.id, {"taken_at": day})


@cache
def _of_client() -> Select[Any]:
    m = SYNCED[_TABLE].c
    of_client = prepared(_TABLE, m.client_id == bindparam("client_id"))
    return of_client.order_by(m.taken_at.desc(), m.id.desc())


@cache
def _of_note() -> Select[Any]:
    m = SYNCED[_TABLE].c
    return prepared(_TABLE, m.session_id == bindparam("note_id")).order_by(m.created_at, m.id)
