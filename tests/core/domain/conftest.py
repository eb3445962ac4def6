"""Builders of invented rows for the rules' tests."""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from core.domain.ids import AppointmentId, ClientId, NoteId, UserId, WorkspaceId
from core.domain.records import Appointment, Client, SessionNote
from core.domain.timegrid import day_scale

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
WORKSPACE = WorkspaceId(uuid.UUID(int=1))
THERAPIST = UserId(uuid.UUID(int=2))


@pytest.fixture(autouse=True)
def no_remembered_days() -> None:
    """What one test computed must not answer for the code that the next one runs."""
    day_scale.cache_clear()


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def therapist() -> UserId:
    return THERAPIST


@pytest.fixture
def appointment() -> Callable[..., Appointment]:
    """Makes an appointment today; `at` is the hour it starts, `minutes` how long it lasts."""

    def make(at: float = 9, minutes: int = 60, **fields: object) -> Appointment:
        start = NOW.replace(hour=0) + timedelta(hours=at)
        values: dict[str, object] = {
            "id": AppointmentId(uuid.uuid4()),
            "workspace_id": WORKSPACE,
            "created_at": NOW,
            "updated_at": NOW,
            "client_id": ClientId(uuid.uuid4()),
            "practitioner_user_id": THERAPIST,
            "scheduled_start": start,
            "scheduled_end": start + timedelta(minutes=minutes),
            "timezone": "Europe/Berlin",
        }
        return Appointment(**{**values, **fields})  # type: ignore[arg-type]  # a test's loose builder

    return make


@pytest.fixture
def note() -> Callable[..., SessionNote]:
    def make(**fields: object) -> SessionNote:
        values: dict[str, object] = {
            "id": NoteId(uuid.uuid4()),
            "workspace_id": WORKSPACE,
            "created_at": NOW,
            "updated_at": NOW,
            "client_id": ClientId(uuid.uuid4()),
            "created_by_user_id": THERAPIST,
            "session_date": NOW,
            "subjective": "Shoulder is better.",
        }
        return SessionNote(**{**values, **fields})  # type: ignore[arg-type]  # a test's loose builder

    return make


@pytest.fixture
def client() -> Callable[..., Client]:
    def make(**fields: object) -> Client:
        values: dict[str, object] = {
            "id": ClientId(uuid.uuid4()),
            "workspace_id": WORKSPACE,
            "created_at": NOW,
            "updated_at": NOW,
            "first_name": "Testa",
            "last_name": "Invented",
        }
        return Client(**{**values, **fields})  # type: ignore[arg-type]  # a test's loose builder

    return make
