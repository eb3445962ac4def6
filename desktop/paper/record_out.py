"""A record as a PDF or on paper: asks first, shows how far it is, can be stopped, and is recorded."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog, QWidget

from core.domain.enums import AuditAction
from core.domain.errors import Cancelled, UserError
from core.domain.ids import ClientId
from core.store.database.private_files import private_replacement, write_atomically
from core.store.practice.practice import Practice
from desktop.kit.context import ScreenContext
from desktop.kit.i18n import tr
from desktop.paper.choosing import choose_printer
from desktop.paper.file_page import Awaited
from desktop.paper.files_question import FilesQuestion, FilesQuestionWords, files_box
from desktop.paper.pdf_dialog import PdfDialog
from desktop.paper.printable import Printable, draw, encrypted_pdf, write_pdf
from desktop.paper.progress_dialog import ProgressDialog
from desktop.paper.record import Record, record_of_client
from desktop.paper.record_drawing import Progress


@dataclass(frozen=True, slots=True)
class RecordSource:
    """`read` runs on a worker. `kind` and `rows` are what the audit names: "session" or "client", an event
    for each row.

    A "calendar" is about no row, which is one event too. `form` is how, for the audit as well. `close` ends
    what `read` began for its pages; it may be called from any thread, and more than once.
    """

    read: Callable[[], Printable]
    kind: str
    rows: Sequence[UUID]
    file_name: str
    form: str = "pages"
    close: Callable[[], None] = lambda: None


def client_source(practice: Practice, client_id: ClientId) -> RecordSource:
    """A client's whole record. The proposed name says nothing of the client."""
    return RecordSource(partial(record_of_client, practice, client_id), "client", [client_id], "record.pdf")


