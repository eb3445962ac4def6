"""Earlier notes beside the one being written: listed, searched, read, copied from, recognised again."""

from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, Qt

from core.domain.notes import FIELD_LIMIT
from core.domain.records import SessionNote
from desktop.notes import gateway
from desktop.notes.editor import NoteEditor
from desktop.notes.field import NoteText
from desktop.notes.side import HISTORY
from tests.desktop.notes.open_note import editor, finalized, written
from tests.desktop.records_room import Room

__all__ = ["editor", "written"]
LONG = "Heat and rest, then exercise twice a day."


@pytest.fixture
def earlier(room: Room, written: SessionNote) -> list[SessionNote]:
    """Newest first, a week between them."""
    made = []
    said: tuple[dict[str, Any], ...] = ({"plan": LONG}, {"objective": "Flexión of the left knee hurts."}, {})
    for weeks, texts in enumerate(said, 1):
        day = room.clock.now() - timedelta(days=7 * weeks)
        note = room.practice.notes.start(written.client_id, session_date=day).value
        made.append(room.practice.notes.save_draft(note.id, **texts).value if texts else note)
    return made


@pytest.fixture
def history(room: Room, written: SessionNote, earlier: list[SessionNote], editor: NoteEditor) -> NoteEditor:
    editor.open(written.id)
    room.settle()
    editor.previous._whole._group.button(2).click()
    room.settle()
    return editor


def test_given_history_when_chosen_then_every_earlier_note_is_listed_and_the_search_waits(
    history: NoteEditor, earlier: list[SessionNote]
) -> None:
    side = history.previous
    assert [note.id for note in side.history.model.items] == [note.id for note in earlier]
    assert side.history.search.hasFocus()
    assert side.reading.isHidden()


def test_given_words_when_searched_then_the_note_that_has_them_is_read_whole_and_copied_from(
    room: Room, history: NoteEditor, earlier: list[SessionNote], written: SessionNote
) -> None:
    side = history.previous
    room.keys(side.history.search, "knee flexion")
    room.key(side.history.search, Qt.Key.Key_Return)
    assert side._note is not None
    assert side._note.id == earlier[1].id
    assert side.history.isHidden()
    assert side._whole.value is True
    side._copier("objective")()
    assert history.page.texts()["objective"] == "Flexión of the left knee hurts."
    assert history.page.cards["objective"].text.carried == ["Flexión of the left knee hurts."]
    history.presenter.request_finalize()
    assert "word for word in earlier notes" in history.finalize_bar.words.text()


def test_given_words_that_no_note_has_when_searched_then_it_says_so(room: Room, history: NoteEditor) -> None:
    found = history.previous.history
    room.keys(found.search, "shoulder")
    room.key(found.search, Qt.Key.Key_Return)
    assert not found.none.isHidden()
    assert found.list.isHidden()
    room.key(found.search, Qt.Key.Key_Escape)
    assert found.none.isHidden()


def test_given_an_amended_earlier_note_when_listed_then_it_reads_as_it_was_amended(
    room: Room, earlier: list[SessionNote], editor: NoteEditor, written: SessionNote
) -> None:
    room.practice.notes.finalize(earlier[0].id)
    room.practice.notes.amend(earlier[0].id, "wrong side", plan="Ice.")
    editor.open(written.id)
    room.settle()
    editor.presenter.load_history()
    room.settle()
    assert editor.previous.history.model.items[0].plan == "Ice."


def test_given_carried_text_when_the_note_is_opened_again_then_it_is_marked_until_edited(
    room: Room, earlier: list[SessionNote], editor: NoteEditor, written: SessionNote
) -> None:
    room.practice.notes.save_draft(written.id, plan=f"Own words.\n{LONG}\nMore.")
    opened(room, editor, written)
    field = editor.page.cards["plan"].text
    assert field.carried == [LONG]
    field.textCursor().insertText("Before. ")
    assert field.carried == [LONG]
    cursor = field.span(30, 31)
    cursor.insertText("x")
    assert field.carried == []


def test_given_few_words_or_a_signed_note_when_opened_then_nothing_is_marked(
    room: Room, earlier: list[SessionNote], editor: NoteEditor, written: SessionNote
) -> None:
    field = editor.page.cards["plan"].text
    room.practice.notes.save_draft(written.id, plan="Heat. Rest.")
    opened(room, editor, written)
    assert field.carried == []
    room.practice.notes.save_draft(written.id, plan=LONG)
    finalized(room, editor, written)
    assert field.carried == []


