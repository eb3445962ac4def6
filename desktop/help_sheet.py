"""The list of keys, with a search over it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop import tokens
from desktop.i18n import tr
from desktop.shortcuts import Shortcut
from desktop.theme import Theme
from desktop.widgets.buttons import IconButton
from desktop.widgets.search_field import SearchField
from desktop.widgets.text import Text
from desktop.widgets.two_line import RowRole, reading_list


class HelpSheet(QDialog):
    """Esc closes it. Lists what is installed, nothing else."""

    def __init__(self, theme: Theme, parent: QWidget, table: Sequence[Shortcut]) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Help", "Keys"))
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._table = table
        self._model = QStandardItemModel(self)
        self.field = SearchField(theme, tr("Help", "Search keys"))
        self.list = reading_list(theme, tr("Help", "Keys"))
        self.list.setModel(self._model)
        self.list.setSelectionMode(self.list.SelectionMode.NoSelection)
        self.field.searched.connect(self._on_searched)
        close = IconButton(theme, "close", tr("Help", "Close"), self.close, shortcut="Esc")
        head = QHBoxLayout()
        head.addWidget(Text(tr("Help", "Keys"), size="large"), 1)
        head.addWidget(close)
        box = QVBoxLayout(self)
        box.setContentsMargins(tokens.XL, tokens.L, tokens.L, tokens.L)
        box.setSpacing(tokens.M)
        box.addLayout(head)
        box.addWidget(self.field)
        box.addWidget(self.list, 1)
        self.resize(480, 560)
        self._on_searched("")

    def listed(self) -> list[str]:
        """The texts now in the list, headings left out."""
        rows = (self._model.item(row) for row in range(self._model.rowCount()))
        return [item.text() for item in rows if not item.data(RowRole.HEADING)]

    def _on_searched(self, text: str) -> None:
        self._model.clear()
        group = ""
        for entry in self._table:
            if text.casefold() not in f"{entry.text} {entry.shown}".casefold():
                continue
            if entry.group != group:
                group = entry.group
                self._append(group, RowRole.HEADING, True)
            self._append(entry.text, RowRole.TRAILING, entry.shown)

    def _append(self, text: str, role: RowRole, value: object) -> None:
        item = QStandardItem(text)
        item.setData(value, role)
        item.setFlags(Qt.ItemFlag.ItemIsEnabled)
        self._model.appendRow(item)
