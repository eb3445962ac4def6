"""Beside a note: earlier sessions' charts one after another, behind its own or alone, and carried into it."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from core.domain.records import Client, SessionNote
from desktop.body_chart import chart as chart_module
from desktop.body_chart.chart import BodyChart
from tests.desktop.body_chart.conftest import Mark
from tests.desktop.records_room import Room


@pytest.fixture
def first(room: Room, mira: Client, mark: Mark) -> SessionNote:
    """Four weeks ago, still a draft."""
    day = room.clock.now() - timedelta(days=28)
    note = room.practice.notes.start(mira.id, session_date=day).value
    mark(note.id, "PAIN", "BACK 250 205", "9")
    mark(note.id, "SCAR", "FRONT 595 722")
    return note


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a screen reader is told."""
    said: list[str] = []
    monkeypatch.setattr(chart_module, "announce", lambda _view, text: said.append(text))
    return said


def load(room: Room, chart: BodyChart) -> None:
    chart.presenter.load()
    for _ in range(3):
        room.settle()


def rows(chart: BodyChart) -> list[str]:
    return [row.button.accessibleName() for row in chart.rows]


def test_given_no_earlier_session_when_shown_then_nothing_offers_one(room: Room) -> None:
    otto = room.add("Otto", "Lindqvist")
    note = room.draft(otto, plan="Rest.")
    chart = room.show(BodyChart(room.context), 380, 820)
    chart.show_note(otto.id, note.id)
    load(room, chart)
    chart.step_session(1)
    chart.turn_alone()
    chart.carry()
    assert room.navigator.toasts[-1].startswith("No earlier session is shown.")
    assert not chart.sessions.isVisible()
    assert not chart.comparison.isVisible()


def test_given_buttons_when_clicked_then_sessions_are_stepped_through_to_the_first_and_back_to_the_note(
    room: Room, chart: BodyChart, first: SessionNote, earlier: SessionNote, told: list[str]
) -> None:
    load(room, chart)
    assert not chart.sessions.later.isEnabled()
    room.click(chart.sessions.earlier)
    assert chart.sessions.value == earlier.id
    assert chart.comparison.since.text() == "Since Mon 9 Nov: 2 gone."
    room.click(chart.sessions.earlier)
    assert chart.sessions.value == first.id
    assert not chart.sessions.earlier.isEnabled()
    room.click(chart.sessions.later)
    room.click(chart.sessions.later)
    assert chart.sessions.value is None
    assert not chart.comparison.isVisible()
    assert told == [
        "Mon 9 Nov · 2 marks. Since Mon 9 Nov: 2 gone.",
        "Mon 26 Oct · 2 marks. Since Mon 26 Oct: 2 gone.",
        "Mon 9 Nov · 2 marks. Since Mon 9 Nov: 2 gone.",
        "This note",
    ]


def test_given_an_earlier_session_behind_when_the_note_is_marked_then_rows_say_what_changed(
    room: Room, chart: BodyChart, note: SessionNote, earlier: SessionNote, mark: Mark
) -> None:
    mark(note.id, "PAIN", "BACK 252 207", "3")
    mark(note.id, "SWELLING", "FRONT 595 722", "2")
    load(room, chart)
    chart.step_session(1)
    assert rows(chart) == [
        "Pain 3/10 at the left shoulder (back). Weaker: 8 before",
        "Swelling 2/10 at the left knee (front). New",
        "Tension 5/10 at the right upper shoulder (back). Gone",
    ]
    assert [row.removal is not None for row in chart.rows] == [True, True, False]
    chart.canvas.setFocus()
    room.key(chart.canvas, Qt.Key.Key_Return)
    load(room, chart)
    assert len(room.practice.body_marks.of_note(note.id)) == 3
    assert chart.sessions.value == earlier.id


