"""The practice's facade as the calendar's presenters ask for it. Methods run on the store worker."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar
from zoneinfo import ZoneInfo

from core.domain.changes import Changed
from core.domain.enums import AppointmentStatus
from core.domain.ids import AppointmentId, ClientId
from core.domain.records import Appointment, Client, Location, Service
from core.store.appointments import SlotTaken
from core.store.desk import Done
from core.store.drafts import AppointmentDraft, ClientDraft
from desktop.calendar.hours import hours_of
from desktop.calendar.ports import Habits, Opening, Outcome, Plan, Row, TimeTakenError

if TYPE_CHECKING:
    from core.store.practice import Practice

T = TypeVar("T", Appointment, Client)
_MOST_FOUND = 8
_HABITS = "calendar"


class PracticeDesk:
    """Fulfils `ports.Desk` with one unlocked practice."""

    def __init__(self, practice: "Practice") -> None:
        self._practice = practice

    def opening(self) -> Opening:
        settings = self._practice.settings
        habits = Habits(**settings.local(_HABITS, {}))
        return Opening(ZoneInfo(settings.workspace().timezone), hours_of(settings.all()), habits)

    def remember(self, habits: Habits) -> None:
        self._practice.settings.set_local(_HABITS, asdict(habits))

    def between(self, start: datetime, end: datetime) -> Sequence[Row]:
        return self._practice.appointments.between(start, end)

    def conflicts(self, plan: Plan) -> Sequence[Row]:
        return self._practice.appointments.conflicts(_draft(plan))

    def book(self, plan: Plan, reason: str | None = None) -> Outcome:
        return _outcome(lambda: self._practice.appointments.book(_draft(plan), reason))

    def change(self, plan: Plan, reason: str | None = None) -> Outcome:
        if plan.appointment_id is None:
            raise ValueError("a plan without an appointment is booked, not changed")
        known, fields = plan.appointment_id, _fields(plan)
        return _outcome(lambda: self._practice.appointments.edit(known, reason, **fields))

    def move(
        self, appointment_id: AppointmentId, start: datetime, end: datetime, reason: str | None = None
    ) -> Outcome:
        return _outcome(lambda: self._practice.appointments.move(appointment_id, start, end, reason))

    def set_status(self, appointment_id: AppointmentId, status: AppointmentStatus) -> Outcome:
        return _outcome(lambda: self._practice.appointments.set_status(appointment_id, status))

    def delete(self, appointment_id: AppointmentId) -> Outcome:
        return _outcome(lambda: self._practice.appointments.delete(appointment_id))

    def undo(self, undo: Any) -> tuple[Changed, ...]:
        return self._practice.undo(undo)

    def find_clients(self, text: str) -> Sequence[Client]:
        return [found.client for found in self._practice.clients.find(text, _MOST_FOUND)]

    def get_client(self, client_id: ClientId) -> Client:
        return self._practice.clients.get(client_id)

    def add_client(self, first_name: str, last_name: str) -> Outcome:
        draft = ClientDraft(first_name=first_name, last_name=last_name)
        return _outcome(lambda: self._practice.clients.add(draft))

    def services(self) -> Sequence[Service]:
        return self._practice.services.list()

    def locations(self) -> Sequence[Location]:
        return self._practice.locations.list()


def _outcome(command: Callable[[], Done[T]]) -> Outcome:
    try:
        done = command()
    except SlotTaken as taken:
        raise TimeTakenError(taken.sentence, taken.conflicts) from taken
    return Outcome(done.value.id, done.changed, done.undo)


def _draft(plan: Plan) -> AppointmentDraft:
    return AppointmentDraft(
        client_id=plan.client_id,
        scheduled_start=plan.start,
        scheduled_end=plan.end,
        service_id=plan.service_id,
        location_id=plan.location_id,
        location_type=plan.location_type,
        notes=plan.notes,
        appointment_id=plan.appointment_id,
    )


def _fields(plan: Plan) -> dict[str, Any]:
    """What the form edits; who treats and the free-text place stay as they are."""
    return {
        "client_id": plan.client_id,
        "scheduled_start": plan.start,
        "scheduled_end": plan.end,
        "service_id": plan.service_id,
        "location_id": plan.location_id,
        "location_type": plan.location_type,
        "notes": plan.notes,
    }
