"""One appointment as the calendar shows it, free of Qt."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from core.domain.appointments import OCCUPYING
from core.domain.enums import AppointmentStatus, LocationType
from core.domain.ids import AppointmentId, ClientId, LocationId, SeriesId, ServiceId, UserId
from core.domain.records import Appointment
from desktop.calendar.ports import NOBODY, AppointmentRow


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEntry:
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
    alerts: str = ""
    appointment: Appointment | None = None
    practitioner_id: UserId = NOBODY
    service_id: ServiceId | None = None
    location_id: LocationId | None = None
    remark: str = ""

    @property
    def duration(self) -> timedelta:
        """The time that really passes, also where the clock changes in between."""
        return self.end - self.start

    def ending(self, start: datetime, _zone: ZoneInfo) -> datetime:
        """When it ends if it begins then."""
        return start + self.duration

    @property
    def series_id(self) -> SeriesId | None:
        """Of the series that it belongs to."""
        return self.appointment.series_id if self.appointment else None

    @property
    def location_type(self) -> LocationType:
        """In the practice, at a home or online."""
        return self.appointment.location_type if self.appointment else LocationType.CLINIC

    @property
    def location_details(self) -> str:
        """The address of a home, or how to meet online; empty where nobody said."""
        return (self.appointment.location_details or "") if self.appointment else ""

    @property
    def cancelled(self) -> bool:
        """Its time is free for others; it is still shown, without a fill and struck through."""
        return self.status is AppointmentStatus.CANCELLED

    @property
    def missed(self) -> bool:
        """The client did not come: its time is free for others, and its bar is hatched."""
        return self.status is AppointmentStatus.NO_SHOW

    @property
    def movable(self) -> bool:
        """Whether dragging may move it: what was cancelled or missed is history."""
        return self.status in OCCUPYING


def entry_of(row: AppointmentRow) -> CalendarEntry:
    """Times become UTC. What the row does not name is an empty text, and NOBODY for who treats."""
    appointment, service, location = row.appointment, row.service, row.location
    return CalendarEntry(
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
        alerts=row.alerts,
        appointment=appointment,
        practitioner_id=appointment.practitioner_user_id or NOBODY,
        service_id=appointment.service_id,
        location_id=appointment.location_id,
        remark=appointment.notes or "",
    )


def initials(name: str) -> str:
    """ "Ada Byron" becomes "A.B."; what is shown where a name may not be."""
    return "".join(f"{word[0].upper()}." for word in name.split())
