"""Deleted notes in the list of notes: found, read, restored, and gone where another laptop was faster."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from core.domain.changes import Changed
from core.domain.enums import Origin, Role
from core.domain.records import Client, SessionNote
from desktop.notes.deleted_note import DeletedNoteDialog
from desktop.notes.list_presenter import Which
from desktop.notes.read_only_text import ReadingText
from desktop.notes.screen import NotesScreen
from desktop.widgets.rows import ListRow
from tests.desktop.records_room import Room


@pytest.fixture
def mira(room: Room) -> Client:
    return room.add("Mira", "Talbot")


@pytest.fixture
def draft(room: Room, mira: Client) -> SessionNote:
    """Deleted eighteen days ago."""
    note = room.draft(mira, plan="Heat twice a day.")
    room.practice.notes.delete(note.id)
    room.clock.advance(timedelta(days=18))
    return note


@pytest.fixture
def signed(room: Room, mira: Client, draft: SessionNote) -> SessionNote:
    note = room.draft(mira, plan="Ice.")
    room.practice.notes.finalize(note.id)
    room.practice.notes.amend(note.id, "Wrong side", plan="Ice on the left.")
    room.practice.notes.delete(note.id, "Wrong client")
    return note


@pytest.fixture
def screen(room: Room, draft: SessionNote) -> NotesScreen:
    room.draft(room.add("Otto", "Brand"), plan="Rest.")
    made = room.open(NotesScreen)
    made.activate()
    room.settle()
    choose_deleted(room, made)
    return made


def choose_deleted(room: Room, screen: NotesScreen) -> None:
    screen.list.filter.set_value(Which.DELETED)
    screen.list.filter.chosen.emit(Which.DELETED)
    room.settle()
    screen.list.take_focus()


def rows(screen: NotesScreen) -> list[ListRow]:
    return [screen.list._render(item) for item in screen.list.model.items]


def dialog(screen: NotesScreen) -> DeletedNoteDialog:
    found = screen.list.deleted.dialog
    assert found is not None
    assert found.isVisible()
    return found


def test_given_deleted_notes_then_each_says_whose_it_is_its_day_its_words_and_the_days_left(
    room: Room, signed: SessionNote, screen: NotesScreen
) -> None:
    kept, left = rows(screen)
    assert (left.first, left.second, left.trailing_second) == (
        *("Mira Talbot", "Heat twice a day."),
        "12 days left",
    )
    assert left.trailing == screen.list._day(room.clock.now() - timedelta(days=18))
    assert (kept.second, kept.trailing_second) == ("Ice.", "Signed, no time limit")
    assert "30 days" in screen.list.deleted.findChildren(type(screen.list.unsearched))[0].text()


def test_given_a_deleted_draft_when_its_days_pass_then_the_last_one_is_told_and_then_it_is_gone(
    room: Room, screen: NotesScreen
) -> None:
    room.clock.advance(timedelta(days=11, hours=12))
    choose_deleted(room, screen)
    assert [(row.trailing_second, row.tone) for row in rows(screen)] == [("last day", "warning")]
    room.clock.advance(timedelta(days=1))
    choose_deleted(room, screen)
    assert rows(screen) == []
    assert screen.list.empty.isVisible()
    assert "30 days" in screen.list.empty.text.text()
    assert screen.list.deleted.isHidden()


def test_given_a_deleted_draft_when_the_key_then_it_is_chosen_among_the_drafts_and_can_be_taken_back(
    room: Room, screen: NotesScreen, draft: SessionNote
) -> None:
    room.key(screen.list.list, Qt.Key.Key_R)
    room.key(screen.list.list, Qt.Key.Key_R)
    room.settle()
    assert room.practice.notes.get(draft.id).deleted_at is None
    assert room.navigator.toasts == ["Note restored"]
    assert screen.list.filter.value is Which.DRAFTS
    chosen = screen.list.model.item(screen.list.list.currentIndex())
    assert (chosen.note.id, len(rows(screen)), QApplication.focusWidget()) == (
        *(draft.id, 2),
        screen.list.list,
    )
    assert screen.list.deleted.isHidden()
    assert room.navigator.undo is not None
    room.navigator.undo()
    room.settle()
    assert [each.note.id for each in room.practice.notes.deleted()] == [draft.id]
    assert len(rows(screen)) == 1


def test_given_the_other_filters_when_the_key_then_nothing_is_restored(
    room: Room, screen: NotesScreen, draft: SessionNote
) -> None:
    screen.list.filter.set_value(Which.RECENT)
    screen.list.filter.chosen.emit(Which.RECENT)
    room.settle()
    assert screen.list.deleted.isHidden()
    room.key(screen.list.list, Qt.Key.Key_R)
    room.settle()
    assert [each.note.id for each in room.practice.notes.deleted()] == [draft.id]


def test_given_a_signed_note_when_enter_then_it_is_read_as_amended_and_the_button_restores_it(
    room: Room, signed: SessionNote, screen: NotesScreen
) -> None:
    room.key(screen.list.list, Qt.Key.Key_Return)
    room.settle()
    shown = dialog(screen)
    assert not screen.editing
    assert shown.title.text() == "Mira Talbot"
    assert [text.text() for text in shown.findChildren(ReadingText)] == ["Ice on the left."]
    assert all(text.isReadOnly() for text in shown.findChildren(ReadingText))
    assert any("Wrong client" in label.text() for label in shown.findChildren(type(screen.list.unsearched)))
    room.click(shown.restore)
    room.settle()
    assert screen.list.deleted.dialog is None
    assert screen.list.filter.value is Which.RECENT
    assert screen.list.model.item(screen.list.list.currentIndex()).note.id == signed.id
    assert room.navigator.undo is not None
    room.navigator.undo()
    room.settle()
    assert room.practice.notes.deleted()[0].note.deleted_reason == "Wrong client"


def test_given_a_deleted_note_that_is_read_when_esc_then_it_stays_deleted(
    room: Room, screen: NotesScreen, draft: SessionNote
) -> None:
    room.key(screen.list.list, Qt.Key.Key_Return)
    room.settle()
    room.key(dialog(screen).restore, Qt.Key.Key_Escape)
    assert screen.list.deleted.dialog is None
    assert [each.note.id for each in room.practice.notes.deleted()] == [draft.id]
    assert QApplication.focusWidget() is screen.list.list


def test_given_names_are_hidden_then_neither_the_list_nor_the_note_names_anybody(
    room: Room, screen: NotesScreen
) -> None:
    room.key(screen.list.list, Qt.Key.Key_Return)
    room.settle()
    room.bus.set_blurred(True)
    assert dialog(screen).title.text() == "M.T."
    assert [(row.first, row.second) for row in rows(screen)] == [("M.T.", "")]


def test_given_another_laptop_restored_or_purged_it_then_it_leaves_the_list(
    room: Room, screen: NotesScreen, draft: SessionNote
) -> None:
    with room.practice.store.write() as db:
        db.exec_driver_sql("DELETE FROM sessions WHERE id = ?", (draft.id.bytes,))
    room.bus.publish((Changed("sessions", frozenset({draft.id}), Origin.SYNC),))
    room.settle()
    assert rows(screen) == []


def test_given_a_person_who_may_only_read_when_restoring_then_it_is_refused_in_words(
    room: Room, screen: NotesScreen, draft: SessionNote
) -> None:
    with room.practice.store.write() as db:
        db.exec_driver_sql("UPDATE users SET role = ?", (Role.READONLY.value,))
    room.click(screen.list.deleted.restore)
    room.settle()
    assert "Your role" in room.navigator.toasts[-1]
    assert screen.list.filter.value is Which.DELETED


DELETE_KEY = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def test_given_a_draft_in_which_somebody_types_when_the_key_then_it_is_deleted_with_undo(
    room: Room, screen: NotesScreen
) -> None:
    other = room.practice.notes.drafts()[0].note
    screen.open_note(other.id)
    room.settle()
    room.key(screen.editor.page.cards["plan"].text, Qt.Key.Key_Delete, DELETE_KEY)
    room.settle()
    assert not screen.editing
    assert "30 days" in room.navigator.toasts[-1]
    assert room.practice.notes.deleted()[0].note.id == other.id
    assert room.navigator.undo is not None
    room.navigator.undo()
    room.settle()
    assert room.practice.notes.get(other.id).plan == "Rest."


def test_given_a_signed_note_when_the_key_then_a_reason_is_asked_but_not_while_it_is_amended(
    room: Room, screen: NotesScreen
) -> None:
    other = room.practice.notes.drafts()[0].note
    room.practice.notes.finalize(other.id)
    screen.open_note(other.id)
    room.settle()
    screen.editor.presenter.begin_amendment()
    room.key(screen.editor, Qt.Key.Key_Delete, DELETE_KEY)
    assert room.navigator.asked == []
    screen.editor.presenter.cancel_amendment()
    room.key(screen.editor, Qt.Key.Key_Delete, DELETE_KEY)
    assert room.navigator.asked == [("ask_text", "note_deletion", other.id, "")]
    assert room.practice.notes.get(other.id).deleted_at is None


def test_given_the_keys_then_the_help_tells_how_a_note_is_deleted_and_restored(screen: NotesScreen) -> None:
    listed = {entry.action: entry.keys for entry in screen.shortcuts()}
    assert (listed["note_delete"], listed["note_restore"]) == ("Ctrl+Shift+Del", "R")
