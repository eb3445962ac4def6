"""Appointments: booking, moving, status and the calendar's view of them."""

import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam

from core.domain import appointments as rules
from core.domain.cancellations import STATUS_EVENT, Canceller, marks_of
from core.domain.clients import full_name
from core.domain.counters import one_more
from core.domain.enums import AppointmentStatus, AuditAction
from core.domain.errors import NotFound, RuleBroken, UserError
from core.domain.ids import AppointmentId
from core.domain.new_rows import AppointmentDraft
from core.domain.records import Appointment, Location, Service
from core.domain.time_blocks import BlockSpan, in_the_way
from core.store.database.rows import rows_by_ids
from core.store.database.tables import SYNCED
from core.store.practice.occurrences import Occurrences
from core.store.practice.settings import Settings
from core.store.practice.time_blocks import blocks_between
from core.store.practice.treating import check_treats
from core.store.practice.waiting import end_wait
from core.store.unit_of_work.repository import Done, RepositoryContext, prepared
from core.store.unit_of_work.writer import Writer

Taken = Appointment | BlockSpan
"""What can hold a time."""
LONGEST = timedelta(days=31)
"""No appointment lasts longer, so that a range of time is found by its start."""


@dataclass(frozen=True, slots=True)
class ListedAppointment:
    """One appointment with what a calendar shows beside it."""

    appointment: Appointment
    client_name: str
    service: Service | None
    location: Location | None
    has_note: bool
    alerts: str = ""
    """The client's, which whoever treats must see."""


class SlotTaken(UserError):
    """The time collides with `conflicts` and `blocks`; nothing was changed. Book with a reason to do it
    anyway."""

    code = "slot_taken"

    def __init__(self, conflicts: Sequence[ListedAppointment], blocks: Sequence[BlockSpan] = ()) -> None:
        super().__init__("This time is already taken; nothing was changed. Choose another, or book anyway.")
        self.conflicts = conflicts
        self.blocks = blocks


