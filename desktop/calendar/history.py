"""Undo and redo of one calendar: what was done in it, and what was taken back of that. Qt-free."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Protocol

from core.domain.errors import NotFound, RuleBroken, UserError
from core.domain.records import Appointment
from desktop.calendar.ports import CalendarGateway, CommandOutcome
from desktop.kit.ports import Publisher, Runner

_MOVED = "undo_moved"
"""The store's code where a row was changed since; its sentence speaks of an undo."""


@dataclass(frozen=True, slots=True)
class HistoryStep:
    """Something that was done, or taken back. `token` is what the store needs to turn it round."""

    what: str
    """The words for it, such as "Moved to Tuesday, 24 November at 10:00"."""
    token: Any
    freed: tuple[Appointment, ...] = ()
    """What stood at the times that it makes free."""


class HistoryWords(Protocol):
    """The sentences after one of both keys."""

    def undone(self, what: str) -> str:
        """After something was taken back."""
        ...

    def redone(self, what: str) -> str:
        """After something that was taken back was done again."""
        ...

    def not_redone(self) -> str:
        """Where it was not done again, as somebody changed the same row since."""
        ...


class HistoryView(Protocol):
    """What the screen does with the outcome."""

    def say(self, sentence: str) -> None:
        """A sentence for the person, with nothing to answer."""
        ...

    def offer_undo(self, sentence: str, undo: Callable[[], None]) -> None:
        """Says what was done, with a way to take it back; `undo` may be called late, or never."""
        ...

    def offer_redo(self, sentence: str, redo: Callable[[], None]) -> None:
        """Says what was taken back, with a way to do it again, as `offer_undo`."""
        ...


class History:
    """Two lists: a new change empties the one of what can be done again. GUI thread.

    One press is carried out after the other, since the second may need what the first leaves. What the store
    refuses, as a row was changed since, is said and leaves its list; the rows stay as they are.
    """

    def __init__(
        self,
        view: HistoryView,
        desk: CalendarGateway,
        runner: Runner,
        publisher: Publisher,
        words: HistoryWords,
    ) -> None:
        self._view, self._desk, self._runner = view, desk, runner
        self._publisher, self._words = publisher, words
        self._done: list[HistoryStep] = []
        self._undone: list[HistoryStep] = []
        self._presses: deque[Callable[[], None]] = deque()
        self._is_turning = False
        self.on_freed: Callable[[tuple[Appointment, ...]], None] = lambda _freed: None
        """Hears what stood at the times that were made free, which is mostly nothing."""

    @property
    def can_undo(self) -> bool:
        """Whether something that was done can still be taken back."""
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        """Whether something that was taken back can still be done again."""
        return bool(self._undone)

    def record(self, change: HistoryStep, sentence: str) -> None:
        """Something new was done: offers to take it back, and nothing can be done again any more."""
        self._done.append(change)
        self._undone.clear()
        self._view.offer_undo(sentence, partial(self._undo_this, change))

    def undo(self) -> None:
        """Takes back the last thing done; further calls go further back."""
        if self._is_turning:
            self._presses.append(self.undo)
        elif self._done:
            self._turn(self._done, self._on_undone)

    def redo(self) -> None:
        """Does again what was taken back last; further calls go further on."""
        if self._is_turning:
            self._presses.append(self.redo)
        elif self._undone:
            self._turn(self._undone, self._on_redone)

    def _undo_this(self, change: HistoryStep) -> None:
        """A toast's own Undo; nothing where a key came first, or something else was done since."""
        if self._done and self._done[-1] is change:
            self.undo()

    def _redo_this(self, change: HistoryStep) -> None:
        if self._undone and self._undone[-1] is change:
            self.redo()

    def _turn(self, taken: list[HistoryStep], on_turned: Callable[[HistoryStep], None]) -> None:
        change = taken.pop()
        self._is_turning = True
        self._runner.run(
            lambda: self._desk.undo(change.token),
            partial(self._on_turned, change, on_turned),
            partial(self._on_refused, change, taken),
        )

    def _on_turned(
        self, change: HistoryStep, on_turned: Callable[[HistoryStep], None], outcome: CommandOutcome
    ) -> None:
        self._publisher.publish(outcome.changed)
        on_turned(replace(change, token=outcome.undo))
        self._go_on()

    def _on_undone(self, change: HistoryStep) -> None:
        self._undone.append(change)
        self.on_freed(())
        self._view.offer_redo(self._words.undone(change.what), partial(self._redo_this, change))

    def _on_redone(self, change: HistoryStep) -> None:
        self._done.append(change)
        self.on_freed(change.freed)
        self._view.offer_undo(self._words.redone(change.what), partial(self._undo_this, change))

    def _on_refused(self, change: HistoryStep, taken: list[HistoryStep], error: UserError) -> None:
        """What the disk refused can be tried again, what the rules refused cannot."""
        if not isinstance(error, RuleBroken | NotFound):
            taken.append(change)
        is_redo = taken is self._undone
        self._view.say(self._words.not_redone() if is_redo and error.code == _MOVED else error.sentence)
        self._go_on()

    def _go_on(self) -> None:
        self._is_turning = False
        while self._presses and not self._is_turning:
            self._presses.popleft()()
