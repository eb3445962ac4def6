"""A note in the editor over a real store, and the ways to type and to sign in it."""

import pytest

from core.domain.records import SessionNote
from desktop.notes.editor import NoteEditor
from tests.desktop.records_room import Room


@pytest.fixture
def written(room: Room) -> SessionNote:
    client = room.add("Mira", "Talbot")
    return room.draft(client, subjective="Neck is stiff.")


@pytest.fixture
def editor(room: Room, written: SessionNote) -> NoteEditor:
    made = room.open(NoteEditor)
    made.open(written.id)
    room.settle()
    return made


def type_into(room: Room, editor: NoteEditor, name: str, text: str) -> None:
    field = editor.page.cards[name].text
    field.setFocus()
    room.keys(field, text)


def finalized(room: Room, editor: NoteEditor, written: SessionNote) -> None:
    room.practice.notes.finalize(written.id)
    editor.open(written.id)
    room.settle()


def amending(room: Room, editor: NoteEditor, written: SessionNote) -> None:
    """The note is signed, and a plan is typed over what was."""
    finalized(room, editor, written)
    editor.header.amend.click()
    type_into(room, editor, "plan", "Heat.")
