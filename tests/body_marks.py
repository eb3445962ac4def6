"""A mark of a body chart that is in no store."""

import uuid
from datetime import UTC, datetime

from core.domain.ids import BodyMarkId, NoteId, WorkspaceId
from core.domain.records import BodyMark

SHOULDER, KNEE = "BACK 250 205", "FRONT 595 722"
_WHEN = datetime(2026, 2, 3, 10, tzinfo=UTC)


def body_mark(place: str = SHOULDER, intensity: str | None = None, kind: str = "PAIN") -> BodyMark:
    """Of a note of its own."""
    return BodyMark(
        id=BodyMarkId(uuid.uuid4()),
        workspace_id=WorkspaceId(uuid.uuid4()),
        created_at=_WHEN,
        updated_at=_WHEN,
        session_id=NoteId(uuid.uuid4()),
        kind=kind,
        place=place,
        intensity=intensity,
    )
