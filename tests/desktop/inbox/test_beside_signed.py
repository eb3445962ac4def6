"""A question about a mark or a measure beside a note: whose it is, what can be done, and the way there."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from core.domain.enums import Resolution
from core.domain.new_rows import BodyMarkDraft
from core.domain.records import BodyMark, SessionNote
from core.domain.registry import BODY_MARKS
from desktop.inbox.screen import InboxScreen
from tests.asking import ask_of
from tests.desktop.records_room import Room


@pytest.fixture
def note(room: Room) -> SessionNote:
    return room.draft(room.add("Mira", "Talbot"), plan="Rest.")


@pytest.fixture
def mark(room: Room, note: SessionNote) -> BodyMark:
    draft = BodyMarkDraft(session_id=note.id, kind="PAIN", place="BACK 250 205", intensity="6")
    made = room.practice.body_marks.add(draft).value
    ask_of(room.practice, BODY_MARKS, made.id, "intensity", "3", "6")
    return made


def opened(room: Room, about: SessionNote) -> InboxScreen:
    made = room.open(InboxScreen)
    made.open_question(about.id)
    made.activate()
    room.settle()
    return made


def test_given_a_question_about_a_mark_when_its_note_is_asked_for_then_it_comes_up_and_opens_the_note(
    room: Room, note: SessionNote, mark: BodyMark
) -> None:
    compare = opened(room, note).compare
    assert compare.case is not None
    assert (compare.case.client_name, compare.case.about) == ("Mira Talbot", note.session_date)
    assert compare.texts() == ("3", "6")
    focused = QApplication.focusWidget()
    assert focused is not None
    room.key(focused, Qt.Key.Key_O)
    assert room.navigator.asked == [("open_note", note.id)]


def test_given_a_mark_of_a_signed_note_in_question_when_looked_at_then_it_can_only_be_put_away(
    room: Room, note: SessionNote, mark: BodyMark
) -> None:
    (asked,) = room.practice.inbox.conflicts()
    room.practice.inbox.resolve(asked.id, Resolution.DISMISSED)
    room.practice.notes.finalize(note.id)
    ask_of(room.practice, BODY_MARKS, mark.id, "intensity", "3", "6")
    screen = opened(room, note)
    assert screen.compare.case is not None
    assert not screen.compare.case.can_choose
    assert "amend the note in words" in screen.compare.caution.text
    focused = QApplication.focusWidget()
    assert focused is not None
    room.key(focused, Qt.Key.Key_1)
    assert len(room.practice.inbox.conflicts()) == 1
    room.key(focused, Qt.Key.Key_0)
    room.settle()
    assert room.practice.inbox.conflicts() == []
    assert room.practice.body_marks.get(mark.id).intensity == "6"
