"""What was undone is done again: an undo of the undo, which refuses what the undo itself would refuse."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core.domain.cancellations import Canceller
from core.domain.clock import FixedClock
from core.domain.enums import AppointmentStatus, WaitStatus
from core.domain.errors import NotFound, RuleBroken
from core.domain.ids import ClientId
from core.domain.new_rows import AppointmentDraft, ClientDraft, TimeBlockDraft, WaitlistDraft
from core.domain.records import Appointment
from core.domain.recurrence import Frequency, Rule
from core.domain.series import Repeat, Scope
from core.store.practice.practice import Done, Practice, Undo
from core.store.practice.series_changes import Change

HOUR, WEEK = timedelta(hours=1), timedelta(weeks=1)
LATE = datetime(2026, 3, 2, 12, tzinfo=UTC)
MONDAY = datetime(2026, 3, 16, 11, tzinfo=UTC)
Command = Callable[[Practice, Appointment], Done[Any]]


@pytest.fixture
def client_id(practice: Practice) -> ClientId:
    return practice.clients.add(ClientDraft(first_name="Ada", last_name="Invented")).value.id


@pytest.fixture
def booked(practice: Practice, client_id: ClientId, clock: FixedClock) -> Appointment:
    return practice.appointments.book(draft(client_id, clock.now() + HOUR)).value


@pytest.fixture
def first(practice: Practice, client_id: ClientId, clock: FixedClock) -> Appointment:
    repeat = Repeat(rule=Rule(frequency=Frequency.WEEKLY, weekdays=(0,)), times=8)
    return practice.series.book(draft(client_id, clock.now() + WEEK), repeat).value


def draft(client_id: ClientId, start: datetime, **more: Any) -> AppointmentDraft:
    return AppointmentDraft(client_id=client_id, scheduled_start=start, scheduled_end=start + HOUR, **more)


def shown(practice: Practice) -> list[tuple[object, ...]]:
    rows = practice.appointments.between(datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
    found = [each.appointment for each in rows]
    return [(row.id, row.scheduled_start, row.scheduled_end, row.status, row.notes) for row in found]


def reverse(practice: Practice, undo: Undo | None) -> Undo:
    assert undo is not None
    turned = practice.reverse(undo)
    assert turned.changed
    assert turned.undo is not None
    return turned.undo


def back_and_forth(practice: Practice, run: Callable[[], Done[Any]]) -> None:
    """Undone and done again twice, and each time all stands as it did."""
    before = shown(practice)
    undo = run().undo
    after = shown(practice)
    for _ in range(2):
        redo = reverse(practice, undo)
        assert shown(practice) == before
        undo = reverse(practice, redo)
        assert shown(practice) == after


@pytest.mark.parametrize(
    "command",
    [
        lambda practice, row: practice.appointments.move(row.id, row.scheduled_start + HOUR, LATE),
        lambda practice, row: practice.appointments.set_status(row.id, AppointmentStatus.COMPLETED),
        lambda practice, row: practice.appointments.set_status(
            row.id, AppointmentStatus.CANCELLED, "Flu", cancelled_by=Canceller.CLIENT
        ),
        lambda practice, row: practice.appointments.delete(row.id),
        lambda practice, row: practice.appointments.edit(row.id, notes="Bring the shoes"),
        lambda practice, row: practice.appointments.book(draft(row.client_id, row.scheduled_end)),
    ],
)
def test_given_a_command_when_undone_and_done_again_then_all_stands_as_after_it(
    practice: Practice, booked: Appointment, command: Command
) -> None:
    back_and_forth(practice, lambda: command(practice, booked))


@pytest.mark.parametrize(
    "command",
    [
        lambda practice, row: practice.appointments.move(row.id, row.scheduled_start + HOUR, MONDAY),
        lambda practice, row: practice.appointments.set_status(row.id, AppointmentStatus.CANCELLED),
        lambda practice, row: practice.appointments.delete(row.id),
        lambda practice, row: practice.series.end(row.id, Scope.FOLLOWING, deletes=True),
        lambda practice, row: practice.series.change(
            row.id, Scope.FOLLOWING, Change({}, row.scheduled_start + HOUR, MONDAY)
        ),
        lambda practice, row: practice.series.change(
            row.id, Scope.ALL, Change({}, row.scheduled_start + HOUR, MONDAY)
        ),
        lambda practice, row: practice.series.book(
            draft(row.client_id, row.scheduled_end),
            Repeat(rule=Rule(frequency=Frequency.WEEKLY, weekdays=(0,)), times=3),
        ),
    ],
)
def test_given_a_command_to_a_series_when_undone_and_done_again_then_all_stands_as_after_it(
    practice: Practice, first: Appointment, command: Command
) -> None:
    rows = practice.appointments.between(first.scheduled_start + WEEK, first.scheduled_end + WEEK)
    back_and_forth(practice, lambda: command(practice, rows[0].appointment))


def test_given_a_block_that_was_deleted_when_undone_and_done_again_then_it_is_gone_again(
    practice: Practice,
) -> None:
    block = practice.blocks.add(TimeBlockDraft(start_local="2026-03-03T15:00", duration_minutes=60)).value
    redo = reverse(practice, practice.blocks.delete(block.id).undo)
    assert practice.blocks.get(block.id) is not None
    practice.undo(redo)
    with pytest.raises(NotFound):
        practice.blocks.get(block.id)


def test_given_a_booking_from_the_waitlist_when_undone_and_done_again_then_the_wait_is_over_again(
    practice: Practice, client_id: ClientId, clock: FixedClock
) -> None:
    entry = practice.waitlist.add(WaitlistDraft(client_id=client_id, duration_minutes=50)).value
    done = practice.appointments.book(draft(client_id, clock.now(), waitlist_entry_id=entry.id))
    redo = reverse(practice, done.undo)
    assert practice.waitlist.get(entry.id).status is WaitStatus.WAITING
    practice.undo(redo)
    assert practice.waitlist.get(entry.id).status is WaitStatus.BOOKED


def test_given_a_cancellation_by_the_client_when_done_again_then_it_is_known_who_it_was(
    practice: Practice, booked: Appointment
) -> None:
    done = practice.appointments.set_status(
        booked.id, AppointmentStatus.CANCELLED, "Flu", cancelled_by=Canceller.CLIENT
    )
    said = practice.cancellations.of(booked.id)
    practice.undo(reverse(practice, done.undo))
    assert said is not None
    assert practice.cancellations.of(booked.id) == said
    assert practice.appointments.get(booked.id).cancellation_reason == "Flu"


def test_given_a_move_that_was_undone_when_it_was_moved_elsewhere_since_then_redo_refuses_and_nothing_changes(
    practice: Practice, booked: Appointment
) -> None:
    moved = practice.appointments.move(booked.id, booked.scheduled_start + HOUR, booked.scheduled_end + HOUR)
    redo = reverse(practice, moved.undo)
    practice.appointments.move(booked.id, booked.scheduled_start + 3 * HOUR, booked.scheduled_end + 3 * HOUR)
    before = shown(practice)
    with pytest.raises(RuleBroken, match="changed again"):
        practice.reverse(redo)
    assert shown(practice) == before


def test_given_a_deletion_that_was_undone_when_a_note_is_about_it_by_now_then_redo_refuses(
    practice: Practice, client_id: ClientId, clock: FixedClock
) -> None:
    ahead = practice.appointments.book(draft(client_id, clock.now() + HOUR)).value
    redo = reverse(practice, practice.appointments.delete(ahead.id).undo)
    practice.notes.start(client_id, ahead.id)
    with pytest.raises(RuleBroken, match="session note"):
        practice.reverse(redo)
    assert practice.appointments.get(ahead.id).id == ahead.id


def test_given_a_booking_about_which_a_note_is_written_when_undone_then_it_is_refused(
    practice: Practice, client_id: ClientId, clock: FixedClock
) -> None:
    done = practice.appointments.book(draft(client_id, clock.now() + HOUR))
    practice.notes.start(client_id, done.value.id)
    assert done.undo is not None
    with pytest.raises(RuleBroken, match="session note"):
        practice.undo(done.undo)
    assert practice.appointments.get(done.value.id).id == done.value.id


def test_given_an_occurrence_that_was_moved_when_a_note_is_about_it_then_undo_gives_it_back_to_its_series(
    practice: Practice, first: Appointment
) -> None:
    moved = practice.appointments.move(first.id, first.scheduled_start + HOUR, first.scheduled_end + HOUR)
    practice.notes.start(first.client_id, first.id)
    reverse(practice, moved.undo)
    assert practice.appointments.get(first.id).scheduled_start == first.scheduled_start


def test_given_a_cancellation_that_was_undone_when_a_note_is_about_it_by_now_then_redo_refuses(
    practice: Practice, client_id: ClientId, clock: FixedClock
) -> None:
    ahead = practice.appointments.book(draft(client_id, clock.now() + HOUR)).value
    practice.appointments.set_status(ahead.id, AppointmentStatus.COMPLETED)
    redo = reverse(
        practice, practice.appointments.set_status(ahead.id, AppointmentStatus.CANCELLED, "Flu").undo
    )
    practice.notes.start(client_id, ahead.id)
    with pytest.raises(RuleBroken, match="session note"):
        practice.reverse(redo)
    assert practice.appointments.get(ahead.id).status is AppointmentStatus.COMPLETED
