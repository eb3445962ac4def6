"""The practice's rows as frozen dataclasses; field names are the registry's column names."""

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from core.domain.enums import (
    AppointmentStatus,
    AuditAction,
    ConflictReason,
    LocationType,
    Resolution,
    Role,
    WaitStatus,
)
from core.domain.ids import (
    AppointmentId,
    AttachmentId,
    BodyMarkId,
    ClientId,
    ConflictId,
    DeviceId,
    LocationId,
    MeasureId,
    NoteId,
    NoteTemplateId,
    NoteVersionId,
    SeriesId,
    ServiceId,
    TextSnippetId,
    TimeBlockId,
    UserId,
    WaitlistEntryId,
    WorkspaceId,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Common columns. `version` is the server's, 0 while the row was never accepted there."""

    workspace_id: WorkspaceId
    version: int = 0
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace(Row):
    """A practice. `id` equals `workspace_id`."""

    id: WorkspaceId
    name: str
    is_active: bool = True
    timezone: str
    locale: str = "en"
    settings: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class User(Row):
    """A person of the practice. One who left is not `is_active`: their name stays in what they wrote."""

    id: UserId
    email: str | None = None
    full_name: str
    role: Role
    is_active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Client(Row):
    """Who is treated. On the laptop of somebody who may not read what is clinical, `medical_history`,
    `notes`, `alerts` and `tags` are empty."""

    id: ClientId
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
    is_active: bool = True
    preferred_name: str | None = None
    pronouns: str | None = None
    alerts: str | None = None
    email_digest: bytes | None = field(default=None, repr=False)
    preferred_language: str | None = None
    """In which messages are written, such as "he"; None: as the letters of the name say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Service(Row):
    """What is offered and booked. The server can read its name and its description."""

    id: ServiceId
    name: str
    description: str | None = None
    default_duration_minutes: int
    colour: str | None = None
    is_active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Location(Row):
    """Where appointments take place. The server can read its name and address; only ONLINE needs none."""

    id: LocationId
    name: str
    location_type: LocationType
    address: str | None = None
    details: str | None = None
    is_active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment(Row):
    """A booked time. Overlaps are half-open: [scheduled_start, scheduled_end)."""

    id: AppointmentId
    client_id: ClientId
    practitioner_user_id: UserId | None = None
    service_id: ServiceId | None = None
    location_id: LocationId | None = None
    scheduled_start: datetime
    scheduled_end: datetime
    timezone: str
    location_type: LocationType = LocationType.CLINIC
    location_details: str | None = None
    status: AppointmentStatus = AppointmentStatus.SCHEDULED
    notes: str | None = None
    cancellation_reason: str | None = None
    series_id: SeriesId | None = None
    original_start: datetime | None = None
    edited_at: datetime | None = None
    edit_count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentSeries(Row):
    """Appointments that repeat, as one row; core/domain/series.py tells when they take place.

    `exceptions` are days of the rule on which nothing is drawn from it: an occurrence that was touched is an
    appointment of its own, a deleted one is nowhere. `follows_id` is the series of which this one is the
    changed rest.
    """

    id: SeriesId
    client_id: ClientId
    practitioner_user_id: UserId | None = None
    service_id: ServiceId | None = None
    location_id: LocationId | None = None
    location_type: LocationType = LocationType.CLINIC
    location_details: str | None = None
    rrule: str
    start_local: str
    timezone: str
    duration_minutes: int
    until: date | None = None
    exceptions: tuple[str, ...] = ()
    notes: str | None = None
    follows_id: SeriesId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionNote(Row):
    """A session note (SOAP). Once `finalized_at` is set its four texts never change again."""

    id: NoteId
    client_id: ClientId
    appointment_id: AppointmentId | None = None
    created_by_user_id: UserId | None = None
    subjective: str | None = None
    objective: str | None = None
    assessment: str | None = None
    plan: str | None = None
    session_date: datetime
    duration_minutes: int | None = None
    is_draft: bool = True
    draft_last_saved_at: datetime | None = None
    finalized_at: datetime | None = None
    finalized_by: UserId | None = None
    signature: bytes | None = field(default=None, repr=False)
    amended_at: datetime | None = None
    amendment_count: int = 0
    deleted_reason: str | None = None
    deleted_by_user_id: UserId | None = None
    permanent_delete_after: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteVersion(Row):
    """What a finalized note said: version 1 at finalizing, one more per amendment."""

    id: NoteVersionId
    session_id: NoteId
    version_number: int
    subjective: str | None = None
    objective: str | None = None
    assessment: str | None = None
    plan: str | None = None
    reason: str | None = None
    created_by_user_id: UserId | None = None
    signature: bytes | None = field(default=None, repr=False)
    signed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment(Row):
    """A file of a client, perhaps of one session note. Its content is a blob of `chunk_count` chunks, named
    by its content address `blob_key`: two attachments of one content share a blob."""

    id: AttachmentId
    client_id: ClientId
    session_id: NoteId | None = None
    uploaded_by_user_id: UserId | None = None
    file_name: str
    file_type: str = "application/octet-stream"
    file_size_bytes: int
    blob_key: bytes = field(repr=False)
    chunk_count: int
    caption: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteTemplate(Row):
    """Texts that a new note may begin with. Without `service_id` it is for every service."""

    id: NoteTemplateId
    service_id: ServiceId | None = None
    name: str
    subjective: str | None = None
    objective: str | None = None
    assessment: str | None = None
    plan: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSnippet(Row):
    """A text that a note gets by its abbreviation; what stands in braces is asked for."""

    id: TextSnippetId
    abbreviation: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeBlock(Row):
    """Time that is not for appointments: of one person, of a place, or of the whole practice without either.

    core/domain/time_blocks.py tells when it is. `exceptions` are days of the rule on which it is not.
    """

    id: TimeBlockId
    user_id: UserId | None = None
    title: str | None = None
    start_local: str
    timezone: str
    duration_minutes: int
    is_all_day: bool = False
    rrule: str | None = None
    until: date | None = None
    exceptions: tuple[str, ...] = ()
    location_id: LocationId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure(Row):
    """A number that was taken of a client, perhaps for a note: pain, a range of motion, a scale of their own.

    `low`, `high` and `value` are decimal texts as core/domain/measures.py writes them; without ends the scale
    is open there.
    """

    id: MeasureId
    client_id: ClientId
    session_id: NoteId | None = None
    taken_at: datetime
    kind: str
    name: str
    unit: str | None = None
    low: str | None = None
    high: str | None = None
    value: str
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitlistEntry(Row):
    """Somebody who waits for a time, and what time that is; None wishes for nothing in particular.

    core/domain/waitlist.py tells what `weekdays`, `day_part` and `urgency` may be.
    """

    id: WaitlistEntryId
    client_id: ClientId
    practitioner_user_id: UserId | None = None
    service_id: ServiceId | None = None
    location_id: LocationId | None = None
    duration_minutes: int
    waiting_since: datetime
    status: WaitStatus = WaitStatus.WAITING
    weekdays: str | None = None
    day_part: str | None = None
    earliest: date | None = None
    latest: date | None = None
    urgency: str | None = None
    remark: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyMark(Row):
    """What somebody marked on the body chart of a note: what it is, where, and how strong, 0 to 10.

    `kind` and `place` are texts as core/domain/body_chart.py writes them, and `intensity` a number as text.
    """

    id: BodyMarkId
    session_id: NoteId
    kind: str
    place: str
    intensity: str | None = None
    remark: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEvent(Row):
    """Who did what, on which device. `metadata` never holds personal data."""

    id: uuid.UUID
    event_type: str
    resource_type: str | None = None
    resource_id: uuid.UUID | None = None
    action: AuditAction
    user_id: UserId | None = None
    device_id: DeviceId | None = None
    client_time: datetime
    metadata: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict(Row):
    """What sync could not merge. The texts are a field's values as wire text, None when absent."""

    id: ConflictId
    table_no: int
    row_id: uuid.UUID
    field: str | None = None
    reason: ConflictReason
    base: str | None = None
    ours: str | None = None
    theirs: str | None = None
    our_device_id: DeviceId | None = None
    their_device_id: DeviceId | None = None
    noticed_at: datetime
    resolved_at: datetime | None = None
    resolved_by_user_id: UserId | None = None
    resolution: Resolution | None = None
