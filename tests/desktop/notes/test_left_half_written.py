"""Half a sentence that was left behind, of somebody who may only read by now: the note opens all the same."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.domain.enums import Role
from core.domain.errors import RuleBroken
from core.domain.ids import ClientId, NoteId
from core.store.practice.practice import Practice as Books
from core.store.unit_of_work.half_written import Beside, Written
from desktop.notes.gateway import NotesGateway
from tests.sync.laptops import Laptop, Practice, person


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Laptop]:
    practice = Practice(tmp_path)
    made = practice.enrol()
    made.add("workspaces", made.me.workspace_id, name="Invented", timezone="UTC")
    made.add("users", made.me.user_id, full_name="Invented", role=Role.OWNER)
    yield made
    practice.close()


@pytest.fixture
def books(laptop: Laptop) -> Books:
    return person(laptop)


@pytest.fixture
def note(laptop: Laptop, books: Books) -> NoteId:
    made = books.notes.start(ClientId(laptop.add_client())).value.id
    half = {"plan": Written("Heat and re", "")}
    books.notes.save_draft(made, subjective="Slept badly.", beside=Beside(half))
    return made


def become(laptop: Laptop, role: Role) -> None:
    laptop.edit("users", laptop.me.user_id, role=role)


def test_given_half_a_sentence_when_its_person_may_only_read_by_now_then_the_note_opens_and_keeps_it(
    laptop: Laptop, books: Books, note: NoteId
) -> None:
    become(laptop, Role.READONLY)

    opened = NotesGateway(books, laptop.clock).open(note)

    assert opened.note.subjective == "Slept badly."
    assert books.notes.written_in(note) == {"plan": Written("Heat and re", "")}


def test_given_half_a_sentence_left_when_its_person_may_write_again_and_types_then_both_are_in_the_note(
    laptop: Laptop, books: Books, note: NoteId
) -> None:
    become(laptop, Role.READONLY)
    desk = NotesGateway(books, laptop.clock)
    desk.open(note)
    typed = {"plan": Written("Ice and re", "")}
    with pytest.raises(RuleBroken):
        desk.save(note, {"objective": "Walks."}, None, Beside(typed))
    become(laptop, Role.THERAPIST)

    desk.save(note, {"objective": "Walks."}, None, Beside(typed))

    row = books.notes.get(note)
    assert (row.plan, row.objective) == ("Heat and re", "Walks.")
    assert books.notes.written_in(note) == typed
