"""The list of keys, with a search over it."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.kit import tokens
from desktop.kit.i18n import tr
from desktop.kit.shortcuts import Shortcut, merged
from desktop.kit.theme import Theme
from desktop.widgets.buttons import IconButton
from desktop.widgets.dialog import Dialog
from desktop.widgets.mirrored import set_margins
from desktop.widgets.search_field import SearchField
from desktop.widgets.text import Text
from desktop.widgets.two_line import RowRole, reading_list, spoken

_WIDTH_PX, _HEIGHT_PX = 520, 600


class HelpSheet(Dialog):
    """Lists what is installed, nothing else; one row for each thing that can be done."""

    closes_outside = True

    def __init__(self, theme: Theme, parent: QWidget, table: Sequence[Shortcut]) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Help", "Keys"))
        self.finished.connect(self.deleteLater)
        self._rows = merged(table)
        self._needed_px = 0
        self._model = QStandardItemModel(self)
        self.field = SearchField(theme, tr("Help", "Search keys"), esc_empties=False)
        self.list = reading_list(theme, tr("Help", "Keys"))
        self.list.setModel(self._model)
        self.list.setSelectionMode(self.list.SelectionMode.NoSelection)
        self.field.searched.connect(self._on_searched)
        self.field.left_down.connect(self.list.setFocus)
        close = IconButton(theme, "close", tr("Help", "Close"), self.reject, shortcut="Esc")
        head = QHBoxLayout()
        head.addWidget(Text(tr("Help", "Keys"), size="large"), 1)
        head.addWidget(close)
        box = QVBoxLayout(self)
        set_margins(box, tokens.XL, tokens.L, tokens.L, tokens.L)
        box.setSpacing(tokens.M)
        box.addLayout(head)
        box.addWidget(self.field)
        box.addWidget(self.list, 1)
        self._on_searched("")
        self.field.setFocus()

    @override
    def size_in(self, room: QSize) -> QSize:
        """As high as all the keys need, also while a search leaves few of them."""
        if not self._needed_px:
            rows = sum(self.list.sizeHintForRow(row) for row in range(self._model.rowCount()))
            self._needed_px = self.sizeHint().height() - self.list.sizeHint().height() + rows + tokens.L
        return QSize(_WIDTH_PX, min(_HEIGHT_PX, self._needed_px)).boundedTo(room)

    @override
    def first(self) -> QWidget | None:
        return self.field

    def _on_searched(self, text: str) -> None:
        self._model.clear()
        group = ""
        for row in self._rows:
            if text.casefold() not in f"{row.text} {row.keys}".casefold():
                continue
            if row.group != group:
                group = row.group
                self._append(group, RowRole.HEADING, True)
            self._append(row.text, RowRole.TRAILING, row.keys)

    def _append(self, text: str, role: RowRole, value: object) -> None:
        item = QStandardItem(text)
        item.setData(value, role)
        item.setAccessibleText(spoken(text, value if isinstance(value, str) else ""))
        item.setFlags(Qt.ItemFlag.ItemIsEnabled)
        self._model.appendRow(item)
