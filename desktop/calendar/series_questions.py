"""What asks first how much of a series is meant: moving, cancelling and deleting one of its appointments."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from core.domain.enums import AppointmentStatus
from core.domain.series import Scope
from desktop.calendar.commands import CalendarCommands
from desktop.calendar.entry import CalendarEntry
from desktop.calendar.scope_question import ScopeQuestion
from desktop.calendar.series_texts import change_hint, end_hint
from desktop.kit.i18n import tr


class SeriesQuestions:
    """Carries an answer to the commands; nothing happens where the question is left."""

    def __init__(
        self, parent: QWidget, commands: CalendarCommands, cancel: Callable[[CalendarEntry, Scope], None]
    ) -> None:
        """`cancel` asks who cancels an appointment, or as much of its series, and why."""
        self._parent = parent
        self._commands = commands
        self._cancel = cancel

    def ask_to_move(self, on_scope: Callable[[Scope], None], on_left: Callable[[], None]) -> None:
        """`on_left` is called where the question is left, so that what was moved on the screen goes back."""
        title = tr("Series", "Move which appointments?")
        ScopeQuestion(self._parent, title, change_hint(), tuple(Scope), on_scope, on_left).open()

    def mark(self, entry: CalendarEntry, status: AppointmentStatus) -> None:
        """A status is one appointment's; only cancelling can mean more of them."""
        if status is not AppointmentStatus.CANCELLED:
            self._commands.set_status(entry.id, status)
            return
        if entry.series_id is None:
            self._cancel(entry, Scope.THIS)
        else:
            self._ask(tr("Series", "Cancel which appointments?"), partial(self._cancel, entry))

    def delete(self, entry: CalendarEntry, then: Callable[[], None] | None = None) -> None:
        """`then` follows the order at once; the store may still refuse it, such as where there is a note."""

        def delete(scope: Scope) -> None:
            if scope is Scope.THIS:
                self._commands.delete(entry.id)
            else:
                self._commands.delete_series(entry.id, scope)
            if then is not None:
                then()

        if entry.series_id is None:
            delete(Scope.THIS)
        else:
            self._ask(tr("Series", "Delete which appointments?"), delete)

    def _ask(self, title: str, on_scope: Callable[[Scope], None]) -> None:
        ScopeQuestion(self._parent, title, end_hint(), tuple(Scope), on_scope).open()
