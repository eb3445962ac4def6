"""A draft in memory, the hand that types in it, and what its screen would show."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from core.domain.changes import Changed
from core.domain.errors import UserError
from core.domain.records import Conflict, SessionNote
from desktop.notes.draft import Draft, SaveState
from tests.records_fakes import ManualRunner, MemoryNotes


@dataclass
class Editor:
    """What the view would show."""

    states: list[SaveState] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    replaced: dict[str, str] = field(default_factory=dict)
    merged: list[frozenset[str]] = field(default_factory=list)
    changes: list[Changed] = field(default_factory=list)
    others: list[frozenset[str]] = field(default_factory=list)
    questions: list[Conflict] = field(default_factory=list)
    carets: dict[str, int] = field(default_factory=dict)
    pauses: int = 0

    def caret(self, name: str, /) -> int | None:
        return self.carets.get(name)

    def on_others(self, fields: frozenset[str]) -> None:
        self.others.append(fields)

    def on_questions(self, questions: Sequence[Conflict]) -> None:
        self.questions = list(questions)

    def on_state(self, state: SaveState, error: UserError | None) -> None:
        self.states.append(state)
        if error is not None:
            self.errors.append(error.sentence)

    def on_text_replaced(self, name: str, text: str) -> None:
        self.replaced[name] = text

    def on_merged(self, fields: frozenset[str]) -> None:
        self.merged.append(fields)

    def on_stored(self, changed: tuple[Changed, ...]) -> None:
        self.changes.extend(changed)

    def restart(self) -> None:
        self.pauses += 1

    def stop(self) -> None:
        pass


class Idle:
    """The long pause, which these tests end by hand."""

    def restart(self) -> None:
        pass

    def stop(self) -> None:
        pass


@pytest.fixture
def editor() -> Editor:
    return Editor()


@pytest.fixture
def draft(note: SessionNote, notes: MemoryNotes, runner: ManualRunner, editor: Editor) -> Draft:
    return Draft(note, notes, runner, (editor, Idle()), editor, editor)


def strike(draft: Draft, editor: Editor, name: str, letters: str) -> None:
    """Each letter a key; the caret stands behind it."""
    for letter in letters:
        text = draft.texts[name] + letter
        editor.carets[name] = len(text)
        draft.type(name, text)
