"""A store worker that runs when told to, and a practice's notes in memory, for tests of presenters."""

import uuid
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from core.domain.changes import Changed
from core.domain.errors import UserError
from core.domain.ids import NoteId
from core.domain.records import SessionNote

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


class ManualRunner:
    """Runs jobs in order, each when the test says so: `work` on the worker, `answer` on the GUI thread."""

    def __init__(self) -> None:
        self._asked: deque[tuple[Callable[[], Any], Any, Any]] = deque()
        self._answers: deque[Callable[[], None]] = deque()

    def run(self, work: Callable[[], Any], on_done: Any = None, on_error: Any = None) -> object:
        self._asked.append((work, on_done, on_error))
        return None

    def work(self) -> None:
        work, on_done, on_error = self._asked.popleft()
        try:
            result = work()
        except UserError as error:
            caught = error
            self._answers.append(lambda: on_error(caught))
        else:
            self._answers.append(lambda: on_done(result) if on_done else None)

    def answer(self) -> None:
        self._answers.popleft()()

    def finish(self) -> None:
        while self._asked or self._answers:
            if self._asked:
                self.work()
            while self._answers:
                self.answer()


@dataclass(frozen=True, slots=True)
class FakeDone:
    value: SessionNote
    changed: tuple[Changed, ...]


@dataclass
class MemoryNotes:
    """Fulfils `Writer`: one note, the amendments proposed for it and the conflicts left to a person."""

    row: SessionNote
    full: bool = False
    proposed: list[dict[str, str]] = field(default_factory=list)
    conflicts: list[tuple[str, str, str, str]] = field(default_factory=list)
    before_save: Callable[[], None] | None = None

    def get(self, note_id: NoteId) -> SessionNote:
        return self.row

    def save(
        self, note_id: NoteId, texts: Mapping[str, str], based_on: Mapping[str, str | None] | None
    ) -> FakeDone:
        if self.before_save is not None:
            act, self.before_save = self.before_save, None
            act()
        if self.full:
            raise UserError("The disk is full; your text is kept here.", code="disk_full")
        if self.row.finalized_at is not None:
            self.proposed.append(dict(texts))
            return self._done()
        if based_on is not None and any(getattr(self.row, name) != was for name, was in based_on.items()):
            raise UserError("Changed meanwhile.", code="text_moved")
        self.row = replace(self.row, **texts)  # type: ignore[arg-type]  # four texts
        return self._done()

    def keep_both(self, note_id: NoteId, name: str, base: str, ours: str, theirs: str) -> tuple[Changed, ...]:
        self.conflicts.append((name, base, ours, theirs))
        return (Changed("conflicts", frozenset({uuid.UUID(int=9)})),)

    def sync_brings(self, **texts: object) -> None:
        self.row = replace(self.row, **texts)  # type: ignore[arg-type]  # what another device changed

    def _done(self) -> FakeDone:
        return FakeDone(self.row, (Changed("sessions", frozenset({self.row.id})),))