class Appointments:
    """The practice's appointments. Every command is one transaction; NotFound for what is not here."""

    def __init__(self, desk: RepositoryContext, settings: Settings, occurrences: Occurrences) -> None:
        self._desk = desk
        self._settings = settings
        self._occurrences = occurrences

    def book(
        self,
        draft: AppointmentDraft,
        book_anyway_reason: str | None = None,
        appointment_id: uuid.UUID | None = None,
        shown: Collection[Taken] | None = None,
    ) -> Done[Appointment]:
        """Books a time. SlotTaken when it collides, unless a reason is given, which is kept in the notes.
        RuleBroken where whoever is to treat has a role that does not.

        `shown`: the reason was given in sight of these; SlotTaken when others collide by now.
        """
        values = asdict(draft)
        for name in ("appointment_id", "waitlist_entry_id"):
            values.pop(name)
        # Whoever books, where nobody is named: what collides is looked for by that person.
        values["practitioner_user_id"] = draft.practitioner_user_id or self._desk.me.user_id
        with self._desk.write() as writer:
            values["timezone"] = draft.timezone or self._settings.workspace_in(writer.db).timezone
            check_links(self._desk, writer.db, values)
            check_treats(self._desk, writer.db, values["practitioner_user_id"])
            overlaps = self._check_slot(writer.db, self._slot(draft), book_anyway_reason, shown)
            if overlaps and book_anyway_reason:
                values["notes"] = rules.with_reason(draft.notes, book_anyway_reason)
            made = AppointmentId(writer.insert("appointments", values, appointment_id))
            writer.audit(AuditAction.CREATE, "appointment.book", made, anyway_marks(overlaps))
            end_wait(self._desk, writer, draft)
            return self._done(writer, made)

    def _slot(self, draft: AppointmentDraft) -> rules.BookingTime:
        return rules.BookingTime(
            start=draft.scheduled_start,
            end=draft.scheduled_end,
            client_id=draft.client_id,
            practitioner_user_id=draft.practitioner_user_id or self._desk.me.user_id,
            location_id=draft.location_id,
            location_type=draft.location_type,
            appointment_id=draft.appointment_id,
        )

    def _check_slot(
        self,
        db: Connection,
        slot: rules.BookingTime,
        reason: str | None,
        shown: Collection[Taken] | None = None,
    ) -> int:
        """How many collide; SlotTaken when there are any and no reason to do it anyway."""
        rules.check_times(slot.start, slot.end)
        if slot.end - slot.start > LONGEST:
            raise RuleBroken("An appointment lasts at most 31 days; nothing was changed.", code="too_long")
        found, blocks = self._colliding(db, slot), self._blocking(db, slot)
        refuse_taken([*found, *blocks], reason, shown, lambda: SlotTaken(self.entries_of(db, found), blocks))
        return len(found) + len(blocks)

    def _colliding(self, db: Connection, slot: rules.BookingTime) -> list[Appointment]:
        return rules.conflicts(slot, self._overlapping(db, slot.start, slot.end))

    def _blocking(self, db: Connection, slot: rules.BookingTime) -> list[BlockSpan]:
        found = blocks_between(self._desk, db, slot.start, slot.end)
        return in_the_way(found, slot.practitioner_user_id, slot.start, slot.end, slot.room)

    def _overlapping(self, db: Connection, start: datetime, end: datetime) -> list[Appointment]:
        found = self._desk.prepared_rows(
            db, Appointment, "appointments", _touching(), earliest=start - LONGEST, start=start, end=end
        )
        found += self._occurrences.between(db, start, end)
        return sorted(found, key=lambda each: (each.scheduled_start, each.id.int))

    def move(
        self,
        appointment_id: AppointmentId,
        start: datetime,
        end: datetime,
        book_anyway_reason: str | None = None,
    ) -> Done[Appointment]:
        """Gives it another time; SlotTaken as in `book`."""
        return self._change(
            appointment_id,
            {"scheduled_start": start, "scheduled_end": end},
            book_anyway_reason,
            "appointment.move",
        )

    def edit(
        self,
        appointment_id: AppointmentId,
        book_anyway_reason: str | None = None,
        shown: Collection[Taken] | None = None,
        **fields: Any,
    ) -> Done[Appointment]:
        """Changes the named fields (not the status); times and places are checked as in `book`."""
        if "status" in fields:
            raise RuleBroken("The status is changed by itself; nothing was changed.", code="status")
        return self._change(appointment_id, fields, book_anyway_reason, "appointment.edit", shown)

    def _change(
        self,
        appointment_id: AppointmentId,
        fields: Mapping[str, Any],
        reason: str | None,
        event: str,
        shown: Collection[Taken] | None = None,
    ) -> Done[Appointment]:
        with self._desk.write() as writer:
            before = self._occurrences.get(writer.db, appointment_id)
            changed = {name: value for name, value in fields.items() if getattr(before, name) != value}
            check_links(self._desk, writer.db, changed)
            values = {**changed, **self._edit_marks(before, changed)}
            overlaps = 0
            if not changed.keys().isdisjoint(_PLACE):
                slot = rules.slot_of(_replaced(before, changed))
                overlaps = self._check_slot(writer.db, slot, reason, shown)
            if overlaps and reason:
                values["notes"] = rules.with_reason(values.get("notes", before.notes), reason)
            if not values:
                return Done(before, ())
            # As it was drawn, before it is changed: only what a person changes then differs from its base.
            self._occurrences.make_row(writer, before)
            if writer.update("appointments", appointment_id, values):
                told = {"fields": sorted(changed), **(anyway_marks(overlaps) or {})}
                writer.audit(AuditAction.UPDATE, event, appointment_id, told)
            return self._done(writer, appointment_id)

    def _edit_marks(self, before: Appointment, changed: Mapping[str, Any]) -> dict[str, Any]:
        now = self._desk.clock.now()
        if not rules.counts_as_edit(before, changed, now):
            return {}
        return {"edited_at": now, "edit_count": one_more(before.edit_count)}

    def set_status(
        self,
        appointment_id: AppointmentId,
        status: AppointmentStatus,
        reason: str | None = None,
        book_anyway_reason: str | None = None,
        cancelled_by: Canceller | None = None,
    ) -> Done[Appointment]:
        """Moves along the allowed transitions; back to SCHEDULED re-checks conflicts (SlotTaken).

        `reason` and `cancelled_by` are a cancellation's; who it was stands in the audit alone.
        """
        with self._desk.write() as writer:
            before = self._occurrences.get(writer.db, appointment_id)
            has_note = self.has_note(writer.db, appointment_id)
            rules.check_transition(before, status, writer.now, has_living_note=has_note)
            values: dict[str, Any] = {"status": status}
            if before.status not in rules.OCCUPYING and status in rules.OCCUPYING:
                self._check_back(writer.db, rules.slot_of(before), book_anyway_reason)
                values["cancellation_reason"] = None
            if status is AppointmentStatus.CANCELLED:
                values["cancellation_reason"] = (reason or "").strip() or None
            self._occurrences.make_row(writer, before)
            writer.update("appointments", appointment_id, values)
            marks = {"status": status.value, **marks_of(cancelled_by, before.scheduled_start, writer.now)}
            writer.audit(AuditAction.UPDATE, STATUS_EVENT, appointment_id, marks)
            return self._done(writer, appointment_id)

    def _check_back(self, db: Connection, slot: rules.BookingTime, reason: str | None) -> None:
        """It had its time before, also where that is blocked: only another appointment may have taken it."""
        found = self._colliding(db, slot)
        refuse_taken(found, reason, None, lambda: SlotTaken(self.entries_of(db, found)))

    def delete(self, appointment_id: AppointmentId) -> Done[Appointment]:
        """Removes an appointment that has no note; it can be undone."""
        with self._desk.write() as writer:
            before = self._occurrences.get(writer.db, appointment_id)
            self.check_no_note(writer.db, appointment_id)
            is_drawn = self._occurrences.is_drawn(writer.db, before)
            if is_drawn:
                self._occurrences.leave_out(writer, before)
            else:
                writer.delete("appointments", appointment_id)
            writer.audit(AuditAction.DELETE, "appointment.delete", appointment_id)
            if is_drawn:
                return Done(before, writer.changed, writer.undo)
            return self._done(writer, appointment_id)

    def check_no_note(self, db: Connection, appointment_id: AppointmentId) -> None:
        """Refuses (RuleBroken) to take an appointment away while a living note is about it."""
        if self.has_note(db, appointment_id):
            raise RuleBroken(
                "This appointment has a session note, so it cannot be deleted; nothing was changed.",
                code="has_note",
            )

    def check_not_missed(self, db: Connection, appointment_id: AppointmentId) -> None:
        """As `check_no_note`, once it was taken away. An occurrence that its series draws again is there."""
        try:
            self._occurrences.get(db, appointment_id)
        except NotFound:
            self.check_no_note(db, appointment_id)

    def has_note(self, db: Connection, appointment_id: AppointmentId) -> bool:
        """Whether a living note is about it."""
        s = SYNCED["sessions"].c
        query = self._desk.select("sessions", s.appointment_id == appointment_id).with_only_columns(s.id)
        return db.execute(query.limit(1)).first() is not None

    def _done(self, writer: Writer, appointment_id: AppointmentId) -> Done[Appointment]:
        return self._desk.done(writer, Appointment, "appointments", appointment_id)

    def get(self, appointment_id: AppointmentId) -> Appointment:
        """A row, or an occurrence of a series that nobody touched yet. NotFound once it is deleted."""
        with self._desk.read() as db:
            return self._occurrences.get(db, appointment_id)

    def entry(self, appointment_id: AppointmentId) -> ListedAppointment:
        """As `get`, with what a calendar shows beside it."""
        with self._desk.read() as db:
            row = self._occurrences.get(db, appointment_id)
            return self.entries_of(db, [row])[0]

    def between(self, start: datetime, end: datetime) -> list[ListedAppointment]:
        """Living appointments that touch [start, end), by start; cancelled ones too."""
        with self._desk.read() as db:
            return self.entries_of(db, self._overlapping(db, start, end))

    def these(self, ids: Collection[AppointmentId]) -> list[ListedAppointment]:
        """Those of these that are living rows, by start."""
        a = SYNCED["appointments"].c
        query = self._desk.select("appointments", a.id.in_(ids), by_id=True).order_by(a.scheduled_start)
        with self._desk.read() as db:
            return self.entries_of(db, self._desk.rows(db, Appointment, "appointments", query))

    def conflicts(self, draft: AppointmentDraft) -> list[ListedAppointment]:
        """What a booking of this draft would collide with. RuleBroken when it ends before it starts."""
        rules.check_times(draft.scheduled_start, draft.scheduled_end)
        with self._desk.read() as db:
            return self.entries_of(db, self._colliding(db, self._slot(draft)))

    def blocked(self, draft: AppointmentDraft) -> list[BlockSpan]:
        """Blocks of the practitioner, and closures, that a booking of this draft would stand on. A closed
        room is one for what takes that room."""
        with self._desk.read() as db:
            return self._blocking(db, self._slot(draft))

    def entries_of(self, db: Connection, rows: Sequence[Appointment]) -> list[ListedAppointment]:
        """These appointments with what a calendar shows beside them."""
        clients = self._clients(db, rows)
        services = self._all(db, Service, "services") if rows else {}
        locations = self._all(db, Location, "locations") if rows else {}
        noted = self._noted(db, rows)
        return [
            ListedAppointment(
                row,
                (client := clients.get(row.client_id.bytes, _NOT_HERE)).name,
                services.get(row.service_id) if row.service_id else None,
                locations.get(row.location_id) if row.location_id else None,
                bool(noted) and row.id.bytes in noted,
                client.alerts,
            )
            for row in rows
        ]

    def _clients(self, db: Connection, rows: Sequence[Appointment]) -> dict[bytes, "_Booked"]:
        found = rows_by_ids(db, _CLIENTS, self._desk.me.workspace_id, (row.client_id for row in rows))
        return {
            row_id: _Booked(full_name(first_name, last_name), alerts or "")
            for row_id, first_name, last_name, alerts in found
        }

    def _all(self, db: Connection, kind: Any, table_name: str) -> dict[uuid.UUID, Any]:
        # Deleted ones too: an appointment goes on showing what it was booked with.
        found = self._desk.prepared_rows(db, kind, table_name, _also_deleted(table_name))
        return {row.id: row for row in found}

    def _noted(self, db: Connection, rows: Sequence[Appointment]) -> set[bytes]:
        found = rows_by_ids(db, _NOTED, self._desk.me.workspace_id, (row.id for row in rows))
        return {row_id for (row_id,) in found}