class RecordOut(QObject):
    """One at a time. A PDF is made on a worker; only the chosen file is ever written, and left whole or not
    at all."""

    _progressed = Signal(int, int)

    def __init__(self, context: ScreenContext, over: QWidget) -> None:
        super().__init__(over)
        self._context, self._over = context, over
        self._stop = threading.Event()
        self._dialog: ProgressDialog | None = None
        self._pages: Iterator[Progress | Awaited] = iter(())
        self._source: RecordSource | None = None
        self.question: FilesQuestion | PdfDialog | None = None
        """While it is open."""
        self._with_files = False
        """What was chosen last, until the practice is locked."""
        self._step = QTimer(self, interval=0)
        self._step.timeout.connect(self._on_step)
        self._after: Callable[[], None] = self._end
        self._printer: QPrinter | None = None
        self._progressed.connect(self._on_progressed, Qt.ConnectionType.QueuedConnection)

    def ask_pdf(self, source: RecordSource, with_files: Callable[[], RecordSource] | None = None) -> None:
        """Asks first for a password, or whether the file is to have none, then for its place.

        `with_files`: the same with what hangs on it, where that is a choice.
        """
        files = None if with_files is None else files_box(on=self._with_files)

        def on_chosen(password: str) -> None:
            self._forget_question()
            chosen = source
            if with_files is not None and files is not None:
                self._with_files = files.isChecked()
                chosen = with_files() if self._with_files else source
            self._choose(chosen, password)

        context = self._context
        self._open(PdfDialog(context.theme, context.jobs, on_chosen, self._over, files))

    def ask_print(self, source: RecordSource, with_files: Callable[[], RecordSource] | None = None) -> None:
        """As `ask_pdf`, for a printer: it says first that printers may keep what they printed."""
        words = tr(
            "Paper",
            "Printers and their queues may keep what they printed: use one that you trust. That it was "
            "printed is recorded.",
        )
        title, verb = tr("Paper", "Print?"), tr("Paper", "Choose a printer")
        self._ask(FilesQuestionWords(title, words, verb), self._choose_printer, source, with_files)

    def _ask(
        self,
        words: FilesQuestionWords,
        go: Callable[[RecordSource], None],
        source: RecordSource,
        with_files: Callable[[], RecordSource] | None,
    ) -> None:
        if with_files is None:
            self._context.navigator.confirm(words.title, words.text, words.verb, partial(go, source))
            return

        def on_chosen(are_wanted: bool) -> None:
            self._forget_question()
            self._with_files = are_wanted
            go(with_files() if are_wanted else source)

        self._open(FilesQuestion(self._over, words, on_chosen, with_files=self._with_files))

    def _open(self, question: FilesQuestion | PdfDialog) -> None:
        self.question = question
        question.rejected.connect(self._forget_question)
        question.open()

    def _forget_question(self) -> None:
        self.question = None

    def save_to(self, source: RecordSource, file: Path, password: str = "") -> None:
        """Makes the file on the slow worker behind a dialog that stops it; stopped, nothing is written.

        With a password it is encrypted before any of it is written.
        """
        said = tr("Paper", "PDF saved; it is readable by whoever has the file")
        if password:
            said = tr("Paper", "PDF saved, encrypted; it opens with its password alone")
        self._begin(tr("Paper", "Making the PDF"), source)
        self._context.slow_jobs.run(
            partial(self._make, source, file, password), partial(self._on_done, said), self._on_failed
        )

    def print_with(self, source: RecordSource, printer: QPrinter) -> None:
        """Reads the record on the slow worker and paints it on the GUI thread, a section at a time.

        Stopped, the printer is told to drop what it has.
        """
        self._begin(tr("Paper", "Printing"), source)
        self._context.slow_jobs.run(
            lambda: self._held(source.read()), partial(self._on_read, source, printer), self._on_failed
        )

    def _choose(self, source: RecordSource, password: str) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self._over, tr("Paper", "Save as PDF"), source.file_name)
        if chosen:
            self.save_to(source, Path(chosen), password)

    def _choose_printer(self, source: RecordSource) -> None:
        if (printer := choose_printer(self._over)) is not None:
            self.print_with(source, printer)

    def _make(self, source: RecordSource, file: Path, password: str) -> None:
        """On a worker."""
        if password:
            self._make_encrypted(source, file, password)
        else:
            self._make_plain(source, file)
        self._record(source, AuditAction.EXPORT)

    def _make_plain(self, source: RecordSource, file: Path) -> None:
        with private_replacement(file) as descriptor, closing(write_pdf(source.read(), descriptor)) as steps:
            for progress in steps:
                self._check_stopped()
                self._progressed.emit(progress.done, progress.total)
            self._check_stopped()

    def _make_encrypted(self, source: RecordSource, file: Path, password: str) -> None:
        for made in encrypted_pdf(source.read(), password):
            self._check_stopped()
            if isinstance(made, bytes):
                write_atomically(file, made)
            else:
                self._progressed.emit(made.done, made.total)

    def _check_stopped(self) -> None:
        if self._stop.is_set():
            raise Cancelled("Stopped; nothing was written.")

    def _record(self, source: RecordSource, action: AuditAction) -> None:
        audit, event_type = self._context.practice.audit, f"{source.kind}.{action.value.lower()}"
        audit.record_each(action, event_type, source.rows or [None], {"form": source.form})

    def _held(self, pages: Printable) -> Printable:
        """With its sections read: the thread that paints must not wait for the store. On a worker."""
        if not isinstance(pages, Record):
            return pages
        leaves = []
        for leaf in pages.leaves():
            self._check_stopped()
            leaves.append(leaf)
        return replace(pages, sections=lambda: iter(()), files=lambda: iter(leaves))

    def _on_read(self, source: RecordSource, printer: QPrinter, pages: Printable) -> None:
        """A printer is painted by the window's thread, a section each time it is free."""
        printer.setDocName("PazPaz")  # what a queue shows to others
        self._printer = printer
        self._pages = draw(printer, pages)
        self._after = partial(self._on_printed, source)
        self._step.start()

    def _on_step(self) -> None:
        if self._stop.is_set():
            self._give_up(Cancelled("Stopped."))
            return
        made = next(self._pages, None)
        if isinstance(made, Awaited):
            self._step.stop()
            self._context.slow_jobs.run(made.fill, self._on_filled, self._give_up)
        elif made is not None:
            self._on_progressed(made.done, made.total)
        else:
            self._step.stop()
            self._after()

    def _on_filled(self, _: None) -> None:
        """The picture that the next step draws is there."""
        self._step.start()

    def _give_up(self, error: UserError) -> None:
        self._step.stop()
        self._pages = iter(())
        if self._printer is not None:
            self._printer.abort()
        self._on_failed(error)

    def _on_printed(self, source: RecordSource) -> None:
        said = tr("Paper", "Sent to the printer")
        self._context.jobs.run(
            partial(self._record, source, AuditAction.PRINT), partial(self._on_done, said), self._on_failed
        )

    def _begin(self, words: str, source: RecordSource) -> None:
        self._stop.clear()
        self._source = source
        self._dialog = ProgressDialog(words, self._over)
        self._dialog.rejected.connect(self._on_stopped)
        self._dialog.open()

    def _on_progressed(self, done: int, total: int) -> None:
        if self._dialog is not None:
            self._dialog.show_progress(done, total)

    def _on_stopped(self) -> None:
        self._stop.set()
        if self._source is not None:
            self._source.close()  # whoever waits for a page hears of it at once

    def _on_done(self, said: str, _: object) -> None:
        self._end()
        self._context.navigator.toast(said)

    def _on_failed(self, error: UserError) -> None:
        self._end()
        self._context.navigator.toast(error.sentence)

    def _end(self) -> None:
        dialog, self._dialog = self._dialog, None
        source, self._source = self._source, None
        self._printer = None
        if source is not None:
            source.close()
        if dialog is not None:
            dialog.accept()
            dialog.deleteLater()
