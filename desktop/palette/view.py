"""The palette's window: a search field over a list."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget
from typing_extensions import override

from desktop import tokens
from desktop.i18n import tr
from desktop.palette.presenter import Entry
from desktop.theme import Theme
from desktop.widgets.search_field import SearchField
from desktop.widgets.text import Text
from desktop.widgets.two_line import RowRole, reading_list

_WIDTH_PX, _HEIGHT_PX = 600, 440


class PaletteDialog(QDialog):
    """Up and Down move, Enter runs, Esc closes. It never blocks: open it with `open()`."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setWindowTitle(tr("Palette", "Search"))
        self.setProperty("palette", True)
        self.setModal(True)
        self.field = SearchField(theme, tr("Palette", "Search clients, notes and actions"))
        self.list = reading_list(theme, tr("Palette", "Results"))
        self._none = Text(tr("Palette", "Nothing found."), tone="secondary")
        self._none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._model = QStandardItemModel(self)
        self._entries: list[Entry | None] = []
        self._is_hasty = False
        self.list.setModel(self._model)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.clicked.connect(self._on_clicked)
        self.field.entered.connect(self.run_current)
        self.field.left_down.connect(self._on_down)
        self.field.searched.connect(self._on_searched)
        self._on_typed: Callable[[str], None] = lambda _text: None
        self._lay_out()

    def begin(self, on_typed: Callable[[str], None]) -> None:
        """Open empty; `on_typed` gets the text at every pause and answers through `show_entries`."""
        self._on_typed = on_typed
        self.field.clear()
        on_typed("")
        self._place()
        self.open()
        self.field.setFocus()

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Replace the list; a heading precedes each group."""
        self._model.clear()
        self._entries = []
        group = ""
        for entry in entries:
            if entry.group != group:
                group = entry.group
                self._append_heading(group)
            self._append(entry)
        self._none.setVisible(not entries)
        self.list.setVisible(bool(entries))
        self._select(self._next(-1, 1))
        if self._is_hasty and entries:
            self.run_current()

    def run_current(self) -> None:
        """Close, then do it: what it does may open another dialog. Enter before an answer waits for it."""
        row = self.list.currentIndex().row()
        entry = self._entries[row] if 0 <= row < len(self._entries) else None
        self._is_hasty = entry is None
        if entry is not None:
            self.accept()
            entry.run()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            self._select(self._next(self.list.currentIndex().row(), step))
        else:
            super().keyPressEvent(event)

    def _on_searched(self, text: str) -> None:
        self._is_hasty = False
        self._on_typed(text)

    def _on_down(self) -> None:
        self._select(self._next(self.list.currentIndex().row(), 1))

    def _on_clicked(self, _index: QModelIndex) -> None:
        self.run_current()

    def _next(self, row: int, step: int) -> int:
        """The next row that can be chosen, or the same when there is none."""
        rows = range(row + 1, len(self._entries)) if step > 0 else range(row - 1, -1, -1)
        return next((at for at in rows if self._entries[at] is not None), row)

    def _select(self, row: int) -> None:
        if row >= 0:
            self.list.setCurrentIndex(self._model.index(row, 0))

    def _append_heading(self, text: str) -> None:
        item = QStandardItem(text)
        item.setData(True, RowRole.HEADING)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        self._model.appendRow(item)
        self._entries.append(None)

    def _append(self, entry: Entry) -> None:
        item = QStandardItem(entry.title)
        item.setData(entry.second, RowRole.SECOND)
        item.setData(entry.icon, RowRole.ICON)
        item.setData(entry.keys, RowRole.TRAILING)
        self._model.appendRow(item)
        self._entries.append(entry)

    def _lay_out(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(tokens.M, tokens.M, tokens.M, tokens.M)
        box.setSpacing(tokens.S)
        box.addWidget(self.field)
        box.addWidget(self._none, 1)
        box.addWidget(self.list, 1)
        self.setFixedSize(_WIDTH_PX, _HEIGHT_PX)

    def _place(self) -> None:
        host = self.parentWidget()
        if host is not None:
            top = host.mapToGlobal(host.rect().topLeft())
            self.move(top.x() + (host.width() - _WIDTH_PX) // 2, top.y() + tokens.XXL)
