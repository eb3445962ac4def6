"""A note as a PDF or on paper, from the editor."""

from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from core.domain.records import SessionNote
from desktop.kit.context import ScreenContext
from desktop.paper.record import record_of_notes
from desktop.paper.record_out import RecordOut, RecordSource


class NotePages(QObject):
    """The store's worker is asked first: what was typed in a draft a moment ago is stored by then."""

    def __init__(self, context: ScreenContext, over: QWidget) -> None:
        super().__init__(over)
        self._context = context
        self.out = RecordOut(context, over)

    def ask_pdf(self, note: SessionNote) -> None:
        """Says first that the file is not encrypted, then asks for its place."""
        source = self._source(note)
        self._context.jobs.run(lambda: source, self.out.ask_pdf)

    def ask_print(self, note: SessionNote) -> None:
        """Says first that printers may keep what they print, then asks for one."""
        source = self._source(note)
        self._context.jobs.run(lambda: source, self.out.ask_print)

    def _source(self, note: SessionNote) -> RecordSource:
        """The proposed name says nothing of the client."""
        practice, day = self._context.practice, note.session_date.astimezone(self._context.clock.now().tzinfo)
        read = partial(record_of_notes, practice, [note.id])
        return RecordSource(read, "session", note.id, f"note-{day:%Y-%m-%d}.pdf")
