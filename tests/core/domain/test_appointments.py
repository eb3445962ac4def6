"""Overlap, conflicts, transitions and edit tracking."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain import appointments as rules
from core.domain.enums import AppointmentStatus as Status
from core.domain.enums import LocationType
from core.domain.errors import RuleBroken
from core.domain.ids import LocationId, UserId
from core.domain.records import Appointment

Make = Callable[..., Appointment]
_hours = st.integers(0, 48).map(lambda hour: datetime(2026, 3, 1, tzinfo=UTC) + timedelta(hours=hour))


def test_given_an_end_before_the_start_when_checked_then_one_sentence_refuses(now: datetime) -> None:
    with pytest.raises(RuleBroken, match="ends before it starts") as caught:
        rules.check_times(now, now)
    assert caught.value.code == "end_before_start"


@given(_hours, _hours, _hours, _hours)
def test_overlap_is_symmetric_and_half_open(a: datetime, b: datetime, c: datetime, d: datetime) -> None:
    a_start, a_end = min(a, b), max(a, b)
    b_start, b_end = min(c, d), max(c, d)
    assert rules.overlaps(a_start, a_end, b_start, b_end) == rules.overlaps(b_start, b_end, a_start, a_end)
    assert not rules.overlaps(a_start, a_end, a_end, a_end + timedelta(hours=1))


def test_given_the_same_practitioner_when_times_overlap_then_it_conflicts(appointment: Make) -> None:
    booked = appointment(at=9)
    asked = rules.slot_of(appointment(at=9.5))
    assert rules.conflicts(asked, [booked]) == [booked]


def test_given_back_to_back_times_then_there_is_no_conflict(appointment: Make) -> None:
    assert rules.conflicts(rules.slot_of(appointment(at=10)), [appointment(at=9)]) == []


@pytest.mark.parametrize("status", [Status.CANCELLED, Status.NO_SHOW])
def test_given_a_freed_slot_when_booked_again_then_there_is_no_conflict(
    appointment: Make, status: Status
) -> None:
    assert rules.conflicts(rules.slot_of(appointment()), [appointment(status=status)]) == []


def test_given_a_deleted_appointment_or_itself_then_there_is_no_conflict(
    appointment: Make, now: datetime
) -> None:
    mine = appointment()
    assert rules.conflicts(rules.slot_of(mine), [mine, appointment(deleted_at=now)]) == []


def test_given_another_practitioner_when_only_the_client_or_room_is_shared_then_it_conflicts(
    appointment: Make,
) -> None:
    other, room = UserId(uuid.uuid4()), LocationId(uuid.uuid4())
    mine = appointment(location_id=room)
    same_client = appointment(practitioner_user_id=other, client_id=mine.client_id)
    same_room = appointment(practitioner_user_id=other, location_id=room)
    free = appointment(practitioner_user_id=other)
    found = rules.conflicts(rules.slot_of(mine), [same_client, same_room, free])
    assert {row.id for row in found} == {same_client.id, same_room.id}


def test_given_two_online_sessions_in_one_location_then_the_room_is_not_a_conflict(
    appointment: Make,
) -> None:
    room = LocationId(uuid.uuid4())
    mine = appointment(location_id=room, location_type=LocationType.ONLINE)
    other = appointment(location_id=room, practitioner_user_id=UserId(uuid.uuid4()))
    assert rules.conflicts(rules.slot_of(mine), [other]) == []


@pytest.mark.parametrize("target", [Status.COMPLETED, Status.CANCELLED, Status.NO_SHOW])
def test_scheduled_may_become_anything(appointment: Make, now: datetime, target: Status) -> None:
    rules.check_transition(appointment(), target, now, has_living_note=True)


def test_given_a_note_when_a_completed_appointment_is_cancelled_then_it_is_refused(
    appointment: Make, now: datetime
) -> None:
    done = appointment(status=Status.COMPLETED)
    rules.check_transition(done, Status.CANCELLED, now, has_living_note=False)
    with pytest.raises(RuleBroken, match="has a session note"):
        rules.check_transition(done, Status.CANCELLED, now, has_living_note=True)


def test_completed_goes_back_to_scheduled_only_within_a_minute(appointment: Make, now: datetime) -> None:
    done = appointment(status=Status.COMPLETED, updated_at=now)
    rules.check_transition(done, Status.SCHEDULED, now + timedelta(seconds=60), has_living_note=False)
    for later in (now + timedelta(seconds=61), now - timedelta(days=1)):
        with pytest.raises(RuleBroken, match="within a minute"):
            rules.check_transition(done, Status.SCHEDULED, later, has_living_note=False)


def test_a_missed_appointment_cannot_become_completed(appointment: Make, now: datetime) -> None:
    with pytest.raises(RuleBroken, match="no-show cannot become completed"):
        rules.check_transition(
            appointment(status=Status.NO_SHOW), Status.COMPLETED, now, has_living_note=False
        )


def test_allowed_targets_are_those_that_the_check_accepts(appointment: Make, now: datetime) -> None:
    done = appointment(status=Status.COMPLETED, updated_at=now - timedelta(hours=1))
    assert rules.allowed_targets(done, now, has_living_note=True) == [Status.NO_SHOW]
    assert Status.CANCELLED in rules.allowed_targets(done, now, has_living_note=False)


def test_only_the_past_and_the_completed_are_edit_tracked(appointment: Make, now: datetime) -> None:
    past, future = appointment(at=8), appointment(at=20)
    assert rules.counts_as_edit(past, ["scheduled_start"], now)
    assert not rules.counts_as_edit(past, ["status"], now)
    assert not rules.counts_as_edit(future, ["scheduled_start"], now)
    assert rules.counts_as_edit(replace(future, status=Status.COMPLETED), ["notes"], now)


def test_a_note_completes_an_appointment_that_has_ended(appointment: Make, now: datetime) -> None:
    assert rules.completes_on_note(appointment(at=8), now)
    assert not rules.completes_on_note(appointment(at=20), now)
    assert not rules.completes_on_note(appointment(at=8, status=Status.CANCELLED), now)


@pytest.mark.parametrize(
    ("notes", "alone"),
    [
        (None, None),
        ("", None),
        ("Bring the shoes", "Bring the shoes"),
        ("Bring\nthe shoes", "Bring\nthe shoes"),
    ],
)
def test_given_a_remark_with_a_reason_when_taken_without_it_then_the_remark_alone_is_left(
    notes: str | None, alone: str | None
) -> None:
    assert rules.without_reason(notes) == alone
    assert rules.without_reason(rules.with_reason(notes, "Twins")) == alone
    later = f"{rules.with_reason(notes, 'Twins')}\nAnd a towel"
    assert rules.without_reason(later) == "\n".join(filter(None, (alone, "And a towel")))
