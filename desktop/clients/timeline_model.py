"""The model of a client's timeline: it tells of what came and went, and the rest stays where it is."""

from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from desktop.clients.timeline import Action, Heading, Item
from desktop.widgets.rows import ListRow, RowsModel
from desktop.widgets.two_line import RowRole

_Index = QModelIndex | QPersistentModelIndex


class TimelineModel(RowsModel):
    """Every item has a `key` of its own, by which it is known again."""

    def __init__(self, render: Callable[[Any], ListRow], parent: QObject | None = None) -> None:
        super().__init__(render, parent, whole=True)

    def change_items(self, items: Sequence[Item]) -> None:
        """Puts items in place of those that were there; what is chosen stays so while it is there."""
        before, after = [item.key for item in self._items], [item.key for item in items]
        changes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
        # From the end, so that the places of what comes before still hold.
        for tag, start, end, new_start, new_end in reversed(changes):
            if tag != "equal":
                self._remove(start, end)
                self._insert(start, items[new_start:new_end])
        changed = [at for at, item in enumerate(items) if item != self._items[at]]
        self._items, self._rows = list(items), {}
        if changed:
            self.dataChanged.emit(self.index(changed[0]), self.index(changed[-1]))

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        # The height of every row is asked for, also of those that nobody sees and that are not rendered.
        if role == RowRole.HEADING and index.isValid():
            return self._is_heading(index)
        if role == RowRole.ACTION_QUIET and index.isValid():
            return getattr(self._items[index.row()], "action", None) is Action.START
        return super().data(index, role)

    @override
    def flags(self, index: _Index) -> Qt.ItemFlag:
        if not index.isValid() or self._is_heading(index):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def _is_heading(self, index: _Index) -> bool:
        return isinstance(self._items[index.row()], Heading)

    def _remove(self, start: int, end: int) -> None:
        if start < end:
            self.beginRemoveRows(QModelIndex(), start, end - 1)
            self._put([*self._items[:start], *self._items[end:]])
            self.endRemoveRows()

    def _insert(self, at: int, items: Sequence[Item]) -> None:
        if items:
            self.beginInsertRows(QModelIndex(), at, at + len(items) - 1)
            self._put([*self._items[:at], *items, *self._items[at:]])
            self.endInsertRows()

    def _put(self, items: Sequence[Item]) -> None:
        self._items, self._told, self._rows = items, len(items), {}
