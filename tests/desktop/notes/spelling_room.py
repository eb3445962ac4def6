"""A note in the editor whose words are checked by dictionaries in memory."""

from collections.abc import Iterator

import pytest

from desktop.kit.jobs import Jobs
from desktop.notes.editor import NoteEditor
from desktop.notes.spelling_marks import SpellingMarks
from desktop.spelling.dictionary_source import DictionarySource
from desktop.spelling.mark_places import MisspeltWord
from desktop.spelling.spelling import Spelling
from tests.desktop.records_room import Room
from tests.desktop.spelling.paper_speller import Shelf


class CheckedNote:
    """Opened on `texts`; `settle` lets typing rest, and every check and its answer come."""

    def __init__(self, room: Room, shelf: Shelf, own: Jobs, **texts: str) -> None:
        self.room, self.shelf, self._own = room, shelf, own
        self.spelling = Spelling(
            room.practice.settings, room.jobs, own, DictionarySource(shelf.start, shelf.find)
        )
        self.client = room.add("Mira", "Talbott")
        self.note = room.draft(self.client, **texts)
        self.editor = room.open(lambda context: NoteEditor(context, self.spelling))
        self.editor.open(self.note.id)
        self.settle()

    def settle(self) -> None:
        for _ in range(2):  # what is read first lets the rest be checked
            for marks in self.editor.spelling.marks.values():
                if marks.pause.rest.isActive():
                    marks.pause.rest.timeout.emit()
            self.room.settle()
            self._own.wait()

    def marks(self, name: str = "subjective") -> SpellingMarks:
        return self.editor.spelling.marks[name]

    def words(self, name: str = "subjective") -> list[str]:
        return [self.text(name)[mark.start : mark.end] for mark in self.marks(name).marks]

    def text(self, name: str = "subjective") -> str:
        return self.editor.page.texts()[name]

    def mark(self, word: str, name: str = "subjective") -> MisspeltWord:
        return next(each for each in self.marks(name).marks if each.word.plain == word)


@pytest.fixture
def own() -> Iterator[Jobs]:
    made = Jobs(name="spelling")
    yield made
    made.close()
