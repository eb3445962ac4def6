"""One text of a note: characters as typed, direction per paragraph, merging around the cursor."""

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QTextCursor
from pytestqt.qtbot import QtBot

from desktop.notes.field import NoteText
from desktop.notes.read_only_text import ReadingText, first_sentences


@pytest.fixture
def field(qtbot: QtBot) -> NoteText:
    made = NoteText()
    qtbot.addWidget(made)
    made.resize(400, 60)
    return made


@pytest.mark.parametrize(
    "text", ["", "5\u00a0mg", "one\ntwo\n", "🙂 ok", "כאב\nPain", "tab\there", "<b>no</b>"]
)
def test_given_any_text_then_it_comes_back_as_it_was(field: NoteText, text: str) -> None:
    field.load(text)
    assert field.text() == text


@pytest.mark.parametrize(
    ("old", "new", "at", "then"),
    [
        ("Neck. Back.", "Head. Neck. Back.", 11, 17),
        ("🙂 Neck.", "🙂🙂 Neck.", 8, 10),
        ("one\ntwo", "one\nmore\ntwo", 7, 12),
        ("aaaa", "aaa", 0, 0),
        ("", "new", 0, 3),
        ("same", "same", 2, 2),
    ],
)
def test_given_a_merged_text_then_the_cursor_stays_at_its_words(
    field: NoteText, old: str, new: str, at: int, then: int
) -> None:
    field.load(old)
    cursor = QTextCursor(field.document())
    cursor.setPosition(at)
    field.setTextCursor(cursor)
    field.take_over(new)
    assert (field.text(), field.textCursor().position()) == (new, then)


def test_given_loading_and_merging_then_only_typing_is_told(field: NoteText, qtbot: QtBot) -> None:
    told: list[str] = []
    field.text_changed.connect(told.append)
    field.load("Neck")
    field.take_over("Neck and back")
    assert told == []
    field.moveCursor(QTextCursor.MoveOperation.End)
    field.insertPlainText(".")
    assert told == ["Neck and back."]


def test_given_another_text_when_loaded_then_whoever_counts_its_letters_is_told_once_and_of_all_of_it(
    field: NoteText,
) -> None:
    field.load("Slept badly.")
    told: list[str] = []
    field.textChanged.connect(lambda: told.append(field.text()))
    field.load("Slept well.\nWalked.")
    assert told == ["Slept well.\nWalked."]


def test_given_hebrew_and_english_then_each_paragraph_has_its_direction(field: NoteText) -> None:
    field.load("Pain\nכאב גב")
    first = field.document().firstBlock()
    assert first.textDirection() is Qt.LayoutDirection.LeftToRight
    assert first.next().textDirection() is Qt.LayoutDirection.RightToLeft


def test_given_a_long_text_then_all_of_it_is_in_sight(field: NoteText) -> None:
    field.show()
    field.load("word " * 1000)
    assert field.height() >= field.document().size().height()
    assert field.height() > 400


def test_given_carried_text_then_it_follows_what_is_there_and_ends_when_edited(field: NoteText) -> None:
    field.load("Own words.")
    field.carry("Heat 🙂 twice.")
    assert field.text() == "Own words.\nHeat 🙂 twice."
    assert field.carried == ["Heat 🙂 twice."]
    field.moveCursor(QTextCursor.MoveOperation.End)
    field.insertPlainText(" More.")
    assert field.carried == ["Heat 🙂 twice."]
    cursor = QTextCursor(field.document())
    cursor.setPosition(13)
    cursor.insertText("x")
    assert field.carried == []


def test_given_rich_text_pasted_then_only_its_words_arrive(field: NoteText) -> None:
    assert not field.acceptRichText()


def test_given_a_clipboard_with_a_formatted_page_alone_when_pasted_then_its_words_arrive(
    field: NoteText,
) -> None:
    page = QMimeData()
    page.setHtml("<p>Heat &amp; <b>rest</b>.</p><p>Walk.</p>")
    assert field.canInsertFromMimeData(page)
    field.insertFromMimeData(page)
    assert field.text() == "Heat & rest.\nWalk."


def test_given_a_reading_text_then_it_cannot_be_changed(qtbot: QtBot) -> None:
    made = ReadingText("Heat.")
    qtbot.addWidget(made)
    assert made.isReadOnly()


def test_given_a_long_text_then_its_summary_ends_at_a_word() -> None:
    assert first_sentences("Heat  and\nrest.") == "Heat and rest."
    assert first_sentences("word " * 100, 12) == "word word…"
