"""The body chart in the editor: it comes by a key and a button, and its sentences go into Objective."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from core.domain.new_rows import BodyMarkDraft
from core.domain.records import SessionNote
from core.domain.registry import BODY_MARKS
from desktop.notes.editor import NoteEditor
from tests.asking import ask_of
from tests.desktop.notes.open_note import editor, finalized, type_into, written
from tests.desktop.records_room import Room

__all__ = ["editor", "written"]
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def marked(room: Room, editor: NoteEditor, written: SessionNote) -> NoteEditor:
    """The chart is open, with a mark."""
    draft = BodyMarkDraft(session_id=written.id, kind="PAIN", place="BACK 250 205", intensity="6")
    room.practice.body_marks.add(draft)
    toggle(room, editor)
    editor.sides.chart.presenter.load()
    room.settle()
    return editor


def toggle(room: Room, editor: NoteEditor) -> None:
    room.key(editor, Qt.Key.Key_B, CONTROL | SHIFT)
    room.settle()


def test_given_the_key_when_pressed_then_the_chart_comes_ready_for_keys_and_goes_again(
    room: Room, editor: NoteEditor
) -> None:
    assert not editor.sides.body.isVisible()
    toggle(room, editor)
    assert editor.sides.body.isVisible()
    assert not editor.previous.isVisible()
    assert editor.sides.chart.canvas.hasFocus()
    editor.header.chart.click()
    assert not editor.sides.body.isVisible()
    toggle(room, editor)
    room.key(editor.sides.chart.canvas, Qt.Key.Key_Escape)
    assert not editor.sides.chart.canvas.hasFocus()
    editor.header.previous.click()
    assert editor.previous.isVisible()
    assert not editor.sides.body.isVisible()


@pytest.fixture
def week_before(room: Room, written: SessionNote) -> SessionNote:
    """A session with two marks, one of which nobody put today."""
    day = room.clock.now() - timedelta(days=7)
    note = room.practice.notes.start(written.client_id, session_date=day).value
    for kind, intensity in (("PAIN", "8"), ("TENSION", "4")):
        draft = BodyMarkDraft(session_id=note.id, kind=kind, place="BACK 250 205", intensity=intensity)
        room.practice.body_marks.add(draft)
    return note


def test_given_keys_alone_when_pressed_then_an_earlier_session_comes_alone_is_carried_and_left(
    room: Room, marked: NoteEditor, written: SessionNote, week_before: SessionNote
) -> None:
    marked.sides.chart.presenter.load()
    room.settle()
    toggle(room, marked)
    text = marked.page.cards["plan"].text
    text.setFocus()
    chart = marked.sides.chart
    room.key(text, Qt.Key.Key_PageUp, CONTROL)
    assert marked.sides.body.isVisible()
    assert chart.sessions.value == week_before.id
    room.key(marked, Qt.Key.Key_PageUp, CONTROL | SHIFT)
    assert len(chart.canvas.shown()) == 2
    room.key(marked, Qt.Key.Key_K, CONTROL | SHIFT)
    for _ in range(3):
        room.settle()
    kinds = {mark.kind for mark in room.practice.body_marks.of_note(written.id)}
    assert kinds == {"PAIN", "TENSION"}
    room.key(marked, Qt.Key.Key_PageDown, CONTROL | SHIFT)
    assert chart.sessions.value is None
    room.key(marked, Qt.Key.Key_PageUp, CONTROL)
    text.setFocus()
    room.key(text, Qt.Key.Key_PageDown, CONTROL)
    assert chart.sessions.value is None
    assert text.hasFocus()


def test_given_marks_when_the_chart_is_out_of_sight_then_its_button_says_how_many(
    room: Room, marked: NoteEditor, written: SessionNote
) -> None:
    assert marked.header.chart.accessibleName() == "Body chart, 1 mark"
    assert marked.header.chart.text() == "Chart (1)"
    toggle(room, marked)
    draft = BodyMarkDraft(session_id=written.id, kind="SCAR", place="FRONT 595 722")
    room.bus.publish(room.practice.body_marks.add(draft).changed)
    room.settle()
    assert marked.header.chart.text() == "Chart (2)"
    assert len(marked.sides.chart.rows) == 1  # filled as soon as somebody looks
    toggle(room, marked)
    assert len(marked.sides.chart.rows) == 2


def test_given_the_chart_when_a_measure_is_to_be_typed_then_its_entry_comes_in_its_place(
    room: Room, marked: NoteEditor
) -> None:
    room.key(marked, Qt.Key.Key_M, CONTROL | SHIFT)
    assert marked.sides.measures.entry.isVisible()
    assert not marked.sides.body.isVisible()


def test_given_words_in_objective_when_marks_are_added_then_they_stand_behind_and_undo_takes_them_out(
    room: Room, marked: NoteEditor, written: SessionNote
) -> None:
    type_into(room, marked, "objective", "Flexion 140°.")
    marked.sides.chart.add.click()
    text = marked.page.cards["objective"].text
    assert text.text() == "Flexion 140°.\nPain 6/10 at the left shoulder (back)."
    assert text.hasFocus()
    marked.flush()
    room.settle()
    stored = room.practice.notes.get(written.id).objective
    assert stored == "Flexion 140°.\nPain 6/10 at the left shoulder (back)."
    text.undo()
    assert text.text() == "Flexion 140°."


def test_given_an_empty_objective_when_marks_are_added_then_it_begins_with_them(marked: NoteEditor) -> None:
    marked.sides.chart.add.click()
    assert marked.page.texts()["objective"] == "Pain 6/10 at the left shoulder (back)."


def test_given_a_half_typed_remark_when_the_window_locks_then_it_is_kept(
    room: Room, marked: NoteEditor, written: SessionNote
) -> None:
    chart = marked.sides.chart
    chart.rows[0].button.click()
    room.keys(chart.remark.editor, "Since May")
    marked.flush()
    room.settle()
    assert [mark.remark for mark in room.practice.body_marks.of_note(written.id)] == ["Since May"]


def test_given_a_half_typed_remark_when_the_note_is_to_be_signed_then_it_is_kept_before(
    room: Room, marked: NoteEditor, written: SessionNote
) -> None:
    chart = marked.sides.chart
    chart.rows[0].button.click()
    room.keys(chart.remark.editor, "Since May")
    room.key(marked, Qt.Key.Key_Return, CONTROL)
    room.settle()
    assert [mark.remark for mark in room.practice.body_marks.of_note(written.id)] == ["Since May"]


def test_given_a_narrow_window_when_the_chart_is_open_then_all_of_it_fits(
    room: Room, marked: NoteEditor
) -> None:
    marked.resize(568, 348)
    room.settle()
    chart, column = marked.sides.chart, marked.sides.body
    assert column.width() <= 568 * 3 // 5
    for part in (chart.pages, chart.kinds, chart.canvas, chart.add):
        assert part.mapTo(column, part.rect().topRight()).x() <= column.width()


def test_given_a_signed_note_when_its_chart_is_open_then_nothing_can_be_added(
    room: Room, marked: NoteEditor, written: SessionNote
) -> None:
    finalized(room, marked, written)
    room.settle()
    assert not marked.sides.chart.add.isEnabled()
    assert marked.sides.chart.closed.isVisible()
    marked.sides.chart.add_to_objective()
    assert marked.page.texts()["objective"] == ""


def test_given_a_mark_in_question_when_asked_to_sign_then_the_chart_is_named_with_a_way_to_the_inbox(
    room: Room, marked: NoteEditor, written: SessionNote
) -> None:
    (mark,) = room.practice.body_marks.of_note(written.id)
    asked = ask_of(room.practice, BODY_MARKS, mark.id, "intensity", "3", "6")
    room.bus.publish(asked.changed)
    room.settle()
    room.key(marked, Qt.Key.Key_Return, CONTROL)
    assert marked.finalize_bar.isHidden()
    assert marked.page.banner.text.startswith("Body chart: ")
    room.click(marked.page.banner.button)
    assert room.navigator.asked == [("open_inbox", written.id)]
