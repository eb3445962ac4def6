"""What counts as reminded: the later of two events, for the time that was told."""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from itertools import permutations

import pytest

from core.domain.enums import AuditAction
from core.domain.ids import UserId, WorkspaceId
from core.domain.records import AuditEvent
from core.domain.reminders import REMIND, UNREMIND, Channel, Standing, last_told, marks_of, standing

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
START = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
WHO = UserId(uuid.UUID(int=2))
Event = Callable[..., AuditEvent]


@pytest.fixture
def event() -> Event:
    def make(number: int, kind: str = REMIND, metadata: object = None, minutes: int = 0) -> AuditEvent:
        return AuditEvent(
            id=uuid.UUID(int=number),
            workspace_id=WorkspaceId(uuid.UUID(int=1)),
            created_at=NOON,
            updated_at=NOON,
            event_type=kind,
            action=AuditAction.SHARE,
            user_id=WHO,
            client_time=NOON + timedelta(minutes=minutes),
            metadata=marks_of(START, Channel.EMAIL) if metadata is None else metadata,  # type: ignore[arg-type]
        )

    return make


def test_given_no_event_then_the_client_still_has_to_be_told() -> None:
    assert last_told([]) is None
    assert standing(START, None) is Standing.OPEN


def test_given_a_reminder_then_it_says_when_how_and_by_whom_and_holds_for_its_time(event: Event) -> None:
    told = last_told([event(1)])
    assert told is not None
    assert (told.start, told.channel, told.at, told.by) == (START, Channel.EMAIL, NOON, WHO)
    assert standing(START, told) is Standing.REMINDED
    assert standing(START + timedelta(minutes=15), told) is Standing.MOVED


def test_given_a_start_in_another_zone_then_it_is_the_same_moment(event: Event) -> None:
    elsewhere = START.astimezone(timezone(timedelta(hours=2)))
    told = last_told([event(1, metadata=marks_of(elsewhere, Channel.SMS))])
    assert standing(START, told) is Standing.REMINDED


def test_given_events_in_any_order_then_the_latest_holds_and_others_do_not_count(event: Event) -> None:
    seen = [
        event(4, minutes=1),
        event(3, UNREMIND, minutes=2),
        event(2, minutes=3, metadata=marks_of(START, Channel.SMS)),
        event(1, "appointment.move", minutes=4),
    ]
    for order in permutations(seen):
        told = last_told(order)
        assert told is not None
        assert told.channel is Channel.SMS
    assert last_told([event(1, minutes=1), event(2, UNREMIND, minutes=2)]) is None


def test_given_two_events_of_one_moment_then_every_laptop_takes_the_same_one(event: Event) -> None:
    pair = [event(1), event(2, UNREMIND)]
    assert last_told(pair) is last_told(pair[::-1]) is None


@pytest.mark.parametrize(
    "metadata", [{}, {"start": 5}, {"start": "tomorrow"}, {"start": "2026-03-03T09:00:00"}]
)
def test_given_an_event_that_says_no_time_then_nobody_counts_as_reminded(
    event: Event, metadata: dict[str, object]
) -> None:
    assert last_told([event(1, metadata=metadata)]) is None


@pytest.mark.parametrize("channel", ["pigeon", None, 7])
def test_given_a_way_that_a_newer_program_knows_then_it_counts_all_the_same(
    event: Event, channel: object
) -> None:
    told = last_told([event(1, metadata={"start": START.isoformat(), "channel": channel})])
    assert told is not None
    assert told.channel is Channel.OTHER
