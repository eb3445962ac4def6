"""What only a person can answer before syncing goes on: a mass removal, and a copied practice."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from core.store.engine import Store
from desktop.i18n import tr
from desktop.ports import Runner
from desktop.sync_state import Phase, SyncState
from desktop.widgets.question import QuestionDialog
from sync.run import allow_removal


class SyncQuestions:
    """Asks by itself once for each thing said; `ask` asks again when a person wants to answer.

    `wake` begins the next pass; `lead_on` goes where a copied practice (or, when
    `restored`, one from a backup) joins the clinic anew.
    """

    def __init__(
        self,
        window: QWidget,
        runner: Runner,
        store: Store,
        wake: Callable[[], None],
        lead_on: Callable[[], None],
        restored: Callable[[], bool],
    ) -> None:
        self._window, self._runner, self._store = window, runner, store
        self._wake, self._lead_on, self._restored = wake, lead_on, restored
        self._asked = ""

    def hear(self, state: SyncState) -> None:
        """Called at every state; nothing while the window is covered."""
        if state.phase is Phase.FAILED and state.sentence != self._asked and self.ask(state):
            self._asked = state.sentence

    def ask(self, state: SyncState) -> bool:
        """Whether there was anything to ask."""
        if state.code == "wipe_out":
            self._ask_removal(state.sentence)
        elif state.code == "restored_copy":
            self._explain_copy(state.sentence)
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

    def _explain_copy(self, sentence: str) -> None:
        if self._restored():
            more, verb = tr("Sync", "Let it join the clinic again now?"), tr("Sync", "Join the clinic again")
            title = tr("Sync", "This practice comes from a backup")
            QuestionDialog(
                self._window, title, f"{sentence}\n\n{more}", verb, self._lead_on, leave=tr("Sync", "Not now")
            ).open()
            return
        more = tr(
            "Sync",
            "You can go on working here, and nothing is lost. To sync again make a backup in Settings, lock, "
            "bring the backup back as a practice of its own, and let that one join the clinic: it asks by "
            "itself and keeps everything you wrote here.",
        )
        QuestionDialog(
            self._window,
            tr("Sync", "This is a copy of another device's practice"),
            f"{sentence}\n\n{more}",
            tr("Sync", "Open Settings"),
            self._lead_on,
            leave=tr("Sync", "Not now"),
        ).open()
