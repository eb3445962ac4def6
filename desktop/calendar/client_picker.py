"""Choosing a client inside a form: search as one types, results below, the typed name as a new client."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget
from typing_extensions import override

from core.domain.clients import full_name
from core.domain.records import Client
from desktop.calendar.entry import initials
from desktop.kit import tokens
from desktop.kit.i18n import tr
from desktop.kit.theme import Theme
from desktop.widgets.one_line import OneLine
from desktop.widgets.two_line import RowRole, TwoLineDelegate, spoken

_MOST_ROWS = 5
_CLIENT = Qt.ItemDataRole.UserRole


class ClientEdit(OneLine):
    """A line edit that leaves up, down and Enter to its results."""

    stepped = Signal(int)
    taken = Signal()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            self.stepped.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.taken.emit()
        else:
            super().keyPressEvent(event)


class ClientPicker(QWidget):
    """Emits `typed` while typing, `chosen` with a `Client`, `add_wanted` for a new one."""

    typed = Signal(str)
    chosen = Signal(object)
    add_wanted = Signal()
    settled = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit = ClientEdit()
        self.edit.setPlaceholderText(tr("Calendar", "Name, phone or e-mail"))
        self.edit.setAccessibleName(tr("Calendar", "Client"))
        self.results = QListWidget()
        self.results.setItemDelegate(TwoLineDelegate(theme, self.results))
        self.results.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.results.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.results.setAccessibleName(tr("Calendar", "Clients found"))
        self.results.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.results.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(tokens.XS)
        box.addWidget(self.edit)
        box.addWidget(self.results)
        self.setFocusProxy(self.edit)
        self.edit.textEdited.connect(self._on_typed)
        self.edit.stepped.connect(self._on_stepped)
        self.edit.taken.connect(self._on_taken)
        self.results.itemClicked.connect(self._on_item_clicked)

    def set_name(self, name: str) -> None:
        """Fills the field without a search: `typed` is emitted only for what a person types."""
        if self.edit.text() != name:
            self.edit.setText(name)

    def show_client(self, name: str) -> None:
        """A client who is chosen: nobody goes on typing, and a long name is seen from its beginning."""
        self.set_name(name)
        self.edit.home(False)

    def show_found(self, clients: Sequence[Client]) -> None:
        """The clients found, or that there are none, and last the typed name as a new one."""
        self.hide_found()
        typed = self.edit.text().strip()
        if not typed:
            return  # Qt tells of the rows of a list that is hidden, too
        # One row is left for the typed name: the list has no scroll bar.
        for client in clients[: _MOST_ROWS - 1]:
            self.results.addItem(_found(client))
        can_be_added = _is_whole_name(typed)
        if not clients:
            self.results.addItem(_nobody(can_be_added=can_be_added))
        if can_be_added:
            item = QListWidgetItem(tr("Calendar", "Add “{name}” as a new client", name=typed))
            item.setData(RowRole.ICON, "plus")
            self.results.addItem(item)
        self.results.setCurrentRow(self._choices()[0] if self._choices() else -1)
        rows = sum(self.results.sizeHintForRow(row) for row in range(self.results.count()))
        self.results.setFixedHeight(rows + 2 * self.results.frameWidth())
        self.results.show()

    def hide_found(self) -> None:
        """Takes the results away; until others come, Enter emits `settled` and chooses nobody."""
        self.results.clear()
        self.results.hide()

    def _on_typed(self, _text: str) -> None:
        self.typed.emit(self.edit.text())  # of one line by now

    def _on_stepped(self, by: int) -> None:
        rows = self._choices()
        if rows:
            at = rows.index(self.results.currentRow())
            self.results.setCurrentRow(rows[(at + by) % len(rows)])

    def _choices(self) -> list[int]:
        """The rows that can be taken."""
        rows = range(self.results.count())
        return [row for row in rows if self.results.item(row).flags() & Qt.ItemFlag.ItemIsEnabled]

    def _on_taken(self) -> None:
        if self.results.isVisible() and self.results.currentRow() >= 0:
            self._on_item_clicked(self.results.currentItem())
        else:
            self.settled.emit()

    def _on_item_clicked(self, item: QListWidgetItem) -> None:
        if not item.flags() & Qt.ItemFlag.ItemIsEnabled:
            return
        client = item.data(_CLIENT)
        if client is None:
            self.add_wanted.emit()
        else:
            self.show_client(full_name(client.first_name, client.last_name))
            self.chosen.emit(client)
        self.hide_found()


def _is_whole_name(typed: str) -> bool:
    """A client needs a first and a last name, and a number is none."""
    return len(typed.split()) > 1 and not any(letter.isdigit() for letter in typed)


def _nobody(*, can_be_added: bool) -> QListWidgetItem:
    item = QListWidgetItem(tr("Calendar", "No match"))
    if not can_be_added:
        advice = tr("Calendar", "First and last name add a new client")
        item.setData(RowRole.SECOND, advice)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken(item.text(), advice))
    item.setFlags(Qt.ItemFlag.NoItemFlags)
    return item


def _found(client: Client) -> QListWidgetItem:
    """Two people may share a name: the phone tells them apart."""
    name = full_name(client.first_name, client.last_name)
    item = QListWidgetItem(name)
    item.setData(_CLIENT, client)
    item.setData(RowRole.MARK, initials(name).replace(".", "")[:2])
    item.setData(RowRole.TRAILING, client.phone or "")
    item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken(name, client.phone or ""))
    return item
