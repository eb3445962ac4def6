"""Two laptops with one block of time: each changes it apart, and they meet."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest

from core.domain.enums import LocationType
from core.domain.new_rows import AppointmentDraft, ClientDraft, LocationDraft, TimeBlockDraft
from core.domain.records import TimeBlock
from core.store.practice.practice import Practice as Books
from tests.sync.laptops import START, Laptop, field_of, meet, person


@dataclass
class Pair:
    """Both laptops, what their people work with, and a lunch that both know."""

    laptops: tuple[Laptop, Laptop]
    lunch: TimeBlock

    @property
    def people(self) -> tuple[Books, Books]:
        one, other = self.laptops
        return person(one), person(other)

    def block(self) -> TimeBlock:
        """What each of the two shows is the same; this is it."""
        one, other = (books.blocks.get(self.lunch.id) for books in self.people)
        assert replace(one, version=0) == replace(other, version=0, updated_at=one.updated_at)
        return one

    def questions(self) -> list[int]:
        return [len(laptop.open_conflicts()) for laptop in self.laptops]


@pytest.fixture
def pair(laptops: tuple[Laptop, Laptop], someone_works_here: None) -> Pair:
    one, _ = laptops
    one.add("workspaces", one.me.workspace_id, name="Practice", timezone="UTC")
    draft = TimeBlockDraft(
        title="Lunch", start_local="2026-03-02T12:00", duration_minutes=60, rrule="FREQ=DAILY"
    )
    made = person(one).blocks.add(draft).value
    meet(*laptops)
    return Pair(laptops, made)


def test_given_a_block_when_it_syncs_then_both_draw_the_same(pair: Pair) -> None:
    one, other = (books.blocks.between(START, START + timedelta(days=7)) for books in pair.people)
    assert [(each.start, each.end) for each in one] == [(each.start, each.end) for each in other]
    assert len(one) == 7
    assert pair.block().title == "Lunch"


def test_given_two_days_when_each_laptop_leaves_one_out_then_both_are_and_nobody_is_asked_or_told(
    pair: Pair,
) -> None:
    one, other = pair.people
    one.blocks.skip(pair.lunch.id, date(2026, 3, 4))
    other.blocks.skip(pair.lunch.id, date(2026, 3, 5))
    meet(*pair.laptops)
    assert pair.block().exceptions == ("2026-03-04", "2026-03-05")
    assert pair.questions() == [0, 0]
    assert all(laptop.told("notices") == [] for laptop in pair.laptops)


def test_given_one_renames_it_and_the_other_moves_it_when_they_meet_then_both_hold(pair: Pair) -> None:
    one, other = pair.people
    one.blocks.edit(pair.lunch.id, title="Rest")
    other.blocks.edit(pair.lunch.id, start_local="2026-03-02T13:00")
    meet(*pair.laptops)
    assert (pair.block().title, pair.block().start_local) == ("Rest", "2026-03-02T13:00")
    assert pair.questions() == [0, 0]


def test_given_both_move_it_when_they_meet_then_all_of_its_time_is_asked_about_once(pair: Pair) -> None:
    one, other = pair.people
    one.blocks.edit(pair.lunch.id, start_local="2026-03-02T13:00")
    other.blocks.edit(pair.lunch.id, start_local="2026-03-02T14:00", duration_minutes=30)
    meet(*pair.laptops)
    (asked,) = pair.laptops[0].open_conflicts()
    assert field_of("conflicts", asked, "field") == "start_local,duration_minutes"
    assert pair.questions() == [1, 1]


def test_given_a_room_that_one_closes_when_they_meet_then_both_are_warned_of_it(pair: Pair) -> None:
    one, other = pair.people
    room = one.locations.add(
        LocationDraft(name="Room 2", location_type=LocationType.CLINIC, address="Elm 1")
    ).value
    one.blocks.edit(pair.lunch.id, location_id=room.id)
    meet(*pair.laptops)
    assert pair.block().location_id == room.id
    client = other.clients.add(ClientDraft(first_name="Ada", last_name="Invented")).value
    noon = START.replace(hour=12, minute=0)
    wish = AppointmentDraft(
        client_id=client.id, scheduled_start=noon, scheduled_end=noon + timedelta(hours=1)
    )
    assert other.appointments.blocked(wish) == []
    assert len(other.appointments.blocked(replace(wish, location_id=room.id))) == 1


def test_given_one_makes_it_a_persons_and_the_other_a_rooms_when_they_meet_then_it_is_asked_about_once(
    pair: Pair,
) -> None:
    one, other = pair.people
    room = other.locations.add(LocationDraft(name="Zoom", location_type=LocationType.ONLINE)).value
    someone = one.team.list()[0]
    one.blocks.edit(pair.lunch.id, user_id=someone.id)
    other.blocks.edit(pair.lunch.id, location_id=room.id)
    meet(*pair.laptops)
    (asked,) = pair.laptops[0].open_conflicts()
    assert field_of("conflicts", asked, "field") == "user_id,location_id"
    assert pair.questions() == [1, 1]
