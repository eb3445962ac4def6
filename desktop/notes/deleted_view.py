"""Under the list of deleted notes: for how long they wait, and the button that restores one."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from core.domain.errors import UserError
from core.domain.records import SessionNote
from core.store.practice.practice import NoteSummary
from desktop.kit import tokens
from desktop.kit.context import ScreenContext
from desktop.kit.dates import day_text, moment_text
from desktop.kit.i18n import one_line, tr
from desktop.notes.deleted_note import DeletedNoteDialog
from desktop.notes.deleted_presenter import DeletedNotesPresenter
from desktop.notes.deleted_texts import deleted_state, how_long
from desktop.widgets.buttons import Button
from desktop.widgets.text import Text


class DeletedNotes(QWidget):
    """Implements DeletedNotesView. `restored` carries a note that is in the list again."""

    restored = Signal(object)

    def __init__(
        self,
        context: ScreenContext,
        chosen: Callable[[], object],
        name: Callable[[str], str],
        parent: QWidget,
    ) -> None:
        """`chosen` is what the list has marked; `name` says a client's as it may be seen."""
        super().__init__(parent)
        self._context, self._chosen, self._name = context, chosen, name
        self.presenter = DeletedNotesPresenter(context.practice, context.jobs, context.bus, self)
        self.dialog: DeletedNoteDialog | None = None
        self._item: NoteSummary | None = None
        self.restore = Button(tr("Notes", "Restore note"), self.restore_chosen)
        self.restore.setToolTip("R")
        self._lay_out()
        context.bus.blur_changed.connect(self._on_blur_changed)
        self.hide()

    def restore_chosen(self) -> None:
        """The key and the button; nothing while another list stands there."""
        item = self._chosen()
        if self.isVisible() and isinstance(item, NoteSummary):
            self.presenter.restore(item.note)

    def open(self, item: NoteSummary) -> None:
        """Enter or a click on a row."""
        self.presenter.open(item)

    # What the presenter says.

    def show_note(self, item: NoteSummary, note: SessionNote) -> None:
        """Not over another screen, where the person went while it was read."""
        if not self.isVisible() or self.dialog is not None:
            return
        self._item = item
        restore = partial(self.presenter.restore, item.note)
        self.dialog = DeletedNoteDialog(note, self._about(item.note), restore, self)
        self.dialog.finished.connect(self._on_dialog_left)
        self._on_blur_changed()
        self.dialog.open()

    def show_restored(self, note: SessionNote) -> None:
        self.restored.emit(note)
        undo = partial(self.presenter.delete_again, note)
        self._context.navigator.toast(tr("Notes", "Note restored"), undo)

    def refuse(self, error: UserError) -> None:
        self._context.navigator.toast(error.sentence)

    def _about(self, note: SessionNote) -> str:
        now = self._context.clock.now()
        day = day_text(note.session_date.astimezone(now.tzinfo).date(), now.date())
        gone = moment_text(note.deleted_at, now) if note.deleted_at else ""
        why = tr("Notes", "Reason: {reason}", reason=note.deleted_reason) if note.deleted_reason else ""
        return one_line((day, tr("Notes", "deleted {when}", when=gone), deleted_state(note, now)[0], why))

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(tokens.M, 0, tokens.M, 0)
        row.setSpacing(tokens.S)
        row.addWidget(Text(how_long(), tone="secondary", size="small", wrap=True), 1)
        row.addWidget(self.restore)

    def _on_dialog_left(self) -> None:
        self.dialog = self._item = None

    def _on_blur_changed(self, _blurred: bool = False) -> None:
        if self.dialog is not None and self._item is not None:
            self.dialog.title.setText(self._name(self._item.client_name))
