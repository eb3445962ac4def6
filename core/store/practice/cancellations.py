"""Who cancelled, and what a client missed: read from the appointments and their events in the audit."""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, select

from core.domain.cancellations import (
    STATUS_EVENT,
    Cancellation,
    MissedInYear,
    last_cancellation,
    missed_by_year,
)
from core.domain.enums import AppointmentStatus
from core.domain.ids import AppointmentId, ClientId
from core.domain.records import Appointment, AuditEvent
from core.store.database.tables import SYNCED
from core.store.practice.settings import Settings
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
            return last_cancellation(self._events(db, about)[appointment_id])

    def missed(self, client_id: ClientId) -> list[MissedInYear]:
        """What a client did not come to or called off late, by year; the latest first."""
        a = SYNCED["appointments"].c
        gone = self._desk.select("appointments", a.client_id == client_id, a.status.in_(_MISSED))
        ids = select(gone.with_only_columns(a.id).subquery())
        zone = ZoneInfo(self._settings.workspace().timezone)
        with self._desk.read() as db:
            rows = self._desk.rows(db, Appointment, "appointments", gone)
            events = self._events(db, SYNCED["audit_events"].c.resource_id.in_(ids)) if rows else {}
        return missed_by_year(rows, events, zone)

    def _events(
        self, db: Connection, about: ColumnElement[bool]
    ) -> Mapping[uuid.UUID | None, Sequence[AuditEvent]]:
        e = SYNCED["audit_events"].c
        query = self._desk.select("audit_events", about, e.event_type == STATUS_EVENT)
        found: dict[uuid.UUID | None, list[AuditEvent]] = defaultdict(list)
        for row in self._desk.rows(db, AuditEvent, "audit_events", query):
            found[row.resource_id].append(row)
        return found
