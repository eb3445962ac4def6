"""One appointment as the calendar shows it, free of Qt."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from core.domain.appointments import OCCUPYING
from core.domain.enums import AppointmentStatus
from core.domain.ids import AppointmentId, ClientId
from core.domain.records import Appointment
from desktop.calendar.ports import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What is painted and said of one appointment. Equal entries look equal, which the timeline relies on.

    Times are in UTC: arithmetic within one local zone would follow the clock on the wall.
    """

    id: AppointmentId
    client_id: ClientId
    client_name: str
    start: datetime
    end: datetime
    status: AppointmentStatus
    service: str = ""
    colour: str | None = None
    location: str = ""
    has_note: bool = False
    appointment: Appointment | None = None

    @property
    def duration(self) -> timedelta:
        return self.end - self.start

    @property
    def cancelled(self) -> bool:
        return self.status is AppointmentStatus.CANCELLED

    @property
    def missed(self) -> bool:
        return self.status is AppointmentStatus.NO_SHOW

    @property
    def movable(self) -> bool:
        """Whether dragging may move it: what was cancelled or missed is history."""
        return self.status in OCCUPYING


def entry_of(row: Row) -> Entry:
    appointment, service, location = row.appointment, row.service, row.location
    return Entry(
        id=appointment.id,
        client_id=appointment.client_id,
        client_name=row.client_name,
        start=appointment.scheduled_start.astimezone(UTC),
        end=appointment.scheduled_end.astimezone(UTC),
        status=appointment.status,
        service=service.name if service else "",
        colour=service.colour if service else None,
        location=location.name if location else "",
        has_note=row.has_note,
        appointment=appointment,
    )


def initials(name: str) -> str:
    """ "Ada Byron" becomes "A.B."; what is shown where a name may not be."""
    return "".join(f"{word[0].upper()}." for word in name.split())
