"""A calendar file of another program: read behind a dialog that stops it, looked at, then taken."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from core.domain.errors import Cancelled, UserError
from core.store.transfer.import_calendar import CalendarPreview, preview_calendar
from core.store.transfer.take_calendar import CalendarImport, Who, take_calendar
from core.store.unit_of_work.undo import Undo
from desktop.kit.context import ScreenContext
from desktop.kit.discard_question import ask_to_discard
from desktop.kit.form_drafts import Content
from desktop.kit.i18n import plural, tr
from desktop.kit.long_work import LongWork
from desktop.kit.unfinished import Unfinished
from desktop.paper.progress_dialog import ProgressDialog
from desktop.settings.calendar_choices import CalendarChoices
from desktop.settings.calendar_preview import CalendarPreviewDialog


class CalendarFileImport(QObject):
    """One at a time, on the slow worker. `say` gets the sentence of what failed. GUI thread.

    What a person chose is kept until it is imported or discarded; `kept_changed` tells of each choice.
    """

    kept_changed = Signal()
    _progressed = Signal(int, int)

    def __init__(self, context: ScreenContext, over: QWidget, say: Callable[[str], None]) -> None:
        super().__init__(over)
        self._context, self._over, self._say = context, over, say
        self._work = LongWork(context.bus, Unfinished.CALENDAR_IMPORT)
        self._dialog: ProgressDialog | None = None
        self.kept: Content | None = None
        """The file that was looked at and what was chosen in it, as JSON."""
        self._progressed.connect(self._on_progressed, Qt.ConnectionType.QueuedConnection)

    def ask(self) -> None:
        """Lets a file be chosen, and reads it."""
        title = tr("CalendarImport", "Choose a calendar file")
        chosen, _ = QFileDialog.getOpenFileName(self._over, title, filter="*.ics *.ical *.ifb *.icalendar")
        if chosen:
            self.read(Path(chosen))

    def read(self, file: Path) -> None:
        """Writes nothing, and shows what the file would bring; asks before choices in another file go."""
        if self.kept is None or self.kept["file"] == str(file):
            self._read(file)
        else:
            words = tr("CalendarImport", "What you chose in another calendar file is not imported yet.")
            ask_to_discard(self._context.navigator, words, partial(self._read_instead, file))

    def go_on(self) -> None:
        """Shows the file that was looked at again, with what was chosen in it."""
        if self.kept is not None:
            self._read(Path(self.kept["file"]))

    def discard(self) -> None:
        """Gives up what was chosen; Undo has it back."""
        kept = self.kept
        self._keep(None)
        if kept is not None:
            told = tr("CalendarImport", "The choices were discarded")
            self._context.navigator.toast(told, partial(self.take_up, kept))

    def take_up(self, kept: Content) -> None:
        """What `kept` held when the program ended or the choices were discarded, unless others were made."""
        if self.kept is None:
            self._keep(kept)

    def _keep(self, kept: Content | None) -> None:
        self.kept = kept
        self.kept_changed.emit()

    def _read_instead(self, file: Path) -> None:
        self._keep(None)
        self._read(file)

    def _read(self, file: Path) -> None:
        self._begin(tr("CalendarImport", "Reading the calendar file"))
        on_read = partial(self._on_read, file)
        self._context.slow_jobs.run(partial(self._preview, file), on_read, self._on_failed)

    def _preview(self, file: Path) -> tuple[CalendarPreview, datetime]:
        """On the worker."""
        practice = self._context.practice
        zone = ZoneInfo(practice.settings.workspace().timezone)
        preview = preview_calendar(practice, file, self._report)
        return preview, self._context.clock.now().astimezone(zone)

    def _on_read(self, file: Path, found: tuple[CalendarPreview, datetime]) -> None:
        self._end()
        preview, now = found
        if not preview.rows and not preview.left_out:
            self._say(tr("CalendarImport", "There is no event in this file; nothing was imported."))
            return
        choices = CalendarChoices(preview)
        choices.take_up(self.kept or {})
        dialog = CalendarPreviewDialog(self._context, choices, now, self._over)
        dialog.edited.connect(partial(self._on_edited, file, choices))
        dialog.left.connect(partial(self._on_left, choices))
        dialog.import_wanted.connect(partial(self._take, preview))
        self._on_edited(file, choices)
        dialog.open()

    def _on_edited(self, file: Path, choices: CalendarChoices) -> None:
        self._keep({"file": str(file), **choices.content})

    def _on_left(self, choices: CalendarChoices) -> None:
        """Nothing is kept of a file that was only looked at."""
        if not choices.content:
            self._keep(None)

    def _take(self, preview: CalendarPreview, chosen: Mapping[int, Who]) -> None:
        self._begin(tr("CalendarImport", "Importing"))
        work = partial(take_calendar, self._context.practice, preview, chosen, self._report)
        self._context.slow_jobs.run(work, self._on_taken, self._on_failed)

    def _on_taken(self, done: CalendarImport) -> None:
        self._end()
        self._keep(None)
        self._context.bus.publish(done.changed)
        told = [plural("CalendarImport", "1 event imported", "{n} events imported", done.events)]
        if done.clients:
            told.append(plural("CalendarImport", "1 client added", "{n} clients added", done.clients))
        undo = done.undo
        take_back = None if undo is None else partial(self._undo, undo)
        self._context.navigator.toast(", ".join(told), take_back)

    def _undo(self, undo: Undo) -> None:
        self._context.jobs.run(lambda: self._context.practice.undo(undo), self._context.bus.publish)

    def _report(self, done: int, total: int) -> None:
        """On the worker."""
        if self._work.is_stopped:
            raise Cancelled(tr("CalendarImport", "Stopped; nothing was imported."))
        self._progressed.emit(done, total)

    def _on_progressed(self, done: int, total: int) -> None:
        if self._dialog is not None:
            self._dialog.show_progress(done, total)

    def _on_failed(self, error: UserError) -> None:
        self._end()
        if not self._work.is_told_later(error):
            self._say(error.sentence)

    def _begin(self, words: str) -> None:
        self._say("")
        self._work.begin()
        self._dialog = ProgressDialog(words, self._over)
        self._dialog.rejected.connect(self._work.stop)
        self._dialog.open()

    def _end(self) -> None:
        dialog, self._dialog = self._dialog, None
        if dialog is not None:
            dialog.accept()
            dialog.deleteLater()
