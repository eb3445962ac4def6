"""The measures of one scale in a table, the newest first: day, number, remark, and whether a note has it."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget
from typing_extensions import override

from core.domain.ids import NoteId
from core.domain.records import Measure
from desktop.kit.dates import long_day
from desktop.kit.i18n import tr
from desktop.measures.words import measure_text

_Index = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()
MOST_LINES = 6
"""More measures than these scroll inside their table."""


class PointsModel(QAbstractTableModel):
    """Rows are rendered as they come into sight."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.measures: Sequence[Measure] = ()
        self._signed: Collection[NoteId] = ()
        self._now: datetime | None = None

    def show_measures(self, measures: Sequence[Measure], signed: Collection[NoteId], now: datetime) -> None:
        """The newest first; `signed` are notes whose measures stay as they are."""
        self.beginResetModel()
        self.measures, self._signed, self._now = measures, signed, now
        self.endResetModel()

    @override
    def rowCount(self, parent: _Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self.measures)

    @override
    def columnCount(self, parent: _Index = _NONE) -> int:
        return 0 if parent.isValid() else len(_heads())

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        is_head = orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return _heads()[section] if is_head else None

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return self._words(self.measures[index.row()])[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        return None

    def _words(self, measure: Measure) -> tuple[str, str, str, str]:
        zone = self._now.tzinfo if self._now else None
        day = long_day(measure.taken_at.astimezone(zone).date())
        return day, measure_text(measure), measure.note or "", self._note(measure)

    def _note(self, measure: Measure) -> str:
        if measure.session_id is None:
            return ""
        if measure.session_id in self._signed:
            return tr("Measures", "Signed note")
        return tr("Measures", "Draft note")


class PointsTable(QTableView):
    """Arrows choose a row, Enter opens it (`activated`)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.points = PointsModel(self)
        self.setModel(self.points)
        self.setAccessibleName(tr("Measures", "Measures of this scale"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        # By itself a table of Qt sends Tab from cell to cell, and lets nobody out to what follows.
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionsClickable(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        for column in (0, 1, 3):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        # Else it would measure thousands of rows to know how wide a column is.
        head.setResizeContentsPrecision(MOST_LINES)

    @property
    def chosen(self) -> Measure | None:
        """The measure that is marked."""
        index = self.currentIndex()
        return self.points.measures[index.row()] if index.isValid() else None

    def choose(self, measure: Measure) -> None:
        """The row of a measure that is shown, with the focus on it."""
        ids = [each.id for each in self.points.measures]
        if measure.id in ids:
            self.setCurrentIndex(self.points.index(ids.index(measure.id), 0))
            self.setFocus()

    def show_measures(self, measures: Sequence[Measure], signed: Collection[NoteId], now: datetime) -> None:
        """What was marked stays marked if it is still there."""
        marked = self.chosen
        self.points.show_measures(measures, signed, now)
        ids = [measure.id for measure in measures]
        if marked is not None and marked.id in ids:
            # Not `selectRow`, which finds no row where columns run from right to left.
            self.setCurrentIndex(self.points.index(ids.index(marked.id), 0))
        lines = min(len(measures), MOST_LINES)
        row = self.rowHeight(0) if measures else 0
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + lines * row + 2)


def _heads() -> tuple[str, ...]:
    return (
        tr("Measures", "Day"),
        tr("Measures", "Number"),
        tr("Measures", "Remark"),
        tr("Measures", "Note"),
    )
