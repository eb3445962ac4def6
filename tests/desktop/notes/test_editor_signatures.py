"""What a signed note says of its signatures."""

import uuid
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QTextCursor
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel

from core.crypto.keys import DeviceKeys
from core.crypto.note_file import read_note_file
from core.crypto.note_report import report_on
from core.crypto.notes import sign_note
from core.domain.changes import Changed
from core.domain.enums import Origin
from core.domain.ids import DeviceId, NoteId
from core.domain.records import SessionNote
from core.store.database.facts import set_fact
from desktop.kit.theme import Appearance
from desktop.notes.editor import NoteEditor
from desktop.notes.read_only_text import ReadingText
from desktop.notes.signed_paper import SignedPaper
from tests.asking import ask
from tests.desktop.notes.open_note import editor, finalized, written
from tests.desktop.paper.pdf_question import title_of_question
from tests.desktop.records_room import Room

__all__ = ["editor", "written"]


@pytest.fixture
def keys(room: Room) -> DeviceKeys:
    """This laptop has keys, and signs with them."""
    made, device_id = DeviceKeys.generate(), room.practice.me.device_id
    with room.practice.store.write() as db:
        set_fact(db, "device_keys", made.to_bytes())
    room.practice.notes._sign = lambda content: sign_note(made.sign, device_id, content)
    return made


def broken(room: Room, note_id: NoteId) -> None:
    """What another laptop would bring after somebody had changed its text."""
    with room.practice.store.write() as db:
        sql = "UPDATE session_versions SET plan = 'Rest.' WHERE version_number = 2 AND session_id = ?"
        db.exec_driver_sql(sql, (note_id.bytes,))
    room.bus.publish([Changed("session_versions", frozenset({note_id}), Origin.SYNC)])
    room.settle()


def test_given_a_signed_note_then_its_header_says_by_whom_when_and_that_it_holds(
    room: Room, editor: NoteEditor, written: SessionNote, keys: DeviceKeys
) -> None:
    finalized(room, editor, written)
    assert editor.header.under.text().endswith("· signed by Ruth Amsel, today, 08:30 · genuine")
    assert editor.page.alarm.isHidden()

    room.practice.notes.amend(written.id, "Wrong side", plan="Ice.")
    opened_again(room, editor, written)
    assert editor.header.under.text().endswith("today, 08:30 · amended 1× · genuine")
    room.click(editor.header.versions)
    room.settle()
    assert side_texts(editor).count("Ruth Amsel · genuine") == 2


def test_given_a_signature_that_does_not_hold_then_the_note_says_so_plainly(
    room: Room, editor: NoteEditor, written: SessionNote, keys: DeviceKeys
) -> None:
    finalized(room, editor, written)
    room.practice.notes.amend(written.id, "Wrong side", plan="Ice.")
    opened_again(room, editor, written)
    broken(room, written.id)

    assert editor.header.under.text().endswith("· not genuine")
    assert editor.page.alarm.isVisible()
    assert "version 2 (Ruth Amsel, today, 08:30) does not hold" in editor.page.alarm.text
    room.click(editor.page.alarm.button)
    room.settle()
    assert [
        side_texts(editor).count(words) for words in ("Ruth Amsel · genuine", "Ruth Amsel · not genuine")
    ] == [
        1,
        1,
    ]


def finalized_by_a_stranger(room: Room, editor: NoteEditor, written: SessionNote, *, signed: bool) -> None:
    """By a laptop that nobody here knows."""
    stranger, device_id = DeviceKeys.generate(), DeviceId(uuid.UUID(int=99))
    if signed:
        room.practice.notes._sign = lambda content: sign_note(stranger.sign, device_id, content)
    finalized(room, editor, written)


@pytest.mark.parametrize(("signed", "words"), [(True, "cannot be checked yet"), (False, "not signed")])
def test_given_a_note_that_nobody_here_can_check_then_nothing_is_claimed(
    room: Room, editor: NoteEditor, written: SessionNote, signed: bool, words: str
) -> None:
    finalized_by_a_stranger(room, editor, written, signed=signed)
    assert editor.header.under.text().endswith(f"08:30 · {words}")
    assert editor.page.alarm.isHidden()


