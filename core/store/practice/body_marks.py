"""Marks on the body charts of notes: one row each, so that two laptops mark one chart."""

import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam

from core.domain.body_chart import kept_values
from core.domain.chart_changes import missing_marks
from core.domain.enums import AuditAction
from core.domain.errors import RuleBroken
from core.domain.ids import BodyMarkId, ClientId, NoteId
from core.domain.new_rows import BodyMarkDraft
from core.domain.records import BodyMark, SessionNote
from core.domain.registry import Access
from core.store.database.rows import not_found
from core.store.database.tables import SYNCED
from core.store.practice.signed_notes import is_signed
from core.store.unit_of_work.repository import Done, RepositoryContext, prepared
from core.store.unit_of_work.writer import Writer

MOST_CHARTS = 200
"""Charts of one client that are read at once: one a week for nearly four years."""
_TABLE = "body_marks"
_CHANGEABLE = frozenset({"kind", "place", "intensity", "remark"})


@dataclass(frozen=True, slots=True)
class Chart:
    """The marks of one note, in the order in which they were put, and the day of its session."""

    note_id: NoteId
    session_date: datetime
    marks: Sequence[BodyMark]


class BodyMarks:
    """Every command is one transaction; NotFound for what is not here.

    Those of a signed note stay as they are (RuleBroken "frozen"), and none is added to it.
    """

    def __init__(self, desk: RepositoryContext) -> None:
        self._desk = desk

    def add(self, draft: BodyMarkDraft, mark_id: uuid.UUID | None = None) -> Done[BodyMark]:
        with self._desk.write(Access.CLINICAL) as writer:
            self._desk.get(writer.db, SessionNote, "sessions", draft.session_id)
            self._check_note(writer.db, draft.session_id)
            made = writer.insert(_TABLE, kept_values(asdict(draft)), mark_id)
            writer.audit(AuditAction.CREATE, "mark.add", made)
            return self._done(writer, made)

    def carry(self, earlier_id: NoteId, note_id: NoteId) -> Done[Sequence[BodyMark]]:
        """Puts the marks of an earlier note of the same client on the chart of another; one undo for all.

        Kind and place alone: how strong it is, and what is remarked, somebody says anew. What is marked there
        already stays as it is. NotFound where the notes are of two clients.
        """
        with self._desk.write(Access.CLINICAL) as writer:
            earlier, note = (
                self._desk.get(writer.db, SessionNote, "sessions", each) for each in (earlier_id, note_id)
            )
            if earlier.client_id != note.client_id:
                raise not_found()
            self._check_note(writer.db, note_id)
            marks = self._of_notes(writer.db, [earlier_id, note_id])
            made = [
                self._carry(writer, mark, note_id)
                for mark in missing_marks(marks[earlier_id], marks[note_id])
            ]
            return Done(made, writer.changed, writer.undo)

    def edit(self, mark_id: BodyMarkId, **fields: Any) -> Done[BodyMark]:
        """Changes the named fields: all but of which note it is."""
        if not fields.keys() <= _CHANGEABLE:
            raise TypeError(f"cannot be changed: {sorted(fields.keys() - _CHANGEABLE)}")
        with self._desk.write(Access.CLINICAL) as writer:
            before = self.check_open(writer.db, mark_id)
            values = kept_values({**asdict(before), **fields})
            if writer.update(_TABLE, mark_id, {name: values[name] for name in fields}):
                writer.audit(AuditAction.UPDATE, "mark.edit", mark_id, {"fields": sorted(fields)})
            return self._done(writer, mark_id)

    def delete(self, mark_id: BodyMarkId) -> Done[BodyMark]:
        with self._desk.write(Access.CLINICAL) as writer:
            self.check_open(writer.db, mark_id)
            writer.delete(_TABLE, mark_id)
            writer.audit(AuditAction.DELETE, "mark.delete", mark_id)
            return self._done(writer, mark_id)

    def get(self, mark_id: BodyMarkId) -> BodyMark:
        with self._desk.read() as db:
            return self._desk.get(db, BodyMark, _TABLE, mark_id)

    def of_note(self, note_id: NoteId) -> Sequence[BodyMark]:
        """In the order in which they were put."""
        with self._desk.read() as db:
            return self._of_notes(db, [note_id])[note_id]

    def charts(self, client_id: ClientId) -> Sequence[Chart]:
        """Of a client's notes that have marks, the newest session first, `MOST_CHARTS` of them."""
        query = _marked().limit(MOST_CHARTS)
        with self._desk.read() as db:
            notes = self._desk.prepared_rows(db, SessionNote, "sessions", query, client_id=client_id)
            marks = self._of_notes(db, [each.id for each in notes])
        return [Chart(each.id, each.session_date, marks[each.id]) for each in notes]

    def check_open(self, db: Connection, mark_id: BodyMarkId, *, deleted: bool = False) -> BodyMark:
        """The mark, unless its note is signed (RuleBroken)."""
        mark = self._desk.get(db, BodyMark, _TABLE, mark_id, deleted=deleted)
        self._check_note(db, mark.session_id)
        return mark

    def _check_note(self, db: Connection, note_id: NoteId) -> None:
        if is_signed(self._desk, db, note_id):
            raise RuleBroken(
                "This note is signed, and the marks on its body chart stay as they are; nothing was changed. "
                "Mark the chart of a new note, or amend this one in words.",
                code="frozen",
            )

    def _carry(self, writer: Writer, mark: BodyMark, note_id: NoteId) -> BodyMark:
        writer.next_group()
        values = asdict(BodyMarkDraft(session_id=note_id, kind=mark.kind, place=mark.place))
        made = writer.insert(_TABLE, values)
        writer.audit(AuditAction.CREATE, "mark.add", made)
        return self._desk.get(writer.db, BodyMark, _TABLE, made)

    def _of_notes(self, db: Connection, note_ids: Sequence[NoteId]) -> dict[NoteId, list[BodyMark]]:
        found: dict[NoteId, list[BodyMark]] = {note_id: [] for note_id in note_ids}
        for mark in self._desk.prepared_rows(db, BodyMark, _TABLE, _of_notes(), note_ids=note_ids):
            found[mark.session_id].append(mark)
        return found

    def _done(self, writer: Writer, mark_id: uuid.UUID) -> Done[BodyMark]:
        return self._desk.done(writer, BodyMark, _TABLE, mark_id)


@cache
def _marked() -> Select[Any]:
    """A client's notes that have marks, the newest session first."""
    note, mark = SYNCED["sessions"].c, SYNCED[_TABLE].c
    marked = prepared(_TABLE, mark.session_id == note.id).exists()
    found = prepared("sessions", note.client_id == bindparam("client_id"), marked)
    return found.order_by(note.session_date.desc(), note.id.desc())


@cache
def _of_notes() -> Select[Any]:
    m = SYNCED[_TABLE].c
    of_notes = m.session_id.in_(bindparam("note_ids", expanding=True))
    return prepared(_TABLE, of_notes).order_by(m.created_at, m.id)
