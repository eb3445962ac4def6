"""Appointments through the practice: booking, conflicts, status, edit marks, undo."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from core.domain.clock import FixedClock
from core.domain.enums import AppointmentStatus, LocationType
from core.domain.errors import NotFound, RuleBroken
from core.domain.ids import AppointmentId, ClientId
from core.domain.new_rows import AppointmentDraft, ClientDraft, LocationDraft, ServiceDraft
from core.store.database import rows
from core.store.practice.practice import Practice, SlotTaken

HOUR = timedelta(hours=1)


@pytest.fixture
def client_id(practice: Practice) -> ClientId:
    return practice.clients.add(ClientDraft(first_name="Ada", last_name="Invented")).value.id


def _draft(client_id: ClientId, start: datetime, length: timedelta = HOUR) -> AppointmentDraft:
    return AppointmentDraft(client_id=client_id, scheduled_start=start, scheduled_end=start + length)


def test_given_a_free_time_when_booked_then_the_calendar_shows_it_with_its_surroundings(
    practice: Practice, client_id: ClientId, clock: FixedClock
) -> None:
    service = practice.services.add(ServiceDraft(name="Massage", default_duration_minutes=50)).value
    place = practice.locations.add(
        LocationDraft(name="Room 1", location_type=LocationType.CLINIC, address="1 Invented St")
    ).value
    draft = replace(_draft(client_id, clock.now()), service_id=service.id, location_id=place.id)
    booked = practice.appointments.book(draft).value
    (entry,) = practice.appointments.between(clock.now(), clock.now() + HOUR)
    assert entry.appointment == booked
    assert (entry.client_name, entry.service, entry.location) == ("Ada Invented", service, place)
    assert (entry.has_note, booked.timezone) == (False, "Asia/Jerusalem")
    assert booked.practitioner_user_id == practice.me.user_id


def test_given_ranges_when_asked_then_only_what_touches_them_is_shown(
    practice: Practice, client_id: ClientId, clock: FixedClock
) -> None:
    start = clock.now()
    booked = practice.appointments.book(_draft(client_id, start, timedelta(days=3))).value
    assert practice.appointments.between(start - HOUR, start) == []
    assert practice.appointments.between(booked.scheduled_end, booked.scheduled_end + HOUR) == []
    inside = start + timedelta(days=2)
    assert [one.appointment for one in practice.appointments.between(inside, inside + HOUR)] == [booked]


def test_given_ids_when_asked_for_these_then_living_rows_of_them_come_by_start(
    practice: Practice, client_id: ClientId, clock: FixedClock
) -> None:
    late, early, gone, _other = (
        practice.appointments.book(_draft(client_id, clock.now() + place * HOUR)).value
        for place in (3, 1, 2, 0)
    )
    practice.appointments.delete(gone.id)
    found = practice.appointments.these({late.id, early.id, gone.id, AppointmentId(UUID(int=7))})
    assert [entry.appointment for entry in found] == [early, late]
    assert [entry.client_name for entry in found] == ["Ada Invented"] * 2


def test_given_more_clients_than_one_statement_asks_for_when_read_then_each_has_a_name(
    practice: Practice, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "_IN_LIMIT", 2)
    names = [f"Client {number}" for number in range(5)]
    for place, name in enumerate(names):
        alerts = "Invented alert" if place == 4 else None
        draft = ClientDraft(first_name=name, last_name="Invented", alerts=alerts)
        client_id = practice.clients.add(draft).value.id
        practice.appointments.book(_draft(client_id, clock.now() + place * HOUR))
    found = practice.appointments.between(clock.now(), clock.now() + 5 * HOUR)
    assert [entry.client_name for entry in found] == [f"{name} Invented" for name in names]
    assert [entry.alerts for entry in found] == ["", "", "", "", "Invented alert"]


def test_given_a_taken_time_when_booked_then_it_asks_and_books_only_with_a_reason(
    practice: Practice, client_id: ClientId, clock: FixedClock
) -> None:
    first = practice.appointments.book(_draft(client_id, clock.now())).value
    overlapping = _draft(client_id, clock.now() + HOUR / 2)
    with pytest.raises(SlotTaken) as caught:
        practice.appointments.book(overlapping)
    assert [entry.appointment for entry in caught.value.conflicts] == [first]
    assert [entry.appointment for entry in practice.appointments.conflicts(overlapping)] == [first]
    with pytest.raises(SlotTaken):
        practice.appointments.book(overlapping, "   ")
    second = practice.appointments.book(overlapping, "asked for it").value
    assert second.notes == "Booked anyway: asked for it"
    told = practice.audit.list(resource_id=second.id)[0].metadata
    assert told == {"booked_anyway": True, "overlaps": 1}


def test_given_a_reason_for_what_was_shown_when_others_collide_by_now_then_it_asks_again(
    practice: Practice, client_id: ClientId, clock: FixedClock
) -> None:
    first = practice.appointments.book(_draft(client_id, clock.now())).value
    overlapping = _draft(client_id, clock.now() + HOUR / 2)
    with pytest.raises(SlotTaken):
        practice.appointments.book(overlapping, "asked for it", shown=())
    moved = practice.appointments.move(first.id, clock.now() + HOUR / 4, clock.now() + HOUR).value
    with pytest.raises(SlotTaken):
        practice.appointments.book(overlapping, "asked for it", shown=[first])
    second = practice.appointments.book(overlapping, "asked for it", shown=[moved]).value
    free = clock.now() + 5 * HOUR
    third = practice.appointments.book(_draft(client_id, free)).value
    times = {"scheduled_start": free, "scheduled_end": free + HOUR}
    with pytest.raises(SlotTaken):
        practice.appointments.edit(second.id, "asked for it", [moved], **times)
    assert practice.appointments.edit(second.id, "asked for it", [third], **times).value.edit_count == 0


def test_given_back_to_back_times_when_booked_then_they_do_not_collide(
    practice: Practice, client_id: ClientId, clock: FixedClock
) -> None:
    practice.appointments.book(_draft(client_id, clock.now()))
    practice.appointments.book(_draft(client_id, clock.now() + HOUR))


def test_given_an_end_before_the_start_when_booked_then_nothing_changes(
    practice: Practice, client_id: ClientId, clock: FixedClock
) -> None:
    before = practice.waiting()
    with pytest.raises(RuleBroken, match="ends before"):
        practice.appointments.book(_draft(client_id, clock.now(), -HOUR))
    with pytest.raises(RuleBroken, match="31 days"):
        practice.appointments.book(_draft(client_id, clock.now(), timedelta(days=32)))
    assert practice.waiting() == before


def test_given_a_missing_client_when_booked_then_it_is_not_found(
    practice: Practice, clock: FixedClock
) -> None:
    with pytest.raises(NotFound):
        practice.appointments.book(_draft(ClientId(UUID(int=9)), clock.now()))


def test_given_a_past_appointment_when_moved_then_the_edit_is_marked_and_can_be_undone(
    practice: Practice, client_id: ClientId, clock: FixedClock
) -> None:
    booked = practice.appointments.book(_draft(client_id, clock.now() - 5 * HOUR)).value
    moved = practice.appointments.move(booked.id, clock.now() - 9 * HOUR, clock.now() - 8 * HOUR)
    assert (moved.value.edit_count, moved.value.edited_at) == (1, clock.now())
    assert moved.undo is not None
    changed = practice.undo(moved.undo)
    assert changed[0].ids == {booked.id}
    back = practice.appointments.get(booked.id)
    assert (back.scheduled_start, back.edit_count) == (booked.scheduled_start, 0)


def test_given_a_future_appointment_when_moved_then_no_edit_is_marked(
    practice: Practice, client_id: ClientId, clock: FixedClock
) -> None:
    booked = practice.appointments.book(_draft(client_id, clock.now() + HOUR)).value
    moved = practice.appointments.move(booked.id, clock.now() + 3 * HOUR, clock.now() + 4 * HOUR)
    assert moved.value.edit_count == 0


def test_given_a_change_since_when_undone_then_it_is_refused(
    practice: Practice, client_id: ClientId, clock: FixedClock
) -> None:
    booked = practice.appointments.book(_draft(client_id, clock.now() + HOUR)).value
    moved = practice.appointments.move(booked.id, clock.now() + 3 * HOUR, clock.now() + 4 * HOUR)
    practice.appointments.move(booked.id, clock.now() + 5 * HOUR, clock.now() + 6 * HOUR)
    assert moved.undo is not None
    with pytest.raises(RuleBroken, match="changed again"):
        practice.undo(moved.undo)


def test_given_a_booking_when_undone_then_it_is_gone_and_undoing_a_delete_brings_it_back(
    practice: Practice, client_id: ClientId, clock: FixedClock
) -> None:
    done = practice.appointments.book(_draft(client_id, clock.now()))
    assert done.undo is not None
    practice.undo(done.undo)
    with pytest.raises(NotFound):
        practice.appointments.get(done.value.id)
    again = practice.appointments.book(_draft(client_id, clock.now())).value
    deleted = practice.appointments.delete(again.id)
    assert deleted.undo is not None
    practice.undo(deleted.undo)
    assert practice.appointments.get(again.id).scheduled_start == again.scheduled_start


def test_given_completed_when_taken_back_then_only_within_a_minute(
    practice: Practice, client_id: ClientId, clock: FixedClock
) -> None:
    booked = practice.appointments.book(_draft(client_id, clock.now())).value
    done = practice.appointments.set_status(booked.id, AppointmentStatus.COMPLETED)
    assert done.undo is not None
    clock.advance(timedelta(seconds=61))
    with pytest.raises(RuleBroken, match="within a minute"):
        practice.undo(done.undo)
    with pytest.raises(RuleBroken, match="within a minute"):
        practice.appointments.set_status(booked.id, AppointmentStatus.SCHEDULED)


def test_given_a_cancelled_slot_that_was_taken_when_scheduled_again_then_it_asks(
    practice: Practice, client_id: ClientId, clock: FixedClock
) -> None:
    booked = practice.appointments.book(_draft(client_id, clock.now())).value
    cancelled = practice.appointments.set_status(booked.id, AppointmentStatus.CANCELLED, "ill").value
    assert cancelled.cancellation_reason == "ill"
    practice.appointments.book(_draft(client_id, clock.now()))
    with pytest.raises(SlotTaken):
        practice.appointments.set_status(booked.id, AppointmentStatus.SCHEDULED)


def test_given_a_note_when_its_appointment_is_cancelled_or_deleted_then_it_is_refused(
    practice: Practice, client_id: ClientId, clock: FixedClock
) -> None:
    booked = practice.appointments.book(_draft(client_id, clock.now() - 2 * HOUR)).value
    practice.notes.start(client_id, booked.id)
    with pytest.raises(RuleBroken, match="note"):
        practice.appointments.set_status(booked.id, AppointmentStatus.CANCELLED)
    with pytest.raises(RuleBroken, match="note"):
        practice.appointments.delete(booked.id)
    assert practice.appointments.entry(booked.id).has_note


def test_given_a_status_when_edited_as_a_field_then_it_is_refused(
    practice: Practice, client_id: ClientId, clock: FixedClock
) -> None:
    booked = practice.appointments.book(_draft(client_id, clock.now())).value
    with pytest.raises(RuleBroken):
        practice.appointments.edit(booked.id, status=AppointmentStatus.NO_SHOW)
    edited = practice.appointments.edit(booked.id, notes="bring x-rays").value
    assert edited.notes == "bring x-rays"


def test_given_services_and_places_when_named_twice_or_without_address_then_they_are_refused(
    practice: Practice,
) -> None:
    practice.services.add(ServiceDraft(name="Massage", default_duration_minutes=50))
    with pytest.raises(RuleBroken, match="already"):
        practice.services.add(ServiceDraft(name="Massage", default_duration_minutes=30))
    with pytest.raises(RuleBroken, match="minute"):
        practice.services.add(ServiceDraft(name="Other", default_duration_minutes=0))
    with pytest.raises(RuleBroken, match="address"):
        practice.locations.add(LocationDraft(name="Room", location_type=LocationType.CLINIC))
    (service,) = practice.services.list()
    practice.services.delete(service.id)
    practice.services.add(ServiceDraft(name="Massage", default_duration_minutes=30))
    with pytest.raises(NotFound):
        practice.services.get(service.id)
    with pytest.raises(NotFound):
        practice.appointments.get(AppointmentId(service.id))
