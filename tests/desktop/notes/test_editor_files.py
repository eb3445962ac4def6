"""Pictures and files that are pasted among the words of a note."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QImage, QRegion, QTextCursor
from PySide6.QtWidgets import QApplication

from desktop.notes.editor import NoteEditor
from tests.desktop.notes.open_note import editor, written
from tests.desktop.records_room import Room

__all__ = ["editor", "written"]


@pytest.fixture
def clipboard() -> Iterator[QMimeData]:
    """What is pasted next; the clipboard is empty afterwards."""
    yield QMimeData()
    QApplication.clipboard().clear()


def paste_into(room: Room, editor: NoteEditor, name: str, data: QMimeData) -> None:
    QApplication.clipboard().setMimeData(data)
    field = editor.page.cards[name].text
    field.setFocus()
    field.moveCursor(QTextCursor.MoveOperation.End)
    room.key(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    room.settle()


def a_picture() -> QImage:
    made = QImage(40, 30, QImage.Format.Format_RGB32)
    made.fill(0x336699)
    return made


def test_given_a_picture_when_pasted_among_the_words_then_it_is_a_file_of_the_note_and_the_words_stay(
    room: Room, editor: NoteEditor, clipboard: QMimeData
) -> None:
    clipboard.setImageData(a_picture())
    paste_into(room, editor, "subjective", clipboard)
    (held,) = editor.files.model.items
    assert held.row.file_name.startswith("Picture")
    assert editor.page.texts()["subjective"] == "Neck is stiff."
    assert "files below" in room.navigator.toasts[-1]


def test_given_a_file_when_pasted_among_the_words_then_its_path_does_not_get_into_the_note(
    room: Room, editor: NoteEditor, clipboard: QMimeData, tmp_path: Path
) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("invented", encoding="utf-8")
    clipboard.setUrls([QUrl.fromLocalFile(str(letter))])
    paste_into(room, editor, "plan", clipboard)
    assert [held.row.file_name for held in editor.files.model.items] == ["letter.txt"]
    assert editor.page.texts()["plan"] == ""


@pytest.mark.parametrize("size", [0, 8])
def test_given_a_file_that_is_refused_when_pasted_among_the_words_then_it_is_said_in_sight_and_nothing_else(
    room: Room, editor: NoteEditor, clipboard: QMimeData, tmp_path: Path, size: int
) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_bytes(b"x" * size)
    clipboard.setUrls([QUrl.fromLocalFile(str(letter))])
    editor.resize(900, 480)
    paste_into(room, editor, "subjective", clipboard)
    room.settle()
    banner = editor.files.banner
    assert editor.files.visibleRegion().isEmpty(), "the files are below the edge of the window"
    assert room.navigator.toasts == ["Goes to the files below the note"], "nobody knew yet whether it would"
    assert (banner.visibleRegion() == QRegion(banner.rect())) == (not size)
    assert banner.isVisible() == (not size)


def test_given_a_note_that_cannot_be_saved_when_a_file_is_refused_then_neither_message_hides_the_other(
    room: Room, editor: NoteEditor, clipboard: QMimeData, tmp_path: Path
) -> None:
    page, files = editor.page.banner, editor.files.banner
    page.say("The disk is full; your words are still here.", "danger")
    clipboard.setUrls([QUrl.fromLocalFile(str(tmp_path))])
    paste_into(room, editor, "plan", clipboard)
    assert files.text.endswith("add the files that are in it.")
    assert page.visibleRegion() == QRegion(page.rect())
    assert files.visibleRegion() == QRegion(files.rect())
    lowest = page.geometry().bottom()
    page.hide()
    QApplication.processEvents()
    assert files.geometry().bottom() == lowest


def test_given_cells_of_a_table_with_their_picture_when_pasted_then_the_words_are_meant(
    room: Room, editor: NoteEditor, clipboard: QMimeData
) -> None:
    clipboard.setText(" Flexion 90")
    clipboard.setImageData(a_picture())
    paste_into(room, editor, "subjective", clipboard)
    assert editor.page.texts()["subjective"] == "Neck is stiff. Flexion 90"
    assert not editor.files.model.items
