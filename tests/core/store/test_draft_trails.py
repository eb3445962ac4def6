"""What undo keeps of a draft: on this laptop, until the note is signed, deleted or forgotten."""

from datetime import timedelta

import pytest

from core.domain.clock import FixedClock
from core.domain.draft_trail import texts_along
from core.domain.ids import NoteId
from core.domain.new_rows import ClientDraft
from core.store.outbox.forgetting import forget_clinical_tables
from core.store.practice.practice import Practice


@pytest.fixture
def note_id(practice: Practice) -> NoteId:
    client = practice.clients.add(ClientDraft(first_name="Ada", last_name="Invented")).value.id
    return practice.notes.start(client).value.id


def along(practice: Practice, note_id: NoteId, plan: str) -> list[str]:
    """The texts that undo of the plan goes through."""
    steps = practice.notes.steps_to(note_id, {"plan": plan, "objective": ""})
    return texts_along(steps.get("plan", ()), plan)


def kept(practice: Practice) -> int:
    with practice.desk.read() as db:
        found = db.exec_driver_sql("SELECT count(*) FROM facts WHERE name LIKE 'undo/%'")
        return int(found.scalar_one())


def write(practice: Practice, clock: FixedClock, note_id: NoteId, *texts: str) -> None:
    for text in texts:
        clock.advance(timedelta(minutes=1))
        practice.notes.save_draft(note_id, plan=text)


def test_given_a_draft_saved_three_times_when_read_again_then_undo_goes_back_to_the_empty_field(
    practice: Practice, clock: FixedClock, note_id: NoteId
) -> None:
    write(practice, clock, note_id, "Rest.", "Rest. Heat.", "Rest.")
    assert along(practice, note_id, "Rest.") == ["", "Rest.", "Rest. Heat.", "Rest."]


def test_given_words_that_came_from_another_laptop_then_undo_does_not_take_them_back(
    practice: Practice, clock: FixedClock, note_id: NoteId
) -> None:
    write(practice, clock, note_id, "Rest.")
    assert along(practice, note_id, "Rest. From the other laptop.") == ["Rest. From the other laptop."]


def test_given_a_draft_when_signed_then_undo_keeps_nothing_of_it(
    practice: Practice, clock: FixedClock, note_id: NoteId
) -> None:
    other = practice.notes.start(practice.notes.get(note_id).client_id).value.id
    write(practice, clock, other, "Ice.")
    write(practice, clock, note_id, "Rest.", "Rest. Heat.")
    practice.notes.finalize(note_id)
    assert kept(practice) == 1
    assert along(practice, other, "Ice.") == ["", "Ice."]


def test_given_notes_that_ended_in_any_way_when_the_program_begins_then_only_living_drafts_keep_theirs(
    practice: Practice, clock: FixedClock, note_id: NoteId
) -> None:
    deleted = practice.notes.start(practice.notes.get(note_id).client_id).value.id
    write(practice, clock, deleted, "Wrong client.")
    write(practice, clock, note_id, "Rest.")
    practice.notes.delete(deleted)
    practice.notes.forget_ended_trails()
    assert kept(practice) == 1
    assert along(practice, note_id, "Rest.") == ["", "Rest."]


def test_given_drafts_when_what_is_clinical_is_forgotten_then_so_is_every_trail(
    practice: Practice, clock: FixedClock, note_id: NoteId
) -> None:
    write(practice, clock, note_id, "Rest.")
    with practice.desk.store.write() as db:
        forget_clinical_tables(db)
    assert kept(practice) == 0
