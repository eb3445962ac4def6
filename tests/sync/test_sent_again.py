"""A change that the clinic's server refused and a person sends again, where others went on meanwhile."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.domain.enums import Role
from core.domain.errors import RuleBroken
from core.domain.ids import NoteId, UserId
from tests.sync.laptops import Laptop, Practice, meet, person


@pytest.fixture
def practice(tmp_path: Path) -> Iterator[Practice]:
    made = Practice(tmp_path)
    yield made
    made.close()


def _sync(*laptops: Laptop) -> None:
    for laptop in (*laptops, laptops[0]):
        laptop.sync()


def _owner_and_therapist(practice: Practice) -> tuple[Laptop, Laptop, NoteId]:
    """With a draft that both have."""
    owner, therapist = practice.enrol(), practice.enrol(Role.THERAPIST, user_id=UserId(practice.ids.new()))
    for laptop in (owner, therapist):
        owner.add("users", laptop.me.user_id, full_name="Ruth Amsel", role="OWNER")
    note = NoteId(owner.add_note(owner.add_client(), plan="Walks daily."))
    meet(owner, therapist)
    return owner, therapist, note


def test_given_a_note_that_another_deleted_meanwhile_when_its_words_are_sent_again_then_it_is_back(
    practice: Practice,
) -> None:
    owner, therapist, note = _owner_and_therapist(practice)
    practice.head().give_role(therapist.me.user_id, Role.READONLY)
    person(therapist).notes.save_draft(note, plan="Walks daily. Swims.")
    therapist.sync()
    practice.head().give_role(therapist.me.user_id, Role.THERAPIST)
    person(owner).notes.delete(note)
    _sync(owner, therapist)
    (kept,) = [each for each in person(therapist).inbox.refused() if each.table == "sessions"]

    person(therapist).inbox.retry(kept.id)
    _sync(therapist, owner)

    for laptop in (owner, therapist):
        found = person(laptop).notes.get(note)
        assert (found.plan, found.permanent_delete_after) == ("Walks daily. Swims.", None)


@pytest.mark.parametrize("change", ["words", "deletion"])
def test_given_a_note_that_was_signed_meanwhile_when_a_change_is_sent_again_then_it_stays_as_it_was_signed(
    practice: Practice, change: str
) -> None:
    owner, therapist, note = _owner_and_therapist(practice)
    practice.head().give_role(therapist.me.user_id, Role.READONLY)
    if change == "words":
        person(therapist).notes.save_draft(note, plan="Walks daily. Swims.")
    else:
        person(therapist).notes.delete(note)
    therapist.sync()
    practice.head().give_role(therapist.me.user_id, Role.THERAPIST)
    person(owner).notes.finalize(note)
    _sync(owner, therapist)
    (kept,) = [each for each in person(therapist).inbox.refused() if each.table == "sessions"]

    with pytest.raises(RuleBroken, match="signed meanwhile") as refusal:
        person(therapist).inbox.retry(kept.id)

    assert refusal.value.code == "frozen"
    assert [each.id for each in person(therapist).inbox.refused() if each.table == "sessions"] == [kept.id]
    _sync(owner, therapist)
    assert {person(laptop).notes.get(note).plan for laptop in (owner, therapist)} == {"Walks daily."}
    assert {laptop.rows("sessions")[note].deleted_at for laptop in (owner, therapist)} == {None}
