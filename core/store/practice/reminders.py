"""Who has to be reminded of an appointment, and who was: kept in the audit, which every laptop gets."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from core.domain.changes import Changed
from core.domain.enums import AppointmentStatus, AuditAction, Origin
from core.domain.errors import RuleBroken
from core.domain.ids import AppointmentId, UserId
from core.domain.records import Appointment, AuditEvent, Client
from core.domain.reminders import REMIND, UNREMIND, Channel, Reminded, Standing, last_told, marks_of, standing
from core.domain.timegrid import day_of, start_of_day
from core.store.database.tables import SYNCED
from core.store.practice.appointments import Appointments, ListedAppointment
from core.store.practice.occurrences import Occurrences
from core.store.practice.settings import Settings
from core.store.unit_of_work.audit import events_by_record
from core.store.unit_of_work.repository import Done, RepositoryContext

AHEAD = timedelta(days=14)
"""How far the next day with appointments is looked for."""


@dataclass(frozen=True, slots=True, repr=False)
class Reminder:
    """One appointment that is to take place, and what its client was told of it."""

    entry: ListedAppointment
    first_name: str
    last_name: str
    phone: str
    email: str
    treats: str
    """Name of who treats; empty where nobody is named."""
    told: Reminded | None
    told_by: str
    """Name of who told the client; empty where nobody did."""
    language: str | None = None
    """In which the client is to be written to, where somebody chose it."""

    @property
    def standing(self) -> Standing:
        """Whether somebody still has to tell the client."""
        return standing(self.entry.appointment.scheduled_start, self.told)

    @property
    def appointment_id(self) -> AppointmentId:
        """Also of an occurrence that is no row yet: it keeps the id when it becomes one."""
        return self.entry.appointment.id


class Reminders:
    """Every command is one transaction, for everybody who may book; it adds to the audit and nothing else."""

    def __init__(
        self,
        desk: RepositoryContext,
        settings: Settings,
        appointments: Appointments,
        occurrences: Occurrences,
    ) -> None:
        self._desk = desk
        self._settings = settings
        self._appointments = appointments
        self._occurrences = occurrences

    def next_day(self) -> date | None:
        """The first day after today on which an appointment is to take place; None for the next 14 days.

        So on a Friday it may be Monday. Days are those of the practice's zone.
        """
        zone = self._zone()
        after = start_of_day(day_of(self._desk.clock.now(), zone) + timedelta(days=1), zone)
        ahead = self._appointments.between(after, after + AHEAD)
        # One that began before midnight touches the day and is no appointment of it.
        starts = (each.appointment.scheduled_start for each in ahead if _is_on(each.appointment))
        return min((day_of(start, zone) for start in starts if start >= after), default=None)

    def to_remind(self, day: date) -> list[Reminder]:
        """All appointments that begin on this day and are to take place, by their start."""
        zone = self._zone()
        start, end = start_of_day(day, zone), start_of_day(day + timedelta(days=1), zone)
        entries = [
            each
            for each in self._appointments.between(start, end)
            if _is_on(each.appointment) and start <= each.appointment.scheduled_start
        ]
        with self._desk.read() as db:
            return self._reminders(db, entries)

    def mark(self, appointment_id: AppointmentId, start: datetime, channel: Channel) -> Done[Reminded]:
        """The client was told of `start`. RuleBroken for an appointment that does not take place any more.

        `start` is what the text said, and not read anew: another laptop may have moved it meanwhile.
        """
        with self._desk.write() as writer:
            if not _is_on(self._occurrences.get(writer.db, appointment_id)):
                raise RuleBroken(
                    "This appointment does not take place any more, so nothing was marked. Tell the client.",
                    code="status",
                )
            event = writer.audit(AuditAction.SHARE, REMIND, appointment_id, marks_of(start, channel))
            return Done(Reminded(start, channel, writer.now, self._desk.me.user_id), _changed(event))

    def take_back(self, appointment_id: AppointmentId) -> Done[None]:
        """Not sent after all: from now on nobody has told the client."""
        with self._desk.write() as writer:
            self._occurrences.get(writer.db, appointment_id)
            return Done(None, _changed(writer.audit(AuditAction.UPDATE, UNREMIND, appointment_id)))

    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self._settings.workspace().timezone)

    def _reminders(self, db: Connection, entries: Sequence[ListedAppointment]) -> list[Reminder]:
        clients, events, names = self._clients(db, entries), self._events(db, entries), self._names(db)
        found = []
        for entry in entries:
            client, told = (
                clients.get(entry.appointment.client_id),
                last_told(events.get(entry.appointment.id, ())),
            )
            treats = entry.appointment.practitioner_user_id
            found.append(
                Reminder(
                    entry,
                    client.first_name if client else "",
                    client.last_name if client else "",
                    (client.phone if client else "") or "",
                    (client.email if client else "") or "",
                    names.get(treats, "") if treats else "",
                    told,
                    names.get(told.by, "") if told and told.by else "",
                    client.preferred_language if client else None,
                )
            )
        return found

    def _clients(self, db: Connection, entries: Sequence[ListedAppointment]) -> Mapping[uuid.UUID, Client]:
        ids = {entry.appointment.client_id for entry in entries}
        query = self._desk.select("clients", SYNCED["clients"].c.id.in_(ids), by_id=True)
        return {row.id: row for row in self._desk.rows(db, Client, "clients", query)}

    def _events(
        self, db: Connection, entries: Sequence[ListedAppointment]
    ) -> Mapping[uuid.UUID | None, Sequence[AuditEvent]]:
        about = SYNCED["audit_events"].c.resource_id.in_([entry.appointment.id for entry in entries])
        return events_by_record(self._desk, db, about, [REMIND, UNREMIND])

    def _names(self, db: Connection) -> Mapping[UserId, str]:
        u = SYNCED["users"].c
        query = self._desk.select("users", deleted=True).with_only_columns(u.id, u.full_name)
        return {UserId(row.id): row.full_name for row in db.execute(query)}


def concerning(reminders: Sequence[Reminder], user_id: UserId) -> Sequence[Reminder]:
    """Those whom this person treats; all of them where there are none, as for whoever works at reception."""
    own = [each for each in reminders if each.entry.appointment.practitioner_user_id == user_id]
    return own or reminders


def _is_on(appointment: Appointment) -> bool:
    return appointment.status is AppointmentStatus.SCHEDULED


def _changed(event: uuid.UUID) -> tuple[Changed, ...]:
    """A writer leaves the audit out of what changed; here it is all that did, and screens show it."""
    return (Changed("audit_events", frozenset({event}), Origin.PERSON),)
