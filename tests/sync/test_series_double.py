"""Two laptops book one hour, one of them or both as a series: both stay, and there is one task."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from core.domain.enums import ConflictReason
from core.domain.ids import AppointmentId, ClientId
from core.domain.new_rows import AppointmentDraft
from core.domain.records import Appointment
from core.domain.recurrence import Frequency, Rule
from core.domain.series import Repeat, Scope
from core.store.practice.inbox import InboxKind
from core.store.practice.series_changes import Change
from tests.sync.laptops import START, Laptop, meet, person

HOUR, WEEK = timedelta(hours=1), timedelta(weeks=1)
FIRST = (START + timedelta(days=7)).replace(hour=10, minute=0, second=0, microsecond=0)
RULE = Rule(frequency=Frequency.WEEKLY, weekdays=(FIRST.weekday(),))
Two = tuple[Laptop, Laptop]


@pytest.fixture
def client(laptops: Two, someone_works_here: None) -> ClientId:
    one, _ = laptops
    one.add("workspaces", one.me.workspace_id, name="Practice", timezone="UTC")
    made = ClientId(one.add_client())
    meet(*laptops)
    return made


def book(laptop: Laptop, client: ClientId, start: datetime, *, weekly: bool = False) -> None:
    draft = AppointmentDraft(client_id=client, scheduled_start=start, scheduled_end=start + HOUR)
    if weekly:
        person(laptop).series.book(draft, Repeat(rule=RULE, times=8), "On purpose.")
    else:
        person(laptop).appointments.book(draft, "On purpose.")


def occurrence(laptop: Laptop, start: datetime) -> Appointment:
    return person(laptop).appointments.between(start, start + HOUR)[0].appointment


def tasks(laptops: Two) -> list[tuple[timedelta, timedelta]]:
    """How long after FIRST the two of each task begin; both laptops say the same."""
    one, other = (_tasks_of(laptop) for laptop in laptops)
    assert one == other
    return one


def _tasks_of(laptop: Laptop) -> list[tuple[timedelta, timedelta]]:
    books, found = person(laptop), []
    for asked in books.inbox.conflicts():
        assert asked.reason is ConflictReason.DOUBLE_BOOKING
        pair = (AppointmentId(asked.row_id), AppointmentId(UUID(asked.base)))
        first, second = (books.appointments.get(each).scheduled_start - FIRST for each in pair)
        found.append((first, second))
    return found


@pytest.mark.parametrize("series_first", [True, False])
def test_given_a_series_and_an_appointment_in_one_of_its_hours_when_they_meet_then_there_is_one_task(
    series_first: bool, laptops: Two, client: ClientId
) -> None:
    one, other = laptops if series_first else laptops[::-1]
    book(one, client, FIRST, weekly=True)
    book(other, client, FIRST + 2 * WEEK)
    meet(*laptops)
    assert tasks(laptops) == [(2 * WEEK, 2 * WEEK)]
    (item,) = [each for each in person(one).inbox.items() if each.kind is InboxKind.DOUBLE_BOOKING]
    assert item.client_name
    assert one.content() == other.content()


def test_given_two_series_at_one_hour_when_they_meet_then_the_first_collision_is_the_one_task(
    laptops: Two, client: ClientId
) -> None:
    one, other = laptops
    book(one, client, FIRST, weekly=True)
    book(other, client, FIRST + WEEK, weekly=True)
    meet(*laptops)
    assert tasks(laptops) == [(WEEK, WEEK)]
    assert one.content() == other.content()


def test_given_a_series_that_both_know_when_one_books_beside_it_on_purpose_then_nobody_is_asked(
    laptops: Two, client: ClientId
) -> None:
    one, other = laptops
    book(one, client, FIRST, weekly=True)
    meet(*laptops)
    first = occurrence(one, FIRST)
    person(one).appointments.edit(first.id, notes="Only looked at.")
    book(other, client, FIRST + 2 * WEEK)
    meet(*laptops)
    assert tasks(laptops) == []


@pytest.mark.parametrize("mover_first", [True, False])
def test_given_a_series_that_was_moved_onto_a_new_appointment_when_they_meet_then_there_is_one_task(
    mover_first: bool, laptops: Two, client: ClientId
) -> None:
    one, other = laptops
    book(one, client, FIRST, weekly=True)
    meet(*laptops)
    first = occurrence(one, FIRST)
    moved = first.scheduled_start + HOUR
    person(one).series.change(first.id, Scope.ALL, Change({}, moved, moved + HOUR), "Later.")
    book(other, client, FIRST + 3 * WEEK + HOUR)
    meet(*(laptops if mover_first else laptops[::-1]))
    assert tasks(laptops) == [(3 * WEEK + HOUR, 3 * WEEK + HOUR)]


def test_given_a_day_that_was_deleted_from_a_series_when_it_is_booked_elsewhere_then_nobody_is_asked(
    laptops: Two, client: ClientId
) -> None:
    one, other = laptops
    book(one, client, FIRST, weekly=True)
    person(one).appointments.delete(occurrence(one, FIRST + WEEK).id)
    book(other, client, FIRST + WEEK)
    meet(*laptops)
    assert tasks(laptops) == []
