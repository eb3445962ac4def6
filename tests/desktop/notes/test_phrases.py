"""Phrases of a client's earlier notes in the editor: listed at a key, narrowed, taken, undone, marked."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from core.domain.changes import Changed
from core.domain.enums import Origin
from core.domain.records import Client, SessionNote
from desktop.notes.editor import NoteEditor
from desktop.notes.phrase_list import PhraseList
from tests.desktop.notes.open_note import editor, finalized, type_into, written
from tests.desktop.notes.test_note_texts import focused, open_menu, tab
from tests.desktop.records_room import Room

__all__ = ["editor", "written"]
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NECK = "Pain in the neck, worse in the morning."
SHOULDER = "Pain in the left shoulder when lifting."


def note_before(room: Room, client_id: object, weeks: int, **texts: str) -> SessionNote:
    day = room.clock.now() - timedelta(days=7 * weeks)
    note = room.practice.notes.start(client_id, session_date=day).value  # type: ignore[arg-type]
    return room.practice.notes.save_draft(note.id, **texts).value  # type: ignore[arg-type]


@pytest.fixture
def earlier(room: Room, written: SessionNote) -> list[SessionNote]:
    """Newest first."""
    return [
        note_before(room, written.client_id, 1, subjective=f"{NECK} Slept well.", plan="Heat at home."),
        note_before(room, written.client_id, 2, subjective=f"{SHOULDER}\nכאב בצוואר."),
    ]


@pytest.fixture
def other(room: Room) -> Client:
    """Whose words are never offered to anybody else."""
    client = room.add("Dorian", "Vance")
    note_before(room, client.id, 1, subjective="Pain in the knee of somebody else.")
    return client


def ask(room: Room) -> None:
    room.key(focused(), Qt.Key.Key_J, CTRL | SHIFT)
    room.settle()


def rows(editor: NoteEditor) -> list[str]:
    shown: PhraseList = editor.phrases.list
    return [shown.item(row).text() for row in range(shown.count())] if shown.isVisible() else []


def begin(room: Room, editor: NoteEditor, typed: str, field: str = "subjective") -> None:
    """Type into an empty field, and ask; the lines above are there at once."""
    above, _, line = typed.rpartition("\n")
    text = editor.page.cards[field].text
    text.setPlainText(above + "\n" if above else "")
    text.moveCursor(QTextCursor.MoveOperation.End)
    type_into(room, editor, field, line)
    ask(room)


def test_given_the_beginning_of_a_sentence_when_asked_then_those_of_this_clients_earlier_notes_are_listed(
    room: Room, editor: NoteEditor, earlier: list[SessionNote], other: Client
) -> None:
    begin(room, editor, "Better. pain")
    assert rows(editor) == [NECK, SHOULDER]
    assert focused() is editor.page.cards["subjective"].text


def test_given_the_list_when_down_and_enter_then_the_phrase_takes_the_place_of_what_was_typed(
    room: Room, editor: NoteEditor, earlier: list[SessionNote], written: SessionNote
) -> None:
    begin(room, editor, "Better. pain")
    room.key(focused(), Qt.Key.Key_Down)
    room.key(focused(), Qt.Key.Key_Return)
    assert editor.page.texts()["subjective"] == f"Better. {SHOULDER}"
    assert rows(editor) == []
    room.keys(focused(), " Go on.")
    editor.flush()
    room.settle()
    assert room.practice.notes.get(written.id).subjective == f"Better. {SHOULDER} Go on."


def test_given_the_list_when_tab_then_the_first_is_taken_and_the_field_stays_written_in(
    room: Room, editor: NoteEditor, earlier: list[SessionNote]
) -> None:
    begin(room, editor, "pain")
    tab(room, editor)
    assert editor.page.texts()["subjective"] == NECK
    assert editor.page.active == "subjective"
    tab(room, editor)
    assert editor.page.active == "objective"


@pytest.mark.parametrize("typed", ["pain", ""])
def test_given_a_phrase_taken_when_undone_then_what_was_typed_stands_there_again(
    room: Room, editor: NoteEditor, earlier: list[SessionNote], typed: str
) -> None:
    begin(room, editor, "Better. " + typed)
    room.key(focused(), Qt.Key.Key_Return)
    assert editor.page.texts()["subjective"] == f"Better. {NECK}"
    room.key(focused(), Qt.Key.Key_Z, CTRL)
    assert editor.page.texts()["subjective"] == f"Better. {typed}"


def test_given_a_phrase_taken_then_it_is_marked_and_counts_as_carried_before_signing(
    room: Room, editor: NoteEditor, earlier: list[SessionNote]
) -> None:
    begin(room, editor, "left")
    assert rows(editor) == [SHOULDER]  # of the note before the previous one
    room.key(focused(), Qt.Key.Key_Return)
    assert editor.page.cards["subjective"].text.carried == [SHOULDER]
    editor.presenter.request_finalize()
    assert "% stands word for word in earlier notes." in editor.finalize_bar.words.text()


def test_given_the_list_when_esc_then_only_the_list_closes(
    room: Room, editor: NoteEditor, earlier: list[SessionNote]
) -> None:
    begin(room, editor, "pain")
    room.key(focused(), Qt.Key.Key_Escape)
    assert rows(editor) == []
    assert editor.page.active == "subjective"
    assert editor.page.texts()["subjective"] == "pain"
    room.key(focused(), Qt.Key.Key_Return)
    assert editor.page.texts()["subjective"] == "pain\n"


def test_given_the_list_when_typing_on_then_it_narrows_and_goes_with_the_last_phrase(
    room: Room, editor: NoteEditor, earlier: list[SessionNote]
) -> None:
    begin(room, editor, "pain in the ")
    room.keys(focused(), "le")
    assert rows(editor) == [SHOULDER]
    room.key(focused(), Qt.Key.Key_Backspace)
    room.key(focused(), Qt.Key.Key_Backspace)
    assert rows(editor) == [NECK, SHOULDER]
    room.keys(focused(), "zz")
    assert rows(editor) == []


@pytest.mark.parametrize("key", [Qt.Key.Key_Left, Qt.Key.Key_Home])
def test_given_the_list_when_the_caret_is_moved_then_it_closes(
    room: Room, editor: NoteEditor, earlier: list[SessionNote], key: Qt.Key
) -> None:
    begin(room, editor, "pain")
    room.key(focused(), key)
    assert rows(editor) == []


def test_given_the_list_when_asked_again_or_another_field_is_written_in_then_it_closes(
    room: Room, editor: NoteEditor, earlier: list[SessionNote]
) -> None:
    begin(room, editor, "pain")
    ask(room)
    assert rows(editor) == []
    ask(room)
    assert rows(editor)
    editor.page.go_to("plan")
    assert rows(editor) == []


def test_given_the_list_when_a_row_is_clicked_then_it_is_taken_and_writing_goes_on(
    room: Room, editor: NoteEditor, earlier: list[SessionNote]
) -> None:
    begin(room, editor, "pain")
    shown = editor.phrases.list
    at = shown.visualItemRect(shown.item(1)).center()
    QTest.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert editor.page.texts()["subjective"] == SHOULDER
    assert editor.page.active == "subjective"


def test_given_hebrew_then_its_phrase_is_found_by_a_word_behind_its_letter(
    room: Room, editor: NoteEditor, earlier: list[SessionNote]
) -> None:
    editor.page.go_to("subjective")
    editor.page.cards["subjective"].text.setPlainText("צוואר")
    editor.page.cards["subjective"].text.moveCursor(QTextCursor.MoveOperation.End)
    ask(room)
    assert rows(editor) == ["כאב בצוואר."]
    room.key(focused(), Qt.Key.Key_Return)
    assert editor.page.texts()["subjective"] == "כאב בצוואר."


def test_given_words_that_no_earlier_note_has_when_asked_then_it_says_so(
    room: Room, editor: NoteEditor, earlier: list[SessionNote]
) -> None:
    begin(room, editor, "pain", "objective")
    assert rows(editor) == []
    assert "No earlier note of this client has such words" in room.navigator.toasts[-1]


def test_given_another_field_when_asked_then_the_phrases_of_that_field_are_listed(
    room: Room, editor: NoteEditor, earlier: list[SessionNote]
) -> None:
    begin(room, editor, "", "plan")
    assert rows(editor) == ["Heat at home."]


def test_given_an_amended_earlier_note_when_asked_then_it_says_what_it_says_now(
    room: Room, editor: NoteEditor, earlier: list[SessionNote]
) -> None:
    room.practice.notes.finalize(earlier[0].id)
    room.practice.notes.amend(earlier[0].id, "wrong word", plan="Ice at home.")
    begin(room, editor, "", "plan")
    assert rows(editor) == ["Ice at home."]


def test_given_an_earlier_note_that_sync_brings_then_the_next_list_has_its_words(
    room: Room, editor: NoteEditor, earlier: list[SessionNote], written: SessionNote
) -> None:
    begin(room, editor, "", "plan")
    brought = note_before(room, written.client_id, 3, plan="Rest and ice.")
    room.bus.publish([Changed("sessions", frozenset({brought.id}), Origin.SYNC)])
    room.settle()
    ask(room)  # closes
    ask(room)
    assert rows(editor) == ["Heat at home.", "Rest and ice."]


def test_given_a_signed_note_when_asked_then_nothing_opens_and_its_amendment_is_helped(
    room: Room, editor: NoteEditor, earlier: list[SessionNote], written: SessionNote
) -> None:
    finalized(room, editor, written)
    editor.page.go_to("plan")
    ask(room)
    assert rows(editor) == []
    editor.presenter.begin_amendment()
    editor.page.go_to("plan")
    ask(room)
    assert rows(editor) == ["Heat at home."]


def test_given_another_field_before_the_answer_then_no_list_opens_there(
    room: Room, editor: NoteEditor, earlier: list[SessionNote]
) -> None:
    type_into(room, editor, "plan", "")
    room.key(focused(), Qt.Key.Key_J, CTRL | SHIFT)
    editor.page.go_to("objective")
    room.settle()
    assert rows(editor) == []


def test_given_a_caret_at_the_foot_of_the_page_then_the_list_lies_above_its_line(
    room: Room, editor: NoteEditor, earlier: list[SessionNote], written: SessionNote
) -> None:
    lines = "\n".join(f"Line {number}." for number in range(60))
    note_before(room, written.client_id, 1, plan="\n".join(f"Heat {'so ' * n}at home." for n in range(9)))
    begin(room, editor, lines + "\nHeat", "plan")
    shown, text = editor.phrases.list, editor.page.cards["plan"].text
    caret = text.viewport().mapTo(editor.page, text.cursorRect().topLeft())
    assert shown.isVisible()
    assert shown.geometry().bottom() < caret.y()
    assert shown.geometry().top() >= 0
    editor.page.verticalScrollBar().setValue(editor.page.verticalScrollBar().value() - 40)
    moved = text.viewport().mapTo(editor.page, text.cursorRect().topLeft())
    assert shown.geometry().bottom() < moved.y()


def test_given_the_menu_of_a_field_then_it_lists_them_too(
    room: Room, editor: NoteEditor, earlier: list[SessionNote], monkeypatch: pytest.MonkeyPatch
) -> None:
    type_into(room, editor, "plan", "")
    with monkeypatch.context() as patched:
        menu: QMenu = open_menu(editor.page.cards["plan"].text, patched)
    told = {action.text(): action for action in menu.actions()}
    told["Phrases of earlier notes…"].trigger()
    room.settle()
    assert rows(editor) == ["Heat at home."]


def test_given_a_note_that_is_left_then_nothing_of_its_earlier_notes_is_kept(
    room: Room, editor: NoteEditor, earlier: list[SessionNote]
) -> None:
    begin(room, editor, "pain")
    assert rows(editor)
    editor._on_back()
    assert rows(editor) == []
    assert editor.phrases._phrases is None