def test_given_an_earlier_session_alone_when_anything_is_pressed_then_no_mark_of_either_changes(
    room: Room, chart: BodyChart, note: SessionNote, first: SessionNote, mark: Mark
) -> None:
    mark(note.id, "PAIN", "BACK 252 207", "3")
    load(room, chart)
    chart.step_session(2)
    chart.turn_alone()
    assert [shown.id for shown, _ in chart.canvas.shown()] == [
        shown.id for shown in room.practice.body_marks.of_note(first.id)
    ]
    assert rows(chart) == [
        "Pain 9/10 at the left shoulder (back). Weaker now: 3",
        "Scar at the left knee (front). Gone",
    ]
    before = [list(room.practice.body_marks.of_note(each.id)) for each in (first, note)]
    chart.rows[0].button.click()
    for key in (Qt.Key.Key_7, Qt.Key.Key_Delete, Qt.Key.Key_Return):
        room.key(chart.canvas, key)
    room.key(chart.canvas, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    chart.add_to_objective()
    load(room, chart)
    assert [list(room.practice.body_marks.of_note(each.id)) for each in (first, note)] == before
    assert not chart.kinds.isEnabled()
    assert not chart.intensity.isVisible()
    assert chart.comparison.read_only.isVisible()
    chart.turn_alone()
    assert chart.kinds.isEnabled()


def test_given_a_half_typed_remark_when_an_earlier_session_comes_alone_then_it_is_kept_with_its_mark(
    room: Room, chart: BodyChart, note: SessionNote, mark: Mark
) -> None:
    put = mark(note.id, "PAIN", "BACK 252 207", "3")
    load(room, chart)
    chart.rows[0].button.click()
    room.keys(chart.remark.editor, "Since May")
    chart.step_session(1)
    chart.turn_alone()
    load(room, chart)
    assert room.practice.body_marks.get(put.id).remark == "Since May"


def test_given_marks_of_an_earlier_session_when_carried_then_they_wait_for_their_strength_and_go_at_once(
    room: Room, chart: BodyChart, note: SessionNote, first: SessionNote, mark: Mark
) -> None:
    there = mark(note.id, "PAIN", "BACK 252 207", "3")
    load(room, chart)
    chart.step_session(2)
    chart.turn_alone()
    room.clock.advance(timedelta(seconds=1))
    room.click(chart.comparison.carry_button)
    load(room, chart)
    kept = list(room.practice.body_marks.of_note(note.id))
    assert [(each.kind, each.intensity) for each in kept] == [("PAIN", "3"), ("SCAR", None)]
    assert room.navigator.toasts[-1] == "1 mark carried. Say how strong it is today."
    assert not chart.comparison.is_alone
    assert not chart.comparison.carry_button.isEnabled()
    undo = room.navigator.undo
    assert undo is not None
    chart.carry()
    load(room, chart)
    assert room.navigator.toasts[-1].startswith("Nothing was carried")
    undo()
    load(room, chart)
    assert list(room.practice.body_marks.of_note(note.id)) == [there]
    assert chart.comparison.carry_button.isEnabled()


def test_given_a_note_that_was_only_begun_when_marks_are_carried_then_both_are_stored(
    room: Room, chart: BodyChart, note: SessionNote, earlier: SessionNote
) -> None:
    begun = room.practice.notes.begin(note.client_id)
    chart.show_note(note.client_id, begun.id)
    load(room, chart)
    chart.step_session(1)
    chart.carry()
    load(room, chart)
    assert {mark.kind for mark in room.practice.body_marks.of_note(begun.id)} == {"PAIN", "TENSION"}


def test_given_a_signed_note_when_an_earlier_session_is_shown_then_nothing_can_be_carried_to_it(
    room: Room, chart: BodyChart, first: SessionNote, earlier: SessionNote
) -> None:
    chart.show_note(earlier.client_id, earlier.id)
    load(room, chart)
    chart.step_session(1)
    assert chart.sessions.value == first.id
    assert not chart.comparison.carry_button.isEnabled()
    chart.carry()
    load(room, chart)
    assert "signed" in room.navigator.toasts[-1]
    assert len(room.practice.body_marks.of_note(earlier.id)) == 2


def test_given_later_sessions_when_an_older_note_is_open_then_only_those_before_it_are_told(
    room: Room, chart: BodyChart, first: SessionNote
) -> None:
    chart.show_note(first.client_id, first.id)
    load(room, chart)
    assert not chart.sessions.isVisible()
    assert [row for row in rows(chart) if "Before" in row] == []


def test_given_an_earlier_note_that_is_deleted_or_comes_back_when_told_then_its_marks_go_and_come(
    room: Room, chart: BodyChart, first: SessionNote, earlier: SessionNote
) -> None:
    load(room, chart)
    chart.step_session(2)
    done = room.practice.notes.delete(first.id)
    room.bus.publish(done.changed)
    room.settle()
    assert chart.sessions.value is None
    assert chart.sessions.choice.editor.count() == 2
    assert not chart.comparison.isVisible()
    room.bus.publish(room.practice.notes.restore(first.id).changed)
    room.settle()
    assert chart.sessions.choice.editor.count() == 3


def test_given_an_earlier_session_when_another_note_comes_then_its_own_chart_shows(
    room: Room, chart: BodyChart, note: SessionNote, first: SessionNote, earlier: SessionNote
) -> None:
    chart.step_session(1)
    chart.turn_alone()
    chart.show_note(earlier.client_id, earlier.id)
    load(room, chart)
    assert chart.sessions.value is None
    chart.show_note(note.client_id, note.id)
    load(room, chart)
    chart.step_session(1)
    assert not chart.comparison.is_alone


def test_given_back_when_clicked_then_the_note_s_chart_is_there_ready_for_keys(
    room: Room, chart: BodyChart, earlier: SessionNote
) -> None:
    chart.step_session(1)
    chart.rows[0].button.click()
    assert chart.place.text() == "left shoulder (back)"
    room.click(chart.comparison.back_button)
    assert chart.sessions.value is None
    assert chart.canvas.hasFocus()


def test_given_two_hundred_sessions_when_stepped_through_then_the_oldest_of_them_is_reached(
    room: Room, chart: BodyChart, mira: Client, note: SessionNote, mark: Mark
) -> None:
    for day in range(30, 230):
        when = room.clock.now() - timedelta(days=day)
        each = room.practice.notes.start(mira.id, session_date=when).value
        mark(each.id, "PAIN", "BACK 250 205", str(day % 11))
    load(room, chart)
    assert chart.sessions.choice.editor.count() == 201
    chart.step_session(200)
    assert not chart.sessions.earlier.isEnabled()
    chart.go_back()
    assert chart.sessions.value is None


def test_given_words_from_right_to_left_when_shown_then_the_earlier_session_lies_where_one_reads_from(
    room: Room, chart: BodyChart, earlier: SessionNote
) -> None:
    chart.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    chart.step_session(1)
    chart.resize(340, 820)
    load(room, chart)
    assert chart.sessions.earlier.x() > chart.sessions.later.x()
    for part in (chart.sessions, chart.comparison, chart.comparison.carry_button):
        assert part.mapTo(chart, part.rect().topLeft()).x() >= 0


def test_given_the_parts_of_the_comparison_then_each_has_a_name(chart: BodyChart) -> None:
    chart.step_session(1)
    parts = (chart.sessions.earlier, chart.sessions.later, chart.sessions.choice.editor, chart.comparison.way)
    assert [part.accessibleName() for part in parts] == [
        "Earlier session",
        "Later session",
        "Session",
        "How the earlier session is drawn",
    ]
