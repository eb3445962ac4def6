"""What is done to an appointment outside the form: new time, status, delete. Qt-free."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Protocol

from core.domain.cancellations import Canceller
from core.domain.enums import AppointmentStatus
from core.domain.errors import UserError
from core.domain.ids import AppointmentId
from core.domain.series import Scope
from desktop.calendar.entry import CalendarEntry
from desktop.calendar.gesture import GestureKind, Ghost
from desktop.calendar.history import History, HistoryStep, HistoryView, HistoryWords
from desktop.calendar.ports import CalendarGateway, CommandOutcome, TimeTakenError
from desktop.kit.ports import Publisher, Runner


class Words(HistoryWords, Protocol):
    """The sentences that say what was done."""

    def moved(self, start: datetime) -> str:
        """After a drag or the arrows gave an appointment another time; `start` is the new one."""
        ...

    def resized(self, start: datetime, end: datetime) -> str:
        """After one end of an appointment was moved; both are as they are now."""
        ...

    def marked(self, status: AppointmentStatus) -> str:
        """After a change of status; `status` is the new one."""
        ...

    def deleted(self) -> str:
        """After one appointment was deleted, alone or out of a series."""
        ...

    def series_changed(self) -> str:
        """After a move or resize of several appointments of a series."""
        ...

    def series_ended(self, *, deletes: bool) -> str:
        """After a series was ended. `deletes`: what was changed by itself is deleted, not cancelled."""
        ...

    def series_change(self) -> str:
        """In short, what `series_changed` says."""
        ...

    def series_end(self, *, deletes: bool) -> str:
        """In short, what `series_ended` says."""
        ...


class Telling(HistoryView, Protocol):
    """What the screen does with the outcome of a command."""

    def put(self, entry: CalendarEntry) -> None:
        """Shows an appointment as it will be, before the store answers."""
        ...

    def put_back(self, entry: CalendarEntry) -> None:
        """Shows it as it was, where that failed, until it is read again: it may be gone by now."""
        ...

    def ask_scope(self, on_scope: Callable[[Scope], None], on_left: Callable[[], None]) -> None:
        """How much of its series is to be moved."""
        ...

    def ask_about_taken(self, entry: CalendarEntry, ghost: Ghost) -> None:
        """The new time collides: opens the form with it. `entry` stands at its old time again by then."""
        ...


class CalendarCommands:
    """Runs commands on the store worker and remembers them for undo and redo. GUI thread."""

    def __init__(
        self, telling: Telling, desk: CalendarGateway, runner: Runner, publisher: Publisher, words: Words
    ) -> None:
        self._telling = telling
        self._desk = desk
        self._runner = runner
        self._publisher = publisher
        self._words = words
        self.history = History(telling, desk, runner, publisher, words)

    def reschedule(self, ghost: Ghost) -> None:
        """A finished move or resize. It shows at once; a time that is taken goes back and is asked about."""
        entry = ghost.entry
        if entry is None:
            return
        whose = ghost.new_practitioner or entry.practitioner_id
        self._telling.put(replace(entry, start=ghost.start, end=ghost.end, practitioner_id=whose))
        if entry.series_id is None:
            self._move(entry, ghost, Scope.THIS)
        else:
            put_back = partial(self._telling.put_back, entry)
            self._telling.ask_scope(partial(self._move, entry, ghost), put_back)

    def _move(self, entry: CalendarEntry, ghost: Ghost, scope: Scope) -> None:
        self._runner.run(
            lambda: self._desk.move(entry.id, ghost.start, ghost.end, ghost.new_practitioner, scope),
            lambda outcome: self._on_moved(outcome, ghost, scope),
            lambda error: self._on_not_moved(entry, ghost, error),
        )

    def _on_moved(self, outcome: CommandOutcome, ghost: Ghost, scope: Scope) -> None:
        words = self._words
        if scope is not Scope.THIS:
            self.done(outcome, words.series_changed(), words.series_change())
        elif ghost.kind is GestureKind.MOVE:
            self.done(outcome, words.moved(ghost.start))
        else:
            self.done(outcome, words.resized(ghost.start, ghost.end))

    def set_status(self, appointment_id: AppointmentId, status: AppointmentStatus) -> None:
        """Says it and offers to undo it; where the rules refuse, says why and changes nothing."""
        self._run(lambda: self._desk.set_status(appointment_id, status), self._words.marked(status))

    def cancel(
        self, appointment_id: AppointmentId, reason: str, by: Canceller, scope: Scope = Scope.THIS
    ) -> None:
        """As `set_status`, for what does not take place; `reason` may be empty."""
        words, is_one = self._words, scope is Scope.THIS
        self._run(
            lambda: self._desk.cancel(appointment_id, reason, by, scope),
            words.marked(AppointmentStatus.CANCELLED) if is_one else words.series_ended(deletes=False),
            "" if is_one else words.series_end(deletes=False),
        )

    def delete(self, appointment_id: AppointmentId) -> None:
        """Deletes this appointment alone, also where it belongs to a series."""
        self._run(lambda: self._desk.delete(appointment_id), self._words.deleted())

    def delete_series(self, appointment_id: AppointmentId, scope: Scope) -> None:
        """No more of the series from this one on, or from now on. Never give THIS: it would act as ALL."""
        self._run(
            lambda: self._desk.delete_series(appointment_id, scope),
            self._words.series_ended(deletes=True),
            self._words.series_end(deletes=True),
        )

    def undo(self) -> None:
        """Takes back the last thing done here; further calls go further back."""
        self.history.undo()

    def redo(self) -> None:
        """Does again what was taken back last, until something new is done."""
        self.history.redo()

    def done(self, outcome: CommandOutcome, sentence: str, what: str = "") -> None:
        """A command ended well: tell every screen, and offer to take it back.

        `what` are the words for it after an undo, where the sentence says more than what was done.
        """
        self._publisher.publish(outcome.changed)
        self.history.on_freed(outcome.freed)
        if outcome.undo is None:
            self._telling.say(sentence)
        else:
            self.history.record(HistoryStep(what or sentence, outcome.undo, outcome.freed), sentence)

    def _run(self, work: Callable[[], CommandOutcome], sentence: str, what: str = "") -> None:
        self._runner.run(work, lambda outcome: self.done(outcome, sentence, what), self._on_refused)

    def _on_refused(self, error: UserError) -> None:
        self._telling.say(error.sentence)

    def _on_not_moved(self, entry: CalendarEntry, ghost: Ghost, error: UserError) -> None:
        self._telling.put_back(entry)
        if isinstance(error, TimeTakenError):
            self._telling.ask_about_taken(entry, ghost)
        else:
            self._telling.say(error.sentence)
