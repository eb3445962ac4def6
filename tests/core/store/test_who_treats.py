"""A new booking is with somebody who treats; what stands there already stays as it is."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.clock import FixedClock
from core.domain.enums import Role
from core.domain.errors import RuleBroken
from core.domain.ids import UserId
from core.domain.new_rows import AppointmentDraft, ClientDraft
from core.domain.recurrence import Frequency, Rule
from core.domain.series import Repeat
from core.store.practice.practice import Practice

DAILY = Repeat(rule=Rule(frequency=Frequency.DAILY), times=3)


@pytest.fixture
def draft(practice: Practice, clock: FixedClock) -> AppointmentDraft:
    client = practice.clients.add(ClientDraft(first_name="Ada", last_name="Invented")).value
    start = clock.now() + timedelta(days=1)
    return AppointmentDraft(
        client_id=client.id, scheduled_start=start, scheduled_end=start + timedelta(hours=1)
    )


def become(practice: Practice, role: Role) -> None:
    with practice.desk.write() as writer:
        writer.update("users", practice.me.user_id, {"role": role})


@pytest.mark.parametrize("role", [Role.ASSISTANT, Role.READONLY])
def test_given_somebody_who_does_not_treat_when_booked_with_them_then_it_is_refused(
    practice: Practice, draft: AppointmentDraft, role: Role
) -> None:
    office = practice.team.add("Office Person", role).value
    named = replace(draft, practitioner_user_id=office.id)
    with pytest.raises(RuleBroken) as refused:
        practice.appointments.book(named)
    assert refused.value.code == "does_not_treat"
    with pytest.raises(RuleBroken):
        practice.series.book(named, DAILY)
    assert practice.appointments.between(draft.scheduled_start, draft.scheduled_end) == []


def test_given_an_assistant_when_booking_with_nobody_named_then_it_is_refused_and_for_a_therapist_it_is_not(
    practice: Practice, draft: AppointmentDraft
) -> None:
    ben = practice.team.add("Ben Invented", Role.THERAPIST).value
    become(practice, Role.ASSISTANT)
    with pytest.raises(RuleBroken):
        practice.appointments.book(draft)
    with pytest.raises(RuleBroken):
        practice.series.book(draft, DAILY)
    booked = practice.appointments.book(replace(draft, practitioner_user_id=ben.id)).value
    assert booked.practitioner_user_id == ben.id


def test_given_somebody_of_whom_nothing_is_known_yet_when_booked_with_them_then_it_is_not_refused(
    practice: Practice, draft: AppointmentDraft
) -> None:
    stranger = UserId(practice.desk.ids.new())
    booked = practice.appointments.book(replace(draft, practitioner_user_id=stranger)).value
    assert booked.practitioner_user_id == stranger


def test_given_an_appointment_of_somebody_who_does_not_treat_any_more_when_moved_then_it_stays_theirs(
    practice: Practice, draft: AppointmentDraft
) -> None:
    ben = practice.team.add("Ben Invented", Role.THERAPIST).value
    booked = practice.appointments.book(replace(draft, practitioner_user_id=ben.id)).value
    practice.team.edit(ben.id, role=Role.ASSISTANT)
    hour = timedelta(hours=1)
    moved = practice.appointments.move(booked.id, draft.scheduled_start + hour, draft.scheduled_end + hour)
    assert moved.value.practitioner_user_id == ben.id
