"""What blocked time and the waitlist do alike with their forms at the side: leave one, save what it says."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from core.domain.errors import UserError
from desktop.calendar.abstract_pane import AbstractPane
from desktop.calendar.block_panel import BlockPanel
from desktop.calendar.ports import CommandOutcome
from desktop.calendar.waitlist_panel import WaitlistPanel
from desktop.kit.discard_question import ask_to_discard
from desktop.kit.ports import Runner

if TYPE_CHECKING:
    from desktop.kit.context import ScreenContext


class SideFormOwner(QObject):
    """Works for one calendar. GUI thread; commands run on the store worker."""

    def __init__(self, context: "ScreenContext", runner: Runner, pane: AbstractPane) -> None:
        super().__init__(pane)
        self._context, self._runner, self._pane = context, runner, pane
        self._editing: Any = None
        """What the open form is about; None for something new."""

    def _form(self) -> BlockPanel | WaitlistPanel:
        raise NotImplementedError

    def _unsaved(self) -> str:
        """The sentence that asks before what is typed is discarded."""
        raise NotImplementedError

    def leave(self, then: Callable[[], None], on_left: Callable[[], None] | None = None) -> None:
        """Asks where the open form holds anything; where it is kept, `on_left` is done instead of `then`."""
        if self._form().typed is None:
            then()
            return
        ask_to_discard(self._context.navigator, self._unsaved(), partial(self._discard_for, then), on_left)

    def _discard_for(self, then: Callable[[], None]) -> None:
        self._pane.show_panel(None)
        then()

    def _run(self, work: Callable[[], CommandOutcome], sentence: str) -> None:
        self._runner.run(work, partial(self._on_done, sentence), self._on_refused)

    def _on_done(self, sentence: str, outcome: CommandOutcome, what: str = "") -> None:
        """`what`: as for `CalendarCommands.done`."""
        if not self._form().isHidden():
            self._pane.show_panel(None)
            self._editing = None
            self._pane.presenter.close()
        self._pane.commands.done(outcome, sentence, what)

    def _on_refused(self, error: UserError) -> None:
        """Beside what was typed, or where no form is open at the bottom of the window."""
        if self._form().isHidden():
            self._pane.say(error.sentence)
        else:
            self._form().show_failure(error.sentence)
