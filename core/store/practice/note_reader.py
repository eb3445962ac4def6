"""What is read of session notes: single ones, lists, versions with their proofs, and what is half written."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, or_, true

from core.domain.clients import full_name
from core.domain.draft_trail import FieldSteps
from core.domain.enums import SignatureState
from core.domain.ids import AppointmentId, DeviceId, NoteId
from core.domain.notes import RESTORE_WINDOW
from core.domain.records import Conflict, NoteVersion, SessionNote
from core.domain.registry import BY_NAME, SESSIONS
from core.store.database.draft_trails import steps_to
from core.store.database.tables import SYNCED
from core.store.outbox import feed_store
from core.store.outbox.journal import is_waiting
from core.store.practice.signed_notes import BESIDE
from core.store.unit_of_work.half_written import (
    Written,
    last_writer,
    notes_written_in,
    open_questions,
    written_in,
)
from core.store.unit_of_work.note_signatures import Proof, proofs
from core.store.unit_of_work.repository import RepositoryContext, prepared
from core.store.unit_of_work.signers import signers


@dataclass(frozen=True, slots=True)
class NoteSummary:
    """A note in a list. The name is empty where the client's row is not here."""

    note: SessionNote
    client_name: str


class NoteReader:
    """Reads alone; `Notes` adds the commands. NotFound for what is not here."""

    def __init__(self, desk: RepositoryContext) -> None:
        self._desk = desk
        self._begun: dict[NoteId, SessionNote] = {}
        """Notes that are only looked at: in memory until the first word is typed."""

    def get(self, note_id: NoteId) -> SessionNote:
        """Also one that somebody only looks at, which is in memory alone. NotFound for one that is
        deleted."""
        begun = self._begun.get(note_id)
        if begun is not None:
            return begun
        with self._desk.read() as db:
            return self._desk.get(db, SessionNote, "sessions", note_id)

    def for_appointment(self, appointment_id: AppointmentId) -> SessionNote | None:
        """The appointment's latest note, if it has one."""
        c = SYNCED["sessions"].c
        query = self._desk.select("sessions", c.appointment_id == appointment_id)
        with self._desk.read() as db:
            # An id begins with the time at which it was made (UUID version 7, RFC 9562).
            found = self._desk.rows(db, SessionNote, "sessions", query.order_by(c.id.desc()).limit(1))
            return found[0] if found else None

    def previous(self, note_id: NoteId) -> SessionNote | None:
        """The same client's note before this one."""
        return next(iter(self.earlier(note_id, 1)), None)

    def earlier(self, note_id: NoteId, limit: int = 500) -> Sequence[SessionNote]:
        """The same client's notes before this one, newest first."""
        begun = self._begun.get(note_id)
        with self._desk.read() as db:
            note = begun or self._desk.get(db, SessionNote, "sessions", note_id)
            given = {"client_id": note.client_id, "until": note.session_date, "other_than": note_id}
            query = _earlier().limit(limit)
            return self._desk.prepared_rows(db, SessionNote, "sessions", query, **given)

    def drafts(self, limit: int = 200) -> Sequence[NoteSummary]:
        """Unsigned notes, last saved first."""
        c = SYNCED["sessions"].c
        return self._summaries(
            self._desk.select("sessions", c.is_draft)
            .order_by(c.draft_last_saved_at.desc(), c.id)
            .limit(limit)
        )

    def finalized(self, limit: int = 50) -> Sequence[NoteSummary]:
        """Signed notes, by the session's date, newest first."""
        c = SYNCED["sessions"].c
        # By a function, or SQLite reads all signed notes by the index of drafts, and sorts them.
        query = self._desk.select("sessions", func.abs(c.is_draft) == 0)
        return self._summaries(query.order_by(c.session_date.desc(), c.id.desc()).limit(limit))

    def recent(self, limit: int = 50) -> Sequence[NoteSummary]:
        """By the session's date, newest first."""
        c = SYNCED["sessions"].c
        query = self._desk.select("sessions").order_by(c.session_date.desc(), c.id.desc())
        return self._summaries(query.limit(limit))

    def deleted(self, limit: int = 500) -> Sequence[NoteSummary]:
        """Deleted notes that can be restored, the one that was deleted last first.

        A draft is one of them for 30 days, a finalized note for ever. None for who does not read notes.
        """
        c = SYNCED["sessions"].c
        with self._desk.read() as db:
            if not self._desk.reads_clinical(db):
                return []
            now = self._desk.clock.now()
            # As in `check_restore`: a clock that is plainly wrong does not say that it is too late.
            in_time = true() if self._desk.clock_doubt(db) else c.deleted_at >= now - RESTORE_WINDOW
        query = self._desk.select(
            "sessions", c.deleted_at.is_not(None), or_(in_time, c.finalized_at.is_not(None)), deleted=True
        ).order_by(c.deleted_at.desc(), c.id.desc())
        return self._summaries(query.limit(limit))

    def _summaries(self, query: Any) -> list[NoteSummary]:
        c = SYNCED["clients"].c
        with self._desk.read() as db:
            notes = self._desk.rows(db, SessionNote, "sessions", query)
            wanted = {note.client_id for note in notes}
            names = db.execute(
                self._desk.select("clients", c.id.in_(wanted), deleted=True, by_id=True).with_only_columns(
                    c.id, c.first_name, c.last_name
                )
            )
            known = {row.id: full_name(row.first_name, row.last_name) for row in names}
        return [NoteSummary(note, known.get(note.client_id, "")) for note in notes]

    def versions(self, note_id: NoteId) -> list[NoteVersion]:
        """Oldest first; empty for a draft."""
        with self._desk.read() as db:
            self._desk.get(db, SessionNote, "sessions", note_id, deleted=True)
            return self._versions(db, note_id)

    def _versions(self, db: Connection, note_id: NoteId) -> list[NoteVersion]:
        return self._desk.prepared_rows(db, NoteVersion, "session_versions", _versions_of(), note_id=note_id)

    def _latest(self, db: Connection, note: SessionNote) -> NoteVersion | SessionNote:
        versions = self._versions(db, note.id)
        return versions[-1] if versions else note

    def proofs(self, note_id: NoteId) -> tuple[Proof, ...]:
        """Who signed each version, and whether that holds, oldest first; empty for a draft."""
        with self._desk.read() as db:
            found = proofs(db, self._desk.me.workspace_id, [note_id], signers(db))
        return tuple(found.get(note_id, ()))

    def signature_states(self) -> Counter[SignatureState]:
        """Of every version of every finalized note; slow, it checks them all."""
        c = SYNCED["sessions"].c
        with self._desk.read() as db:
            query = self._desk.select("sessions", c.finalized_at.is_not(None), deleted=True)
            ids = db.execute(query.with_only_columns(c.id)).scalars().all()
            found = proofs(db, self._desk.me.workspace_id, ids, signers(db))
        return Counter(proof.state for of_note in found.values() for proof in of_note)

    def disputed(self, note_id: NoteId) -> tuple[str, ...]:
        """Fields of the note about which a question is open, in their order; then the tables of the marks and
        measures beside it about which one is."""
        with self._desk.read() as db:
            return self._disputed(db, note_id)

    def _disputed(self, db: Connection, note_id: NoteId) -> tuple[str, ...]:
        given = {"workspace_id": self._desk.me.workspace_id, "note_id": note_id}
        fields = [field for field in db.execute(_asked(), given).scalars() if field]
        names = set(",".join(fields).split(",")) if fields else set()
        known = [column.name for column in SESSIONS.columns if column.name in names]
        beside = [each.name for each in BESIDE if db.execute(_asked_beside(each.name), given).first()]
        return (*known, *sorted(names - set(known)), *beside)

    def questions(self, note_id: NoteId) -> list[Conflict]:
        """What is still asked about the note's texts, oldest first."""
        with self._desk.read() as db:
            return open_questions(self._desk, db, note_id)

    def last_writer(self, note_id: NoteId) -> DeviceId | None:
        """The other device whose words stand in the note, as far as its seal tells."""
        with self._desk.read() as db:
            return last_writer(db, self._desk.me, note_id)

    def written_in(self, note_id: NoteId) -> dict[str, Written]:
        """Words that an editor left half written, by field."""
        with self._desk.read() as db:
            return written_in(db, note_id)

    def steps_to(self, note_id: NoteId, texts: Mapping[str, str]) -> FieldSteps:
        """Of each field the steps that led to this text, for undo; a field without any is left out."""
        with self._desk.read() as db:
            found = {name: steps_to(db, note_id, name, text) for name, text in texts.items()}
        return {name: steps for name, steps in found.items() if steps}

    def being_written(self) -> list[NoteId]:
        """Notes with half written words."""
        with self._desk.read() as db:
            return notes_written_in(db)

    def in_clinic(self, note_id: NoteId) -> bool | None:
        """Whether the server has accepted every word; None where there is none, or no server was ever met."""
        if note_id in self._begun:
            return None
        with self._desk.read() as db:
            if feed_store.cursor(db, self._desk.me.workspace_id).last_good_at is None:
                return None
            return not is_waiting(db, SESSIONS.no, note_id) and not written_in(db, note_id)