def test_given_a_broken_note_when_another_is_opened_then_the_alarm_goes(
    room: Room, editor: NoteEditor, written: SessionNote, keys: DeviceKeys
) -> None:
    finalized(room, editor, written)
    room.practice.notes.amend(written.id, "Wrong side", plan="Ice.")
    opened_again(room, editor, written)
    broken(room, written.id)
    other = room.draft(room.add("Otto", "Brand"), plan="Walks.")
    ask(room.practice, other.id, "plan", None, "Walks.", "Runs.")
    editor.open(other.id)
    room.settle()
    assert editor.page.alarm.isHidden()
    QApplication.processEvents()
    first = editor.page.cards["subjective"]
    assert (
        first.mapTo(editor.page.viewport(), first.rect().topLeft()).y() < editor.page.cards["plan"].height()
    )


def test_given_a_signed_note_then_it_stands_on_paper_with_who_signed_each_version_below(
    room: Room, editor: NoteEditor, written: SessionNote, keys: DeviceKeys
) -> None:
    assert editor.page.signatures.isHidden()
    drawn_as_draft = editor.page.cards["plan"].grab().toImage()
    finalized(room, editor, written)
    room.practice.notes.amend(written.id, "Wrong side", plan="Ice.")
    opened_again(room, editor, written)

    assert editor.page.signatures.words() == [
        "Signed by Ruth Amsel, 23 Nov 2026 08:30, genuine",
        "Amended and signed by Ruth Amsel, 23 Nov 2026 08:30, genuine",
    ]
    assert editor.page.signatures.isVisible()
    out = (editor.header.file, editor.header.pdf, editor.header.print)
    assert all(button.isVisible() and button.window() is editor for button in out)
    assert edge_colour(editor.page.paper) == room.context.theme.colour("paper")
    drawn = editor.page.cards["plan"].grab().toImage()
    assert drawn.pixelColor(drawn.width() // 2, 0) != drawn_as_draft.pixelColor(drawn.width() // 2, 0)


def test_given_a_note_that_is_amended_then_no_signature_stands_under_what_is_typed(
    room: Room, editor: NoteEditor, written: SessionNote, keys: DeviceKeys
) -> None:
    finalized(room, editor, written)
    room.key(editor, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    assert editor.page.signatures.isHidden()

    editor.amend_bar.no.click()
    room.settle()
    assert editor.page.signatures.isVisible()


def test_given_an_amendment_when_the_key_that_finalizes_then_it_asks_for_the_reason_and_saves(
    room: Room, editor: NoteEditor, written: SessionNote, keys: DeviceKeys
) -> None:
    finalized(room, editor, written)
    room.key(editor, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    room.keys(editor.page.cards["plan"].text, "Ice.")
    room.key(editor.page.cards["plan"].text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert editor.amend_bar.reason.hasFocus()

    room.keys(editor.amend_bar.reason, "Left out")
    room.key(editor.page.cards["plan"].text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    room.settle()
    assert [one.reason for one in room.practice.notes.versions(written.id)] == [None, "Left out"]


@pytest.mark.parametrize(
    ("signed", "words"),
    [
        (True, "08:30, cannot be checked yet: this laptop does not know the one that signed"),
        (False, "Locked by Ruth Amsel, 23 Nov 2026 08:30, not signed"),
    ],
)
def test_given_a_note_that_nobody_here_can_check_then_its_foot_says_what_is_missing(
    room: Room, editor: NoteEditor, written: SessionNote, signed: bool, words: str
) -> None:
    finalized_by_a_stranger(room, editor, written, signed=signed)
    (line,) = editor.page.signatures.words()
    assert words in line


def test_given_a_text_that_is_not_what_was_signed_then_its_foot_says_not_genuine(
    room: Room, editor: NoteEditor, written: SessionNote, keys: DeviceKeys
) -> None:
    finalized(room, editor, written)
    room.practice.notes.amend(written.id, "Wrong side", plan="Ice.")
    opened_again(room, editor, written)
    broken(room, written.id)
    first, second = editor.page.signatures.words()
    assert first.endswith("08:30, genuine")
    assert second.endswith("08:30, not genuine: this text is not what was signed")


def test_given_versions_in_front_when_the_look_changes_then_their_marks_change_with_it(
    room: Room, editor: NoteEditor, written: SessionNote, keys: DeviceKeys
) -> None:
    finalized(room, editor, written)
    room.practice.notes.amend(written.id, "Wrong side", plan="Ice.")
    opened_again(room, editor, written)
    room.key(editor, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    room.settle()
    for look in (Appearance.DARK, Appearance.LIGHT):
        room.context.theme.set_look(look)
        (changed,) = (each for each in reading(editor) if each.toPlainText() == "Ice.")
        cursor = QTextCursor(changed.document())
        cursor.movePosition(QTextCursor.MoveOperation.Right)
        assert cursor.charFormat().background().color() == room.context.theme.colour("good_soft")
        assert cursor.charFormat().fontUnderline()


@pytest.mark.parametrize(
    ("modifier", "title"),
    [
        (Qt.KeyboardModifier.ControlModifier, "Print?"),
        (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier, "Save as PDF?"),
    ],
)
def test_given_a_note_when_the_keys_for_paper_then_what_was_typed_is_stored_and_it_warns(
    room: Room, editor: NoteEditor, written: SessionNote, modifier: Qt.KeyboardModifier, title: str
) -> None:
    room.keys(editor.page.cards["plan"].text, "Ice.")
    room.key(editor.page.cards["plan"].text, Qt.Key.Key_P, modifier)
    room.settle()
    assert title_of_question(room.navigator) == title
    assert room.practice.notes.get(written.id).plan == "Ice."


def test_given_a_note_that_is_only_looked_at_when_the_key_for_paper_then_nothing_is_asked(
    room: Room, editor: NoteEditor, written: SessionNote
) -> None:
    editor.open(room.practice.notes.begin(written.client_id).id)
    room.settle()
    room.key(editor, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    room.settle()
    assert not room.navigator.asked


def reading(editor: NoteEditor) -> list[ReadingText]:
    """What stands in the column, without what is on its way out."""
    items = (editor.history.body.itemAt(at) for at in range(editor.history.body.count()))
    widgets = (item.widget() for item in items if item is not None)
    return [widget for widget in widgets if isinstance(widget, ReadingText)]


def edge_colour(paper: SignedPaper) -> QColor:
    return paper.grab().toImage().pixelColor(paper.width() // 2, 1)


def test_given_a_signed_note_when_its_key_then_it_warns_and_writes_a_file_that_is_genuine(
    room: Room,
    editor: NoteEditor,
    written: SessionNote,
    keys: DeviceKeys,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    finalized(room, editor, written)
    target, proposed = tmp_path / "chosen.pazpaz-note", []

    def choose(_over: object, _title: str, name: str) -> tuple[str, str]:
        proposed.append(name)
        return str(target), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    room.key(editor, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert "not encrypted" in str(room.navigator.asked[-1])
    assert room.navigator.on_yes is not None
    room.navigator.on_yes()
    room.settle()

    assert proposed == ["note-2026-11-23.pazpaz-note"]
    assert report_on(read_note_file(target.read_bytes())).genuine
    assert "session.export" in [event.event_type for event in room.practice.audit.list()]


def test_given_a_draft_when_the_key_of_the_signed_file_then_nothing_is_asked(
    room: Room, editor: NoteEditor
) -> None:
    room.key(editor, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert not room.navigator.asked
    assert editor.header.file.isHidden()


def opened_again(room: Room, editor: NoteEditor, written: SessionNote) -> None:
    editor.open(written.id)
    room.settle()


def side_texts(editor: NoteEditor) -> list[str]:
    return [label.text() for label in editor.history.findChildren(QLabel)]
