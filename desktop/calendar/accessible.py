"""The painted views for those who listen to them: lists whose items are what is painted."""

from collections.abc import Sequence
from dataclasses import dataclass
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
from PySide6.QtWidgets import QAccessibleWidget, QWidget
from typing_extensions import override

from core.domain.ids import AppointmentId
from desktop.calendar.block_layout import BlockPiece
from desktop.calendar.block_texts import block_spoken
from desktop.calendar.closed_words import holiday_text
from desktop.calendar.event_boxes import EventBox
from desktop.calendar.grid import CalendarGrid
from desktop.calendar.month_layout import MonthDay
from desktop.calendar.month_painter import more_text
from desktop.calendar.month_view import MonthView
from desktop.calendar.texts import day_text, month_day_spoken, place_spoken, spoken
from desktop.kit.i18n import tr

_CLASSES = ("CalendarGrid", "MonthView")

MaybeInterface = Any
"""An interface or None: Qt allows None where the published types leave it out."""


@dataclass(frozen=True, slots=True)
class Item:
    """One painted thing: its words, its role and its place in px of its widget."""

    name: str
    description: str
    rect: QRectF
    entry: AppointmentId | None = None
    role: QAccessible.Role = QAccessible.Role.ListItem


class PaintedInterface(QAccessibleWidget):
    """The list. Qt exposes no table interface to Python, so days are told in each item's words."""

    def __init__(self, widget: QWidget, name: str) -> None:
        super().__init__(widget, QAccessible.Role.List, name)
        self._items: dict[int, ItemInterface] = {}

    def item(self, index: int) -> Item | None:
        """None where it is not painted any more."""
        raise NotImplementedError

    def chosen(self) -> AppointmentId | None:
        """The appointment that is selected in the view, also where it is not painted; None without one."""
        raise NotImplementedError

    def painted_on(self) -> QWidget:
        """The widget that the items' places are measured on: of a grid its viewport, not the grid itself."""
        raise NotImplementedError

    @override
    def child(self, index: int) -> MaybeInterface:
        if not 0 <= index < self.childCount():
            return None
        # As in `AccessibleViews`: Qt keeps no reference to what it is given here.
        if index not in self._items:
            self._items[index] = ItemInterface(self, index)
        return self._items[index]

    @override
    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return child.index if isinstance(child, ItemInterface) else -1

    @override
    def childAt(self, x: int, y: int) -> MaybeInterface:
        """The smallest thing there: an appointment before the day that it is on."""
        inside = [self.child(at) for at in range(self.childCount())]
        found = [one for one in inside if one is not None and one.rect().contains(x, y)]
        return min(found, key=lambda one: one.rect().width() * one.rect().height(), default=None)

    @override
    def focusChild(self) -> MaybeInterface:
        number = self.chosen_number()
        return None if number is None else self.child(number)

    def chosen_number(self) -> int | None:
        """Where it is among the children; None where it is not painted, or nothing is chosen."""
        chosen = self.chosen()
        if chosen is None:
            return None
        items = ((at, self.item(at)) for at in range(self.childCount()))
        return next((at for at, item in items if item is not None and item.entry == chosen), None)


class GridInterface(PaintedInterface):
    """The appointments of a grid with hours, by column and then from the top; then its blocks of time."""

    def __init__(self, grid: CalendarGrid) -> None:
        super().__init__(grid, tr("Calendar", "Calendar"))
        self._grid = grid

    @override
    def childCount(self) -> int:
        scene = self._grid.scene if shiboken6.isValid(self._grid) else None
        return len(scene.tiles) + len(scene.block_pieces) if scene else 0

    @override
    def item(self, index: int) -> Item | None:
        grid = self._grid
        if index >= self.childCount():
            return None
        scene = grid.scene
        if index >= len(scene.tiles):
            return self._block(scene.block_pieces[index - len(scene.tiles)])
        tile = scene.tiles[index]
        conflict = tile.entry.id in scene.conflicting
        name = spoken(tile.entry, scene.board.zone, blurred=scene.blurred, conflict=conflict)
        return Item(name, self._place(tile), grid.to_viewport(tile.rect), tile.entry.id)

    def _block(self, piece: BlockPiece) -> Item:
        """One of several days is told in the column of each."""
        scene = self._grid.scene
        words = block_spoken(piece.block, scene.board.zone, blurred=scene.blurred)
        day = day_text(scene.board.days[piece.column].day)
        return Item(words, day, self._grid.block_rect(piece))

    def _place(self, tile: EventBox) -> str:
        column = [one for one in self._grid.scene.tiles if one.piece.column == tile.piece.column]
        day = day_text(self._grid.scene.board.days[tile.piece.column].day)
        who = self._grid.names.get(tile.entry.practitioner_id, "")
        return ", ".join(filter(None, (day, who, place_spoken(column.index(tile) + 1, len(column)))))

    @override
    def chosen(self) -> AppointmentId | None:
        return self._grid.scene.selected

    @override
    def painted_on(self) -> QWidget:
        viewport: QWidget = self._grid.viewport()
        return viewport