@cache
def _touching() -> Select[Any]:
    """Living rows that touch [start, end), looked for from `earliest` on."""
    a = SYNCED["appointments"].c
    return prepared(
        "appointments",
        a.scheduled_start < bindparam("end"),
        a.scheduled_start >= bindparam("earliest"),
        a.scheduled_end > bindparam("start"),
    )


@cache
def _also_deleted(table_name: str) -> Select[Any]:
    """A short list, with what was taken off it."""
    return prepared(table_name, deleted=True)


# A plus keeps SQLite from the index of the workspace, which has all clients; a few ids are faster.
_CLIENTS = "SELECT id, first_name, last_name, alerts FROM clients WHERE +workspace_id = ? AND id IN ({})"
_NOTED = (
    "SELECT appointment_id FROM sessions"
    " WHERE workspace_id = ? AND appointment_id IN ({}) AND deleted_at IS NULL"
)


@dataclass(frozen=True, slots=True)
class _Booked:
    """What an appointment shows of its client."""

    name: str
    alerts: str


_NOT_HERE = _Booked("", "")

LINKS = {"client_id": "clients", "service_id": "services", "location_id": "locations"}
_PLACE = frozenset(
    {
        "client_id",
        "practitioner_user_id",
        "location_id",
        "location_type",
        "scheduled_start",
        "scheduled_end",
    }
)
"""Fields by which appointments collide."""


