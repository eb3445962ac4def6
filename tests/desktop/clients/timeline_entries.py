"""Invented entries of a timeline."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

from core.domain.enums import AppointmentStatus
from core.domain.ids import AppointmentId, AttachmentId, ClientId, MeasureId, NoteId, WorkspaceId
from core.domain.records import Appointment, Attachment, Measure
from core.store.practice.client_timeline import NoteBeginning, TimelineEntry

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
WHO = ClientId(uuid.UUID(int=2))
_ROW: dict[str, Any] = {
    "workspace_id": WorkspaceId(uuid.UUID(int=1)),
    "created_at": NOW,
    "updated_at": NOW,
    "client_id": WHO,
}


def booked(
    at: datetime, status: AppointmentStatus = AppointmentStatus.SCHEDULED, *, has_note: bool = False
) -> TimelineEntry:
    row = Appointment(
        id=AppointmentId(uuid.uuid4()),
        scheduled_start=at,
        scheduled_end=at + timedelta(hours=1),
        timezone="UTC",
        status=status,
        **_ROW,
    )
    return TimelineEntry(at, row, has_note)


def noted(at: datetime, beginning: str = "Neck is stiff.", *, is_signed: bool = False) -> TimelineEntry:
    return TimelineEntry(at, NoteBeginning(NoteId(uuid.uuid4()), at, None, is_signed, beginning))


def measured(at: datetime, name: str = "Grip", note: str | None = None) -> TimelineEntry:
    row = Measure(
        id=MeasureId(uuid.uuid4()),
        taken_at=at,
        kind="OWN",
        name=name,
        unit="kg",
        value="31",
        note=note,
        **_ROW,
    )
    return TimelineEntry(at, row)


def filed(at: datetime, name: str = "scan.pdf", caption: str | None = None) -> TimelineEntry:
    row = Attachment(
        id=AttachmentId(uuid.uuid4()),
        file_name=name,
        file_size_bytes=450,
        blob_key=b"",
        chunk_count=1,
        caption=caption,
        **_ROW,
    )
    return TimelineEntry(at, row)
