"""The calendar's appointments as a file for other programs: what is asked first, and the writing of it."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from core.domain.errors import Cancelled, UserError
from core.runtime.progress import OnProgress
from core.store.practice.practice import Practice
from core.store.transfer.export_calendar import CalendarChoice, export_calendar
from desktop.calendar.calendar_file_dialog import CalendarFileDialog, FileWish
from desktop.calendar.presenter import CalendarPresenter
from desktop.kit.i18n import plural, tr
from desktop.kit.long_work import LongWork
from desktop.kit.unfinished import Unfinished
from desktop.paper.progress_dialog import ProgressDialog
from desktop.paper.record_words import words_of

if TYPE_CHECKING:
    from desktop.kit.context import ScreenContext


class CalendarFile(QObject):
    """One at a time. The file is written on the slow worker, behind a dialog that stops it. GUI thread."""

    _progressed = Signal(int, int)

    def __init__(self, context: "ScreenContext", presenter: CalendarPresenter, over: QWidget) -> None:
        super().__init__(over)
        self._context, self._presenter, self._over = context, presenter, over
        self._work = LongWork(context.bus, Unfinished.CALENDAR_FILE)
        self._dialog: ProgressDialog | None = None
        self._progressed.connect(self._on_progressed, Qt.ConnectionType.QueuedConnection)

    def ask(self) -> None:
        """Asks what the file is to say and of which days, then for its place."""
        page = self._presenter.page
        dialog = CalendarFileDialog(
            page.ends,
            page.hours.first_weekday,
            several=len([one for one in self._presenter.team if one.is_active]) > 1,
            parent=self._over,
        )
        dialog.wished.connect(self._choose)
        dialog.open()

    def save_to(self, wish: FileWish, file: Path) -> None:
        """Stopped, nothing is written and an older file of that name stays."""
        self._work.begin()
        self._dialog = ProgressDialog(tr("CalendarFile", "Writing the calendar file"), self._over)
        self._dialog.rejected.connect(self._work.stop)
        self._dialog.open()
        write = partial(_write, self._context.practice, wish, file, self._report)
        self._context.slow_jobs.run(write, self._on_done, self._on_failed)

    def _choose(self, wish: FileWish) -> None:
        title, name = tr("CalendarFile", "Save a calendar file"), f"calendar-{wish.first:%Y-%m-%d}.ics"
        chosen, _ = QFileDialog.getSaveFileName(self._over, title, name, filter="*.ics")
        if chosen:
            self.save_to(wish, Path(chosen))

    def _report(self, done: int, total: int) -> None:
        """On the worker."""
        if self._work.is_stopped:
            raise Cancelled(tr("CalendarFile", "Stopped; nothing was written."))
        self._progressed.emit(done, total)

    def _on_progressed(self, done: int, total: int) -> None:
        if self._dialog is not None:
            self._dialog.show_progress(done, total)

    def _on_done(self, count: int) -> None:
        self._end()
        self._context.navigator.toast(
            plural(
                "CalendarFile",
                "Calendar file saved with 1 appointment; it is readable by whoever has it",
                "Calendar file saved with {n} appointments; it is readable by whoever has it",
                count,
            )
        )

    def _on_failed(self, error: UserError) -> None:
        self._end()
        if not self._work.is_told_later(error):
            self._context.navigator.toast(error.sentence)

    def _end(self) -> None:
        dialog, self._dialog = self._dialog, None
        if dialog is not None:
            dialog.accept()
            dialog.deleteLater()


def _write(practice: Practice, wish: FileWish, file: Path, report: OnProgress) -> int:
    """On the worker."""
    choice = CalendarChoice(
        first=wish.first,
        last=wish.last,
        naming=wish.naming,
        busy=words_of(practice.settings.workspace().locale).busy,
        treats=practice.me.user_id if wish.mine else None,
    )
    return export_calendar(practice, file, choice, report)
