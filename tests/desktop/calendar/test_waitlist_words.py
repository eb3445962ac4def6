"""Who waits, in words: the wish, since when, and nothing where nothing is wished."""

import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from core.domain.ids import ClientId, LocationId, ServiceId, UserId, WaitlistEntryId, WorkspaceId
from core.domain.records import WaitlistEntry
from core.domain.waitlist import URGENT
from desktop.calendar.waitlist_words import WishNames, since_text, wish_text

ZONE = ZoneInfo("Asia/Jerusalem")
NOW = datetime(2026, 11, 24, 8, 40, tzinfo=UTC)
TODAY = date(2026, 11, 24)
MASSAGE, ROOM, DANA = ServiceId(uuid.UUID(int=1)), LocationId(uuid.UUID(int=2)), UserId(uuid.UUID(int=3))
NAMES = WishNames({MASSAGE: "Massage"}, {ROOM: "Room 1"}, {DANA: "Dana Demo"})


def entry(**wish: Any) -> WaitlistEntry:
    return WaitlistEntry(
        id=WaitlistEntryId(uuid.UUID(int=8)),
        workspace_id=WorkspaceId(uuid.UUID(int=9)),
        created_at=NOW,
        updated_at=NOW,
        client_id=ClientId(uuid.UUID(int=7)),
        **{"duration_minutes": 50, "waiting_since": NOW, **wish},
    )


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ({}, "50 min"),
        ({"weekdays": "MO,WE", "day_part": "MORNING"}, "50 min · Mon, Wed · mornings"),
        ({"urgency": URGENT, "service_id": MASSAGE}, "Urgent · Massage · 50 min"),
        ({"practitioner_user_id": DANA, "location_id": ROOM}, "50 min · Dana Demo · Room 1"),
        ({"earliest": date(2026, 12, 1)}, "50 min · from Tue 1 Dec"),
        ({"earliest": date(2026, 11, 1), "latest": date(2026, 12, 1)}, "50 min · until Tue 1 Dec"),
        (
            {"earliest": date(2026, 12, 1), "latest": date(2026, 12, 8)},
            "50 min · Tue 1 Dec to Tue 8 Dec",
        ),
        ({"service_id": ServiceId(uuid.UUID(int=5)), "day_part": "NIGHT"}, "50 min"),
    ],
)
def test_given_a_wish_when_told_then_only_what_is_wished_is_said(wish: dict[str, Any], said: str) -> None:
    assert wish_text(entry(**wish), NAMES, TODAY) == said


@pytest.mark.parametrize(
    ("ago", "said"),
    [
        (timedelta(hours=3), "since today"),
        (timedelta(hours=11), "since yesterday"),
        (timedelta(days=9), "for 9 days"),
        (timedelta(days=23), "for 3 weeks"),
        (timedelta(days=-2), "since today"),
    ],
)
def test_given_a_wait_when_told_then_its_length_counts_days_of_the_practice(
    ago: timedelta, said: str
) -> None:
    assert since_text(entry(waiting_since=NOW - ago), NOW.astimezone(ZONE)) == said
