"""Who called an appointment off, whether that was late, and what a client missed in each year."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from core.domain.cancellations import (
    LATE,
    STATUS_EVENT,
    Cancellation,
    Canceller,
    MissedInYear,
    last_cancellation,
    marks_of,
    missed_by_year,
)
from core.domain.enums import AppointmentStatus, AuditAction, LocationType
from core.domain.ids import AppointmentId, ClientId, WorkspaceId
from core.domain.records import Appointment, AuditEvent

START = datetime(2026, 3, 4, 10, tzinfo=UTC)
JERUSALEM = ZoneInfo("Asia/Jerusalem")
WORKSPACE = WorkspaceId(uuid.UUID(int=1))


def event(metadata: Any, at: datetime = START, kind: str = STATUS_EVENT) -> AuditEvent:
    return AuditEvent(
        id=uuid.uuid4(),
        workspace_id=WORKSPACE,
        version=1,
        created_at=at,
        updated_at=at,
        event_type=kind,
        action=AuditAction.UPDATE,
        client_time=at,
        metadata=metadata,
    )


def appointment(status: AppointmentStatus, start: datetime = START) -> Appointment:
    return Appointment(
        id=AppointmentId(uuid.uuid4()),
        workspace_id=WORKSPACE,
        version=1,
        created_at=START,
        updated_at=START,
        client_id=ClientId(uuid.UUID(int=2)),
        scheduled_start=start,
        scheduled_end=start + timedelta(hours=1),
        timezone="Asia/Jerusalem",
        location_type=LocationType.CLINIC,
        status=status,
    )


def test_what_is_kept_of_a_cancellation_is_read_as_it_was() -> None:
    marks = marks_of(Canceller.CLIENT, START, START - timedelta(hours=3, seconds=30))
    assert marks == {"by": "client", "notice_minutes": 180}
    assert last_cancellation([event(marks)]) == Cancellation(Canceller.CLIENT, timedelta(hours=3))
    assert marks_of(None, START, START) == {}


@pytest.mark.parametrize(
    ("by", "notice", "late"),
    [
        (Canceller.CLIENT, LATE, False),
        (Canceller.CLIENT, LATE - timedelta(minutes=1), True),
        (Canceller.CLIENT, -timedelta(minutes=5), True),
        (Canceller.PRACTICE, timedelta(0), False),
    ],
)
def test_only_a_client_who_gives_less_than_a_day_is_late(
    by: Canceller, notice: timedelta, late: bool
) -> None:
    assert Cancellation(by, notice).is_late is late


def test_of_several_events_the_last_one_about_the_status_holds() -> None:
    called_off = event(marks_of(Canceller.CLIENT, START, START), START - timedelta(hours=2))
    back = event({"status": "SCHEDULED"}, START - timedelta(hours=1))
    other = event(marks_of(Canceller.PRACTICE, START, START), START, "appointment.move")
    assert last_cancellation([called_off, other]) == Cancellation(Canceller.CLIENT, timedelta(0))
    assert last_cancellation([back, called_off]) is None
    assert last_cancellation([]) is None


@pytest.mark.parametrize(
    "said",
    [
        None,
        {},
        {"by": "somebody", "notice_minutes": 5},
        {"by": "client"},
        {"by": "client", "notice_minutes": True},
        {"by": "client", "notice_minutes": "5"},
        {"by": "client", "notice_minutes": 10**5000},
        {"by": ["client"], "notice_minutes": 5},
    ],
)
def test_an_event_that_says_nothing_of_use_is_no_cancellation(said: Any) -> None:
    assert last_cancellation([event(said)]) is None


def test_what_was_missed_counts_in_the_year_of_the_practice_s_clock() -> None:
    eve = datetime(2025, 12, 31, 22, 30, tzinfo=UTC)  # past midnight in Jerusalem
    missed = appointment(AppointmentStatus.NO_SHOW, eve)
    late = appointment(AppointmentStatus.CANCELLED)
    in_time = appointment(AppointmentStatus.CANCELLED, START.replace(year=2024))
    came = appointment(AppointmentStatus.COMPLETED)
    old = appointment(AppointmentStatus.NO_SHOW, START.replace(year=2023))
    events: dict[uuid.UUID | None, list[AuditEvent]] = {
        late.id: [event(marks_of(Canceller.CLIENT, START, START))],
        in_time.id: [event(marks_of(Canceller.CLIENT, START, START - 2 * LATE))],
    }

    found = missed_by_year([missed, late, in_time, came, old], events, JERUSALEM)

    assert found == [MissedInYear(2026, 1, 1), MissedInYear(2023, 1, 0)]
