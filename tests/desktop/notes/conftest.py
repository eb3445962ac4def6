"""One note and its keeper in memory, and the room for tests with a real practice."""

import uuid

import pytest

from core.domain.ids import ClientId, NoteId, WorkspaceId
from core.domain.records import SessionNote
from tests.desktop.records_room import practice, room
from tests.records_fakes import NOW, ManualRunner, MemoryNotes

__all__ = ["practice", "room"]


@pytest.fixture
def runner() -> ManualRunner:
    return ManualRunner()


@pytest.fixture
def note() -> SessionNote:
    return SessionNote(
        id=NoteId(uuid.UUID(int=5)),
        workspace_id=WorkspaceId(uuid.UUID(int=1)),
        created_at=NOW,
        updated_at=NOW,
        client_id=ClientId(uuid.UUID(int=3)),
        session_date=NOW,
        subjective="Neck is stiff.",
    )


@pytest.fixture
def notes(note: SessionNote) -> MemoryNotes:
    return MemoryNotes(note)
