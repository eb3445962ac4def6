"""Several notes of a client in one PDF, or on paper."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from core.domain.errors import UserError
from core.domain.ids import ClientId
from core.domain.records import Appointment, SessionNote
from desktop.clients.note_choice import NoteChoice, choices, file_name
from desktop.clients.notes_dialog import NotesDialog
from desktop.kit.context import ScreenContext
from desktop.kit.i18n import tr
from desktop.paper.record import record_of_notes
from desktop.paper.record_out import RecordOut, RecordSource


class NotesOut(QObject):
    """Asks which of them; what follows is as for a single note."""

    def __init__(self, context: ScreenContext, out: RecordOut, over: QWidget) -> None:
        super().__init__(over)
        self._context, self._out, self._over = context, out, over
        self.dialog: NotesDialog | None = None

    def ask(self, client_id: ClientId) -> None:
        """Of all notes of this client, which are read first."""
        jobs, clients = self._context.jobs, self._context.practice.clients
        jobs.run(lambda: clients.record_rows(client_id), self._on_read, self._on_refused)

    def _on_refused(self, error: UserError) -> None:
        self._context.navigator.toast(error.sentence)

    def _on_read(self, rows: Iterable[Appointment | SessionNote]) -> None:
        now, blurred = self._context.clock.now(), self._context.bus.blurred
        notes = choices(rows, now)
        if not notes:
            self._context.navigator.toast(tr("Clients", "This client has no notes yet"))
            return
        self.dialog = NotesDialog(notes, now.date(), blurred=blurred, parent=self._over)
        self.dialog.pdf_wished.connect(partial(self._on_wished, self._out.ask_pdf))
        self.dialog.print_wished.connect(partial(self._on_wished, self._out.ask_print))
        self.dialog.finished.connect(self._on_finished)
        self.dialog.open()

    def _on_finished(self) -> None:
        self.dialog = None

    def _on_wished(self, how: Callable[[RecordSource], None], notes: Sequence[NoteChoice]) -> None:
        how(_source(self._context, notes))


def _source(context: ScreenContext, notes: Sequence[NoteChoice]) -> RecordSource:
    ids = [note.id for note in notes]
    return RecordSource(
        partial(record_of_notes, context.practice, ids), "session", tuple(ids), file_name(notes)
    )
