"""The palette: a search field over a list, at the top of the window."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QSize, Qt
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from desktop.kit import tokens
from desktop.kit.i18n import tr
from desktop.kit.shortcuts import Shortcut, form_group, form_shortcuts
from desktop.kit.theme import Theme
from desktop.palette.presenter import PaletteEntry
from desktop.widgets.dialog import Dialog
from desktop.widgets.found_words import found_in
from desktop.widgets.search_field import SearchField
from desktop.widgets.text import Text
from desktop.widgets.two_line import RowRole, reading_list, spoken

_WIDTH_PX, _LIST_PX = 600, 480


class PaletteDialog(Dialog):
    """Up and Down move, Enter runs, Esc closes. As high as what it lists, and never with half a row."""

    closes_outside = True

    def __init__(self, theme: Theme, parent: QWidget, title: str = "", hint: str = "") -> None:
        super().__init__(parent)
        self.setWindowTitle(title or tr("Palette", "Search"))
        hint = hint or tr("Palette", "Search, or book in one line: name tue 10")
        self.field = SearchField(theme, hint, esc_empties=False)
        self.list = reading_list(theme, tr("Palette", "Results"))
        self._none = Text(tr("Palette", "Nothing found."), tone="secondary")
        self._none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._model = QStandardItemModel(self)
        self._entries: list[PaletteEntry | None] = []
        self._is_hasty = False
        self.list.setModel(self._model)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.clicked.connect(self._on_clicked)
        self.field.entered.connect(self.run_current)
        self.field.left_down.connect(self._on_down)
        self.field.searched.connect(self._on_searched)
        self.finished.connect(self._forget)
        self._on_typed: Callable[[str], None] = lambda _text: None
        self._lay_out()

    def begin(self, on_typed: Callable[[str], None], text: str = "") -> None:
        """Open; `on_typed` gets the text at every pause and answers through `show_entries`.

        `text` stands there already where a person comes back to what they typed.
        """
        self._on_typed = on_typed
        self.field.setText(text)
        on_typed(text)
        self.open()

    def say_none(self, words: str) -> None:
        """What stands there where nothing is found."""
        self._none.setText(words)

    def _forget(self) -> None:
        """Qt tells a screen reader of the rows of a hidden list, as if they showed."""
        self._model.clear()
        self._entries = []

    def show_entries(self, entries: Sequence[PaletteEntry]) -> None:
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
        self.fit_again()
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
    def size_in(self, room: QSize) -> QSize:
        margins = self._box.contentsMargins()
        chrome = margins.top() + margins.bottom() + self._box.spacing() + self.field.sizeHint().height()
        rows = self._none.sizeHint().height() + 2 * tokens.XL
        if self._entries:
            rows = self._whole_rows(min(_LIST_PX, room.height() - chrome - tokens.XXL))
            self.list.setFixedHeight(rows)
        return QSize(min(_WIDTH_PX, room.width()), chrome + rows)

    @override
    def top_in(self, room: QSize, height: int) -> int:
        return tokens.L

    @override
    def first(self) -> QWidget | None:
        return self.field

    @override
    def shortcuts(self) -> Sequence[Shortcut]:
        arrows = tr("Palette", "Choose in the list")
        told = tr("Palette", "Up and Down")
        choose = Shortcut("Down", arrows, form_group(), told=told)
        return form_shortcuts(tr("Palette", "Do what is chosen"), tr("Help", "Close"), choose)

    def _whole_rows(self, most: int) -> int:
        """As many whole rows as `most` has room for, and never a heading alone at the foot."""
        height = best = 0
        for number, entry in enumerate(self._entries):
            height += self.list.sizeHintForRow(number)
            if height > most:
                break
            if entry is not None:
                best = height
        return best

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

    def _append(self, entry: PaletteEntry) -> None:
        item = QStandardItem(entry.title)
        item.setData(entry.second, RowRole.SECOND)
        item.setData(found_in(entry.second, entry.terms), RowRole.FOUND)
        item.setData(entry.icon, RowRole.ICON)
        item.setData(entry.keys, RowRole.TRAILING)
        item.setAccessibleText(spoken(entry.title, entry.keys, entry.second))
        self._model.appendRow(item)
        self._entries.append(entry)

    def _lay_out(self) -> None:
        box = self._box = QVBoxLayout(self)
        box.setContentsMargins(tokens.M, tokens.M, tokens.M, tokens.M)
        box.setSpacing(tokens.S)
        box.addWidget(self.field)
        box.addWidget(self._none)
        box.addWidget(self.list)
        box.addStretch(1)
