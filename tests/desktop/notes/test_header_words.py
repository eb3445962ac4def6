"""The buttons above a note: words where there is room, a key in every tip, and a draft's way to paper."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu

from core.domain.records import SessionNote
from desktop.notes.editor import NoteEditor
from tests.desktop.notes.open_note import editor, finalized, written
from tests.desktop.paper.pdf_question import title_of_question
from tests.desktop.records_room import Room

__all__ = ["editor", "written"]

# The offscreen platform says this when a menu opens; it means nothing.
popups = pytest.mark.qt_log_ignore("plugin does not support", extend=True)


def out_words(editor: NoteEditor) -> list[str]:
    header = editor.header
    return [button.text() for button in (header.file, header.pdf, header.print)]


def resized(editor: NoteEditor, width: int) -> None:
    editor.resize(width, 700)
    QApplication.processEvents()


def test_given_a_signed_note_with_room_then_file_pdf_and_print_have_words_and_their_keys(
    room: Room, editor: NoteEditor, written: SessionNote
) -> None:
    finalized(room, editor, written)
    resized(editor, 1400)
    assert out_words(editor) == ["File", "PDF", "Print"]
    tips = [button.toolTip() for button in (editor.header.file, editor.header.pdf, editor.header.print)]
    assert [tip.rsplit("  ", 1)[1] for tip in tips] == ["Ctrl+Shift+S", "Ctrl+Shift+P", "Ctrl+P"]


def test_given_a_signed_note_in_less_room_then_those_are_icons_first_and_the_name_stays(
    room: Room, editor: NoteEditor, written: SessionNote
) -> None:
    finalized(room, editor, written)
    resized(editor, 940)
    assert out_words(editor) == ["", "", ""]
    assert editor.header.delete.text() == "Delete"
    assert editor.header.pdf.accessibleName() == "Save as PDF"
    assert "Ctrl+Shift+P" in editor.header.pdf.toolTip()
    resized(editor, 700)
    assert editor.header.delete.text() == ""
    assert "Ctrl+Shift+Del" in editor.header.delete.toolTip()
    resized(editor, 1400)
    assert out_words(editor) == ["File", "PDF", "Print"]


def test_given_a_clinic_that_is_told_of_then_its_words_take_their_room_from_file_pdf_and_print(
    room: Room, editor: NoteEditor, written: SessionNote
) -> None:
    finalized(room, editor, written)
    width = next(width for width in range(900, 1400, 20) if has_words(editor, width))
    editor.show_clinic(in_clinic=False)
    assert out_words(editor) == ["", "", ""]
    resized(editor, width + 300)
    assert out_words(editor) == ["File", "PDF", "Print"]


def has_words(editor: NoteEditor, width: int) -> bool:
    resized(editor, width)
    return any(out_words(editor))


def menu(room: Room, editor: NoteEditor) -> QMenu:
    room.click(editor.header.more)
    room.settle()
    return editor.header.more.findChildren(QMenu)[-1]


@popups
def test_given_a_draft_when_more_then_pdf_and_print_are_there_with_their_keys(
    room: Room, editor: NoteEditor
) -> None:
    assert editor.header.pdf.isHidden()
    assert editor.header.more.accessibleName() == "More"
    rows = menu(room, editor).actions()
    assert [(row.text(), row.shortcut().toString()) for row in rows] == [
        ("Save as PDF", "Ctrl+Shift+P"),
        ("Print", "Ctrl+P"),
    ]
    assert all(row.isEnabled() for row in rows)
    rows[0].trigger()
    room.settle()
    assert title_of_question(room.navigator) == "Save as PDF?"


@popups
def test_given_the_menu_by_keys_when_enter_then_its_first_row_is_meant(
    room: Room, editor: NoteEditor
) -> None:
    room.key(editor.header.more, Qt.Key.Key_Space)
    shown = editor.header.more.findChildren(QMenu)[-1]
    room.key(shown, Qt.Key.Key_Return)
    room.settle()
    assert title_of_question(room.navigator) == "Save as PDF?"


@popups
def test_given_a_note_in_which_nothing_is_written_then_there_is_nothing_for_paper(
    room: Room, editor: NoteEditor, written: SessionNote
) -> None:
    editor.open(room.practice.notes.begin(written.client_id).id)
    room.settle()
    shown = menu(room, editor)
    assert not any(row.isEnabled() for row in shown.actions())
    shown.close()


@pytest.mark.parametrize("deleted", [False, True])
def test_given_a_signed_or_a_deleted_note_then_more_is_not_there(
    room: Room, editor: NoteEditor, written: SessionNote, deleted: bool
) -> None:
    if deleted:
        gone = room.practice.notes.delete(written.id).value
        editor.show_facts(gone)
        assert editor.header.delete.isHidden()
    else:
        finalized(room, editor, written)
    assert editor.header.more.isHidden()
