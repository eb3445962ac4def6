"""What a person fills in before a row exists."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from core.domain.enums import LocationType
from core.domain.ids import ClientId, LocationId, NoteId, SeriesId, ServiceId, UserId, WaitlistEntryId


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeDraft:
    """`timezone` is an IANA name, `locale` a language such as "en" or "he"."""

    name: str
    timezone: str
    owner_name: str
    owner_email: str | None = None
    locale: str = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientDraft:
    """Both names must say something, and `date_of_birth` be in the past; all else may be left out."""

    first_name: str
    last_name: str
    email: str | None = None
    phone: str | None = None
    date_of_birth: date | None = None
    address: str | None = None
    medical_history: str | None = None
    emergency_contact_name: str | None = None
    emergency_contact_phone: str | None = None
    notes: str | None = None
    tags: tuple[str, ...] = ()
    consent_status: bool = False
    consent_at: datetime | None = None
    consent_version: str | None = None
    preferred_name: str | None = None
    pronouns: str | None = None
    alerts: str | None = None
    preferred_language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentDraft:
    """`practitioner_user_id` None means the person at this device; `timezone` None the practice's zone.

    `appointment_id` is left out of the conflicts that `Appointments.conflicts` looks for.
    """

    client_id: ClientId
    scheduled_start: datetime
    scheduled_end: datetime
    practitioner_user_id: UserId | None = None
    service_id: ServiceId | None = None
    location_id: LocationId | None = None
    timezone: str | None = None
    location_type: LocationType = LocationType.CLINIC
    location_details: str | None = None
    notes: str | None = None
    series_id: SeriesId | None = None
    original_start: datetime | None = None
    appointment_id: UUID | None = None
    waitlist_entry_id: WaitlistEntryId | None = None
    """The place on the waitlist that this booking ends, if it is the client's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceDraft:
    """No other living service of the practice has this `name`; `colour` is that of its bookings in the
    calendar."""

    name: str
    default_duration_minutes: int
    description: str | None = None
    colour: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LocationDraft:
    """CLINIC and HOME need an address."""

    name: str
    location_type: LocationType
    address: str | None = None
    details: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteTemplateDraft:
    """At least one of its four texts says something."""

    name: str
    service_id: ServiceId | None = None
    subjective: str | None = None
    objective: str | None = None
    assessment: str | None = None
    plan: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSnippetDraft:
    """`abbreviation` with or without the semicolon that a person types before it."""

    abbreviation: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeBlockDraft:
    """`start_local` is a time on the wall, "YYYY-MM-DDTHH:MM"; midnight for whole days. Without `user_id`
    and `location_id` it is everybody's; `timezone` None means the practice's zone."""

    start_local: str
    duration_minutes: int
    user_id: UserId | None = None
    title: str | None = None
    is_all_day: bool = False
    rrule: str | None = None
    until: date | None = None
    timezone: str | None = None
    location_id: LocationId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyMarkDraft:
    """A mark of a note; core/domain/body_chart.py tells of kinds and places."""

    session_id: NoteId
    kind: str
    place: str
    intensity: str | None = None
    remark: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureDraft:
    """`value` as it was typed, "7,5" or "7.5". `taken_at` None means the day of the note, or now without one;
    core/domain/measures.py tells of the scale."""

    client_id: ClientId
    kind: str
    name: str
    value: str
    session_id: NoteId | None = None
    taken_at: datetime | None = None
    unit: str | None = None
    low: str | None = None
    high: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitlistDraft:
    """What stands as None is not wished for in particular. `waiting_since` None means now;
    core/domain/waitlist.py tells of `weekdays`, `day_part` and `urgency`."""

    client_id: ClientId
    duration_minutes: int
    practitioner_user_id: UserId | None = None
    service_id: ServiceId | None = None
    location_id: LocationId | None = None
    waiting_since: datetime | None = None
    weekdays: str | None = None
    day_part: str | None = None
    earliest: date | None = None
    latest: date | None = None
    urgency: str | None = None
    remark: str | None = None
