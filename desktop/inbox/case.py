"""Everything that one conflict's page tells: both sides, whose they are, what they are about; free of Qt."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from core.domain.clients import full_name
from core.domain.enums import ConflictReason, Resolution
from core.domain.errors import NotFound
from core.domain.ids import AppointmentId, ClientId, ConflictId, DeviceId, NoteId
from core.domain.records import Appointment, Conflict
from core.domain.registry import BY_NAME, BY_NO, Column, Kind, Merge
from core.store.practice import Practice

_NAMED = {
    "service_id",
    "location_id",
    "client_id",
    "practitioner_user_id",
    "finalized_by",
    "created_by_user_id",
}


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two texts. `choice` is what keeping it means to the store."""

    text: str | None
    choice: Resolution
    here: bool
    """Whether this laptop wrote it."""
    who: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """`left` is this laptop's side wherever this laptop is one of the two."""

    id: ConflictId
    reason: ConflictReason
    table: str
    row_id: uuid.UUID
    fields: tuple[str, ...]
    left: Side
    right: Side
    base: str | None
    noticed_at: datetime
    client_id: ClientId | None = None
    client_name: str = ""
    about: datetime | None = None
    """The session's or appointment's time."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Ids inside the values, as the names they stand for."""
    finalized: bool = False

    @property
    def is_text(self) -> bool:
        """Whether both can be kept, and a person may edit freely."""
        column = self._only_column()
        return column is not None and column.merge is Merge.TEXT

    @property
    def can_edit(self) -> bool:
        column = self._only_column()
        return column is not None and column.kind in {Kind.TEXT, Kind.DATE} and not column.references

    def _only_column(self) -> Column | None:
        return self.columns[0] if len(self.fields) == 1 and self.columns else None

    @property
    def columns(self) -> list[Column]:
        """Those of its fields that this version of the program knows."""
        known = BY_NAME[self.table].by_name
        return [known[name] for name in self.fields if name in known]


@dataclass(frozen=True, slots=True)
class Booking:
    """One of two appointments on the same time."""

    appointment: Appointment
    client_name: str
    service: str


@dataclass(frozen=True, slots=True)
class DoubleBooking:
    id: ConflictId
    noticed_at: datetime
    bookings: tuple[Booking, ...]
    """Those that are still there; one when the other was deleted."""


class CaseReader:
    """Reads cases on the store worker."""

    def __init__(self, practice: Practice) -> None:
        self._practice = practice

    def read(self, conflict_id: ConflictId) -> Case | DoubleBooking:
        conflict = self._practice.inbox.conflict(conflict_id)
        if conflict.reason is ConflictReason.DOUBLE_BOOKING:
            return self._double_booking(conflict)
        return self._case(conflict)

    def _case(self, conflict: Conflict) -> Case:
        ours = self._side(conflict, conflict.ours, conflict.our_device_id, Resolution.MINE)
        theirs = self._side(conflict, conflict.theirs, conflict.their_device_id, Resolution.THEIRS)
        if conflict.reason is ConflictReason.AMENDMENT:
            theirs = self._signed_side(conflict, theirs)
        left, right = (theirs, ours) if theirs.here else (ours, theirs)
        client_id, about, finalized = self._about(conflict)
        return Case(
            id=conflict.id,
            reason=conflict.reason,
            table=BY_NO[conflict.table_no].name,
            row_id=conflict.row_id,
            fields=tuple((conflict.field or "").split(",")),
            left=left,
            right=right,
            base=conflict.base,
            noticed_at=conflict.noticed_at,
            client_id=client_id,
            client_name=self._client_name(client_id),
            about=about,
            names=self._names(conflict),
            finalized=finalized,
        )

    def _side(
        self, conflict: Conflict, text: str | None, device_id: DeviceId | None, choice: Resolution
    ) -> Side:
        """Who and when come from the record's own history, where the other device's entry has arrived."""
        events = self._practice.audit.list(limit=50, resource_id=conflict.row_id) if device_id else []
        event = next((event for event in events if event.device_id == device_id), None)
        here = device_id == self._practice.me.device_id
        if event is None:
            return Side(text, choice, here)
        return Side(text, choice, here, self._user_name(event.user_id), event.client_time)

    def _signed_side(self, conflict: Conflict, side: Side) -> Side:
        """What stands in the finalized note, by whoever signed it."""
        try:
            note = self._practice.notes.get(NoteId(conflict.row_id))
        except NotFound:
            return side
        return Side(side.text, side.choice, False, self._user_name(note.finalized_by), note.finalized_at)

    def _about(self, conflict: Conflict) -> tuple[ClientId | None, datetime | None, bool]:
        """Whose record it is, and of which day. A record that is gone tells nothing."""
        table, practice = BY_NO[conflict.table_no].name, self._practice
        try:
            if table == "clients":
                return ClientId(conflict.row_id), None, False
            if table == "sessions":
                note = practice.notes.get(NoteId(conflict.row_id))
                return note.client_id, note.session_date, note.finalized_at is not None
            if table == "appointments":
                row = practice.appointments.get(AppointmentId(conflict.row_id))
                return row.client_id, row.scheduled_start, False
        except NotFound:
            return None, None, False
        return None, None, False

    def _double_booking(self, conflict: Conflict) -> DoubleBooking:
        ids = [conflict.row_id]
        if conflict.base:
            ids.append(uuid.UUID(conflict.base))
        found = (self._booking(row_id) for row_id in ids)
        return DoubleBooking(conflict.id, conflict.noticed_at, tuple(one for one in found if one))

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


def parts(case: Case, text: str | None) -> dict[str, object]:
    """The values inside one side, by field; a unit of several fields is a JSON object."""
    if text is None:
        return dict.fromkeys(case.fields)
    if len(case.fields) > 1:
        return {name: json.loads(text).get(name) for name in case.fields}
    column = next(iter(case.columns), None)
    plain = column is None or column.kind in {Kind.TEXT, Kind.DATE, Kind.UUID, Kind.BYTES}
    return {case.fields[0]: text if plain else json.loads(text)}