@cache
def _versions_of() -> Select[Any]:
    """Of one note, oldest first."""
    c = SYNCED["session_versions"].c
    found = prepared("session_versions", c.session_id == bindparam("note_id"))
    return found.order_by(c.version_number, c.signed_at, c.id)


@cache
def _earlier() -> Select[Any]:
    """A client's notes until a moment but for one, the newest first."""
    c = SYNCED["sessions"].c
    return prepared(
        "sessions",
        c.client_id == bindparam("client_id"),
        c.session_date <= bindparam("until"),
        c.id != bindparam("other_than"),
    ).order_by(c.session_date.desc(), c.id.desc())


@cache
def _asked() -> Select[Any]:
    """The fields of a note about which a question is open."""
    c = SYNCED["conflicts"].c
    of_note = c.row_id == bindparam("note_id"), c.table_no == SESSIONS.no
    return prepared("conflicts", *of_note, c.resolved_at.is_(None)).with_only_columns(c.field)


@cache
def _asked_beside(table_name: str) -> Select[Any]:
    """An open question about what stands beside a note in a table."""
    c, row = SYNCED["conflicts"].c, SYNCED[table_name].c
    of_note = c.table_no == BY_NAME[table_name].no, c.row_id == row.id, row.session_id == bindparam("note_id")
    return prepared("conflicts", c.resolved_at.is_(None), *of_note).with_only_columns(c.id).limit(1)
