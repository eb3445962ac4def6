"""Painted widgets for those who listen to them: lists whose items are what is painted."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

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

MaybeInterface = Any
"""An interface or None: Qt allows None where the published types leave it out."""


@dataclass(frozen=True, slots=True)
class Item:
    """One painted thing: its words, its role and its place in px of its widget."""

    name: str
    description: str
    rect: QRectF
    entry: object = None
    """What it stands for, by which the chosen one is known; None for what cannot be chosen."""
    role: QAccessible.Role = QAccessible.Role.ListItem


class PaintedInterface(QAccessibleWidget):
    """The list. Qt exposes no table interface to Python, so days are told in each item's words."""

    def __init__(self, widget: QWidget, name: str) -> None:
        super().__init__(widget, QAccessible.Role.List, name)
        self._items: dict[int, ItemInterface] = {}

    def item(self, index: int) -> Item | None:
        """None where it is not painted any more."""
        raise NotImplementedError

    def chosen(self) -> object:
        """The `entry` that is selected in the view, also where it is not painted; None without one."""
        raise NotImplementedError

    def painted_on(self) -> QWidget:
        """The widget that the items' places are measured on: of a grid its viewport, not the grid itself."""
        raise NotImplementedError

    @override
    def child(self, index: int) -> MaybeInterface:
        if not 0 <= index < self.childCount():
            return None
        # As in `PaintedViews`: Qt keeps no reference to what it is given here.
        if index not in self._items:
            self._items[index] = ItemInterface(self, index)
        return self._items[index]

    @override
    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return child.index if isinstance(child, ItemInterface) else -1

    @override
    def childAt(self, x: int, y: int) -> MaybeInterface:
        """The smallest thing there: what is painted on something before that."""
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


Makers = dict[type[QWidget], Callable[[Any], PaintedInterface]]


class PaintedViews:
    """Makes the interfaces. Qt keeps no reference to them, so this does, one per living view."""

    def __init__(self, makers: Makers) -> None:
        self._makers = makers
        self._made: dict[int, PaintedInterface] = {}

    def install(self) -> None:
        """From here on Qt asks this object about every widget; only those of its classes get a list."""
        QAccessible.installFactory(self._make)

    def _make(self, key: str, target: QObject | None) -> QAccessibleInterface | None:
        # Qt asks for each class that a widget inherits from: the first by name is enough.
        kinds = [kind for kind in self._makers if key.endswith(kind.__name__) and isinstance(target, kind)]
        return self._keep(target, self._makers[kinds[0]](target)) if kinds and target is not None else None

    def _keep(self, target: QObject, interface: PaintedInterface) -> PaintedInterface:
        self._made[id(target)] = interface
        # Another view may get the same id once this one is gone.
        target.destroyed.connect(partial(self._forget, id(target)))
        return interface

    def _forget(self, key: int, _gone: QObject | None = None) -> None:
        self._made.pop(key, None)


def tell_focus(view: QWidget) -> None:
    """Tells assistive programs which of the painted things has the focus now."""
    # To ask for the interface would make one where nobody listens.
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
