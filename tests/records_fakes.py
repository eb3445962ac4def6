"""A store worker that runs when told to, and a practice's notes in memory, for tests of presenters."""

import uuid
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from core.domain.changes import Changed
from core.domain.enums import ConflictReason
from core.domain.errors import NotFound, UserError
from core.domain.ids import ConflictId, NoteId
from core.domain.records import Conflict, SessionNote
from core.domain.registry import SESSIONS
from core.store.unit_of_work.half_written import Beside, Written

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
    """Fulfils `Keeper`: one note, the amendments proposed for it and the conflicts left to a person."""

    row: SessionNote
    full: bool = False
    busy: bool = False
    """Other devices change it all the time."""
    proposed: list[dict[str, str]] = field(default_factory=list)
    asked: list[Conflict] = field(default_factory=list)
    written: dict[str, Written] = field(default_factory=dict)
    before_save: Callable[[], None] | None = None

    @property
    def conflicts(self) -> list[tuple[str, str, str, str]]:
        """Field, base, ours and theirs."""
        return [(str(each.field), each.base or "", each.ours or "", each.theirs or "") for each in self.asked]

    def get(self, note_id: NoteId, /) -> SessionNote:
        assert note_id == self.row.id
        if self.row.deleted_at is not None:
            raise NotFound("It is no longer here.")
        return self.row

    def questions(self, note_id: NoteId, /) -> list[Conflict]:
        assert note_id == self.row.id
        return [each for each in self.asked if each.resolved_at is None]

    def written_in(self, note_id: NoteId) -> Mapping[str, Written]:
        return dict(self.written)

    def being_written(self) -> list[NoteId]:
        return [self.row.id] if self.written else []

    def restore(self, note_id: NoteId, /) -> tuple[Changed, ...]:
        assert note_id == self.row.id
        self.row = replace(self.row, deleted_at=None)
        return self._done().changed

    def save(
        self,
        note_id: NoteId,
        texts: Mapping[str, str],
        based_on: Mapping[str, str | None] | None,
        beside: Beside | None = None,
        /,
    ) -> FakeDone:
        assert note_id == self.row.id
        if self.before_save is not None:
            act, self.before_save = self.before_save, None
            act()
        if self.full:
            raise UserError("The disk is full; your text is kept here.", code="disk_full")
        if self.row.finalized_at is not None:
            self.proposed.append(dict(texts))
            self.written.clear()
            return self._done()
        if self.busy or (
            based_on is not None and any(getattr(self.row, name) != was for name, was in based_on.items())
        ):
            raise UserError("Changed meanwhile.", code="text_moved")
        self._store_beside(beside or Beside())
        self.row = replace(self.row, **texts)  # type: ignore[arg-type]  # four texts
        return self._done()

    def _store_beside(self, beside: Beside) -> None:
        for each in beside.followed:
            at = next(no for no, one in enumerate(self.asked) if one.id == each.conflict_id)
            assert each.before == (self.asked[at].ours, self.asked[at].theirs)
            ours, theirs = each.after
            self.asked[at] = replace(self.asked[at], ours=ours, theirs=theirs)
        for name, texts in beside.asked.items():
            self.ask(name, *texts)
        for name, written in beside.written.items():
            if written is None:
                self.written.pop(name, None)
            else:
                self.written[name] = written

    def ask(self, name: str, base: str, ours: str, theirs: str) -> Conflict:
        conflict = Conflict(
            id=ConflictId(uuid.UUID(int=100 + len(self.asked))),
            workspace_id=self.row.workspace_id,
            created_at=NOW,
            updated_at=NOW,
            table_no=SESSIONS.no,
            row_id=self.row.id,
            field=name,
            reason=ConflictReason.TEXT,
            base=base,
            ours=ours,
            theirs=theirs,
            noticed_at=NOW,
        )
        self.asked.append(conflict)
        return conflict

    def sync_brings(self, **texts: object) -> None:
        self.row = replace(self.row, **texts)  # type: ignore[arg-type]  # what another device changed

    def _done(self) -> FakeDone:
        return FakeDone(self.row, (Changed("sessions", frozenset({self.row.id})),))
