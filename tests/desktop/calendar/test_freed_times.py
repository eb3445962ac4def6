"""Times that a command frees: only what could be booked for whoever waits is offered to them."""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from core.domain.cancellations import Canceller
from core.domain.enums import LocationType
from core.domain.ids import UserId
from core.domain.new_rows import AppointmentDraft, ServiceDraft, WaitlistDraft
from core.domain.records import Appointment
from core.domain.recurrence import parse_rule
from core.domain.series import Repeat, Scope
from desktop.calendar.ports import BookingPlan, CommandOutcome
from desktop.calendar.practice_gateway import PracticeDesk
from tests.desktop.calendar.conftest import House, local

COLLEAGUE = UserId(uuid.UUID(int=9))


@pytest.fixture
def gateway(house: House) -> PracticeDesk:
    return PracticeDesk(house.practice)


def booked(house: House, at: str, minutes: int = 60, **fields: Any) -> Appointment:
    start = local(25, at)
    values = {"client_id": house.dana.id, "location_id": house.room.id, **fields}
    draft = AppointmentDraft(
        scheduled_start=start, scheduled_end=start + timedelta(minutes=minutes), **values
    )
    return house.practice.appointments.book(draft, book_anyway_reason="test").value


def waits(house: House, minutes: int = 60, **wish: Any) -> None:
    house.practice.waitlist.add(WaitlistDraft(client_id=house.noam.id, duration_minutes=minutes, **wish))


def weekly(house: House) -> Appointment:
    start = local(25, "10:00")
    draft = AppointmentDraft(
        client_id=house.dana.id, scheduled_start=start, scheduled_end=start + timedelta(hours=1)
    )
    return house.practice.series.book(draft, Repeat(rule=parse_rule("FREQ=WEEKLY;BYDAY=WE"))).value


def freed(gateway: PracticeDesk, gone: Appointment) -> list[tuple[datetime, datetime]]:
    outcome = gateway.cancel(gone.id, "", Canceller.CLIENT)
    return [(fit.start, fit.end) for fit in gateway.who_fits(outcome.freed)]


@pytest.mark.parametrize(("minutes", "count"), [(60, 0), (45, 1)])
def test_given_a_neighbour_that_keeps_time_free_when_cancelled_then_only_what_stays_beside_it_is_offered(
    house: House, gateway: PracticeDesk, minutes: int, count: int
) -> None:
    house.practice.settings.set(buffers={str(house.massage.id): [0, 15]})
    booked(house, "09:00", service_id=house.massage.id)
    waits(house, minutes)
    assert freed(gateway, booked(house, "10:00")) == [(local(25, "10:15"), local(25, "11:00"))] * count


@pytest.mark.parametrize(("minutes", "count"), [(60, 0), (45, 1)])
def test_given_the_service_that_is_waited_for_keeps_time_free_when_cancelled_then_it_is_kept_from_neighbours(
    house: House, gateway: PracticeDesk, minutes: int, count: int
) -> None:
    talk = house.practice.services.add(ServiceDraft(name="Talk", default_duration_minutes=45)).value
    house.practice.settings.set(buffers={str(talk.id): [0, 15]})
    booked(house, "11:00")
    waits(house, minutes, service_id=talk.id)
    assert freed(gateway, booked(house, "10:00")) == [(local(25, "10:00"), local(25, "10:45"))] * count


def test_given_a_colleague_in_the_room_when_cancelled_then_the_time_is_not_offered(
    house: House, gateway: PracticeDesk
) -> None:
    booked(house, "10:30", practitioner_user_id=COLLEAGUE)
    waits(house)
    assert freed(gateway, booked(house, "10:00")) == []


@pytest.mark.parametrize(
    "other", [{"location_id": None}, {"location_type": LocationType.ONLINE}], ids=["elsewhere", "online"]
)
def test_given_a_colleague_who_is_not_in_the_room_when_cancelled_then_the_time_is_offered(
    house: House, gateway: PracticeDesk, other: dict[str, Any]
) -> None:
    booked(house, "10:30", practitioner_user_id=COLLEAGUE, client_id=house.noam.id, **other)
    house.practice.waitlist.add(WaitlistDraft(client_id=house.dana.id, duration_minutes=60))
    assert len(freed(gateway, booked(house, "10:00", client_id=house.noam.id))) == 1


def move(gateway: PracticeDesk, made: Appointment, scope: Scope) -> CommandOutcome:
    start = made.scheduled_start + timedelta(hours=3)
    return gateway.move(made.id, start, start + timedelta(hours=1), scope=scope)


def edit(gateway: PracticeDesk, made: Appointment, scope: Scope) -> CommandOutcome:
    start = made.scheduled_start + timedelta(hours=3)
    return gateway.change(
        BookingPlan(
            client_id=made.client_id,
            start=start,
            end=start + timedelta(hours=1),
            appointment_id=made.id,
            scope=scope,
            changed=frozenset({"scheduled_start", "scheduled_end"}),
        )
    )


@pytest.mark.parametrize("command", [move, edit])
@pytest.mark.parametrize("scope", [Scope.FOLLOWING, Scope.ALL])
def test_given_a_series_when_several_of_it_move_then_their_old_times_are_offered(
    house: House,
    gateway: PracticeDesk,
    command: Callable[[PracticeDesk, Appointment, Scope], CommandOutcome],
    scope: Scope,
) -> None:
    made = weekly(house)
    waits(house, earliest=local(25, "10:00").date() + timedelta(days=7))
    (fit,) = gateway.who_fits(command(gateway, made, scope).freed)
    assert fit.start == made.scheduled_start + timedelta(days=7)


def test_given_a_series_when_only_its_notes_change_then_nothing_is_offered(
    house: House, gateway: PracticeDesk
) -> None:
    made = weekly(house)
    waits(house)
    plan = BookingPlan(
        client_id=made.client_id,
        start=made.scheduled_start,
        end=made.scheduled_end,
        appointment_id=made.id,
        scope=Scope.ALL,
        notes="Bring the X-ray",
        changed=frozenset({"notes"}),
    )
    assert gateway.who_fits(gateway.change(plan).freed) == ()
