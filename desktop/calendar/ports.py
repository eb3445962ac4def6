"""What the calendar's presenters ask of the practice; fulfilled by core.store.practice.Practice."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from core.domain.changes import Changed
from core.domain.enums import AppointmentStatus, LocationType
from core.domain.errors import UserError
from core.domain.ids import AppointmentId, ClientId, LocationId, ServiceId
from core.domain.records import Appointment, Client, Location, Service
from desktop.calendar.hours import Hours


class Row(Protocol):
    """One appointment with what a calendar shows beside it."""

    @property
    def appointment(self) -> Appointment: ...
    @property
    def client_name(self) -> str: ...
    @property
    def service(self) -> Service | None: ...
    @property
    def location(self) -> Location | None: ...
    @property
    def has_note(self) -> bool: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a booking asks for; `appointment_id` is the one that is edited, None for a new one."""

    client_id: ClientId
    start: datetime
    end: datetime
    appointment_id: AppointmentId | None = None
    service_id: ServiceId | None = None
    location_id: LocationId | None = None
    location_type: LocationType = LocationType.CLINIC
    notes: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command did: the row it made or changed, what to tell other screens, how to take it back."""

    id: uuid.UUID
    changed: tuple[Changed, ...]
    undo: Any = None


class TimeTakenError(UserError):
    """The time collides with others; nothing was changed. Ask again with a reason to do it anyway."""

    code = "slot_taken"

    def __init__(self, sentence: str, rows: Sequence[Row]) -> None:
        super().__init__(sentence)
        self.rows = rows


@dataclass(frozen=True, slots=True)
class Habits:
    """How this device last showed the calendar: a kind of page and its zoom."""

    kind: str = "week"
    hour_px: int = 56


@dataclass(frozen=True, slots=True)
class Opening:
    """What the calendar must know of the practice before it shows anything."""

    zone: ZoneInfo
    hours: Hours
    habits: Habits = Habits()


class Desk(Protocol):
    """The practice as the calendar needs it. Methods run on the store worker and may raise UserError."""

    def opening(self) -> Opening: ...
    def remember(self, habits: Habits) -> None: ...
    def between(self, start: datetime, end: datetime) -> Sequence[Row]: ...
    def conflicts(self, plan: Plan) -> Sequence[Row]: ...
    def book(self, plan: Plan, reason: str | None = None) -> Outcome: ...
    def change(self, plan: Plan, reason: str | None = None) -> Outcome: ...
    def move(
        self, appointment_id: AppointmentId, start: datetime, end: datetime, reason: str | None = None
    ) -> Outcome: ...
    def set_status(self, appointment_id: AppointmentId, status: AppointmentStatus) -> Outcome: ...
    def delete(self, appointment_id: AppointmentId) -> Outcome: ...
    def undo(self, undo: Any) -> tuple[Changed, ...]: ...
    def find_clients(self, text: str) -> Sequence[Client]: ...
    def get_client(self, client_id: ClientId) -> Client: ...
    def add_client(self, first_name: str, last_name: str) -> Outcome: ...
    def services(self) -> Sequence[Service]: ...
    def locations(self) -> Sequence[Location]: ...
