"""Typing in a field of full length, its words checked and the draft saved: from a key to what is painted."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle

from clinic import practice_alone
from harness import Figure, Taken, processor, slow_tail, timed
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTextEdit
from stage import NOTE_FIELD_CHARS, Stage
from texts import Prose
from window import HEIGHT, WIDTH, application, context, until

from core.domain.new_rows import ClientDraft
from core.store.practice.practice import Practice
from desktop.kit.jobs import Jobs
from desktop.notes.screen import NotesScreen
from desktop.spelling.spelling import Spelling

_LIMIT_MS = 8.0
_EVERY_S = 0.03
"""Three times as fast as the fastest typists: the pauses in which it saves and checks come in between."""
_TYPED = "the shouldr is stif agein; "
_EACH_ROUND = 60
_WIDTH = 660


def type_on(stage: Stage) -> list[Figure]:
    """Keys come at even times, whatever is under way; the floor is typed into alike."""
    mine: list[Taken] = []
    bare: list[Taken] = []
    with _practice(stage) as practice, stage.phase("typing"):
        ours, floor = _Note(practice), _Bare()
        try:
            for _ in range(stage.scale.rounds):
                mine += _typed(ours.field)
                bare += _typed(floor.field)
        finally:
            ours.close()
    note = "a bare QTextEdit of as many characters"
    slow, slow_bare = slow_tail(mine, 0.99), slow_tail(bare, 0.99)
    name = "a key in 5,000 characters, spelling and saving on, to painted, p99"
    return [
        timed(name, "ms", slow, slow_bare, note, limit=_LIMIT_MS),
        processor(slow, slow_bare, note, limit=_LIMIT_MS),
    ]


def _typed(field: QTextEdit) -> list[Taken]:
    """Each counts from when the key is due: what holds up the loop then counts too."""
    field.setFocus()
    letters, found = cycle(_TYPED), []
    due = time.perf_counter() + _EVERY_S
    for _ in range(_EACH_ROUND):
        while time.perf_counter() < due:
            application().processEvents()
            time.sleep(0.0005)
        cpu_s = time.process_time()
        QTest.keyClicks(field, next(letters))
        application().processEvents()
        found.append(Taken(time.perf_counter() - due, time.process_time() - cpu_s))
        due = max(due + _EVERY_S, time.perf_counter())
    return found


def _text() -> str:
    """Of full length, every twelfth word misspelt."""
    words = Prose(5).text(NOTE_FIELD_CHARS).split(" ")
    return " ".join(f"{word}q" if turn % 12 == 0 else word for turn, word in enumerate(words))[
        :NOTE_FIELD_CHARS
    ]


@contextmanager
def _practice(stage: Stage) -> Iterator[Practice]:
    with practice_alone(stage.folder / "typing") as opened:
        yield opened.practice


class _Note:
    """The editor on a draft, once all of it is checked and its misspelt words are marked."""

    def __init__(self, practice: Practice) -> None:
        person = practice.clients.add(ClientDraft(first_name="Ann", last_name="Long")).value.id
        begun = practice.notes.start(person).value
        practice.notes.save_draft(begun.id, subjective=_text())
        given = context(practice)
        self._jobs = given.jobs
        self._spelling = Spelling(practice.settings, given.jobs, Jobs(name="spelling"))
        self._screen = NotesScreen(given, self._spelling)
        self._screen.resize(WIDTH, HEIGHT)
        self._screen.show()
        self._screen.open_note(begun.id)
        self.field = self._screen.editor.page.cards["subjective"].text
        marks = self._screen.editor.spelling.marks["subjective"]
        until(lambda: marks.marks)
        self._screen.editor.page.go_to("subjective")
        _to_the_middle(self.field)

    def close(self) -> None:
        """Stores what was typed, then ends the dictionary's process."""
        self._screen.flush()
        self._screen.close()
        self._jobs.wait()
        self._spelling.close()
        self._jobs.close()


class _Bare:
    """As many words, and nothing else."""

    def __init__(self) -> None:
        self.field = QTextEdit()
        self.field.setPlainText(_text())
        self.field.resize(_WIDTH, HEIGHT)
        self.field.show()
        _to_the_middle(self.field)


def _to_the_middle(field: QTextEdit) -> None:
    cursor = QTextCursor(field.document())
    cursor.setPosition(NOTE_FIELD_CHARS // 2)
    field.setTextCursor(cursor)
