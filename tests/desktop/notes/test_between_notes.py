"""From one note to the next: what is typed before the next is here belongs to the last one, and is kept."""

import uuid

import pytest

from core.domain.ids import NoteId
from core.domain.records import SessionNote
from desktop.notes.editor import NoteEditor
from tests.desktop.notes.open_note import editor, type_into, written
from tests.desktop.records_room import Room

__all__ = ["editor", "written"]


@pytest.fixture
def other(room: Room) -> SessionNote:
    return room.draft(room.add("Otto", "Lindqvist"), subjective="Knee.")


def plan_of(room: Room, note: SessionNote) -> str | None:
    return room.practice.notes.get(note.id).plan


def test_given_the_next_note_is_being_read_when_somebody_types_on_then_the_words_stay_in_the_last_one(
    room: Room, editor: NoteEditor, written: SessionNote, other: SessionNote
) -> None:
    type_into(room, editor, "plan", "Heat.")
    editor.open(other.id)
    type_into(room, editor, "plan", " Rest.")
    room.settle()
    assert plan_of(room, written) == "Heat. Rest."
    assert editor.presenter.note is not None
    assert editor.presenter.note.id == other.id
    assert (editor.page.cards["plan"].text.toPlainText(), plan_of(room, other)) == ("", None)


def test_given_the_note_in_front_is_read_anew_when_somebody_types_then_no_letter_goes(
    room: Room, editor: NoteEditor, written: SessionNote
) -> None:
    editor.open(written.id)
    type_into(room, editor, "plan", "Heat.")
    room.settle()
    assert editor.page.cards["plan"].text.toPlainText() == "Heat."
    editor.flush()
    room.settle()
    assert plan_of(room, written) == "Heat."


def test_given_two_notes_wished_one_after_the_other_when_typed_between_then_only_the_last_comes(
    room: Room, editor: NoteEditor, written: SessionNote, other: SessionNote
) -> None:
    editor.open(other.id)
    type_into(room, editor, "plan", "Heat.")
    editor.open(written.id)
    type_into(room, editor, "plan", " Rest.")
    room.settle()
    assert editor.presenter.note is not None
    assert editor.presenter.note.id == written.id
    assert editor.page.cards["plan"].text.toPlainText() == "Heat. Rest."
    assert plan_of(room, other) is None


def test_given_a_note_that_is_gone_when_it_is_wished_then_the_last_one_is_left_with_all_that_was_typed(
    room: Room, editor: NoteEditor, written: SessionNote
) -> None:
    left: list[bool] = []
    editor.left.connect(lambda: left.append(True))
    editor.open(NoteId(uuid.uuid4()))
    type_into(room, editor, "plan", "Heat.")
    room.settle()
    assert (plan_of(room, written), left, editor.presenter.note) == ("Heat.", [True], None)


def test_given_an_amendment_when_another_note_is_opened_then_it_waits_with_what_was_typed_last(
    room: Room, editor: NoteEditor, written: SessionNote, other: SessionNote
) -> None:
    room.practice.notes.finalize(written.id)
    editor.open(written.id)
    room.settle()
    editor.presenter.begin_amendment()
    type_into(room, editor, "plan", "Heat.")
    editor.open(other.id)
    type_into(room, editor, "plan", " Rest.")
    room.settle()
    assert editor.presenter.note is not None
    assert editor.presenter.note.id == other.id
    editor.open(written.id)
    room.settle()
    editor.presenter.begin_amendment()
    assert editor.page.cards["plan"].text.toPlainText() == "Heat. Rest."
