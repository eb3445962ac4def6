"""Each refusal has a code by which screens and commands decide, and the moments at which rules turn."""

import uuid
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from core.domain import appointments, clients, notes
from core.domain.enums import AppointmentStatus, Role
from core.domain.errors import RuleBroken
from core.domain.ids import UserId
from core.domain.records import Appointment, Client, SessionNote

COMPLETED, SCHEDULED, CANCELLED = (
    AppointmentStatus.COMPLETED,
    AppointmentStatus.SCHEDULED,
    AppointmentStatus.CANCELLED,
)
MakeNote = Callable[..., SessionNote]
MakeAppointment = Callable[..., Appointment]
STRANGER = UserId(uuid.UUID(int=9))


def code_of(refused: Callable[[], object]) -> str | None:
    with pytest.raises(RuleBroken) as caught:
        refused()
    return caught.value.code


def test_given_a_client_without_a_name_or_born_today_then_the_code_says_which() -> None:
    today = date(2026, 3, 2)

    assert code_of(lambda: clients.check_names("Testa", " ")) == "name_missing"
    assert code_of(lambda: clients.check_birth(today, today)) == "birth"


def test_given_what_no_note_allows_then_the_code_says_which(
    note: MakeNote, now: datetime, therapist: UserId
) -> None:
    final = note(finalized_at=now, is_draft=False)
    late = note(deleted_at=now - timedelta(days=31))

    assert code_of(lambda: notes.check_duration(481)) == "duration"
    assert code_of(lambda: notes.check_delete(final, "why", STRANGER, Role.THERAPIST)) == "not_author"
    assert code_of(lambda: notes.check_delete(final, None, therapist, Role.THERAPIST)) == "no_reason"
    assert code_of(lambda: notes.check_restore(note(), now)) == "not_deleted"
    assert code_of(lambda: notes.check_restore(late, now)) == "restore_too_late"


def test_given_two_fields_that_are_too_long_then_both_are_named() -> None:
    with pytest.raises(RuleBroken, match=r"^Subjective, Plan: longer than 5,000"):
        notes.check_lengths({"subjective": "x" * 5001, "objective": "x", "plan": "x" * 5001})


def test_given_a_session_at_the_edge_of_what_clocks_differ_by_then_it_is_not_the_future(
    now: datetime,
) -> None:
    notes.check_session_date(now + timedelta(minutes=5), now)

    assert code_of(lambda: notes.check_session_date(now + timedelta(minutes=6), now)) == "future_session"


def test_given_a_status_that_cannot_follow_then_the_code_says_why(
    appointment: MakeAppointment, now: datetime
) -> None:
    def change(made: Appointment, target: AppointmentStatus, moment: datetime) -> str | None:
        return code_of(lambda: appointments.check_transition(made, target, moment, has_living_note=True))

    completed = appointment(status=COMPLETED)
    assert change(appointment(status=CANCELLED), COMPLETED, now) == "status"
    assert change(completed, CANCELLED, now) == "has_note"
    assert change(completed, SCHEDULED, now + timedelta(minutes=2)) == "undo_too_late"


def test_given_the_moment_of_completing_when_taken_back_at_once_then_it_is_allowed(
    appointment: MakeAppointment, now: datetime
) -> None:
    appointments.check_transition(appointment(status=COMPLETED), SCHEDULED, now, has_living_note=False)


def test_given_an_appointment_that_ends_now_then_it_is_over(
    appointment: MakeAppointment, now: datetime
) -> None:
    ends_now = appointment(at=11, minutes=60)

    assert ends_now.scheduled_end == now
    assert appointments.counts_as_edit(ends_now, ["notes"], now)
    assert appointments.completes_on_note(ends_now, now)


def test_given_an_appointment_that_starts_now_then_it_is_not_the_next_one(
    appointment: MakeAppointment, now: datetime
) -> None:
    assert clients.visits([appointment(at=12)], now).next_appointment is None


def test_given_a_phone_number_then_its_digits_stand_alone() -> None:
    assert clients.digits("+49 (30) 12-34") == "49301234"
    assert clients.digits(None) == ""


def test_given_one_name_and_an_address_known_of_one_only_then_it_may_be_the_same_person(
    client: Callable[..., Client],
) -> None:
    assert clients.likely_same(client(email="testa@example.org"), client())
    assert clients.likely_same(client(), client(email="testa@example.org"))
