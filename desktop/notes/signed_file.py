"""Saving a signed note as a file that others can check, after saying who will be able to read it."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from core.domain.errors import UserError
from core.domain.records import SessionNote
from core.store.transfer.signed_note import ENDING, export_signed_note
from desktop.kit.context import ScreenContext
from desktop.kit.i18n import tr


class SignedFile(QObject):
    """Asks, then writes on the store worker. The name it proposes says nothing of the client."""

    def __init__(self, context: ScreenContext, over: QWidget) -> None:
        super().__init__(over)
        self._context, self._over = context, over

    def ask(self, note: SessionNote) -> None:
        """A draft has no signature to check; nothing happens then."""
        if note.finalized_at is None or note.deleted_at is not None:
            return
        self._context.navigator.confirm(
            tr("Notes", "Save the signed note as a file?"),
            tr(
                "Notes",
                "The file is not encrypted: whoever has it can read the note and check who signed it, "
                "without this program. Tell them the practice's code, which Settings shows under Practice. "
                "That the note was exported is recorded.",
            ),
            tr("Notes", "Choose a place"),
            partial(self._choose, note),
        )

    def save_to(self, note: SessionNote, file: Path) -> None:
        """Without asking; a toast tells whether the file is there."""
        practice = self._context.practice
        self._context.jobs.run(
            lambda: export_signed_note(practice, note.id, file), self._on_saved, self._on_refused
        )

    def _choose(self, note: SessionNote) -> None:
        name = f"note-{note.session_date.astimezone(self._context.clock.now().tzinfo):%Y-%m-%d}{ENDING}"
        title = tr("Notes", "Save the signed note")
        chosen, _ = QFileDialog.getSaveFileName(self._over, title, name)
        if chosen:
            self.save_to(note, Path(chosen))

    def _on_saved(self, _: None) -> None:
        self._context.navigator.toast(
            tr("Notes", "Signed note saved; it is readable by whoever has the file")
        )

    def _on_refused(self, error: UserError) -> None:
        self._context.navigator.toast(error.sentence)
