"""The works that are in this program, each with its licence and the text of it."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QModelIndex, QSize, Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget
from typing_extensions import override

from core.domain.errors import UserError
from core.release.inventory import Component, Inventory, read_inventory
from core.store.database.private_files import write_atomically
from desktop.kit import tokens
from desktop.kit.context import ScreenContext
from desktop.kit.i18n import tr
from desktop.widgets.buttons import Button
from desktop.widgets.dialog import Dialog
from desktop.widgets.error_line import ErrorLine
from desktop.widgets.rows import ListRow, RowsModel
from desktop.widgets.text import Text
from desktop.widgets.two_line import reading_list

_SIZE = QSize(920, 640)
_LIST_PX = 300
_FILE_NAME = "pazpaz-sbom.cdx.json"


class LicencesDialog(Dialog):
    """A list at the side, the text of the chosen one beside it. `root`: where our packages lie."""

    def __init__(self, context: ScreenContext, root: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Licences", "Licences"))
        self.finished.connect(self.deleteLater)
        self._context = context
        self._sbom: Path | None = None
        self.model = RowsModel(_row, self, whole=True)
        self.list = reading_list(context.theme, tr("Licences", "Works in this program"))
        self.list.setModel(self.model)
        self.list.selectionModel().currentChanged.connect(self._on_current_changed)
        self.about = Text(tone="secondary", wrap=True)
        self.about.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.text = QPlainTextEdit(readOnly=True)
        # Licences are written from left to right, whichever way the window's language runs.
        self.text.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.text.setAccessibleName(tr("Licences", "Text of the licence"))
        # Read-only, Qt leaves a text to the mouse alone; this gives the keyboard a cursor in it.
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        self.error = ErrorLine(upward=True)
        self.save = Button(tr("Licences", "Save the list (SBOM)…"), self._on_save)
        self.close_button = Button(tr("Licences", "Close"), self.reject, kind="primary")
        self.save.hide()
        self._lay_out()
        self.default = self.close_button
        context.slow_jobs.run(partial(read_inventory, root), self._on_read)

    @override
    def size_in(self, room: QSize) -> QSize:
        return _SIZE.boundedTo(room)

    @override
    def first(self) -> QWidget | None:
        return self.list

    def save_to(self, file: Path) -> None:
        """As it was made with the build: CycloneDX, for whoever compares it with known faults."""
        sbom = self._sbom
        if sbom is not None:
            self._context.slow_jobs.run(
                lambda: write_atomically(file, sbom.read_bytes()), self._on_saved, self._on_failed
            )

    def _on_read(self, found: Inventory) -> None:
        self._sbom = found.sbom
        self.save.setVisible(found.sbom is not None)
        self.model.set_items(found.parts)
        if found.parts:
            self.list.setCurrentIndex(self.model.index(0, 0))

    def _on_current_changed(self, now: QModelIndex, _before: QModelIndex) -> None:
        part: Component = self.model.item(now)
        self.about.setText("\n".join(filter(None, (_title(part), part.licence, part.source))))
        self.text.setPlainText(part.text() or tr("Licences", "It brings no text of its licence."))

    def _on_save(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self, self.save.text(), _FILE_NAME)
        if chosen:
            self.save_to(Path(chosen))

    def _on_saved(self, _: None) -> None:
        self.error.say("")
        self._context.navigator.toast(tr("Licences", "The list is saved"))

    def _on_failed(self, error: UserError) -> None:
        self.error.say(error.sentence)

    def _lay_out(self) -> None:
        self.list.setFixedWidth(_LIST_PX)
        side = QVBoxLayout()
        side.setSpacing(tokens.S)
        for part in (self.about, self.text, self.error):
            side.addWidget(part, 1 if part is self.text else 0)
        middle = QHBoxLayout()
        middle.setSpacing(tokens.L)
        middle.addWidget(self.list)
        middle.addLayout(side, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.save)
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        words = tr("Licences", "PazPaz stands on the work of others. These are in this program.")
        box = QVBoxLayout(self)
        box.setContentsMargins(tokens.XL, tokens.L, tokens.XL, tokens.L)
        box.setSpacing(tokens.M)
        box.addWidget(Text(tr("Licences", "Licences"), size="large"))
        box.addWidget(Text(words, tone="secondary", wrap=True))
        box.addLayout(middle, 1)
        box.addLayout(foot)


def _row(part: Component) -> ListRow:
    return ListRow(first=part.name, second=part.licence or _see_text(), trailing=part.version)


def _see_text() -> str:
    return tr("Licences", "see its text")


def _title(part: Component) -> str:
    return f"{part.name} {part.version}".strip()
