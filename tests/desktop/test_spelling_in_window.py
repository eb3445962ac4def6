"""Spelling in the running window: when its processes begin, what they see, and that a lock ends them."""

import sys
from collections.abc import Callable
from uuid import uuid4

import pytest
from pytestqt.qtbot import QtBot

from core.domain.new_rows import ClientDraft
from desktop.app import Program
from desktop.kit.context import QuestionSubject
from desktop.kit.question_words import QuestionWords
from desktop.notes.screen import NotesScreen
from desktop.spelling import places
from desktop.spelling.dictionary_process import DictionaryProcess
from desktop.spelling.line_spelling import LineSpelling
from desktop.spelling.speller import DictionaryFiles
from desktop.widgets.question import SentenceDialog
from tests.desktop.test_workplace import model_home, program, work

__all__ = ["model_home", "program"]
TEXT = "The shouldr is stiff."


@pytest.fixture(autouse=True)
def no_hebrew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever this computer has."""
    monkeypatch.setattr(places, "_usual_places", lambda _extension: iter(()))


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[DictionaryProcess]:
    """Every process of a dictionary."""
    made: list[DictionaryProcess] = []
    begin: Callable[..., None] = DictionaryProcess.__init__

    def noted(self: DictionaryProcess, files: DictionaryFiles) -> None:
        begin(self, files)
        made.append(self)

    monkeypatch.setattr(DictionaryProcess, "__init__", noted)
    return made


def open_note(program: Program) -> NotesScreen:
    practice = work(program).opening.practice
    client = practice.clients.list()[0]
    note = practice.notes.start(client.client.id).value
    practice.notes.save_draft(note.id, subjective=TEXT)
    screen = work(program).window.go("notes")
    assert isinstance(screen, NotesScreen)
    screen.open_note(note.id)
    program.jobs.wait()
    return screen


def marked(screen: NotesScreen) -> list[str]:
    return [mark.word.plain for mark in screen.editor.spelling.marks["subjective"].marks]


def has_ended(process: DictionaryProcess) -> bool:
    """Also waited for, so that nothing of it is left with the system."""
    return process._process.returncode is not None


def test_given_the_first_note_when_open_then_a_dictionary_marks_it_and_none_was_loaded_before(
    program: Program, qtbot: QtBot, begun: list[DictionaryProcess]
) -> None:
    work(program).window.go("calendar")
    program.jobs.wait()
    assert begun == []
    screen = open_note(program)
    qtbot.waitUntil(lambda: marked(screen) == ["shouldr"], timeout=60_000)
    assert len(begun) == 1
    assert "hunspell" not in sys.modules


def test_given_names_of_clients_in_a_line_of_prose_then_they_are_not_marked(
    program: Program, qtbot: QtBot, begun: list[DictionaryProcess]
) -> None:
    place = work(program)
    one = ClientDraft(first_name="Bartholomoo", last_name="Quisling-Amselfeld")
    place.bus.publish(place.opening.practice.clients.add(one).changed)
    words = QuestionWords("Cancel this appointment?", "", "Reason", "Cancel it")
    place.navigator.ask_text(words, QuestionSubject("test", uuid4()), lambda _text: None)
    dialog = place.window.dialogs.front
    assert isinstance(dialog, SentenceDialog)
    line = dialog.field.editor
    line.setFocus()
    line.setText("Bartholomoo and mrs Quisling have the flooo")
    spelling = line.findChild(LineSpelling)
    assert isinstance(spelling, LineSpelling)
    spelling.look()
    qtbot.waitUntil(lambda: [each.word.plain for each in spelling.marks] == ["mrs", "flooo"], timeout=60_000)


@pytest.mark.parametrize("lock", ["soft_lock", "hard_lock"])
def test_given_a_checked_note_when_locked_then_the_process_has_ended_and_no_mark_is_left(
    program: Program, qtbot: QtBot, begun: list[DictionaryProcess], lock: str
) -> None:
    screen = open_note(program)
    qtbot.waitUntil(lambda: marked(screen) == ["shouldr"], timeout=60_000)
    getattr(work(program), lock)()
    assert [has_ended(process) for process in begun] == [True]
    assert marked(screen) == []


def test_given_a_lock_while_the_dictionary_is_loading_then_it_ends_too(
    program: Program, qtbot: QtBot, begun: list[DictionaryProcess]
) -> None:
    open_note(program)
    qtbot.waitUntil(lambda: begun != [], timeout=60_000)
    work(program).hard_lock()
    assert [has_ended(process) for process in begun] == [True]


def test_given_the_library_is_missing_when_writing_then_nothing_is_marked_and_nothing_is_wrong(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "find_spec", lambda _name: None)
    screen = open_note(program)
    program.jobs.wait()
    assert marked(screen) == []
    assert screen.editor.page.texts()["subjective"] == TEXT
