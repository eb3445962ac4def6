"""Bookings on blocked time: warned of as of a collision, and booked anyway with a reason."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from core.domain.enums import AppointmentStatus, Role
from core.domain.ids import ClientId, UserId
from core.domain.new_rows import AppointmentDraft, ClientDraft, TimeBlockDraft
from core.domain.records import Appointment
from core.domain.recurrence import Frequency, Rule
from core.domain.series import Repeat, Scope
from core.domain.time_blocks import BlockSpan
from core.store.practice.practice import Practice, SlotTaken
from core.store.practice.series_changes import Change
from core.store.unit_of_work.writer import Writer

NOON = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
"""Twelve in Jerusalem, on a Tuesday."""
HOUR = timedelta(hours=1)
WEEKLY = Repeat(rule=Rule(frequency=Frequency.WEEKLY, weekdays=(1,)), times=4)


@pytest.fixture
def client_id(practice: Practice) -> ClientId:
    return practice.clients.add(ClientDraft(first_name="Ada", last_name="Invented")).value.id


@pytest.fixture
def colleague(practice: Practice) -> UserId:
    with practice.store.write() as db:
        writer = Writer(db, practice.me, practice.desk.clock, practice.desk.ids)
        return UserId(writer.insert("users", {"full_name": "Noa Example", "role": Role.THERAPIST}))


def lunch(practice: Practice, **values: Any) -> None:
    usual: dict[str, Any] = {
        "title": "Lunch",
        "user_id": practice.me.user_id,
        "start_local": "2026-03-02T12:00",
        "duration_minutes": 60,
        "rrule": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
    }
    practice.blocks.add(TimeBlockDraft(**{**usual, **values}))


def draft(client_id: ClientId, start: datetime = NOON, **more: Any) -> AppointmentDraft:
    return AppointmentDraft(client_id=client_id, scheduled_start=start, scheduled_end=start + HOUR, **more)


def told(blocks: list[BlockSpan]) -> list[tuple[str | None, int]]:
    return [(span.block.title, span.day.day) for span in blocks]


def test_given_a_lunch_when_booked_over_then_it_is_named_and_a_reason_in_sight_of_it_books_anyway(
    practice: Practice, client_id: ClientId
) -> None:
    lunch(practice)
    wish = draft(client_id, NOON + HOUR / 2)
    assert told(practice.appointments.blocked(wish)) == [("Lunch", 3)]
    with pytest.raises(SlotTaken) as caught:
        practice.appointments.book(wish)
    assert caught.value.conflicts == []
    assert told(list(caught.value.blocks)) == [("Lunch", 3)]
    with pytest.raises(SlotTaken):
        practice.appointments.book(wish, "She can only come then.", shown=())
    seen = practice.appointments.blocked(wish)
    booked = practice.appointments.book(wish, "She can only come then.", shown=seen).value
    assert booked.notes == "Booked anyway: She can only come then."
    assert practice.appointments.blocked(draft(client_id, NOON + HOUR)) == []


def test_given_a_colleagues_lunch_and_a_closure_when_booked_then_only_the_closure_is_everybodys(
    practice: Practice, client_id: ClientId, colleague: UserId
) -> None:
    lunch(practice, user_id=colleague)
    assert practice.appointments.book(draft(client_id)).value.scheduled_start == NOON
    wish = draft(client_id, NOON + timedelta(days=7), practitioner_user_id=colleague)
    assert told(practice.appointments.blocked(wish)) == [("Lunch", 10)]
    closed = {"start_local": "2026-03-11T00:00", "duration_minutes": 1440, "is_all_day": True, "rrule": None}
    lunch(practice, user_id=None, title="Holiday", **closed)
    day = NOON + timedelta(days=8, hours=3)
    for whom in (None, colleague):
        assert told(practice.appointments.blocked(draft(client_id, day, practitioner_user_id=whom))) == [
            ("Holiday", 11)
        ]


def test_given_an_appointment_when_moved_onto_a_lunch_then_it_warns_and_what_was_cancelled_there_comes_back(
    practice: Practice, client_id: ClientId
) -> None:
    lunch(practice)
    row = practice.appointments.book(draft(client_id, NOON + 2 * HOUR)).value
    with pytest.raises(SlotTaken):
        practice.appointments.move(row.id, NOON, NOON + HOUR)
    practice.appointments.move(row.id, NOON, NOON + HOUR, "She asked for it.")
    practice.appointments.edit(row.id, notes="Knee")
    practice.appointments.set_status(row.id, AppointmentStatus.CANCELLED)
    back = practice.appointments.set_status(row.id, AppointmentStatus.SCHEDULED).value
    assert back.status is AppointmentStatus.SCHEDULED
    other = practice.clients.add(ClientDraft(first_name="Ben", last_name="Made-Up")).value
    practice.appointments.set_status(row.id, AppointmentStatus.CANCELLED)
    practice.appointments.book(draft(other.id), "Both can come.")
    with pytest.raises(SlotTaken):
        practice.appointments.set_status(row.id, AppointmentStatus.SCHEDULED)


def test_given_a_lunch_when_a_series_is_booked_over_it_then_each_day_is_named_but_those_left_out(
    practice: Practice, client_id: ClientId
) -> None:
    lunch(practice)
    (first, *_) = practice.blocks.between(NOON, NOON + HOUR)
    practice.blocks.skip(first.block.id, date(2026, 3, 17))
    found = practice.series.blocked(draft(client_id), WEEKLY)
    assert told(found) == [("Lunch", 3), ("Lunch", 10), ("Lunch", 24)]
    with pytest.raises(SlotTaken) as caught:
        practice.series.book(draft(client_id), WEEKLY)
    assert list(caught.value.blocks) == found
    booked: Appointment = practice.series.book(draft(client_id), WEEKLY, "On purpose.", found).value
    later = booked.scheduled_start + 3 * HOUR
    practice.series.change(booked.id, Scope.ALL, Change({}, later, later + HOUR))
    with pytest.raises(SlotTaken):
        practice.series.change(booked.id, Scope.ALL, Change({}, NOON, NOON + HOUR))


def test_given_a_colleagues_lunch_when_a_series_is_booked_then_it_warns_of_nothing(
    practice: Practice, client_id: ClientId, colleague: UserId
) -> None:
    lunch(practice, user_id=colleague)
    assert practice.series.blocked(draft(client_id), WEEKLY) == []
    assert practice.series.blocked(draft(client_id, NOON - timedelta(days=63)), WEEKLY) == []
