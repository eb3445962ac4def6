"""Clients: adding, editing, archiving, finding, with their computed fields."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any

from core.domain.cancellations import STATUS_EVENT
from core.domain.clients import check_birth, check_language, check_names, likely_same
from core.domain.enums import AppointmentStatus, AuditAction
from core.domain.ids import ClientId
from core.domain.new_rows import ClientDraft
from core.domain.records import Appointment, Client, SessionNote
from core.runtime.yielding import FOREGROUND
from core.store.database.rows import not_found
from core.store.database.tables import SYNCED
from core.store.practice.client_beginning import Beginning, beginning
from core.store.practice.client_finder import ClientFinder
from core.store.practice.client_stats import ClientSummary, summaries
from core.store.practice.occurrences import Occurrences
from core.store.practice.series import end_ahead
from core.store.unit_of_work.repository import Done, RepositoryContext
from core.store.unit_of_work.writer import Writer

_NEAR = timedelta(days=92)
_LONG_AGO = datetime(1970, 1, 2, tzinfo=UTC)
_STRIPPED = ("first_name", "last_name", "email", "phone", "preferred_name")


class Clients:
    """The practice's clients. Every command is one transaction; NotFound for what is not here."""

    def __init__(self, desk: RepositoryContext, occurrences: Occurrences | None = None) -> None:
        self._desk = desk
        self._occurrences = occurrences or Occurrences(desk)
        self._finder = ClientFinder(desk)

    def add(self, draft: ClientDraft, client_id: uuid.UUID | None = None) -> Done[Client]:
        """Adds a client; `client_id` only where the id is known beforehand, as in an import."""
        values = _cleaned(asdict(draft))
        self._check(values)
        with self._desk.write() as writer:
            # What was left empty says nothing, so who may not write what is clinical can still add a client.
            self._desk.check_fields(writer.db, "clients", (name for name, value in values.items() if value))
            made = ClientId(writer.insert("clients", values, client_id))
            writer.audit(AuditAction.CREATE, "client.add", made)
            return self._done(writer, made)

    def edit(self, client_id: ClientId, **fields: Any) -> Done[Client]:
        """Changes the named fields; empty text becomes None."""
        with self._desk.write() as writer:
            before = self._desk.get(writer.db, Client, "clients", client_id)
            values = _cleaned(fields)
            # Both names together: a change of one of them may not leave a client without the other.
            self._check({"first_name": before.first_name, "last_name": before.last_name, **values})
            self._desk.check_fields(writer.db, "clients", _changed(before, values))
            if writer.update("clients", client_id, values):
                writer.audit(AuditAction.UPDATE, "client.edit", client_id, {"fields": sorted(fields)})
            return self._done(writer, client_id)

    def _check(self, values: dict[str, Any]) -> None:
        check_names(values["first_name"] or "", values["last_name"] or "")
        check_birth(values.get("date_of_birth"), self._desk.clock.now().date())
        check_language(values.get("preferred_language"))

    def archive(self, client_id: ClientId, cancel_future: bool = False) -> Done[Client]:
        """Hides a client from the default list; nothing is removed."""
        with self._desk.write() as writer:
            self._desk.get(writer.db, Client, "clients", client_id)
            writer.update("clients", client_id, {"is_active": False})
            cancelled = self._cancel_ahead(writer, client_id) if cancel_future else 0
            writer.audit(AuditAction.UPDATE, "client.archive", client_id, {"cancelled": cancelled})
            return self._done(writer, client_id)

    def _cancel_ahead(self, writer: Writer, client_id: ClientId) -> int:
        a = SYNCED["appointments"].c
        query = self._desk.select(
            "appointments",
            a.client_id == client_id,
            a.status == AppointmentStatus.SCHEDULED.value,
            a.scheduled_start > writer.now,
        )
        found = self._desk.rows(writer.db, Appointment, "appointments", query)
        for appointment in found:
            writer.update("appointments", appointment.id, {"status": AppointmentStatus.CANCELLED})
            # Without an event of its own, one by the client that was taken back before would count for this
            # one.
            marks = {"status": AppointmentStatus.CANCELLED.value}
            writer.audit(AuditAction.UPDATE, STATUS_EVENT, appointment.id, marks)
        return len(found) + end_ahead(self._desk, writer, client_id)

    def restore(self, client_id: ClientId) -> Done[Client]:
        """Brings an archived client back to the list."""
        with self._desk.write() as writer:
            self._desk.get(writer.db, Client, "clients", client_id)
            writer.update("clients", client_id, {"is_active": True})
            writer.audit(AuditAction.UPDATE, "client.restore", client_id)
            return self._done(writer, client_id)

    def _done(self, writer: Writer, client_id: ClientId) -> Done[Client]:
        row = self._desk.get(writer.db, Client, "clients", client_id)
        return Done(row, writer.changed, writer.undo)

    def get(self, client_id: ClientId) -> Client:
        """An archived one too; NotFound for one that is deleted."""
        with self._desk.read() as db:
            return self._desk.get(db, Client, "clients", client_id)

    def last_visit(self, client_id: ClientId, before: datetime) -> datetime | None:
        """When the latest appointment began that took place and began before this moment."""
        a = SYNCED["appointments"].c
        query = self._desk.select(
            "appointments",
            a.client_id == client_id,
            a.status == AppointmentStatus.COMPLETED.value,
            a.scheduled_start < before,
        ).with_only_columns(a.scheduled_start)
        with self._desk.read() as db:
            return db.execute(query.order_by(a.scheduled_start.desc()).limit(1)).scalar()

    def list(self, include_archived: bool = False) -> list[ClientSummary]:
        """By last and first name."""
        with self._desk.read() as db:
            return summaries(self._desk, db, self._occurrences, archived=include_archived)

    def beginning(self, limit: int) -> Beginning:
        """The first active clients of the list, before everybody is read."""
        with self._desk.read() as db:
            return beginning(self._desk, db, self._occurrences, limit)

    def has_any(self) -> bool:
        """Whether there is an active client."""
        with self._desk.read() as db:
            query = self._desk.select("clients", SYNCED["clients"].c.is_active)
            return db.execute(query.limit(1)).first() is not None

    def find(self, text: str, limit: int = 50, include_archived: bool = False) -> Sequence[ClientSummary]:
        """Search as you type: each word of `text` begins a name, e-mail part or tag; or phone digits."""
        ids = self._finder.find(text, limit, archived=include_archived)
        order = {client_id: place for place, client_id in enumerate(ids)}
        return sorted(self.summaries(ids), key=lambda one: order[one.client.id])

    def named(self, words: Sequence[str]) -> Mapping[uuid.UUID, frozenset[str]]:
        """Ids of clients, also archived ones, and which of the words a part of their name begins with."""
        return self._finder.named(words)

    def names(self) -> Sequence[str]:
        """First, last and preferred names of all clients, also archived ones, in no order."""
        c = SYNCED["clients"].c
        query = self._desk.select("clients").with_only_columns(c.first_name, c.last_name, c.preferred_name)
        with self._desk.read() as db:
            return [name for row in FOREGROUND.beside(db.execute(query)) for name in row if name]

    def summaries(self, client_ids: Sequence[uuid.UUID]) -> Sequence[ClientSummary]:
        """Those of these clients that are here, by name."""
        with self._desk.read() as db:
            return summaries(self._desk, db, self._occurrences, client_ids) if client_ids else []

    def summary(self, client_id: ClientId) -> ClientSummary:
        """The client with the computed fields; NotFound for one that is deleted."""
        found = self.summaries([client_id])
        if not found:
            raise not_found()
        return found[0]

    def record_rows(self, client_id: ClientId) -> Sequence[Appointment | SessionNote]:
        """All appointments and notes as they are, newest first; of series what is near."""
        a, s = SYNCED["appointments"].c, SYNCED["sessions"].c
        desk = self._desk
        with desk.read() as db:
            desk.get(db, Client, "clients", client_id)
            booked = desk.rows(
                db, Appointment, "appointments", desk.select("appointments", a.client_id == client_id)
            )
            ahead = desk.clock.now() + _NEAR
            booked += self._occurrences.between(db, _LONG_AGO, ahead, client_id)
            notes = desk.rows(db, SessionNote, "sessions", desk.select("sessions", s.client_id == client_id))
        return sorted([*booked, *notes], key=_when, reverse=True)

    def duplicates(self, draft: ClientDraft, besides: ClientId | None = None) -> Sequence[ClientSummary]:
        """Clients that may be the same person: a hint, never a refusal."""
        now = self._desk.clock.now()
        asked = Client(
            id=besides or ClientId(uuid.UUID(int=0)),
            workspace_id=self._desk.me.workspace_id,
            created_at=now,
            updated_at=now,
            **asdict(draft),
        )
        found = self.summaries(self._finder.same_name(draft.first_name, draft.last_name))
        return [one for one in found if one.client.id != besides and likely_same(asked, one.client)]


def _when(row: Appointment | SessionNote) -> tuple[datetime, uuid.UUID]:
    return (row.scheduled_start if isinstance(row, Appointment) else row.session_date), row.id


def _changed(before: Client, values: dict[str, Any]) -> list[str]:
    """Names of the fields that become something else."""
    held = {name: getattr(before, name, None) for name in values}
    # A record holds a tuple, and a form gives a list.
    held["tags"] = list(before.tags)
    return [name for name, value in values.items() if (held[name] or None) != (value or None)]


def _cleaned(fields: dict[str, Any]) -> dict[str, Any]:
    """Trimmed where spaces mean nothing; empty text is no text; tags once each, in order."""
    cleaned = dict(fields)
    for name, value in fields.items():
        if isinstance(value, str):
            text = value.strip() if name in _STRIPPED else value
            cleaned[name] = text or (text if name in ("first_name", "last_name") else None)
    if "tags" in fields:
        tags = dict.fromkeys(tag.strip() for tag in fields["tags"] or () if tag.strip())
        cleaned["tags"] = list(tags) or None
    return cleaned
