"""The question before an appointment or a series is cancelled: who does it, and why."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial

from core.domain.cancellations import Cancellation, Canceller
from core.domain.enums import AppointmentStatus
from core.domain.errors import NotFound, UserError
from core.domain.ids import AppointmentId
from core.domain.series import Scope
from desktop.calendar.commands import CalendarCommands
from desktop.calendar.entry import CalendarEntry, entry_of
from desktop.calendar.guarded_runner import GuardedRunner
from desktop.calendar.marking import Marking
from desktop.calendar.ports import AppointmentRow, CalendarGateway
from desktop.calendar.series_texts import cancel_hint, cancel_title
from desktop.kit.context import Navigator, QuestionSubject
from desktop.kit.dates import length_text
from desktop.kit.i18n import plural, tr
from desktop.kit.question_words import QuestionWords

CANCELLATION = "cancellation"
CANCELLATIONS = {
    CANCELLATION: Scope.THIS,
    "cancellation-following": Scope.FOLLOWING,
    "cancellation-all": Scope.ALL,
}
"""Kinds of the question, by which a reason that was begun finds how much of a series it is about."""
_KINDS = {scope: kind for kind, scope in CANCELLATIONS.items()}
_DAYS_FROM = timedelta(hours=48)
"""From here on a notice is told in days."""


class Cancelling:
    """Asks with one line for the reason and a verb for each who may cancel. Esc changes nothing."""

    def __init__(
        self,
        navigator: Navigator,
        desk: CalendarGateway,
        reads: GuardedRunner,
        marking: Marking,
        commands: CalendarCommands,
    ) -> None:
        self._navigator, self._desk, self._reads = navigator, desk, reads
        self._marking, self._commands = marking, commands

    def ask(self, entry: CalendarEntry, scope: Scope = Scope.THIS) -> None:
        """Of one appointment, or of as much of its series. The reason is kept over a lock and a crash."""
        about, hint = self._marking.about(entry), cancel_hint()
        words = QuestionWords(
            tr("Calendar", "Cancel this appointment?") if scope is Scope.THIS else cancel_title(scope),
            about if scope is Scope.THIS else f"{about}\n\n{hint}",
            tr("Calendar", "Reason, if there is one to keep"),
            tr("Calendar", "The client cancels"),
            second=tr("Calendar", "We cancel"),
            leave=tr("Calendar", "Keep it"),
            is_optional=True,
        )
        self._navigator.ask_text(
            words,
            QuestionSubject(_KINDS[scope], entry.id),
            partial(self._cancel, entry.id, scope, Canceller.CLIENT),
            on_second=partial(self._cancel, entry.id, scope, Canceller.PRACTICE),
        )

    def ask_again(self, asked: QuestionSubject, on_gone: Callable[[], None]) -> None:
        """After a crash; `on_gone` where the appointment cannot be cancelled any more."""
        self._reads.run(
            lambda: self._desk.appointment(AppointmentId(asked.about)),
            partial(self._on_found, CANCELLATIONS[asked.kind], on_gone),
            partial(self._on_not_found, on_gone),
        )

    def _on_found(self, scope: Scope, on_gone: Callable[[], None], row: AppointmentRow) -> None:
        entry = entry_of(row)
        if AppointmentStatus.CANCELLED in self._marking.targets(entry):
            self.ask(entry, scope)
        else:
            on_gone()

    def _on_not_found(self, on_gone: Callable[[], None], error: UserError) -> None:
        """What only cannot be read just now is asked again at the next start."""
        if isinstance(error, NotFound):
            on_gone()

    def _cancel(self, appointment_id: AppointmentId, scope: Scope, by: Canceller, reason: str) -> None:
        self._commands.cancel(appointment_id, reason, by, scope)


def cancellation_text(cancellation: Cancellation, reason: str) -> str:
    """ "Cancelled by the client 3 h before: Flu"; what is late says so."""
    said = _late_text(cancellation.notice) if cancellation.is_late else _who_text(cancellation)
    return tr("Calendar", "{said}: {reason}", said=said, reason=reason) if reason else said


def _who_text(cancellation: Cancellation) -> str:
    if cancellation.by is Canceller.PRACTICE:
        return tr("Calendar", "Cancelled by the practice")
    return tr("Calendar", "Cancelled by the client {length} before", length=_length(cancellation.notice))


def _late_text(notice: timedelta) -> str:
    if notice < timedelta(0):
        return tr("Calendar", "Cancelled by the client late, after it began")
    return tr("Calendar", "Cancelled by the client late, {length} before", length=_length(notice))


def _length(notice: timedelta) -> str:
    if notice >= _DAYS_FROM:
        return plural("Calendar", "{n} day", "{n} days", notice.days)
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    return length_text(epoch, epoch + notice)
