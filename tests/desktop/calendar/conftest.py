"""Invented appointments for the calendar's tests."""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.domain.enums import AppointmentStatus
from core.domain.ids import AppointmentId, ClientId
from desktop.calendar.entry import Entry

ZONE = ZoneInfo("Asia/Jerusalem")
MakeEntry = Callable[..., Entry]


@pytest.fixture
def zone() -> ZoneInfo:
    return ZONE


@pytest.fixture
def entry() -> MakeEntry:
    """Makes an entry on 22 to 28 November 2026: `entry(day, "10:00", minutes)`."""

    def make(day: int, at: str, minutes: int = 50, name: str = "Dana Levi", **more: object) -> Entry:
        hour, minute = map(int, at.split(":"))
        start = datetime(2026, 11, day, hour, minute, tzinfo=ZONE).astimezone(UTC)
        fields: dict[str, object] = {
            "id": AppointmentId(uuid.uuid4()),
            "client_id": ClientId(uuid.uuid4()),
            "client_name": name,
            "start": start,
            "end": start + timedelta(minutes=minutes),
            "status": AppointmentStatus.SCHEDULED,
            "service": "Massage",
        }
        return Entry(**(fields | more))  # type: ignore[arg-type]

    return make
