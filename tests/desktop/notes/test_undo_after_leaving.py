"""Undo of a draft that was left: it goes back through what was written before, in the window by its keys."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from core.domain.draft_trail import stepped
from core.domain.records import SessionNote
from core.store.unit_of_work.half_written import Beside, Written
from desktop.notes.editor import NoteEditor
from desktop.notes.field import NoteText
from tests.desktop.notes.open_note import editor, written
from tests.desktop.records_room import Room

__all__ = ["editor", "written"]
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def come_back(room: Room, editor: NoteEditor, written: SessionNote) -> Callable[[], NoteText]:
    """Leaves the note for another and opens it again: its plan."""

    def again() -> NoteText:
        editor.open(room.draft(room.add("Other", "Invented"), subjective="Elsewhere.").id)
        room.settle()
        editor.open(written.id)
        room.settle()
        return editor.page.cards["plan"].text

    return again


def save(room: Room, note: SessionNote, *texts: str) -> None:
    for text in texts:
        room.clock.advance(timedelta(minutes=1))
        room.practice.notes.save_draft(note.id, plan=text)


def test_given_a_draft_that_was_left_when_it_is_opened_again_then_undo_and_redo_go_along_what_was_written(
    room: Room, written: SessionNote, come_back: Callable[[], NoteText]
) -> None:
    save(room, written, "Rest.", "Rest. 🙂 Heat.", "Rest. Heat.")
    plan = come_back()
    seen = [plan.text()]
    for _ in range(3):
        room.key(plan, Qt.Key.Key_Z, CTRL)
        seen.append(plan.text())
    assert seen == ["Rest. Heat.", "Rest. 🙂 Heat.", "Rest.", ""]
    for _ in range(3):
        room.key(plan, Qt.Key.Key_Z, CTRL | SHIFT)
    assert plan.text() == "Rest. Heat."


def test_given_a_paragraph_lost_last_time_when_it_is_taken_back_then_it_is_stored_again(
    room: Room, editor: NoteEditor, written: SessionNote, come_back: Callable[[], NoteText]
) -> None:
    save(room, written, "Rest.\nHeat twice a day.", "Rest.")
    plan = come_back()
    plan.setFocus()
    room.key(plan, Qt.Key.Key_Z, CTRL)
    editor.flush()
    room.settle()
    assert room.practice.notes.get(written.id).plan == "Rest.\nHeat twice a day."


def test_given_half_a_sentence_of_a_program_that_died_when_opened_then_undo_takes_it_back_first(
    room: Room, written: SessionNote, come_back: Callable[[], NoteText]
) -> None:
    save(room, written, "Rest.")
    half = {"plan": Written("Rest. Heat and re", "Rest.")}
    room.clock.advance(timedelta(minutes=1))
    room.practice.notes.save_draft(written.id, beside=Beside(half))
    plan = come_back()
    assert plan.text() == "Rest. Heat and re"
    room.key(plan, Qt.Key.Key_Z, CTRL)
    assert plan.text() == "Rest."


def test_given_another_laptops_words_in_between_then_undo_stops_at_them(
    room: Room, editor: NoteEditor, written: SessionNote, come_back: Callable[[], NoteText]
) -> None:
    save(room, written, "Rest.")
    plan = come_back()
    editor.replace_text("plan", "Rest. From elsewhere.")
    room.key(plan, Qt.Key.Key_Z, CTRL)
    assert plan.text() == "Rest. From elsewhere."


def test_given_a_note_that_another_laptop_signed_when_opened_then_there_is_nothing_to_undo(
    room: Room, editor: NoteEditor, written: SessionNote
) -> None:
    save(room, written, "Rest.")
    with room.practice.desk.store.write() as db:
        db.exec_driver_sql("UPDATE sessions SET finalized_at = updated_at, is_draft = 0")
    editor.open(written.id)
    room.settle()
    plan = editor.page.cards["plan"].text
    assert (plan.text(), plan.isReadOnly()) == ("Rest.", True)
    assert not plan.document().isUndoAvailable()


def test_given_steps_when_loaded_then_nobody_is_told_and_the_caret_stands_at_the_start(room: Room) -> None:
    field = room.show(NoteText())
    told: list[str] = []
    field.text_changed.connect(told.append)
    trail = stepped(stepped(None, "", "שלום\n", 0), "שלום\n", "שלום\nWell.", 60)
    field.load("שלום\nWell.", trail.steps)
    assert (field.text(), told, field.textCursor().position()) == ("שלום\nWell.", [], 0)
    height = field.document().size().height()
    field.load("שלום\nWell.")
    assert field.document().size().height() == height