def _replaced(before: Appointment, changes: Mapping[str, Any]) -> Appointment:
    return replace(before, **dict(changes))


def refuse_taken(
    found: Collection[Taken],
    reason: str | None,
    shown: Collection[Taken] | None,
    refusal: Callable[[], SlotTaken],
) -> None:
    """Refuses a time that is taken, unless there is a reason, given in sight of all that takes it."""
    unseen = shown is not None and not spans(found) <= spans(shown)
    if found and (unseen or not (reason and reason.strip())):
        raise refusal()


def spans(taken: Collection[Taken]) -> set[tuple[uuid.UUID, datetime, datetime]]:
    """For comparing what a person was shown with what is there now: which, and from when to when."""
    return {
        (one.block.id, one.start, one.end)
        if isinstance(one, BlockSpan)
        else (one.id, one.scheduled_start, one.scheduled_end)
        for one in taken
    }


def check_links(desk: RepositoryContext, db: Connection, values: Mapping[str, Any]) -> None:
    """Refuses a client, service or location that is not here (NotFound)."""
    for name, table in LINKS.items():
        if values.get(name) is not None:
            c = SYNCED[table].c
            query = desk.select(table, c.id == values[name]).with_only_columns(c.id)
            if db.execute(query).first() is None:
                raise NotFound(f"This {name.removesuffix('_id')} is not here any more; nothing was changed.")


def anyway_marks(overlaps: int) -> dict[str, object] | None:
    """For the audit, without the reason, which may be about people; None where nothing collided."""
    return {"booked_anyway": True, "overlaps": overlaps} if overlaps else None
