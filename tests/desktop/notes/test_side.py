"""The previous note beside the editor: its texts follow the note, the widgets stay."""

import uuid
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.domain.ids import NoteId
from core.domain.records import SessionNote
from desktop.kit.theme import Theme
from desktop.notes.read_only_text import ReadingText
from desktop.notes.side import PreviousSide
from tests.desktop.conftest import NOW

LONG = "A line of a long note that somebody reads to its end. " * 80


@pytest.fixture
def side(qtbot: QtBot, theme: Theme) -> PreviousSide:
    made = PreviousSide(theme)
    qtbot.addWidget(made)
    made.resize(360, 500)
    made.show()
    return made


def texts(side: PreviousSide) -> list[str]:
    return [text.text() for text in side.findChildren(ReadingText) if text.isVisibleTo(side)]


def test_given_one_note_after_another_when_shown_then_each_has_its_own_texts_and_none_of_the_one_before(
    side: PreviousSide, note: SessionNote
) -> None:
    side.show_note(replace(note, plan="Come again."), NOW, writable=True)
    assert texts(side) == ["Neck is stiff.", "Come again."]
    other = replace(note, id=NoteId(uuid.UUID(int=6)), subjective=" ", objective="Turns freely.")
    side.show_note(other, NOW, writable=True)
    assert texts(side) == ["Turns freely."]
    side.show_note(None, NOW, writable=True)
    assert texts(side) == []


def test_given_the_texts_of_a_second_note_when_one_is_copied_then_it_is_that_note_s(
    side: PreviousSide, note: SessionNote
) -> None:
    copied: list[tuple[str, str]] = []
    side.copy_requested.connect(lambda name, text: copied.append((name, text)))
    side.show_note(note, NOW, writable=True)
    side.show_note(replace(note, id=NoteId(uuid.UUID(int=6)), subjective="Slept well."), NOW, writable=True)
    side._copier("subjective")()
    assert copied == [("subjective", "Slept well.")]


def test_given_a_note_read_to_its_end_when_another_comes_then_it_shows_from_its_beginning(
    side: PreviousSide, note: SessionNote
) -> None:
    side.show_note(replace(note, subjective=LONG), NOW, writable=False)
    for _ in range(5):
        QApplication.processEvents()
    bar = side.reading.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert bar.value() > 0
    side.show_note(replace(note, id=NoteId(uuid.UUID(int=6)), subjective=LONG), NOW, writable=False)
    assert bar.value() == 0