class MonthInterface(PaintedInterface):
    """The days of a month; after each, its appointments that have room and the way to the others."""

    def __init__(self, view: MonthView) -> None:
        super().__init__(view, tr("Calendar", "Month"))
        self._view = view

    def _places(self) -> Sequence[tuple[MonthDay, int]]:
        """Each day, and its row: -1 is the day itself."""
        days = self._view.days if shiboken6.isValid(self._view) else []
        return [(day, row) for day in days for row in range(-1, len(day.shown) + (day.hidden > 0))]

    @override
    def childCount(self) -> int:
        return len(self._places())

    @override
    def item(self, index: int) -> Item | None:
        places = self._places()
        if index >= len(places):
            return None
        day, row = places[index]
        view, geometry = self._view, self._view.geometry_
        if row < 0:
            closed = not view.page.hours.open_on(day.day)
            holiday = holiday_text(view.page.hours, day.day)
            words = month_day_spoken(day.day, day.count, closed=closed, holiday=holiday)
            blocks = (
                block_spoken(one, view.page.zone, blurred=view.blurred) for one in view.blocked[day.number]
            )
            return Item(words, "; ".join(blocks), QRectF(*geometry.day_box(day.number)))
        rect = QRectF(*geometry.row_box(day.number, row))
        if row == len(day.shown):
            return Item(more_text(day), day_text(day.day), rect, role=QAccessible.Role.Button)
        entry = day.shown[row]
        name = spoken(entry, view.page.zone, blurred=view.blurred, conflict=entry.id in view.conflicting)
        place = f"{day_text(day.day)}, {place_spoken(row + 1, day.count)}"
        return Item(name, place, rect, entry.id)

    @override
    def chosen(self) -> AppointmentId | None:
        return self._view.selected

    @override
    def painted_on(self) -> QWidget:
        return self._view


class ItemInterface(QAccessibleInterface):
    """One painted thing by its place in the order of its list."""

    def __init__(self, parent: PaintedInterface, index: int) -> None:
        super().__init__()
        self._parent = parent
        self.index = index

    @property
    def _item(self) -> Item | None:
        return self._parent.item(self.index)

    @override
    def isValid(self) -> bool:
        return self._parent.isValid() and self._item is not None

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
        item = self._item
        return item.role if item else QAccessible.Role.ListItem

    @override
    def text(self, kind: QAccessible.Text) -> str:
        item = self._item
        if item is None:
            return ""
        texts = {QAccessible.Text.Name: item.name, QAccessible.Text.Description: item.description}
        return texts.get(kind, "")

    @override
    def setText(self, kind: QAccessible.Text, text: str) -> None:
        """Nothing here is edited in place."""

    @override
    def rect(self) -> QRect:
        item = self._item
        rect = item.rect.toRect() if item else QRectF().toRect()
        corner: QPoint = self._parent.painted_on().mapToGlobal(rect.topLeft())
        return QRect(corner, rect.size())

    @override
    def state(self) -> QAccessible.State:
        state = QAccessible.State()
        item = self._item
        chosen = item is not None and item.entry is not None and item.entry == self._parent.chosen()
        has_focus = chosen and self._parent.painted_on().hasFocus()
        for name, value in (
            ("selectable", True),
            ("focusable", True),
            ("selected", chosen),
            ("focused", has_focus),
        ):
            setattr(state, name, value)
        return state

    @override
    def foregroundColor(self) -> QColor:
        return self._parent.foregroundColor()

    @override
    def backgroundColor(self) -> QColor:
        return self._parent.backgroundColor()


class AccessibleViews:
    """Makes the interfaces. Qt keeps no reference to them, so this does, one per living view."""

    def __init__(self) -> None:
        self._made: dict[int, PaintedInterface] = {}

    def install(self) -> None:
        """From here on Qt asks this object about every widget; only grids and months get a list from it."""
        QAccessible.installFactory(self._make)

    def _make(self, key: str, target: QObject | None) -> QAccessibleInterface | None:
        if not key.endswith(_CLASSES):
            return None
        if isinstance(target, CalendarGrid):
            return self._keep(target, GridInterface(target))
        return self._keep(target, MonthInterface(target)) if isinstance(target, MonthView) else None

    def _keep(self, target: QObject, interface: PaintedInterface) -> PaintedInterface:
        self._made[id(target)] = interface
        target.destroyed.connect(partial(self._forget, id(target)))
        return interface

    def _forget(self, key: int, _gone: QObject | None = None) -> None:
        self._made.pop(key, None)


def tell_focus(view: QWidget) -> None:
    """Tells assistive programs which appointment has the focus now."""
    if not (QAccessible.isActive() and view.hasFocus()):
        return
    interface = QAccessible.queryAccessibleInterface(view)
    number = interface.chosen_number() if isinstance(interface, PaintedInterface) else None
    if number is not None:
        event = QAccessibleEvent(view, QAccessible.Event.Focus)
        event.setChild(number)
        QAccessible.updateAccessibility(event)


def announce(view: QWidget, text: str) -> None:
    """Says something that is only seen otherwise, such as the times of a ghost."""
    if text:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(view, text))
