"""What only a person can answer before syncing goes on: a mass removal, and joining the clinic again."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from core.domain.errors import DeviceRevoked
from core.store.database.engine import Store
from desktop.kit.i18n import tr
from desktop.kit.ports import Runner
from desktop.sync_status.state import StatusPhase, SyncState
from desktop.sync_status.texts import reason_words
from desktop.widgets.question import QuestionDialog
from sync.enrolment.rejoin import JOINS_AGAIN
from sync.rows.run import allow_removal


class SyncQuestions:
    """Asks by itself once for each thing said; `ask` asks again when a person wants to answer.

    `wake` begins the next pass; `join_again` lets a laptop that its clinic does not take ask to be let in.
    """

    def __init__(
        self,
        window: QWidget,
        runner: Runner,
        store: Store,
        wake: Callable[[], None],
        join_again: Callable[[], None],
    ) -> None:
        self._window, self._runner, self._store = window, runner, store
        self._wake, self._join_again = wake, join_again
        self._asked = ""

    def hear(self, state: SyncState) -> None:
        """Called at every state; nothing while the window is covered.

        Nobody is asked about a laptop that an owner removed: that was meant, as a rule.
        """
        is_new = state.phase is StatusPhase.FAILED and state.sentence != self._asked
        if is_new and state.code != DeviceRevoked.code and self.ask(state):
            self._asked = state.sentence

    def leave_be(self, state: SyncState) -> None:
        """A person has just left this question for another day; it is not asked by itself again."""
        self._asked = state.sentence

    def ask(self, state: SyncState) -> bool:
        """Whether there was anything to ask."""
        if state.code == "wipe_out":
            self._ask_removal(state.sentence)
        elif state.code in JOINS_AGAIN:
            self._ask_to_join(state)
        else:
            return False
        return True

    def _ask_removal(self, sentence: str) -> None:
        more = tr(
            "Sync",
            "Somebody may have deleted them on purpose, or something is wrong at the clinic. "
            "If you do not know of it, keep everything and ask the clinic first.",
        )
        QuestionDialog(
            self._window,
            tr("Sync", "Remove so many records from this laptop?"),
            f"{sentence}\n\n{more}",
            tr("Sync", "Remove them here too"),
            self._allow,
            danger=True,
            leave=tr("Sync", "Keep everything"),
        ).open()

    def _allow(self) -> None:
        self._runner.run(lambda: allow_removal(self._store), self._on_allowed)

    def _on_allowed(self, _: None) -> None:
        self._wake()

    def _ask_to_join(self, state: SyncState) -> None:
        more = tr(
            "Sync",
            "Everything on this laptop stays, and what was never sent arrives once it is let in. "
            "Somebody at a laptop of the owner has to agree.",
        )
        QuestionDialog(
            self._window,
            tr("Sync", "Join the clinic again?"),
            f"{reason_words(state)}\n\n{more}",
            tr("Sync", "Join the clinic again"),
            self._join_again,
            leave=tr("Sync", "Not now"),
        ).open()
