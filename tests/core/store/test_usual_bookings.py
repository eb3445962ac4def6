"""What a client usually has, read from the store: few rows, series too, and nothing that fell out."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from core.domain.clock import FixedClock
from core.domain.enums import AppointmentStatus, LocationType, Role
from core.domain.ids import ClientId
from core.domain.new_rows import AppointmentDraft, ClientDraft, LocationDraft, ServiceDraft
from core.domain.records import Appointment, Location, Service
from core.domain.recurrence import Frequency, Rule
from core.domain.series import Repeat
from core.domain.usual_booking import UsualBooking
from core.store.practice.practice import Practice

HOUR, WEEK = timedelta(hours=1), timedelta(weeks=1)


@pytest.fixture
def client_id(practice: Practice) -> ClientId:
    return practice.clients.add(ClientDraft(first_name="Ada", last_name="Invented")).value.id


@pytest.fixture
def massage(practice: Practice) -> Service:
    return practice.services.add(ServiceDraft(name="Massage", default_duration_minutes=50)).value


@pytest.fixture
def room(practice: Practice) -> Location:
    draft = LocationDraft(name="Room 1", location_type=LocationType.CLINIC, address="1 Invented Street")
    return practice.locations.add(draft).value


@pytest.fixture
def plain(client_id: ClientId, massage: Service, room: Location, clock: FixedClock) -> AppointmentDraft:
    return AppointmentDraft(
        client_id=client_id,
        scheduled_start=clock.now(),
        scheduled_end=clock.now() + HOUR,
        service_id=massage.id,
        location_id=room.id,
    )


def at(draft: AppointmentDraft, start: datetime, length: timedelta = HOUR) -> AppointmentDraft:
    return replace(draft, scheduled_start=start, scheduled_end=start + length)


def book(practice: Practice, draft: AppointmentDraft) -> Appointment:
    return practice.appointments.book(draft).value


def test_given_nobodys_appointments_when_asked_then_there_is_no_habit(
    practice: Practice, client_id: ClientId
) -> None:
    assert practice.usual_bookings.of(client_id) is None


def test_given_a_past_and_others_clients_when_asked_then_the_clients_own_past_tells(
    practice: Practice, plain: AppointmentDraft, clock: FixedClock
) -> None:
    other = practice.clients.add(ClientDraft(first_name="Ben", last_name="Invented")).value
    book(practice, at(plain, clock.now() - WEEK))
    book(practice, replace(at(plain, clock.now() - WEEK + 2 * HOUR, 2 * HOUR), client_id=other.id))
    book(practice, at(plain, clock.now() + WEEK, 3 * HOUR))
    usual = practice.usual_bookings.of(plain.client_id)
    assert usual == UsualBooking(
        service_id=plain.service_id,
        location_id=plain.location_id,
        length=HOUR,
        practitioner_id=practice.me.user_id,
    )


@pytest.mark.parametrize("status", [AppointmentStatus.CANCELLED, AppointmentStatus.NO_SHOW])
def test_given_newer_ones_that_did_not_take_place_when_asked_then_they_say_nothing(
    practice: Practice, plain: AppointmentDraft, clock: FixedClock, status: AppointmentStatus
) -> None:
    book(practice, at(plain, clock.now() - 3 * WEEK))
    for weeks in (1, 2):
        gone = book(practice, at(plain, clock.now() - weeks * WEEK, 2 * HOUR))
        practice.appointments.set_status(gone.id, status)
    deleted = book(practice, at(plain, clock.now() - WEEK / 2, 2 * HOUR))
    practice.appointments.delete(deleted.id)
    usual = practice.usual_bookings.of(plain.client_id)
    assert usual is not None
    assert usual.length == HOUR


def test_given_only_what_is_ahead_when_asked_then_that_tells(
    practice: Practice, plain: AppointmentDraft, clock: FixedClock
) -> None:
    book(practice, at(plain, clock.now() + WEEK, 2 * HOUR))
    usual = practice.usual_bookings.of(plain.client_id)
    assert usual is not None
    assert (usual.service_id, usual.length) == (plain.service_id, 2 * HOUR)


@pytest.mark.parametrize("weeks", [-10, 1])
def test_given_a_series_that_nobody_touched_when_asked_then_its_occurrences_tell(
    practice: Practice, plain: AppointmentDraft, clock: FixedClock, weeks: int
) -> None:
    book(practice, at(plain, clock.now() - 20 * WEEK if weeks < 0 else clock.now() + 2 * WEEK, 2 * HOUR))
    mondays = Repeat(rule=Rule(frequency=Frequency.WEEKLY, weekdays=(0,)), times=8)
    practice.series.book(at(plain, clock.now() + weeks * WEEK), mondays, "both can take place")
    usual = practice.usual_bookings.of(plain.client_id)
    assert usual is not None
    assert usual.length == HOUR


def test_given_a_service_and_a_room_that_are_not_offered_any_more_when_asked_then_the_length_is_left(
    practice: Practice, plain: AppointmentDraft, massage: Service, room: Location, clock: FixedClock
) -> None:
    book(practice, at(plain, clock.now() - WEEK))
    practice.services.edit(massage.id, is_active=False)
    practice.locations.delete(room.id)
    assert practice.usual_bookings.of(plain.client_id) == UsualBooking(
        length=HOUR, practitioner_id=practice.me.user_id
    )


@pytest.mark.parametrize("change", [{"is_active": False}, {"role": Role.ASSISTANT}])
def test_given_somebody_who_does_not_treat_any_more_when_asked_then_they_are_not_usual(
    practice: Practice, plain: AppointmentDraft, clock: FixedClock, change: dict[str, Any]
) -> None:
    ben = practice.team.add("Ben Invented", Role.THERAPIST).value
    for weeks in (1, 2, 3):
        book(practice, replace(at(plain, clock.now() - weeks * WEEK), practitioner_user_id=ben.id))
    book(practice, at(plain, clock.now() - 4 * WEEK))
    usual = practice.usual_bookings.of(plain.client_id)
    assert usual is not None
    assert usual.practitioner_id == ben.id
    practice.team.edit(ben.id, **change)
    usual = practice.usual_bookings.of(plain.client_id)
    assert usual is not None
    assert usual.practitioner_id == practice.me.user_id


def test_given_a_long_past_when_asked_then_a_few_rows_are_read_through_the_clients_index(
    practice: Practice, plain: AppointmentDraft, clock: FixedClock
) -> None:
    for weeks in range(1, 12):
        book(practice, at(plain, clock.now() - weeks * WEEK))
    asked: list[tuple[str, object]] = []

    def listen(_db: object, _cursor: object, statement: str, parameters: object, *_more: object) -> None:
        asked.append((statement, parameters))

    engine = practice.store.engine
    event.listen(engine, "before_cursor_execute", listen)
    practice.usual_bookings.of(plain.client_id)
    event.remove(engine, "before_cursor_execute", listen)
    ((statement, parameters),) = [one for one in asked if "FROM appointments" in one[0]]
    assert "LIMIT" in statement
    with practice.store.read() as db:
        plan = str(db.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all())  # type: ignore[arg-type]
    assert "ix_appointments_client_id_scheduled_start (workspace_id=? AND client_id=?" in plan
    assert "TEMP B-TREE" not in plan
