"""A record as a PDF or on paper: asks first, shows how far it is, can be stopped, and is recorded."""

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TypeVar
from uuid import UUID

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog, QWidget

from core.domain.enums import AuditAction
from core.domain.errors import Cancelled, UserError
from core.domain.ids import ClientId
from core.store.database.private_files import private_replacement, write_all
from core.store.practice.practice import Practice
from desktop.kit.context import ScreenContext
from desktop.kit.i18n import tr
from desktop.kit.jobs import while_here
from desktop.kit.long_work import LongWork
from desktop.kit.unfinished import Unfinished
from desktop.paper.choosing import choose_printer
from desktop.paper.file_page import Awaited
from desktop.paper.files_question import FilesQuestion, FilesQuestionWords, files_box
from desktop.paper.pdf_dialog import PdfDialog
from desktop.paper.printable import Printable, draw, encrypted_pdf, write_pdf
from desktop.paper.progress_dialog import ProgressDialog
from desktop.paper.record import Record, record_of_client
from desktop.paper.record_drawing import Drawing

T = TypeVar("T")
_PIECE = 2**20


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


@dataclass(eq=False, slots=True)
class _Run:
    """One PDF that is made, or one printing, with what belongs to it alone: when it is stopped another may
    begin before it has ended."""

    source: RecordSource
    dialog: ProgressDialog
    step: QTimer
    work: LongWork
    printer: QPrinter | None = None
    pages: Drawing | None = None
    """What is painted, for as long as it is."""
    is_over: bool = False


