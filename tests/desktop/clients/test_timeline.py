"""Appointments and notes under their headings."""

import uuid
from datetime import UTC, date, datetime, timedelta

from core.domain.ids import AppointmentId, ClientId, NoteId, WorkspaceId
from core.domain.records import Appointment, SessionNote
from desktop.clients.timeline import Heading, TimelineItem, grouped

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
WORKSPACE = WorkspaceId(uuid.UUID(int=1))
WHO = ClientId(uuid.UUID(int=2))


def booked(at: datetime, deleted_at: datetime | None = None) -> Appointment:
    return Appointment(
        id=AppointmentId(uuid.uuid4()),
        workspace_id=WORKSPACE,
        created_at=NOW,
        updated_at=NOW,
        deleted_at=deleted_at,
        client_id=WHO,
        scheduled_start=at,
        scheduled_end=at + timedelta(hours=1),
        timezone="UTC",
    )


def noted(at: datetime) -> SessionNote:
    return SessionNote(
        id=NoteId(uuid.uuid4()),
        workspace_id=WORKSPACE,
        created_at=NOW,
        updated_at=NOW,
        client_id=WHO,
        session_date=at,
    )


def test_given_past_and_future_then_what_comes_stands_first_soonest_first() -> None:
    soon, later = booked(NOW + timedelta(days=3)), booked(NOW + timedelta(days=10))
    january, february = booked(NOW - timedelta(days=40)), noted(NOW - timedelta(days=5))
    items = grouped([later, january, soon, february], NOW)
    assert [item.month if isinstance(item, Heading) else item.row for item in items] == [
        None,
        soon,
        later,
        date(2026, 2, 1),
        february,
        date(2026, 1, 1),
        january,
    ]


def test_given_deleted_rows_then_they_are_left_out() -> None:
    assert grouped([booked(NOW, deleted_at=NOW)], NOW) == []


def test_given_a_note_of_an_appointment_then_it_stands_above_it_in_the_past() -> None:
    at = NOW - timedelta(days=1)
    rows = [item.row for item in grouped([booked(at), noted(at)], NOW) if isinstance(item, TimelineItem)]
    assert isinstance(rows[0], SessionNote)
