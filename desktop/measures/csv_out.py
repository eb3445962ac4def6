"""Saves a client's measures as a file for a spreadsheet: says first that it is not encrypted."""

from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from core.domain.enums import AuditAction
from core.domain.errors import UserError
from core.domain.ids import ClientId
from core.store.database.private_files import write_atomically
from core.store.practice.practice import Practice
from desktop.kit.context import ScreenContext
from desktop.kit.i18n import tr
from desktop.measures.csv_text import measures_csv

FILE_NAME = "measures.csv"
"""The proposed name says nothing of the client."""


class MeasuresCsv(QObject):
    """Made in memory on a worker; only the chosen file is ever written, and that is recorded."""

    def __init__(self, context: ScreenContext, over: QWidget) -> None:
        super().__init__(over)
        self._context, self._over = context, over

    def ask(self, client_id: ClientId) -> None:
        """Nothing is written before a place was chosen."""
        words = tr(
            "Measures",
            "All measures of this client go into a file for a spreadsheet. It is not encrypted: whoever has "
            "it can read it. Keep it where nobody else looks. That it was made is recorded.",
        )
        title, verb = tr("Measures", "Save as CSV?"), tr("Measures", "Choose a place")
        self._context.navigator.confirm(title, words, verb, partial(self._choose, client_id))

    def save_to(self, client_id: ClientId, file: Path) -> None:
        """On the slow worker."""
        self._context.slow_jobs.run(
            partial(_write, self._context.practice, client_id, file), self._on_saved, self._on_failed
        )

    def _choose(self, client_id: ClientId) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self._over, tr("Measures", "Save as CSV"), FILE_NAME)
        if chosen:
            self.save_to(client_id, Path(chosen))

    def _on_saved(self, _: None) -> None:
        words = tr("Measures", "CSV saved; it is readable by whoever has the file")
        self._context.navigator.toast(words)

    def _on_failed(self, error: UserError) -> None:
        self._context.navigator.toast(error.sentence)


def _write(practice: Practice, client_id: ClientId, file: Path) -> None:
    zone = ZoneInfo(practice.settings.workspace().timezone)
    measures = practice.measures.of_client(client_id, None)
    write_atomically(file, measures_csv(measures, practice.measures.signed_notes(client_id), zone))
    # Once the file is there: an export that failed is none.
    practice.audit.record(AuditAction.EXPORT, "client.export", client_id, {"form": "measures"})