class RecordOut(QObject):
    """A PDF is made on a worker; only the chosen file is ever written, and left whole or not at all."""

    _progressed = Signal(object, int, int)
    _broke = Signal(object)

    def __init__(self, context: ScreenContext, over: QWidget) -> None:
        super().__init__(over)
        self._context, self._over = context, over
        self.question: FilesQuestion | PdfDialog | None = None
        """While it is open."""
        self._with_files = False
        """What was chosen last, until the practice is locked."""
        self._progressed.connect(self._on_progressed, Qt.ConnectionType.QueuedConnection)
        self._broke.connect(self._end)

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
        run = self._begin(tr("Paper", "Making the PDF"), source)
        self._work(run, partial(self._make, run, file, password), partial(self._on_done, run, said))

    def print_with(self, source: RecordSource, printer: QPrinter) -> None:
        """Reads the record on the slow worker and paints it on the GUI thread, a section at a time.

        Stopped, the printer is told to drop what it has.
        """
        run = self._begin(tr("Paper", "Printing"), source, printer)
        self._work(run, lambda: self._held(run, source.read()), partial(self._on_read, run, printer))

    def _choose(self, source: RecordSource, password: str) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self._over, tr("Paper", "Save as PDF"), source.file_name)
        if chosen:
            self.save_to(source, Path(chosen), password)

    def _choose_printer(self, source: RecordSource) -> None:
        if (printer := choose_printer(self._over)) is not None:
            self.print_with(source, printer)

    def _work(self, run: _Run, work: Callable[[], T], on_done: Callable[[T], None]) -> None:
        """On the slow worker; whatever goes wrong there ends the run."""
        self._context.slow_jobs.run(
            lambda: self._kept(run, work),
            while_here(self, on_done),
            while_here(self, partial(self._on_failed, run)),
        )

    def _kept(self, run: _Run, work: Callable[[], T]) -> T:
        """On any thread. Too little memory is an answer; a bug stays one, but leaves nothing open."""
        try:
            return work()
        except UserError:
            raise
        except MemoryError:
            raise _too_little_memory(is_printed=run.printer is not None) from None
        except BaseException:
            run.source.close()
            self._broke.emit(run)
            raise

    def _make(self, run: _Run, file: Path, password: str) -> None:
        """On a worker."""
        run.work.check_stopped()
        if password:
            self._make_encrypted(run, file, password)
        else:
            self._make_plain(run, file)
        self._record(run.source, AuditAction.EXPORT)

    def _make_plain(self, run: _Run, file: Path) -> None:
        with (
            private_replacement(file) as descriptor,
            closing(write_pdf(run.source.read(), descriptor)) as steps,
        ):
            for progress in steps:
                run.work.check_stopped()
                self._progressed.emit(run, progress.done, progress.total)
            run.work.check_stopped()

    def _make_encrypted(self, run: _Run, file: Path, password: str) -> None:
        """Each piece may be the last that is wanted, those of the encrypted file too."""
        check = run.work.check_stopped
        with closing(encrypted_pdf(run.source.read(), password, check)) as steps:
            for made in steps:
                check()
                if isinstance(made, bytes):
                    _write(file, made, check)
                else:
                    self._progressed.emit(run, made.done, made.total)

    def _record(self, source: RecordSource, action: AuditAction) -> None:
        audit, event_type = self._context.practice.audit, f"{source.kind}.{action.value.lower()}"
        audit.record_each(action, event_type, source.rows or [None], {"form": source.form})

    def _held(self, run: _Run, pages: Printable) -> Printable:
        """With its sections read: the thread that paints must not wait for the store. On a worker."""
        if not isinstance(pages, Record):
            return pages
        leaves = []
        for leaf in pages.leaves():
            run.work.check_stopped()
            leaves.append(leaf)
        return replace(pages, sections=lambda: iter(()), files=lambda: iter(leaves))

    def _on_read(self, run: _Run, printer: QPrinter, pages: Printable) -> None:
        """A printer is painted by the window's thread, a section each time it is free."""
        printer.setDocName("PazPaz")  # what a queue shows to others
        run.pages = draw(printer, pages)
        run.step.start()

    def _on_step(self, run: _Run) -> None:
        if run.pages is None:
            return
        if run.work.is_stopped:
            self._on_failed(run, Cancelled("Stopped."))
            return
        pages = run.pages
        try:
            made = self._kept(run, lambda: next(pages, None))
        except UserError as error:
            self._on_failed(run, error)
            return
        if isinstance(made, Awaited):
            run.step.stop()
            self._work(run, made.fill, partial(self._on_filled, run))
        elif made is not None:
            self._on_progressed(run, made.done, made.total)
        else:
            self._on_painted(run)

    def _on_filled(self, run: _Run, _: None) -> None:
        """The picture that the next step draws is there."""
        run.step.start()

    def _on_painted(self, run: _Run) -> None:
        """From here on nothing can be stopped: it is on its way to the printer, and has to be recorded."""
        run.pages = None
        self._end(run)
        self._context.jobs.run(
            partial(self._record, run.source, AuditAction.PRINT),
            while_here(self, partial(self._on_done, run, tr("Paper", "Sent to the printer"))),
            while_here(self, partial(self._on_failed, run)),
        )

    def _begin(self, words: str, source: RecordSource, printer: QPrinter | None = None) -> _Run:
        work = LongWork(self._context.bus, Unfinished.PDF if printer is None else Unfinished.PRINT)
        run = _Run(source, ProgressDialog(words, self._over), QTimer(self, interval=0), work, printer)
        run.step.timeout.connect(partial(self._on_step, run))
        run.dialog.rejected.connect(partial(self._on_stopped, run))
        run.dialog.open()
        return run

    def _on_progressed(self, run: _Run, done: int, total: int) -> None:
        if not run.is_over:
            run.dialog.show_progress(done, total)

    def _on_stopped(self, run: _Run) -> None:
        run.work.stop()
        run.source.close()  # whoever waits for a page hears of it at once
        if run.step.isActive():  # a lock may be about to shut all, and no step would come any more
            self._on_failed(run, Cancelled("Stopped."))

    def _on_done(self, run: _Run, said: str, _: object) -> None:
        self._end(run)
        self._context.navigator.toast(said)

    def _on_failed(self, run: _Run, error: UserError) -> None:
        self._end(run)
        if not run.work.is_told_later(error):
            self._context.navigator.toast(error.sentence)

    def _end(self, run: _Run) -> None:
        """Of this one alone. What is half painted is dropped."""
        if run.is_over:
            return
        run.is_over = True
        run.step.stop()
        run.step.deleteLater()
        if run.pages is not None:
            run.pages.close()
            run.pages = None
            if run.printer is not None:
                run.printer.abort()
        run.printer = None
        run.source.close()
        run.dialog.accept()
        run.dialog.deleteLater()


def _write(file: Path, content: bytes, check: Callable[[], None]) -> None:
    """Whole or not at all. A stick may take long, so it is asked before each piece whether to go on."""
    with private_replacement(file) as descriptor:
        for at in range(0, len(content), _PIECE):
            check()
            write_all(descriptor, content[at : at + _PIECE])


def _too_little_memory(*, is_printed: bool) -> UserError:
    if is_printed:
        return UserError(
            "There is not enough free memory to print this; the printing was stopped. Print it without the "
            "files, or close other programs and try again.",
            code="out_of_memory",
        )
    return UserError(
        "There is not enough free memory to make this PDF; nothing was written. Save it without the files, "
        "or close other programs and try again.",
        code="out_of_memory",
    )
