"""Reads a question with all that its page tells, on the store worker; free of Qt."""

import uuid
from dataclasses import replace
from datetime import datetime

from core.domain.clients import full_name
from core.domain.enums import ConflictReason, Resolution
from core.domain.errors import NotFound
from core.domain.ids import AppointmentId, ClientId, ConflictId, DeviceId, NoteId
from core.domain.records import Appointment, AppointmentSeries, AuditEvent, Conflict, SessionNote
from core.domain.registry import BY_NAME, BY_NO
from core.store.practice.conflict_subject import Present
from core.store.practice.practice import Practice
from core.store.practice.signed_notes import note_beside
from core.text.keep_both import both
from desktop.inbox.aligned_passages import blocks
from desktop.inbox.conflict import Answered, Booking, Case, ConflictSide, DoubleBooking, Sibling, is_text
from desktop.inbox.other_times import OtherTimes

_NAMED = {
    "service_id",
    "location_id",
    "client_id",
    "practitioner_user_id",
    "user_id",
    "finalized_by",
    "created_by_user_id",
}

_NO_EDIT = (".merge", ".undo", ".delete", ".restore", ".finalize")
"""Entries of a record's history that wrote none of its words."""


class ConflictLoader:
    """Reads cases on the store worker."""

    def __init__(self, practice: Practice) -> None:
        self._practice = practice
        self._other_times = OtherTimes(practice)

    def read(self, conflict_id: ConflictId) -> Case | DoubleBooking:
        """Raises `NotFound` for a question that is not here.

        Of a record that is gone some parts are empty.
        """
        conflict = self._practice.inbox.conflict(conflict_id)
        if conflict.reason is ConflictReason.DOUBLE_BOOKING:
            return self._double_booking(conflict)
        return self._case(conflict)

    def _case(self, conflict: Conflict) -> Case:
        ours = self._side(conflict, conflict.ours, conflict.our_device_id, Resolution.MINE)
        theirs = self._side(conflict, conflict.theirs, conflict.their_device_id, Resolution.THEIRS)
        if conflict.reason is ConflictReason.AMENDMENT:
            theirs = self._signed_side(conflict, theirs)
        now = self._practice.inbox.present(conflict)
        ours, theirs = (replace(side, stands=now.says(side.text)) for side in (ours, theirs))
        left, right = (theirs, ours) if theirs.here else (ours, theirs)
        client_id, about = self._about(conflict)
        table, fields = BY_NO[conflict.table_no].name, tuple((conflict.field or "").split(","))
        return Case(
            id=conflict.id,
            reason=conflict.reason,
            table=table,
            row_id=conflict.row_id,
            fields=fields,
            left=left,
            right=right,
            base=conflict.base,
            noticed_at=conflict.noticed_at,
            client_id=client_id,
            note_id=self._note_beside(conflict),
            client_name=self._client_name(client_id),
            about=about,
            names=self._names(conflict),
            now=now,
            siblings=self._siblings(conflict),
            settled=self._settled(conflict),
            went_on=_went_on(conflict, now),
            contested=conflict.resolution is Resolution.CONTESTED,
            reason_given=self._practice.inbox.reason_of(conflict),
            wording=self._practice.inbox.wording(conflict.id),
            blocks=tuple(blocks(left.text or "", right.text or "")) if is_text(table, fields) else (),
        )

    def _siblings(self, conflict: Conflict) -> tuple[Sibling, ...]:
        order = [column.name for column in BY_NO[conflict.table_no].columns]
        found = [
            Sibling(one.id, one.field or "")
            for one in self._practice.inbox.conflicts()
            if one.row_id == conflict.row_id and one.reason is not ConflictReason.DOUBLE_BOOKING
        ]
        known = {name: place for place, name in enumerate(order)}
        return tuple(sorted(found, key=lambda one: known.get(one.field.split(",")[0], len(order))))

    def _settled(self, conflict: Conflict) -> Answered | None:
        if conflict.resolved_at is None or conflict.resolution is None:
            return None
        who = self._user_name(conflict.resolved_by_user_id)
        return Answered(conflict.resolved_at, who, conflict.resolution)

    def _side(
        self, conflict: Conflict, text: str | None, device_id: DeviceId | None, choice: Resolution
    ) -> ConflictSide:
        """Who and when come from the record's own history, where the other device's entry has arrived."""
        here = device_id == self._practice.me.device_id
        device = "" if device_id is None or here else self._practice.team.device_names().get(device_id, "")
        event = self._written(conflict, device_id)
        if event is None:
            return ConflictSide(text, choice, here, device=device)
        return ConflictSide(text, choice, here, self._user_name(event.user_id), event.client_time, device)

    def _written(self, conflict: Conflict, device_id: DeviceId | None) -> AuditEvent | None:
        """That device's last edit of the record before the question came up, by its own clock."""
        events = self._practice.audit.list(limit=100, resource_id=conflict.row_id) if device_id else []
        edits = [
            event
            for event in events
            if event.device_id == device_id and not event.event_type.endswith(_NO_EDIT)
        ]
        before = (event for event in edits if event.client_time <= conflict.noticed_at)
        return next(before, edits[-1] if edits else None)

    def _signed_side(self, conflict: Conflict, side: ConflictSide) -> ConflictSide:
        """What stands in the finalized note, by whoever signed it."""
        note_id = self._note_beside(conflict) or NoteId(conflict.row_id)
        try:
            note = self._practice.notes.get(note_id)
        except NotFound:
            return side
        who = self._user_name(note.finalized_by)
        return replace(side, here=False, who=who, at=note.finalized_at)

    def _note_beside(self, conflict: Conflict) -> NoteId | None:
        desk = self._practice.desk
        with desk.read() as db:
            return note_beside(desk, db, BY_NO[conflict.table_no], conflict.row_id)

    def _about(self, conflict: Conflict) -> tuple[ClientId | None, datetime | None]:
        """Whose record it is, and of which day, also of a deleted one. What is gone tells nothing."""
        table = BY_NO[conflict.table_no].name
        if table == "clients":
            return ClientId(conflict.row_id), None
        desk = self._practice.desk
        try:
            with desk.read() as db:
                note_id = note_beside(desk, db, BY_NAME[table], conflict.row_id)
                if table == "sessions" or note_id is not None:
                    about = note_id or conflict.row_id
                    note = desk.get(db, SessionNote, "sessions", about, deleted=True)
                    return note.client_id, note.session_date
                if table == "appointment_series":
                    series = desk.get(db, AppointmentSeries, table, conflict.row_id, deleted=True)
                    return series.client_id, None
                if table == "appointments":
                    row = desk.get(db, Appointment, table, conflict.row_id, deleted=True)
                    return row.client_id, row.scheduled_start
        except NotFound:
            pass
        return None, None

    def _double_booking(self, conflict: Conflict) -> DoubleBooking:
        ids = [conflict.row_id]
        if conflict.base:
            ids.append(uuid.UUID(conflict.base))
        found = (self._booking(row_id) for row_id in ids)
        shown = DoubleBooking(conflict.id, conflict.noticed_at, tuple(one for one in found if one))
        return replace(shown, offer=self._other_times.offer(shown))

    def _booking(self, row_id: uuid.UUID) -> Booking | None:
        try:
            row = self._practice.appointments.get(AppointmentId(row_id))
            service = self._practice.services.get(row.service_id).name if row.service_id else ""
        except NotFound:
            return None
        return Booking(row, self._client_name(row.client_id), service)

    def _client_name(self, client_id: ClientId | None) -> str:
        if client_id is None:
            return ""
        try:
            client = self._practice.clients.get(client_id)
        except NotFound:
            return ""
        return full_name(client.first_name, client.last_name)

    def _user_name(self, user_id: uuid.UUID | None) -> str:
        users = self._practice.team.list(include_inactive=True)
        return next((user.full_name for user in users if user.id == user_id), "")

    def _names(self, conflict: Conflict) -> dict[str, str]:
        if not _NAMED.intersection((conflict.field or "").split(",")):
            return {}
        practice = self._practice
        named = {str(one.id): one.name for one in practice.services.list(include_inactive=True)}
        named |= {str(one.id): one.name for one in practice.locations.list(include_inactive=True)}
        return named | {str(one.id): one.full_name for one in practice.team.list(include_inactive=True)}


def _went_on(conflict: Conflict, now: Present) -> bool:
    """Whether the record says something else than its settled question was answered with. Of somebody's own
    wording, and of a record that was left as it was, it is not known any more what that was."""
    if conflict.resolved_at is None:
        return False
    said = {
        Resolution.MINE: conflict.ours or "",
        Resolution.THEIRS: conflict.theirs or "",
        Resolution.BOTH: both(conflict.theirs or "", conflict.ours or ""),
    }
    answer = said.get(conflict.resolution) if conflict.resolution else None
    return answer is not None and not now.says(answer)
