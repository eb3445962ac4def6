"""Who cancelled, and what a client missed: read from the appointments and their events in the audit."""

from zoneinfo import ZoneInfo

from sqlalchemy import select

from core.domain.cancellations import (
    STATUS_EVENT,
    Cancellation,
    MissedInYear,
    last_cancellation,
    missed_by_year,
)
from core.domain.enums import AppointmentStatus
from core.domain.ids import AppointmentId, ClientId
from core.domain.records import Appointment
from core.store.database.tables import SYNCED
from core.store.practice.settings import Settings
from core.store.unit_of_work.audit import events_by_record
from core.store.unit_of_work.repository import RepositoryContext

_MISSED = (AppointmentStatus.CANCELLED, AppointmentStatus.NO_SHOW)


class Cancellations:
    """Reads alone: `Appointments.set_status` is what writes them."""

    def __init__(self, desk: RepositoryContext, settings: Settings) -> None:
        self._desk, self._settings = desk, settings

    def of(self, appointment_id: AppointmentId) -> Cancellation | None:
        """Who called this one off and when; None where it was not, or nobody said."""
        about = SYNCED["audit_events"].c.resource_id == appointment_id
        with self._desk.read() as db:
            events = events_by_record(self._desk, db, about, [STATUS_EVENT])
        return last_cancellation(events.get(appointment_id, ()))

    def missed(self, client_id: ClientId) -> list[MissedInYear]:
        """What a client did not come to or called off late, by year; the latest first."""
        a = SYNCED["appointments"].c
        gone = self._desk.select("appointments", a.client_id == client_id, a.status.in_(_MISSED))
        ids = select(gone.with_only_columns(a.id).subquery())
        zone = ZoneInfo(self._settings.workspace().timezone)
        with self._desk.read() as db:
            rows = self._desk.rows(db, Appointment, "appointments", gone)
            about = SYNCED["audit_events"].c.resource_id.in_(ids)
            events = events_by_record(self._desk, db, about, [STATUS_EVENT])
        return missed_by_year(rows, events, zone)
