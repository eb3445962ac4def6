"""A list model over any items: each is turned into two lines only when it comes into sight."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from desktop.widgets.found_words import WordSpans
from desktop.widgets.two_line import RowRole, spoken

_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRow:
    """What `TwoLineDelegate` paints; see `RowRole`. A heading is no row and cannot be chosen."""

    first: str
    second: str = ""
    trailing: str = ""
    trailing_second: str = ""
    mark: str = ""
    colour: str | None = None
    icon: str = ""
    tone: str = "secondary"
    faint: bool = False
    struck: bool = False
    heading: bool = False
    action: str = ""
    """Words of a button in the row, for a delegate that has one."""
    found: WordSpans = ()
    """Words of the second line that a search found."""
    tip: str = ""
    """The whole of it, where a row may be too narrow."""


PAGE = 200
"""A view asks its model about every row that there is; more are told of as one scrolls towards them."""

_FIELDS: dict[int, str] = {
    int(Qt.ItemDataRole.DisplayRole): "first",
    int(Qt.ItemDataRole.ToolTipRole): "tip",
    RowRole.SECOND: "second",
    RowRole.TRAILING: "trailing",
    RowRole.TRAILING_SECOND: "trailing_second",
    RowRole.MARK: "mark",
    RowRole.MARK_COLOUR: "colour",
    RowRole.ICON: "icon",
    RowRole.TONE: "tone",
    RowRole.FAINT: "faint",
    RowRole.STRUCK: "struck",
    RowRole.HEADING: "heading",
    RowRole.ACTION: "action",
    RowRole.FOUND: "found",
}


class RowsModel(QAbstractListModel):
    """`render` runs on the GUI thread for rows in sight, so ten thousand items cost no more than twenty.

    `whole`: tell of every row at once, for a view that is as high as its rows.
    """

    def __init__(
        self, render: Callable[[Any], ListRow], parent: QObject | None = None, *, whole: bool = False
    ) -> None:
        super().__init__(parent)
        self._render = render
        self._whole = whole
        self._items: Sequence[Any] = ()
        self._told = 0
        # Whoever hears of a change may ask for more rows, and nothing can be told within the telling.
        self._is_changing = False
        self._rows: dict[int, ListRow] = {}

    @property
    def items(self) -> Sequence[Any]:
        """All of them, also those that the view was not told of yet."""
        return self._items

    def set_items(self, items: Sequence[Any]) -> None:
        """Puts other items in place of all, and chosen row and place are lost.

        Where the first page was not full and the new items begin with all that stood there, the others are
        only added and the view stays as it is.
        """
        if self._goes_on_with(items):
            self._items = items
            self._tell(PAGE)
            return
        self._is_changing = True
        self.beginResetModel()
        self._items, self._rows = items, {}
        self._told = len(items) if self._whole else min(PAGE, len(items))
        self.endResetModel()
        self._is_changing = False

    def _goes_on_with(self, items: Sequence[Any]) -> bool:
        """Whether every row so far stays as it is and where it is, under a reader's eyes, and more follow."""
        told = self._told
        return 0 < told == len(self._items) < min(PAGE, len(items)) and items[:told] == self._items[:told]

    def render_again(self) -> None:
        """The same items look different now: another language, the privacy blur, a new day."""
        self._rows = {}
        if self._told:
            self.dataChanged.emit(self.index(0), self.index(self._told - 1))

    def row_of(self, number: int) -> QModelIndex:
        """The index of an item, told of to the view if it was not yet."""
        if number >= self._told:
            self._tell(number + 1)
        return self.index(number)

    def item(self, index: _Index) -> Any:
        """The item behind a row; None for no row."""
        return self._items[index.row()] if index.isValid() else None

    @override
    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else self._told

    @override
    def canFetchMore(self, parent: _Index) -> bool:
        return not parent.isValid() and self._told < len(self._items)

    @override
    def fetchMore(self, parent: _Index) -> None:
        self._tell(self._told + PAGE)

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._row(index.row())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(row.first, row.trailing, row.second, row.trailing_second, row.action)
        name = _FIELDS.get(int(role))
        return getattr(row, name) if name else None

    @override
    def flags(self, index: _Index) -> Qt.ItemFlag:
        if index.isValid() and self._row(index.row()).heading:
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)

    def _row(self, number: int) -> ListRow:
        if number not in self._rows:
            self._rows[number] = self._render(self._items[number])
        return self._rows[number]

    def _tell(self, up_to: int) -> None:
        last = min(up_to, len(self._items))
        if last <= self._told or self._is_changing:
            return
        self._is_changing = True
        self.beginInsertRows(QModelIndex(), self._told, last - 1)
        self._told = last
        self.endInsertRows()
        self._is_changing = False