def test_given_history_when_another_note_is_opened_then_its_previous_note_is_shown(
    room: Room, history: NoteEditor, earlier: list[SessionNote]
) -> None:
    history.open(earlier[0].id)
    room.settle()
    assert history.previous._whole.value != HISTORY
    assert history.previous._note is not None
    assert history.previous._note.id == earlier[1].id


OLD = "Flexión of the left knee hurts."


def test_given_text_of_an_older_note_when_the_note_is_opened_then_it_is_marked_and_told_before_signing(
    room: Room, earlier: list[SessionNote], editor: NoteEditor, written: SessionNote
) -> None:
    room.practice.notes.save_draft(written.id, subjective=None, plan=OLD)
    opened(room, editor, written)
    assert editor.page.cards["plan"].text.carried == [OLD]
    editor.presenter.request_finalize()
    assert "100 % stands word for word" in editor.finalize_bar.words.text()


def test_given_text_of_an_older_note_when_pasted_then_it_is_marked_until_edited(
    room: Room, earlier: list[SessionNote], editor: NoteEditor, written: SessionNote
) -> None:
    opened(room, editor, written)
    field = editor.page.cards["objective"].text
    paste(field, f"Today: {OLD}")
    assert (field.text(), field.carried) == (f"Today: {OLD}", [OLD])
    paste(field, "\nMy own words, of which no earlier note knows anything.")
    assert field.carried == [OLD]
    field.span(20, 21).insertText("x")
    assert field.carried == []


def test_given_a_passage_that_stands_twice_and_smileys_when_pasted_then_each_is_marked_where_it_stands(
    room: Room, earlier: list[SessionNote], editor: NoteEditor, written: SessionNote
) -> None:
    opened(room, editor, written)
    field = editor.page.cards["objective"].text
    paste(field, f"\U0001f642 {OLD} Now\n\U0001f642 {LONG} Then, again: {OLD}")
    assert field.carried == [OLD, LONG, OLD]
    assert len({mark.selectionStart() for mark, _ in field._carried}) == 3
    assert field._carried[0][0].selectionStart() == 3


def test_given_more_than_a_field_may_have_when_pasted_then_it_is_not_looked_through(
    room: Room, earlier: list[SessionNote], editor: NoteEditor, written: SessionNote
) -> None:
    opened(room, editor, written)
    field = editor.page.cards["objective"].text
    paste(field, f"{OLD} " + "x" * FIELD_LIMIT)
    assert field.carried == []


def test_given_text_of_another_client_when_pasted_then_it_is_not_marked(
    room: Room, earlier: list[SessionNote], editor: NoteEditor
) -> None:
    other = room.draft(room.add("Otto", "Brand"), subjective="Walks.")
    opened(room, editor, other)
    field = editor.page.cards["objective"].text
    paste(field, OLD)
    assert field.carried == []


def test_given_a_note_that_is_signed_at_once_when_its_earlier_notes_are_read_then_the_share_is_told_then(
    room: Room, earlier: list[SessionNote], editor: NoteEditor, written: SessionNote
) -> None:
    room.practice.notes.save_draft(written.id, subjective=None, plan=OLD)
    editor._look_back.blockSignals(True)  # on a slow machine its time is over before the note is here
    editor.open(written.id)
    room.settle()
    assert editor.page.cards["plan"].text.carried == []
    editor.presenter.request_finalize()
    assert editor.finalize_bar.yes.hasFocus()
    room.settle()
    assert "100 % stands word for word" in editor.finalize_bar.words.text()
    assert editor.finalize_bar.yes.hasFocus()


def test_given_very_much_text_when_earlier_notes_are_read_then_the_newest_are_and_no_more_than_fit(
    room: Room,
    earlier: list[SessionNote],
    editor: NoteEditor,
    written: SessionNote,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(gateway, "EARLIER_CHARACTERS", len(LONG))
    room.practice.notes.save_draft(written.id, plan=f"{LONG}\n\nBetween.\n{OLD}")
    opened(room, editor, written)
    assert editor.page.cards["plan"].text.carried == [LONG]


def test_given_a_note_deleted_elsewhere_when_earlier_notes_are_read_then_nothing_is_refused(
    room: Room, editor: NoteEditor, written: SessionNote
) -> None:
    refused: list[object] = []
    room.jobs.refused.connect(refused.append)
    room.practice.notes.delete(written.id)
    editor.presenter.read_earlier()
    room.settle()
    assert refused == []


def opened(room: Room, editor: NoteEditor, note: SessionNote) -> None:
    """And a moment later, when the earlier notes were looked through."""
    editor.open(note.id)
    room.settle()
    editor.presenter.read_earlier()
    room.settle()


def paste(field: NoteText, text: str) -> None:
    data = QMimeData()
    data.setText(text)
    field.insertFromMimeData(data)
