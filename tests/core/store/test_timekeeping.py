"""A wrong clock in a practice: it is noticed by the store, decides nothing, and can be vouched for."""

from datetime import UTC, datetime, timedelta

import pytest

from core.domain.clock import FixedClock
from core.domain.clock_doubt import Heard, WhyDoubted
from core.domain.enums import AppointmentStatus
from core.domain.errors import RuleBroken
from core.domain.ids import ClientId, NoteId
from core.domain.new_rows import AppointmentDraft, ClientDraft
from core.store.practice.practice import Practice
from core.store.unit_of_work.timekeeping import hear, heard_of, is_news

DAY = timedelta(days=1)


@pytest.fixture
def client_id(practice: Practice) -> ClientId:
    return practice.clients.add(ClientDraft(first_name="Ada", last_name="Invented")).value.id


@pytest.fixture
def note_id(practice: Practice, client_id: ClientId) -> NoteId:
    note = practice.notes.start(client_id, session_date=datetime(2018, 1, 1, tzinfo=UTC)).value
    practice.notes.save_draft(note.id, plan="Heat.")
    return note.id


def why(practice: Practice) -> WhyDoubted | None:
    doubt = practice.clock_doubt()
    return doubt.why if doubt else None


def told(practice: Practice, server: datetime, here: datetime) -> None:
    with practice.store.write() as db:
        hear(db, Heard(server, here))


def test_given_the_clock_of_a_working_laptop_then_it_is_believed(practice: Practice, note_id: NoteId) -> None:
    assert practice.clock_doubt() is None
    assert practice.notes.finalize(note_id).value.finalized_at is not None


@pytest.mark.parametrize("back", [DAY, timedelta(days=365 * 7)])
def test_given_a_clock_that_went_back_when_signing_then_it_waits_and_words_are_kept(
    practice: Practice, note_id: NoteId, clock: FixedClock, back: timedelta
) -> None:
    clock.advance(-back)
    with pytest.raises(RuleBroken) as refused:
        practice.notes.finalize(note_id)
    assert refused.value.code == "clock"
    assert practice.notes.save_draft(note_id, plan="Heat and rest.").value.plan == "Heat and rest."

    clock.advance(back)
    practice.notes.finalize(note_id)
    clock.advance(-back)
    with pytest.raises(RuleBroken) as refused:
        practice.notes.amend(note_id, "Wrong side", plan="Ice.")
    assert refused.value.code == "clock"


def test_given_a_clock_that_went_back_then_it_says_neither_that_it_is_too_late_nor_that_somebody_came(
    practice: Practice, note_id: NoteId, client_id: ClientId, clock: FixedClock
) -> None:
    start = clock.now() + timedelta(days=60)
    draft = AppointmentDraft(client_id=client_id, scheduled_start=start, scheduled_end=start + DAY / 24)
    booked = practice.appointments.book(draft).value
    practice.notes.delete(note_id)
    clock.advance(timedelta(days=90))
    told(practice, clock.now() - timedelta(days=90), clock.now())
    assert why(practice) is WhyDoubted.AHEAD_OF_SERVER

    assert practice.notes.restore(note_id).value.deleted_at is None
    practice.notes.start(client_id, booked.id)
    assert practice.appointments.get(booked.id).status is AppointmentStatus.SCHEDULED


def test_given_a_person_who_says_that_the_clock_is_right_then_it_is_believed_until_it_is_doubted_anew(
    practice: Practice, note_id: NoteId, clock: FixedClock
) -> None:
    clock.advance(3650 * DAY)
    practice.notes.save_draft(note_id, plan="Written by a clock ten years ahead.")
    practice.clients.add(ClientDraft(first_name="Bea", last_name="Invented"))
    clock.advance(-3650 * DAY)
    assert why(practice) is WhyDoubted.BEFORE_RECORD

    practice.trust_clock()

    assert why(practice) is None
    practice.notes.finalize(note_id)
    clock.advance(3651 * DAY)
    practice.clients.add(ClientDraft(first_name="Cleo", last_name="Invented"))
    clock.advance(-DAY)
    assert why(practice) is WhyDoubted.BEFORE_RECORD


def test_given_a_person_who_believes_the_laptop_and_not_the_server_then_that_difference_is_no_doubt(
    practice: Practice, clock: FixedClock
) -> None:
    told(practice, clock.now() - 5 * DAY, clock.now())
    assert why(practice) is WhyDoubted.AHEAD_OF_SERVER
    practice.trust_clock()
    told(practice, clock.now() - 5 * DAY, clock.now() + timedelta(minutes=5))
    assert why(practice) is None
    told(practice, clock.now() - 9 * DAY, clock.now())
    assert why(practice) is WhyDoubted.AHEAD_OF_SERVER


def test_given_a_clock_that_was_trusted_beside_a_server_that_agreed_then_falling_back_is_noticed(
    practice: Practice, clock: FixedClock
) -> None:
    told(practice, clock.now() + 20 * DAY, clock.now() + 20 * DAY)
    practice.trust_clock()
    assert why(practice) is WhyDoubted.BEHIND_SERVER


def test_given_what_the_server_said_then_only_another_difference_is_news(
    practice: Practice, clock: FixedClock
) -> None:
    with practice.store.read() as db:
        assert is_news(db, Heard(clock.now(), clock.now()))
    told(practice, clock.now(), clock.now())
    minute = timedelta(minutes=1)
    with practice.store.read() as db:
        assert heard_of(db) == Heard(clock.now(), clock.now())
        assert not is_news(db, Heard(clock.now() + DAY, clock.now() + DAY + minute))
        assert is_news(db, Heard(clock.now(), clock.now() + 20 * minute))
    told(practice, clock.now(), clock.now() + DAY)
    with practice.store.read() as db:
        # While it is wrong each answer counts: it tells when the clock was set right.
        assert is_news(db, Heard(clock.now(), clock.now() + DAY))
