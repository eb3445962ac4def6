"""Rules of appointments: overlap, conflicts, status transitions and edit tracking, as pure functions."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.domain.enums import AppointmentStatus, LocationType
from core.domain.errors import RuleBroken
from core.domain.records import Appointment, AppointmentSeries

UNDO_WINDOW = timedelta(minutes=1)
"""How long COMPLETED may be taken back to SCHEDULED."""

OCCUPYING = frozenset({AppointmentStatus.SCHEDULED, AppointmentStatus.COMPLETED})
"""Statuses that hold their slot; a cancelled or missed appointment frees it."""

TRACKED = frozenset(
    {
        "client_id",
        "practitioner_user_id",
        "service_id",
        "location_id",
        "scheduled_start",
        "scheduled_end",
        "location_type",
        "location_details",
        "notes",
    }
)
"""Fields whose change on a past or completed appointment counts as an edit of the record."""

_REASON = "Booked anyway: "

# COMPLETED to SCHEDULED is missing here: it only takes back a slip, within UNDO_WINDOW.
_ALLOWED: dict[AppointmentStatus, frozenset[AppointmentStatus]] = {
    AppointmentStatus.SCHEDULED: frozenset(AppointmentStatus) - {AppointmentStatus.SCHEDULED},
    AppointmentStatus.COMPLETED: frozenset({AppointmentStatus.NO_SHOW, AppointmentStatus.CANCELLED}),
    AppointmentStatus.CANCELLED: frozenset({AppointmentStatus.SCHEDULED}),
    AppointmentStatus.NO_SHOW: frozenset({AppointmentStatus.SCHEDULED}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingTime:
    """The time a booking asks for, and whom and what it occupies.

    `appointment_id` is left out of its own conflicts.
    """

    start: datetime
    end: datetime
    client_id: uuid.UUID | None = None
    practitioner_user_id: uuid.UUID | None = None
    location_id: uuid.UUID | None = None
    location_type: LocationType = LocationType.CLINIC
    appointment_id: uuid.UUID | None = None

    @property
    def room(self) -> uuid.UUID | None:
        """The place that it takes: none where it is online, whatever place was chosen with it."""
        return None if self.location_type is LocationType.ONLINE else self.location_id


def slot_of(appointment: Appointment) -> BookingTime:
    """The slot that a booked appointment occupies."""
    return BookingTime(
        start=appointment.scheduled_start,
        end=appointment.scheduled_end,
        client_id=appointment.client_id,
        practitioner_user_id=appointment.practitioner_user_id,
        location_id=appointment.location_id,
        location_type=appointment.location_type,
        appointment_id=appointment.id,
    )


def check_times(start: datetime, end: datetime) -> None:
    """Refuses a time that does not run forward (RuleBroken)."""
    if end <= start:
        raise RuleBroken(
            "The appointment ends before it starts; nothing was changed. Set an end after the start.",
            code="end_before_start",
        )


def overlaps(a_start: datetime, a_end: datetime, b_start: datetime, b_end: datetime) -> bool:
    """Half-open overlap [start, end): back-to-back appointments do not overlap."""
    return a_start < b_end and b_start < a_end


def collides(slot: BookingTime, other: Appointment) -> bool:
    """Whether `other` holds the same practitioner, client or room at an overlapping time."""
    if other.id == slot.appointment_id or other.deleted_at is not None or other.status not in OCCUPYING:
        return False
    if not overlaps(slot.start, slot.end, other.scheduled_start, other.scheduled_end):
        return False
    return shares_anything(slot, other)


def shares_anything(slot: BookingTime, other: Appointment | AppointmentSeries) -> bool:
    """Whether both occupy the same practitioner, client or room."""
    same_practitioner = slot.practitioner_user_id == other.practitioner_user_id
    same_client = slot.client_id is not None and slot.client_id == other.client_id
    same_room = (
        slot.location_id is not None
        and slot.location_id == other.location_id
        and LocationType.ONLINE not in (slot.location_type, other.location_type)
    )
    return same_practitioner or same_client or same_room


def conflicts(slot: BookingTime, others: Iterable[Appointment]) -> list[Appointment]:
    """Those of `others` that collide with the slot, by start."""
    return sorted(
        (other for other in others if collides(slot, other)),
        key=lambda other: (other.scheduled_start, other.id.bytes),
    )


def check_transition(
    appointment: Appointment, target: AppointmentStatus, now: datetime, *, has_living_note: bool
) -> None:
    """Refuses a change of status that the rules do not allow (RuleBroken).

    `appointment.updated_at` tells when COMPLETED was set. Going back to SCHEDULED from CANCELLED or
    NO_SHOW is allowed here; the caller re-checks conflicts.
    """
    current = appointment.status
    if current is AppointmentStatus.COMPLETED and target is AppointmentStatus.SCHEDULED:
        _check_undo(appointment, now)
        return
    if target not in _ALLOWED[current]:
        raise RuleBroken(
            f"An appointment that is {words(current)} cannot become {words(target)}; nothing was changed.",
            code="status",
        )
    if (current, target) == (AppointmentStatus.COMPLETED, AppointmentStatus.CANCELLED) and has_living_note:
        raise RuleBroken(
            "This appointment has a session note, so it cannot be cancelled; nothing was changed. "
            "Mark it as a no-show, or delete the note first.",
            code="has_note",
        )


def _check_undo(appointment: Appointment, now: datetime) -> None:
    # Not below nought either: with a clock that was set back, a minute would never be over.
    if not timedelta(0) <= now - appointment.updated_at <= UNDO_WINDOW:
        raise RuleBroken(
            "A completed appointment can be set back to scheduled only within a minute; nothing was changed.",
            code="undo_too_late",
        )


def allowed_targets(
    appointment: Appointment, now: datetime, *, has_living_note: bool
) -> list[AppointmentStatus]:
    """Statuses that `check_transition` would accept now, in the order of the enum."""
    return [
        target
        for target in AppointmentStatus
        if target is not appointment.status
        and _is_allowed(appointment, target, now, has_living_note=has_living_note)
    ]


def _is_allowed(
    appointment: Appointment, target: AppointmentStatus, now: datetime, *, has_living_note: bool
) -> bool:
    try:
        check_transition(appointment, target, now, has_living_note=has_living_note)
    except RuleBroken:
        return False
    return True


def counts_as_edit(appointment: Appointment, changed: Iterable[str], now: datetime) -> bool:
    """Whether changing these fields bumps edit_count: the appointment is over or completed."""
    is_record = appointment.status is AppointmentStatus.COMPLETED or appointment.scheduled_end <= now
    return is_record and not TRACKED.isdisjoint(changed)


def completes_on_note(appointment: Appointment, now: datetime) -> bool:
    """Whether starting a note marks this appointment COMPLETED: it was scheduled and has ended."""
    return appointment.status is AppointmentStatus.SCHEDULED and appointment.scheduled_end <= now


def words(status: AppointmentStatus) -> str:
    """The status inside a sentence."""
    return status.value.lower().replace("_", "-")


def with_reason(notes: str | None, reason: str) -> str:
    """The remark with why a taken time was booked. That is about people, so it is sealed with the remark."""
    return "\n".join(part for part in (notes, f"{_REASON}{reason.strip()}") if part)


def without_reason(notes: str | None) -> str | None:
    """The remark alone: why one time was booked anyway says nothing of another time."""
    lines = (notes or "").splitlines()
    return "\n".join(line for line in lines if not line.startswith(_REASON)).strip() or None
