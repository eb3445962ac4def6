"""Session notes: drafts that autosave, finalizing, amending, deleting and restoring."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, select

from core.crypto.notes import NoteContent
from core.domain import notes as rules
from core.domain.additions import added_below
from core.domain.appointments import completes_on_note
from core.domain.changes import Changed
from core.domain.clock import to_micros
from core.domain.clock_doubt import check_clock
from core.domain.counters import one_more
from core.domain.enums import AppointmentStatus, AuditAction
from core.domain.errors import NotFound, RuleBroken, UserError
from core.domain.ids import AppointmentId, ClientId, NoteId, NoteVersionId
from core.domain.records import Appointment, Client, NoteVersion, SessionNote
from core.domain.registry import Access
from core.store.database.draft_trails import forget_ended_trails, forget_trails, leave_step
from core.store.database.tables import SYNCED
from core.store.practice.conflict_raising import propose_amendment
from core.store.practice.measures import measures_follow
from core.store.practice.note_reader import NoteReader
from core.store.practice.occurrences import Occurrences
from core.store.unit_of_work.half_written import (
    Beside,
    keep,
)
from core.store.unit_of_work.repository import Done, RepositoryContext
from core.store.unit_of_work.writer import Writer

STRETCH = timedelta(minutes=10)
"""Autosaves of one note within this time are one UPDATE in the audit."""

Sign = Callable[[NoteContent], bytes]


class Notes(NoteReader):
    """The practice's session notes. Every command is one transaction; NotFound for what is not here.

    `sign` is the device's signature over a version; without it notes are finalized unsigned.
    """

    def __init__(
        self, desk: RepositoryContext, sign: Sign | None = None, occurrences: Occurrences | None = None
    ) -> None:
        super().__init__(desk)
        self._sign = sign
        self._occurrences = occurrences or Occurrences(desk)

    def start(
        self,
        client_id: ClientId,
        appointment_id: AppointmentId | None = None,
        session_date: datetime | None = None,
        note_id: uuid.UUID | None = None,
        duration_minutes: int | None = None,
    ) -> Done[SessionNote]:
        """A new draft. Beginning a note on an ended SCHEDULED appointment completes the appointment.

        The note of an appointment has that one's day, also when it is still to come; no other may be ahead.
        """
        with self._desk.write(Access.CLINICAL) as writer:
            if session_date is not None:
                rules.check_session_date(session_date, writer.now)
            fresh = self._fresh(writer.db, client_id, appointment_id, note_id)
            fresh = replace(
                fresh,
                session_date=session_date or fresh.session_date,
                duration_minutes=fresh.duration_minutes if duration_minutes is None else duration_minutes,
            )
            rules.check_duration(fresh.duration_minutes)
            self._store(writer, fresh)
            return self._done(writer, fresh.id)

    def begin(self, client_id: ClientId, appointment_id: AppointmentId | None = None) -> SessionNote:
        """A note that somebody looks at and nobody has written in: nothing of it is stored.

        It becomes a draft under this id by what is saved into it first, or by `keep_begun`.
        """
        with self._desk.read() as db:
            self._desk.check_role(db, Access.CLINICAL)
            note = self._fresh(db, client_id, appointment_id, None)
        self._begun[note.id] = note
        return note

    def keep_begun(self, note_id: NoteId) -> tuple[Changed, ...]:
        """Something is added to the note, such as a file, so that it has to be there."""
        begun = self._begun.get(note_id)
        if begun is None:
            return ()
        with self._desk.write(Access.CLINICAL) as writer:
            self._keep(writer, begun)
        self._begun.pop(note_id, None)
        return writer.changed

    def is_unstored(self, note_id: NoteId) -> bool:
        """Whether nothing of the note is stored yet."""
        return note_id in self._begun

    def _booked(
        self, db: Connection, client_id: ClientId, appointment_id: AppointmentId | None
    ) -> Appointment | None:
        if appointment_id is None:
            return None
        booked = self._occurrences.get(db, appointment_id)
        if booked.client_id != client_id:
            raise RuleBroken("The appointment is another client's; no note was started.", code="other_client")
        return booked

    def _fresh(
        self,
        db: Connection,
        client_id: ClientId,
        appointment_id: AppointmentId | None,
        note_id: uuid.UUID | None,
    ) -> SessionNote:
        """As it would be stored."""
        self._desk.get(db, Client, "clients", client_id)
        booked, now = self._booked(db, client_id, appointment_id), self._desk.clock.now()
        return SessionNote(
            id=NoteId(note_id or self._desk.ids.new()),
            workspace_id=self._desk.me.workspace_id,
            created_at=now,
            updated_at=now,
            client_id=client_id,
            appointment_id=booked.id if booked else None,
            created_by_user_id=self._desk.me.user_id,
            session_date=rules.session_date_of(booked, now) if booked else now,
            duration_minutes=rules.duration_of(booked) if booked else None,
            draft_last_saved_at=now,
        )

    def _store(self, writer: Writer, fresh: SessionNote) -> None:
        writer.insert("sessions", {name: getattr(fresh, name) for name in _FRESH}, fresh.id)
        booked = self._still_booked(writer.db, fresh.appointment_id)
        if booked is not None:
            self._occurrences.make_row(writer, booked)
            if completes_on_note(booked, writer.now) and self._desk.clock_doubt(writer.db) is None:
                writer.update("appointments", booked.id, {"status": AppointmentStatus.COMPLETED})
        writer.audit(AuditAction.CREATE, "session.start", fresh.id)

    def _still_booked(self, db: Connection, appointment_id: AppointmentId | None) -> Appointment | None:
        """None also when it was deleted meanwhile."""
        try:
            return self._occurrences.get(db, appointment_id) if appointment_id else None
        except NotFound:
            return None

    def _keep(self, writer: Writer, begun: SessionNote) -> None:
        """Stores it unless that was done meanwhile: a file is added by another thread than words."""
        c = SYNCED["sessions"].c
        query = self._desk.select("sessions", c.id == begun.id, deleted=True)
        if writer.db.execute(query).first() is None:
            self._store(writer, begun)

    def save_draft(
        self,
        note_id: NoteId,
        *,
        based_on: Mapping[str, str | None] | None = None,
        session_date: datetime | None = None,
        duration_minutes: int | None = None,
        beside: Beside | None = None,
        **texts: str | None,
    ) -> Done[SessionNote]:
        """Stores what was typed, whatever its length, and what an editor has `beside` it. Fast: for autosave.

        With `based_on` (field to the stored text that the editor knows) nothing is written when the store
        holds another text (UserError "text_moved"). The note of a `Done` with `finalized_at` set was
        finalized meanwhile: the text went to the inbox as a proposed amendment.
        """
        changes = {**_soap(texts), **_facts(session_date, duration_minutes, self._desk.clock.now())}
        begun = self._begun.get(note_id)
        if begun is not None and not any(changes.values()) and not (beside and any(beside.written.values())):
            return Done(begun, ())
        with self._desk.write(Access.CLINICAL) as writer:
            if begun is not None:
                self._keep(writer, begun)
            done = self._save(writer, note_id, changes, based_on, beside)
        # Once it is stored: after a failure it is begun still, and the next save tries again.
        self._begun.pop(note_id, None)
        return done

    def _save(
        self,
        writer: Writer,
        note_id: NoteId,
        changes: Mapping[str, Any],
        based_on: Mapping[str, str | None] | None,
        beside: Beside | None,
    ) -> Done[SessionNote]:
        texts = {name: changes[name] for name in rules.SOAP if name in changes}
        note = self._desk.get(writer.db, SessionNote, "sessions", note_id)
        if note.finalized_at is not None:
            final = rules.texts_of(self._latest(writer.db, note))
            propose_amendment(self._desk, writer, note, texts, final)
            for name in texts:
                keep(writer.db, note_id, name, None)
            return Done(note, writer.changed)
        _check_based_on(note, based_on)
        if beside is not None:
            beside.store(self._desk, writer, note)
        if any(getattr(note, name) != value for name, value in changes.items()):
            writer.update("sessions", note_id, {**changes, "draft_last_saved_at": writer.now})
            measures_follow(self._desk, writer, note, changes.get("session_date", note.session_date))
            self._audit_stretch(writer, note_id)
            _leave_steps(writer, note, texts)
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
        # An entry that is later than now is from before the clock was set back, and is no reason to leave
        # this out.
        if last is None or not timedelta(0) <= writer.now - last < STRETCH:
            writer.audit(AuditAction.UPDATE, "session.edit", note_id)

    def forget_ended_trails(self) -> None:
        """What undo kept of drafts that were signed or deleted meanwhile, here or elsewhere."""
        with self._desk.store.write() as db:
            forget_ended_trails(db)

    def finalize(self, note_id: NoteId) -> Done[SessionNote]:
        """Signs and closes the note for ever; writes version 1. It cannot be undone."""
        with self._desk.write(Access.CLINICAL) as writer:
            note = self._desk.get(writer.db, SessionNote, "sessions", note_id)
            check_clock(self._desk.clock_doubt(writer.db))
            # Questions are asked for in this transaction: one that a pass brings now is not overlooked.
            rules.check_finalize(note, writer.now, self._disputed(writer.db, note_id))
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
            forget_trails(writer.db, note_id)
            writer.audit(AuditAction.UPDATE, "session.finalize", note_id)
            return self._done(writer, note_id)

    def amend(self, note_id: NoteId, reason: str, **texts: str | None) -> Done[SessionNote]:
        """Adds a version with a reason; fields that are not given stay as in the latest version."""
        with self._desk.write(Access.CLINICAL) as writer:
            self.amend_in(writer, note_id, reason, _soap(texts))
            return self._done(writer, note_id)

    def add_to(self, note_id: NoteId, reason: str, heading: str, addition: str) -> Done[SessionNote]:
        """As `amend`, by a paragraph below the plan: every word that was signed stays as it is.

        RuleBroken where nothing is to be added.
        """
        with self._desk.write(Access.CLINICAL) as writer:
            note = self._desk.get(writer.db, SessionNote, "sessions", note_id)
            latest = self._latest(writer.db, note)
            self.amend_in(writer, note_id, reason, {"plan": added_below(latest.plan, heading, addition)})
            return self._done(writer, note_id)

    def amend_in(self, writer: Writer, note_id: NoteId, reason: str, texts: Mapping[str, str | None]) -> None:
        """`amend` inside a transaction that does more."""
        check_clock(self._desk.clock_doubt(writer.db))
        note = self._desk.get(writer.db, SessionNote, "sessions", note_id)
        latest = self._latest(writer.db, note) if note.finalized_at else note
        full = {**rules.texts_of(latest), **texts}
        rules.check_amend(note, reason, full)
        # A note is signed with its first version, which may not have come here yet.
        number = latest.version_number + 1 if isinstance(latest, NoteVersion) else 2
        self._add_version(writer, note, number, full, reason.strip())
        count = {"amended_at": writer.now, "amendment_count": one_more(note.amendment_count)}
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
        signature = self._sign(self._content(note, version, writer.now)) if self._sign else None
        values = {name: getattr(version, name) for name in (*rules.SOAP, *_VERSION)}
        writer.insert("session_versions", {**values, "signature": signature}, version.id)
        return signature

    def _content(self, note: SessionNote, version: NoteVersion, signed_at: datetime) -> NoteContent:
        return NoteContent(
            workspace_id=note.workspace_id,
            note_id=note.id,
            client_id=note.client_id,
            version_number=version.version_number,
            session_date=to_micros(note.session_date),
            signed_at=to_micros(signed_at),
            signed_by=self._desk.me.user_id,
            subjective=version.subjective,
            objective=version.objective,
            assessment=version.assessment,
            plan=version.plan,
            reason=version.reason,
        )

    def delete(self, note_id: NoteId, reason: str | None = None) -> Done[SessionNote]:
        """Soft, with 30 days to restore; a finalized note only by its author or the owner, with a reason."""
        desk = self._desk
        with desk.write(Access.CLINICAL) as writer:
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
        """Brings a deleted note back, without the reason for which it went; a draft within 30 days
        (RuleBroken)."""
        with self._desk.write(Access.CLINICAL) as writer:
            note = self._desk.get(writer.db, SessionNote, "sessions", note_id, deleted=True)
            # A clock that is plainly wrong does not say that it is too late.
            rules.check_restore(note, None if self._desk.clock_doubt(writer.db) else writer.now)
            cleared = {"deleted_reason": None, "deleted_by_user_id": None, "permanent_delete_after": None}
            writer.undelete("sessions", note_id, cleared)
            writer.audit(AuditAction.UPDATE, "session.restore", note_id)
            return self._done(writer, note_id)

    def _done(self, writer: Writer, note_id: NoteId) -> Done[SessionNote]:
        return self._desk.done(writer, SessionNote, "sessions", note_id)


_FRESH = (
    "client_id",
    "appointment_id",
    "created_by_user_id",
    "session_date",
    "duration_minutes",
    "draft_last_saved_at",
)
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


def _leave_steps(writer: Writer, note: SessionNote, texts: Mapping[str, str | None]) -> None:
    at = int(writer.now.timestamp())
    for name, text in texts.items():
        before = getattr(note, name) or ""
        if before != (text or ""):
            leave_step(writer.db, note.id, name, (before, text or ""), at)


def _check_based_on(note: SessionNote, based_on: Mapping[str, str | None] | None) -> None:
    if any((getattr(note, name) or None) != (text or None) for name, text in (based_on or {}).items()):
        raise UserError("The note was changed from another device meanwhile.", code="text_moved")
