"""Session notes: drafts that autosave, finalizing, amending, deleting and restoring."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, select

from core.domain import notes as rules
from core.domain.appointments import completes_on_note
from core.domain.clients import full_name
from core.domain.clock import to_micros
from core.domain.enums import AppointmentStatus, AuditAction
from core.domain.errors import RuleBroken, UserError
from core.domain.ids import AppointmentId, ClientId, NoteId, NoteVersionId
from core.domain.records import Appointment, Client, NoteVersion, SessionNote
from core.domain.registry import SESSIONS
from core.store.columns import compact_json
from core.store.desk import Desk, Done
from core.store.proposals import propose_amendment
from core.store.tables import SYNCED
from core.store.writer import Writer

STRETCH = timedelta(minutes=10)
"""Autosaves of one note within this time are one UPDATE in the audit."""

_MINUTE = timedelta(minutes=1)
Sign = Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True)
class NoteSummary:
    note: SessionNote
    client_name: str


def signed_content(note: SessionNote, version: NoteVersion) -> bytes:
    """The bytes that a finalized note's or amendment's signature covers."""
    content = [
        note.workspace_id.hex,
        note.id.hex,
        note.client_id.hex,
        to_micros(note.session_date),
        version.version_number,
        version.reason,
        *rules.texts_of(version).values(),
        version.created_by_user_id.hex if version.created_by_user_id else None,
        to_micros(version.signed_at) if version.signed_at else None,
    ]
    return b"pazpaz/note/1\0" + compact_json(content).encode()


class Notes:
    """The practice's session notes. Every command is one transaction; NotFound for what is not here.

    `sign` is the device's signature over `signed_content`; without it notes are finalized unsigned.
    """

    def __init__(self, desk: Desk, sign: Sign | None = None) -> None:
        self._desk = desk
        self._sign = sign

    def start(
        self,
        client_id: ClientId,
        appointment_id: AppointmentId | None = None,
        session_date: datetime | None = None,
        note_id: uuid.UUID | None = None,
        duration_minutes: int | None = None,
    ) -> Done[SessionNote]:
        """A new draft. Beginning a note on an ended SCHEDULED appointment completes the appointment."""
        with self._desk.write() as writer:
            self._desk.get(writer.db, Client, "clients", client_id)
            booked = self._booked(writer.db, client_id, appointment_id)
            at = session_date or (min(booked.scheduled_start, writer.now) if booked else writer.now)
            rules.check_session_date(at, writer.now)
            if duration_minutes is None and booked is not None:
                duration_minutes = min(480, (booked.scheduled_end - booked.scheduled_start) // _MINUTE)
            rules.check_duration(duration_minutes)
            values = self._fresh(client_id, booked, at, duration_minutes)
            made = NoteId(writer.insert("sessions", values, note_id))
            if booked is not None and completes_on_note(booked, writer.now):
                writer.update("appointments", booked.id, {"status": AppointmentStatus.COMPLETED})
            writer.audit(AuditAction.CREATE, "session.start", made)
            return self._done(writer, made)

    def _booked(
        self, db: Connection, client_id: ClientId, appointment_id: AppointmentId | None
    ) -> Appointment | None:
        if appointment_id is None:
            return None
        booked = self._desk.get(db, Appointment, "appointments", appointment_id)
        if booked.client_id != client_id:
            raise RuleBroken("The appointment is another client's; no note was started.", code="other_client")
        return booked

    def _fresh(
        self, client_id: ClientId, booked: Appointment | None, at: datetime, minutes: int | None
    ) -> dict[str, Any]:
        return {
            "client_id": client_id,
            "appointment_id": booked.id if booked else None,
            "created_by_user_id": self._desk.me.user_id,
            "session_date": at,
            "duration_minutes": minutes,
            "draft_last_saved_at": self._desk.clock.now(),
        }

    def save_draft(
        self,
        note_id: NoteId,
        *,
        based_on: Mapping[str, str | None] | None = None,
        session_date: datetime | None = None,
        duration_minutes: int | None = None,
        **texts: str | None,
    ) -> Done[SessionNote]:
        """Stores what was typed, whatever its length. Fast: for autosave.

        With `based_on` (field to the stored text that the editor knows) nothing is written when the store
        holds another text (UserError "text_moved"). The note of a `Done` with `finalized_at` set was
        finalized meanwhile: the text went to the inbox as a proposed amendment.
        """
        changes = {**_soap(texts), **_facts(session_date, duration_minutes, self._desk.clock.now())}
        with self._desk.write() as writer:
            note = self._desk.get(writer.db, SessionNote, "sessions", note_id)
            if note.finalized_at is not None:
                final = rules.texts_of(self._latest(writer.db, note))
                propose_amendment(self._desk, writer, note, _soap(texts), final)
                return Done(note, writer.changed)
            _check_based_on(note, based_on)
            if any(getattr(note, name) != value for name, value in changes.items()):
                writer.update("sessions", note_id, {**changes, "draft_last_saved_at": writer.now})
                self._audit_stretch(writer, note_id)
            return self._done(writer, note_id)

    def _audit_stretch(self, writer: Writer, note_id: NoteId) -> None:
        c = SYNCED["audit_events"].c
        query = select(func.max(c.client_time)).where(
            c.workspace_id == self._desk.me.workspace_id,
            c.resource_id == note_id,
            c.device_id == self._desk.me.device_id,
            c.event_type.in_(("session.start", "session.edit")),
        )
        last = writer.db.execute(query).scalar()
        if last is None or not timedelta(0) <= writer.now - last < STRETCH:
            writer.audit(AuditAction.UPDATE, "session.edit", note_id)

    def finalize(self, note_id: NoteId) -> Done[SessionNote]:
        """Signs and closes the note for ever; writes version 1. It cannot be undone."""
        with self._desk.write() as writer:
            note = self._desk.get(writer.db, SessionNote, "sessions", note_id)
            rules.check_finalize(note, writer.now)
            signature = self._add_version(writer, note, 1, rules.texts_of(note), None)
            writer.update(
                "sessions",
                note_id,
                {
                    "is_draft": False,
                    "finalized_at": writer.now,
                    "finalized_by": self._desk.me.user_id,
                    "signature": signature,
                },
            )
            writer.audit(AuditAction.UPDATE, "session.finalize", note_id)
            return self._done(writer, note_id)

    def amend(self, note_id: NoteId, reason: str, **texts: str | None) -> Done[SessionNote]:
        """Adds a version with a reason; fields that are not given stay as in the latest version."""
        with self._desk.write() as writer:
            self.amend_in(writer, note_id, reason, _soap(texts))
            return self._done(writer, note_id)

    def amend_in(self, writer: Writer, note_id: NoteId, reason: str, texts: Mapping[str, str | None]) -> None:
        """`amend` inside a transaction that does more."""
        note = self._desk.get(writer.db, SessionNote, "sessions", note_id)
        latest = self._latest(writer.db, note) if note.finalized_at else note
        full = {**rules.texts_of(latest), **texts}
        rules.check_amend(note, reason, full)
        number = latest.version_number + 1 if isinstance(latest, NoteVersion) else 2
        self._add_version(writer, note, number, full, reason.strip())
        count = {"amended_at": writer.now, "amendment_count": note.amendment_count + 1}
        writer.update("sessions", note_id, count)
        writer.audit(AuditAction.UPDATE, "session.amend", note_id, {"version": number})

    def _add_version(
        self,
        writer: Writer,
        note: SessionNote,
        number: int,
        texts: Mapping[str, str | None],
        reason: str | None,
    ) -> bytes | None:
        version = NoteVersion(
            id=NoteVersionId(self._desk.ids.new()),
            workspace_id=note.workspace_id,
            created_at=writer.now,
            updated_at=writer.now,
            session_id=note.id,
            version_number=number,
            reason=reason,
            created_by_user_id=self._desk.me.user_id,
            signed_at=writer.now,
            subjective=texts["subjective"],
            objective=texts["objective"],
            assessment=texts["assessment"],
            plan=texts["plan"],
        )
        signature = self._sign(signed_content(note, version)) if self._sign else None
        values = {name: getattr(version, name) for name in (*rules.SOAP, *_VERSION)}
        writer.insert("session_versions", {**values, "signature": signature}, version.id)
        return signature

    def versions(self, note_id: NoteId) -> list[NoteVersion]:
        """Oldest first; empty for a draft."""
        with self._desk.read() as db:
            self._desk.get(db, SessionNote, "sessions", note_id, deleted=True)
            return self._versions(db, note_id)

    def _versions(self, db: Connection, note_id: NoteId) -> list[NoteVersion]:
        c = SYNCED["session_versions"].c
        query = self._desk.select("session_versions", c.session_id == note_id)
        return self._desk.rows(
            db, NoteVersion, "session_versions", query.order_by(c.version_number, c.signed_at, c.id)
        )

    def _latest(self, db: Connection, note: SessionNote) -> NoteVersion | SessionNote:
        versions = self._versions(db, note.id)
        return versions[-1] if versions else note

    def delete(self, note_id: NoteId, reason: str | None = None) -> Done[SessionNote]:
        """Soft, with 30 days to restore; a finalized note only by its author or the owner, with a reason."""
        desk = self._desk
        with desk.write() as writer:
            note = desk.get(writer.db, SessionNote, "sessions", note_id)
            rules.check_delete(note, reason, desk.me.user_id, desk.role(writer.db))
            values = {
                "deleted_reason": (reason or "").strip() or None,
                "deleted_by_user_id": desk.me.user_id,
                "permanent_delete_after": None if note.finalized_at else writer.now + rules.RESTORE_WINDOW,
            }
            writer.delete("sessions", note_id, values)
            writer.audit(AuditAction.DELETE, "session.delete", note_id)
            return self._done(writer, note_id)

    def restore(self, note_id: NoteId) -> Done[SessionNote]:
        with self._desk.write() as writer:
            note = self._desk.get(writer.db, SessionNote, "sessions", note_id, deleted=True)
            rules.check_restore(note, writer.now)
            cleared = {"deleted_reason": None, "deleted_by_user_id": None, "permanent_delete_after": None}
            writer.undelete("sessions", note_id, cleared)
            writer.audit(AuditAction.UPDATE, "session.restore", note_id)
            return self._done(writer, note_id)

    def _done(self, writer: Writer, note_id: NoteId) -> Done[SessionNote]:
        row = self._desk.get(writer.db, SessionNote, "sessions", note_id, deleted=True)
        return Done(row, writer.changed, writer.undo)

    def get(self, note_id: NoteId) -> SessionNote:
        with self._desk.read() as db:
            return self._desk.get(db, SessionNote, "sessions", note_id)

    def in_clinic(self, note_id: NoteId) -> bool | None:
        """Whether the server has accepted every word; None while this practice never met a server."""
        key = (SESSIONS.no, note_id.bytes)
        with self._desk.read() as db:
            sql = "SELECT last_good_at FROM feed WHERE workspace_id = ?"
            met = db.exec_driver_sql(sql, (self._desk.me.workspace_id.bytes,)).scalar()
            if met is None:
                return None
            waiting = "SELECT 1 FROM journal WHERE table_no = ? AND row_id = ?"
            return db.exec_driver_sql(waiting, key).first() is None

    def previous(self, note_id: NoteId) -> SessionNote | None:
        """The same client's note before this one."""
        c = SYNCED["sessions"].c
        with self._desk.read() as db:
            note = self._desk.get(db, SessionNote, "sessions", note_id)
            query = self._desk.select(
                "sessions",
                c.client_id == note.client_id,
                c.session_date <= note.session_date,
                c.id != note_id,
            ).order_by(c.session_date.desc(), c.id.desc())
            found = self._desk.rows(db, SessionNote, "sessions", query.limit(1))
            return found[0] if found else None

    def for_client(self, client_id: ClientId) -> list[SessionNote]:
        """Newest first."""
        c = SYNCED["sessions"].c
        query = self._desk.select("sessions", c.client_id == client_id)
        with self._desk.read() as db:
            return self._desk.rows(
                db, SessionNote, "sessions", query.order_by(c.session_date.desc(), c.id.desc())
            )

    def for_appointment(self, appointment_id: AppointmentId) -> SessionNote | None:
        """The appointment's latest note, if it has one."""
        c = SYNCED["sessions"].c
        query = self._desk.select("sessions", c.appointment_id == appointment_id)
        with self._desk.read() as db:
            found = self._desk.rows(db, SessionNote, "sessions", query.order_by(c.id.desc()).limit(1))
            return found[0] if found else None

    def drafts(self, limit: int = 200) -> Sequence[NoteSummary]:
        """Unsigned notes, last saved first."""
        c = SYNCED["sessions"].c
        return self._summaries(
            self._desk.select("sessions", c.is_draft)
            .order_by(c.draft_last_saved_at.desc(), c.id)
            .limit(limit)
        )

    def recent(self, limit: int = 50) -> Sequence[NoteSummary]:
        """By the session's date, newest first."""
        c = SYNCED["sessions"].c
        query = self._desk.select("sessions").order_by(c.session_date.desc(), c.id.desc())
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


_VERSION = ("session_id", "version_number", "reason", "created_by_user_id", "signed_at")


def _soap(texts: Mapping[str, str | None]) -> dict[str, str | None]:
    """Empty text is no text. A name that is not one of the four fields is a bug."""
    if not texts.keys() <= set(rules.SOAP):
        raise TypeError(f"not fields of a note: {sorted(texts.keys() - set(rules.SOAP))}")
    return {name: text or None for name, text in texts.items()}


def _facts(session_date: datetime | None, minutes: int | None, now: datetime) -> dict[str, object]:
    given: dict[str, object] = {}
    if session_date is not None:
        rules.check_session_date(session_date, now)
        given["session_date"] = session_date
    if minutes is not None:
        rules.check_duration(minutes)
        given["duration_minutes"] = minutes
    return given


def _check_based_on(note: SessionNote, based_on: Mapping[str, str | None] | None) -> None:
    if any((getattr(note, name) or None) != (text or None) for name, text in (based_on or {}).items()):
        raise UserError("The note was changed from another device meanwhile.", code="text_moved")
