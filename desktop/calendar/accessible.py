"""The painted grid for those who listen to it: a list whose items are the appointments in sight."""

from functools import partial
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, QPoint, QRect, QRectF
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAccessibleEvent,
    QAccessibleInterface,
    QColor,
)
from PySide6.QtWidgets import QAccessibleWidget
from typing_extensions import override

from desktop.calendar.grid import CalendarGrid
from desktop.calendar.texts import day_text, spoken
from desktop.calendar.tiles import Tile
from desktop.i18n import tr

_CLASS_SUFFIX = "CalendarGrid"

MaybeInterface = Any
"""An interface or None: Qt allows None where the published types leave it out."""


class GridInterface(QAccessibleWidget):
    """The list. Qt exposes no table interface to Python, so days are told in each item's description."""

    def __init__(self, grid: CalendarGrid) -> None:
        super().__init__(grid, QAccessible.Role.List, tr("Calendar", "Calendar"))
        self._grid = grid
        self._items: dict[int, ItemInterface] = {}

    @override
    def childCount(self) -> int:
        return len(self._grid.scene.tiles)

    @override
    def child(self, index: int) -> MaybeInterface:
        if not 0 <= index < self.childCount():
            return None
        if index not in self._items:
            self._items[index] = ItemInterface(self._grid, self, index)
        return self._items[index]

    @override
    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return child.index if isinstance(child, ItemInterface) else -1

    @override
    def childAt(self, x: int, y: int) -> MaybeInterface:
        for index in range(self.childCount()):
            item = self.child(index)
            if item is not None and item.rect().contains(x, y):
                return item
        return None

    @override
    def focusChild(self) -> MaybeInterface:
        for index, tile in enumerate(self._grid.scene.tiles):
            if tile.entry.id == self._grid.scene.selected:
                return self.child(index)
        return None


class ItemInterface(QAccessibleInterface):
    """One appointment by its place in the grid's order."""

    def __init__(self, grid: CalendarGrid, parent: GridInterface, index: int) -> None:
        super().__init__()
        self._grid = grid
        self._parent = parent
        self.index = index

    @property
    def _tile(self) -> Tile | None:
        tiles = self._grid.scene.tiles
        return tiles[self.index] if self.index < len(tiles) else None

    @override
    def isValid(self) -> bool:
        return shiboken6.isValid(self._grid) and self._tile is not None

    @override
    def object(self) -> Any:
        return None

    @override
    def window(self) -> Any:
        return self._parent.window()

    @override
    def parent(self) -> QAccessibleInterface:
        return self._parent

    @override
    def child(self, index: int) -> MaybeInterface:
        return None

    @override
    def childAt(self, x: int, y: int) -> MaybeInterface:
        return None

    @override
    def childCount(self) -> int:
        return 0

    @override
    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return -1

    @override
    def role(self) -> QAccessible.Role:
        return QAccessible.Role.ListItem

    @override
    def text(self, kind: QAccessible.Text) -> str:
        tile, scene = self._tile, self._grid.scene
        if tile is None:
            return ""
        if kind == QAccessible.Text.Name:
            return spoken(tile.entry, scene.board.zone, blurred=scene.blurred)
        if kind == QAccessible.Text.Description:
            return day_text(scene.board.days[tile.piece.column].day)
        return ""

    @override
    def setText(self, kind: QAccessible.Text, text: str) -> None:
        """Nothing here is edited in place."""

    @override
    def rect(self) -> QRect:
        tile = self._tile
        rect = self._grid.to_viewport(tile.rect).toRect() if tile else QRectF().toRect()
        corner: QPoint = self._grid.viewport().mapToGlobal(rect.topLeft())
        return QRect(corner, rect.size())

    @override
    def state(self) -> QAccessible.State:
        state = QAccessible.State()
        tile = self._tile
        chosen = tile is not None and tile.entry.id == self._grid.scene.selected
        for name, value in (
            ("selectable", True),
            ("focusable", True),
            ("selected", chosen),
            ("focused", chosen and self._grid.hasFocus()),
        ):
            setattr(state, name, value)
        return state

    @override
    def foregroundColor(self) -> QColor:
        return self._grid.scene.inks.text

    @override
    def backgroundColor(self) -> QColor:
        return self._grid.scene.inks.surface


class AccessibleGrids:
    """Makes the interfaces. Qt keeps no reference to them, so this does, one per living grid."""

    def __init__(self) -> None:
        self._made: dict[int, GridInterface] = {}

    def install(self) -> None:
        QAccessible.installFactory(self._make)

    def _make(self, key: str, target: QObject | None) -> QAccessibleInterface | None:
        if not isinstance(target, CalendarGrid) or not key.endswith(_CLASS_SUFFIX):
            return None
        interface = GridInterface(target)
        self._made[id(target)] = interface
        target.destroyed.connect(partial(self._forget, id(target)))
        return interface

    def _forget(self, key: int, _gone: QObject | None = None) -> None:
        self._made.pop(key, None)


def tell_focus(grid: CalendarGrid) -> None:
    """Tells assistive programs which appointment has the focus now."""
    if not (QAccessible.isActive() and grid.hasFocus()):
        return
    for index, tile in enumerate(grid.scene.tiles):
        if tile.entry.id == grid.scene.selected:
            event = QAccessibleEvent(grid, QAccessible.Event.Focus)
            event.setChild(index)
            QAccessible.updateAccessibility(event)
            return


def announce(grid: CalendarGrid, text: str) -> None:
    """Says something that is only seen otherwise, such as the times of a ghost."""
    if text:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(grid, text))
