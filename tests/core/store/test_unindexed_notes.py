"""Notes that come many at a time: read at once, and found a little later, the newest first."""

import uuid
from datetime import datetime

import pytest

from core.domain.ids import ClientId, NoteId
from core.store.outbox import search_index
from core.store.outbox.reading_anew import delete_rows
from core.store.practice.practice import ClientDraft, Practice, Unsearched
from migrations.local import downgrade, upgrade
from tests.arriving_notes import LONG, MANY, NOTES, arrive, arrive_many, day, note


@pytest.fixture
def client(practice: Practice) -> ClientId:
    draft = ClientDraft(first_name="Ada", last_name="Invented")
    return practice.clients.add(draft).value.id


def found(practice: Practice, words: str = "swimming") -> list[datetime]:
    return [hit.at for hit in practice.search.notes(words, MANY)]


def finish(practice: Practice) -> int:
    """The number of steps until nothing waits."""
    steps = 0
    while practice.search.catch_up():
        steps += 1
    return steps


def test_given_a_colleagues_day_when_it_comes_then_it_is_found_at_once(
    practice: Practice, client: ClientId
) -> None:
    arrive(practice, [note(client, number) for number in range(search_index.AT_ONCE)])

    assert len(found(practice)) == search_index.AT_ONCE
    assert practice.search.unsearched() is None


def test_given_many_notes_when_they_come_then_they_are_read_at_once_and_found_from_the_newest_on(
    practice: Practice, client: ClientId
) -> None:
    arrive_many(practice, client)

    assert practice.notes.get(NoteId(uuid.UUID(int=1_000))).plan == LONG
    assert found(practice) == []
    assert practice.search.unsearched() == Unsearched(MANY, day(MANY - 1))

    count = practice.search.catch_up()

    assert found(practice) == [day(MANY - 1 - back) for back in range(count)]
    assert practice.search.unsearched() == Unsearched(MANY - count, day(MANY - 1 - count))


def test_given_many_notes_when_made_ready_to_the_end_then_each_is_found_once_in_many_short_steps(
    practice: Practice, client: ClientId
) -> None:
    arrive_many(practice, client)

    assert finish(practice) > 3

    assert len(found(practice)) == MANY
    assert practice.search.unsearched() is None


def test_given_notes_that_wait_when_written_in_then_they_are_found_by_their_new_words_alone(
    practice: Practice, client: ClientId
) -> None:
    arrive_many(practice, client)
    oldest = NoteId(uuid.UUID(int=1_000))

    practice.notes.save_draft(oldest, plan="cycling")

    assert found(practice, "cycling") == [day(0)]
    assert practice.search.unsearched() == Unsearched(MANY - 1, day(MANY - 1))
    finish(practice)
    assert (found(practice, "cycling"), len(found(practice))) == ([day(0)], MANY - 1)


@pytest.mark.parametrize("ready", [True, False])
def test_given_notes_when_newer_ones_come_in_their_place_then_the_old_words_find_nothing(
    practice: Practice, client: ClientId, ready: bool
) -> None:
    arrive_many(practice, client)
    if ready:
        finish(practice)

    arrive(practice, [note(client, number, "cycling", 2, gone=number < 10) for number in range(MANY)])

    assert found(practice) == []
    finish(practice)
    assert (len(found(practice, "cycling")), found(practice)) == (MANY - 10, [])


def test_given_notes_that_wait_when_they_leave_this_laptop_then_nothing_waits_for_them(
    practice: Practice, client: ClientId
) -> None:
    arrive_many(practice, client)

    with practice.desk.store.write() as db:
        delete_rows(db, NOTES, [uuid.UUID(int=1_000 + number) for number in range(MANY)])

    assert practice.search.unsearched() is None


def test_given_notes_that_wait_when_the_store_goes_back_to_an_older_program_then_it_finds_them(
    practice: Practice, client: ClientId
) -> None:
    arrive_many(practice, client, "swimming")
    store = practice.desk.store

    downgrade(store, "0011")
    assert len(found(practice)) == MANY

    upgrade(store)
    assert practice.search.unsearched() is None
