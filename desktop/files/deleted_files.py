"""Under the files of a client or a note: a quiet link to those that were deleted, and how they come back."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from core.domain.records import Attachment
from desktop.files.texts import deleted_row
from desktop.kit import tokens
from desktop.kit.context import ScreenContext
from desktop.kit.i18n import tr
from desktop.widgets.buttons import Button
from desktop.widgets.rows import ListRow, RowsModel
from desktop.widgets.text import Text
from desktop.widgets.two_line import reading_list

MOST_LINES = 4
"""More deleted files than these scroll inside their list."""


class DeletedFiles(QWidget):
    """Hidden where nothing was deleted. `restore_requested` carries the chosen `Attachment`."""

    restore_requested = Signal(object)

    def __init__(self, context: ScreenContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.link = Button("", self._on_link, kind="quiet", compact=True)
        self.link.setCheckable(True)
        self.words = Text(
            tr("Files", "A deleted file can be restored at any time."),
            tone="secondary",
            size="small",
            wrap=True,
        )
        self.restore = Button(tr("Files", "Restore file"), self._on_restore, compact=True)
        self.restore.setToolTip("Enter")
        self.model = RowsModel(self._render, self, whole=True)
        self.list = reading_list(context.theme, tr("Files", "Deleted files"))
        self.list.setModel(self.model)
        self._shown = QWidget()
        self._lay_out()
        self.list.activated.connect(self._on_activated)
        self.hide()

    @property
    def is_open(self) -> bool:
        """Whether they are listed, and not only counted."""
        return self.link.isChecked()

    def show_files(self, files: Sequence[Attachment]) -> None:
        """The chosen one stays chosen, else the first is."""
        before = self._chosen()
        self.model.set_items(files)
        self.link.setText(tr("Files", "Deleted files ({count})", count=len(files)))
        rows = [self.list.sizeHintForRow(number) for number in range(min(len(files), MOST_LINES))]
        self.list.setFixedHeight(sum(rows) + tokens.S)
        if files:
            ids = [row.id for row in files]
            chosen = before.id if before is not None else None
            self.list.setCurrentIndex(self.model.row_of(ids.index(chosen) if chosen in ids else 0))
        self.setVisible(bool(files))

    def fold(self) -> None:
        """Only counted, as when another client or note comes."""
        self.link.setChecked(False)
        self._shown.hide()

    def render_again(self) -> None:
        """Names were hidden or shown."""
        self.model.render_again()

    def _render(self, row: Attachment) -> ListRow:
        return deleted_row(row, self._context.clock.now(), blurred=self._context.bus.blurred)

    def _chosen(self) -> Attachment | None:
        row = self.model.item(self.list.currentIndex())
        return row if isinstance(row, Attachment) else None

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.link)
        head.addStretch(1)
        foot = QHBoxLayout()
        foot.setContentsMargins(tokens.S, 0, tokens.S, 0)
        foot.addWidget(self.words, 1)
        foot.addWidget(self.restore)
        shown = QVBoxLayout(self._shown)
        shown.setContentsMargins(0, 0, 0, 0)
        shown.setSpacing(tokens.S)
        shown.addWidget(self.list)
        shown.addLayout(foot)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(tokens.S)
        box.addLayout(head)
        box.addWidget(self._shown)
        self.list.setProperty("flat", True)
        self._shown.hide()

    def _on_link(self) -> None:
        self._shown.setVisible(self.is_open)
        if self.is_open:
            self.list.setFocus()

    def _on_restore(self) -> None:
        if (row := self._chosen()) is not None:
            self.restore_requested.emit(row)

    def _on_activated(self, index: QModelIndex | QPersistentModelIndex) -> None:
        row = self.model.item(index)
        if isinstance(row, Attachment):
            self.restore_requested.emit(row)
