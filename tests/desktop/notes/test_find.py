"""Finding words in the open note, reaching a field far down, and the verbs above the note."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from core.domain.records import SessionNote
from desktop.notes.editor import NoteEditor
from tests.desktop.notes.open_note import editor, finalized, type_into, written
from tests.desktop.records_room import Room

__all__ = ["editor", "written"]
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


@pytest.fixture
def long(room: Room, editor: NoteEditor, written: SessionNote) -> NoteEditor:
    """A note of three screens with "neck" in its first and its last field."""
    room.practice.notes.save_draft(written.id, objective="Word. \n" * 80, plan="Heat the NECK. Neck rest.")
    editor.open(written.id)
    room.settle()
    return editor


def find(room: Room, editor: NoteEditor, words: str) -> None:
    room.key(focused(), Qt.Key.Key_F, CTRL)
    room.keys(editor.find_bar.field, words)
    room.key(editor.find_bar.field, Qt.Key.Key_Return)


def in_sight(editor: NoteEditor, widget: QWidget) -> bool:
    top = widget.mapTo(editor.page.viewport(), QPoint(0, 0)).y()
    return 0 <= top < editor.page.viewport().height()


def test_given_words_in_two_fields_when_found_then_enter_goes_round_and_back(
    room: Room, long: NoteEditor
) -> None:
    find(room, long, "neck")
    bar = long.find_bar
    assert bar.count.text() == "1 of 3"
    room.key(bar.field, Qt.Key.Key_Return)
    assert bar.count.text() == "2 of 3"
    assert in_sight(long, long.page.cards["plan"].text)
    room.key(bar.field, Qt.Key.Key_Return, SHIFT)
    room.key(bar.field, Qt.Key.Key_Return, SHIFT)
    assert bar.count.text() == "3 of 3"
    bar.after.click()
    assert bar.count.text() == "1 of 3"


def test_given_a_place_that_was_found_when_esc_then_it_is_written_there(room: Room, long: NoteEditor) -> None:
    find(room, long, "neck rest")
    room.key(long.find_bar.field, Qt.Key.Key_Escape)
    assert long.find_bar.isHidden()
    assert long.page.active == "plan"
    assert long.page.selected() == "Neck rest"
    assert long.page.cards["plan"].text.extraSelections() == []


def test_given_words_that_are_not_there_when_looked_for_then_it_says_so_and_esc_leaves_all_as_it_is(
    room: Room, long: NoteEditor
) -> None:
    find(room, long, "shoulder")
    assert long.find_bar.count.text() == "Not in this note"
    assert not long.find_bar.after.isEnabled()
    before = long.page.texts()
    room.key(long.find_bar.field, Qt.Key.Key_Escape)
    assert long.page.texts() == before


def test_given_selected_words_when_ctrl_f_then_those_are_looked_for_and_what_is_typed_counts(
    room: Room, long: NoteEditor
) -> None:
    long.page.select("plan", (0, 4))
    room.key(focused(), Qt.Key.Key_F, CTRL)
    assert long.find_bar.field.text() == "Heat"
    assert long.find_bar.count.text() == "1 of 1"
    type_into(room, long, "assessment", "heat")
    long.find_bar._again.timeout.emit()
    assert long.find_bar.count.text().endswith(" of 2")


def test_given_two_selected_paragraphs_when_ctrl_f_then_what_was_looked_for_last_is_looked_for(
    room: Room, long: NoteEditor
) -> None:
    find(room, long, "neck")
    room.key(long.find_bar.field, Qt.Key.Key_Escape)
    long.page.select("objective", (0, 12))
    assert long.page.selected() == "Word. \nWord."
    room.key(focused(), Qt.Key.Key_F, CTRL)
    assert long.find_bar.field.text() == "neck"
    assert long.find_bar.count.text().endswith(" of 3")


@pytest.mark.parametrize("from_elsewhere", [False, True])
def test_given_the_text_changed_just_now_when_esc_then_the_place_is_counted_in_what_stands_there(
    room: Room, long: NoteEditor, *, from_elsewhere: bool
) -> None:
    find(room, long, "neck rest")
    if from_elsewhere:
        long.page.take_over("plan", "Seen twice. Heat the NECK. Neck rest.")
    else:
        long.page.cards["plan"].text.moveCursor(QTextCursor.MoveOperation.Start)
        long.page.cards["plan"].text.insertPlainText("Seen twice. ")
    room.key(long.find_bar.field, Qt.Key.Key_Escape)
    assert long.page.selected() == "Neck rest"


def test_given_the_text_changed_just_now_when_enter_then_the_next_place_is_one_that_is_there(
    room: Room, long: NoteEditor
) -> None:
    find(room, long, "neck")
    long.page.take_over("plan", "Rest.")
    room.key(long.find_bar.field, Qt.Key.Key_Return)
    assert long.find_bar.count.text() == "1 of 1"


def test_given_other_words_typed_just_now_when_esc_then_their_first_place_is_written_at(
    room: Room, long: NoteEditor
) -> None:
    find(room, long, "neck")
    room.key(long.find_bar.field, Qt.Key.Key_Return)
    long.find_bar.field.selectAll()
    room.keys(long.find_bar.field, "the")
    room.key(long.find_bar.field, Qt.Key.Key_Escape)
    assert long.page.selected() == "the"


def test_given_a_signed_note_when_ctrl_f_then_it_is_searched_and_another_note_ends_it(
    room: Room, editor: NoteEditor, written: SessionNote
) -> None:
    finalized(room, editor, written)
    find(room, editor, "stiff")
    assert editor.find_bar.count.text() == "1 of 1"
    assert len(editor.page.cards["subjective"].text.extraSelections()) == 1
    editor.open(written.id)
    room.settle()
    assert editor.find_bar.isHidden()
    assert editor.page.cards["subjective"].text.extraSelections() == []


def test_given_a_long_note_when_ctrl_4_then_the_field_comes_into_sight(room: Room, long: NoteEditor) -> None:
    assert not in_sight(long, long.page.cards["plan"])
    room.key(focused(), Qt.Key.Key_4, CTRL)
    assert in_sight(long, long.page.cards["plan"])
    room.key(focused(), Qt.Key.Key_1, CTRL)
    assert in_sight(long, long.page.cards["subjective"])


def test_given_a_click_on_a_heading_then_that_field_is_written_in(room: Room, editor: NoteEditor) -> None:
    card = editor.page.cards["assessment"]
    QTest.mouseClick(card, Qt.MouseButton.LeftButton, pos=QPoint(card.width() - 40, 14))
    assert editor.page.active == "assessment"


def test_given_room_then_the_verbs_have_words_and_the_bin_is_apart_from_finalize(
    room: Room, editor: NoteEditor
) -> None:
    header = editor.header
    assert [button.text() for button in (header.delete, header.previous, header.day)] == [
        *("Delete", "Previous", "Day"),
    ]
    between = [each for each in (header.previous, header.day) if header.delete.x() < each.x()]
    assert all(each.x() < header.finalize.x() for each in between)
    assert len(between) == 2
    editor.resize(700, 600)
    QApplication.processEvents()
    assert header.delete.text() == ""
    assert header.delete.accessibleName() == "Delete note"
