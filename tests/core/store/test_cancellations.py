"""Who cancelled an appointment and when, and what a client missed, as the store keeps and reads them."""

from datetime import UTC, datetime, timedelta

import pytest

from core.domain.cancellations import Cancellation, Canceller, MissedInYear
from core.domain.clock import FixedClock
from core.domain.enums import AppointmentStatus
from core.domain.ids import AppointmentId, ClientId
from core.domain.new_rows import AppointmentDraft, ClientDraft
from core.domain.recurrence import Frequency, Rule
from core.domain.series import Repeat, Scope
from core.store.practice.practice import Practice

CANCELLED, NO_SHOW = AppointmentStatus.CANCELLED, AppointmentStatus.NO_SHOW
START = datetime(2026, 3, 3, 9, tzinfo=UTC)


@pytest.fixture
def client(practice: Practice) -> ClientId:
    return practice.clients.add(ClientDraft(first_name="Ada", last_name="Invented")).value.id


def book(practice: Practice, client: ClientId, start: datetime = START) -> AppointmentId:
    draft = AppointmentDraft(
        client_id=client, scheduled_start=start, scheduled_end=start + timedelta(hours=1)
    )
    return practice.appointments.book(draft).value.id


def test_given_a_client_who_calls_it_off_late_then_reason_person_and_notice_are_found(
    practice: Practice, clock: FixedClock, client: ClientId
) -> None:
    booked = book(practice, client)
    clock.advance(timedelta(hours=21))

    row = practice.appointments.set_status(booked, CANCELLED, " Flu ", cancelled_by=Canceller.CLIENT).value

    assert row.cancellation_reason == "Flu"
    assert practice.cancellations.of(booked) == Cancellation(Canceller.CLIENT, timedelta(hours=3))
    assert practice.cancellations.missed(client) == [MissedInYear(2026, 0, 1)]


def test_given_it_takes_place_after_all_then_nothing_was_missed(
    practice: Practice, clock: FixedClock, client: ClientId
) -> None:
    booked = book(practice, client)
    done = practice.appointments.set_status(booked, CANCELLED, cancelled_by=Canceller.CLIENT)
    assert done.undo is not None
    practice.undo(done.undo)
    assert practice.cancellations.missed(client) == []

    practice.appointments.set_status(booked, CANCELLED, cancelled_by=Canceller.CLIENT)
    clock.advance(timedelta(minutes=1))
    practice.appointments.set_status(booked, AppointmentStatus.SCHEDULED)

    assert practice.cancellations.of(booked) is None
    assert practice.cancellations.missed(client) == []


def test_given_other_clients_and_a_practice_that_cancels_then_only_what_this_one_missed_counts(
    practice: Practice, clock: FixedClock, client: ClientId
) -> None:
    clock.advance(timedelta(hours=5))
    other = practice.clients.add(ClientDraft(first_name="Ben", last_name="Invented")).value.id
    ours, theirs = book(practice, client), book(practice, other, START + timedelta(hours=2))
    practice.appointments.set_status(ours, CANCELLED, cancelled_by=Canceller.PRACTICE)
    practice.appointments.set_status(theirs, CANCELLED, cancelled_by=Canceller.CLIENT)
    unsaid = book(practice, client, START + timedelta(hours=4))
    practice.appointments.set_status(unsaid, CANCELLED)
    gone = book(practice, client, START + timedelta(hours=6))
    clock.advance(timedelta(days=2))
    practice.appointments.set_status(gone, NO_SHOW)

    assert practice.cancellations.of(unsaid) is None
    assert practice.cancellations.missed(client) == [MissedInYear(2026, 1, 0)]
    assert practice.cancellations.missed(other) == [MissedInYear(2026, 0, 1)]


@pytest.mark.parametrize("way", ["archived", "ended"])
def test_given_a_cancellation_that_was_taken_back_when_all_ahead_is_cancelled_then_it_is_not_the_client_s(
    practice: Practice, clock: FixedClock, client: ClientId, way: str
) -> None:
    if way == "ended":
        draft = AppointmentDraft(
            client_id=client, scheduled_start=START, scheduled_end=START + timedelta(hours=1)
        )
        booked = practice.series.book(
            draft, Repeat(rule=Rule(frequency=Frequency.WEEKLY, weekdays=(1,)))
        ).value.id
    else:
        booked = book(practice, client)
    clock.advance(timedelta(hours=21))
    practice.appointments.set_status(booked, CANCELLED, cancelled_by=Canceller.CLIENT)
    clock.advance(timedelta(minutes=1))
    practice.appointments.set_status(booked, AppointmentStatus.SCHEDULED)
    clock.advance(timedelta(minutes=1))
    done = practice.appointments.set_status(booked, CANCELLED, cancelled_by=Canceller.CLIENT)
    assert done.undo is not None
    practice.undo(done.undo)
    clock.advance(timedelta(minutes=1))

    if way == "ended":
        practice.series.end(booked, Scope.FOLLOWING)
    else:
        practice.clients.archive(client, cancel_future=True)

    assert practice.appointments.get(booked).status is CANCELLED
    assert practice.cancellations.of(booked) is None
    assert practice.cancellations.missed(client) == []
