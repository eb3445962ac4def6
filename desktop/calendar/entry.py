"""One appointment as the calendar shows it, free of Qt."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from core.domain.enums import AppointmentStatus
from core.domain.ids import AppointmentId, ClientId
from desktop.calendar.ports import Row

OPEN = (AppointmentStatus.SCHEDULED, AppointmentStatus.COMPLETED)
"""Statuses that hold their time; the others leave it free."""


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
    has_remark: bool = False

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
    def holds_time(self) -> bool:
        return self.status in OPEN

    @property
    def movable(self) -> bool:
        """Whether dragging may move it: what was cancelled or missed is history."""
        return self.holds_time


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
        has_remark=bool(appointment.notes),
    )


def initials(name: str) -> str:
    """ "Ada Byron" becomes "A.B."; what is shown where a name may not be."""
    return "".join(f"{word[0].upper()}." for word in name.split())
