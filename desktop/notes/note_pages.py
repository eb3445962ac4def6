"""A note as a PDF or on paper, from the editor."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from core.domain.records import SessionNote
from desktop.kit.context import ScreenContext
from desktop.kit.i18n import tr
from desktop.notes.field_menu import add_row, show_menu
from desktop.paper.record import record_of_notes
from desktop.paper.record_out import RecordOut, RecordSource


class NotePages(QObject):
    """The store's worker is asked first: what was typed in a draft a moment ago is stored by then."""

    def __init__(
        self, context: ScreenContext, over: QWidget, present: Callable[[], SessionNote | None]
    ) -> None:
        """`present`: the note that is asked about; None where there is nothing for paper."""
        super().__init__(over)
        self._context, self._present = context, present
        self.out = RecordOut(context, over)

    def ask_pdf(self) -> None:
        """Asks first for a password, or whether the file is to have none, then for its place."""
        self._ask(self.out.ask_pdf)

    def ask_print(self) -> None:
        """Says first that printers may keep what they print, then asks for one."""
        self._ask(self.out.ask_print)

    def offer(self, beside: QWidget) -> None:
        """Both in a menu below a button; faint while nothing is written yet."""
        menu, on = QMenu(beside), self._present() is not None
        add_row(menu, tr("Notes", "Save as PDF"), self.ask_pdf, QKeySequence("Ctrl+Shift+P"), on=on)
        add_row(menu, tr("Notes", "Print"), self.ask_print, QKeySequence("Ctrl+P"), on=on)
        # Of itself a menu marks no row, and the first arrow key would be lost on that.
        menu.setActiveAction(menu.actions()[0])
        room = beside.rect()
        left = room.left() if beside.isRightToLeft() else room.right() - menu.sizeHint().width()
        show_menu(menu, beside.mapToGlobal(QPoint(left, room.bottom())))

    def _ask(self, how: Callable[[RecordSource], None]) -> None:
        if (note := self._present()) is not None:
            source = self._source(note)
            self._context.jobs.run(lambda: source, how)

    def _source(self, note: SessionNote) -> RecordSource:
        """The proposed name says nothing of the client."""
        practice, day = self._context.practice, note.session_date.astimezone(self._context.clock.now().tzinfo)
        read = partial(record_of_notes, practice, [note.id])
        return RecordSource(read, "session", [note.id], f"note-{day:%Y-%m-%d}.pdf")
