"""What Qt itself tells assistive programs wrongly or not at all, told by interfaces of our own.

Qt asks for an interface only when an assistive program listens, so nothing here costs anybody else.
"""

from typing import cast

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAccessible, QAccessibleActionInterface, QAccessibleInterface, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAccessibleWidget,
    QApplication,
    QComboBox,
    QStackedWidget,
    QWidget,
)
from typing_extensions import override

from desktop.widgets.painted_list import MaybeInterface

_ROLE = "accessible-role"
_PRESS, _TOGGLE = QAccessibleActionInterface.pressAction(), QAccessibleActionInterface.toggleAction()
_OPENS = (QAccessibleActionInterface.showMenuAction(), _PRESS)


def tell_as(widget: QWidget, role: QAccessible.Role) -> None:
    """Have a composed widget told by what it is to a person; Qt takes it for a frame or for nothing."""
    widget.setProperty(_ROLE, role)


def tell_as_choice(button: QAbstractButton) -> None:
    """Have a button told as one of several, of which one is chosen. Call it before it has a text.

    Qt makes the interface when a text comes, and keeps it.
    """
    button.setAutoExclusive(True)
    tell_as(button, QAccessible.Role.RadioButton)


class ChoiceInterface(QAccessibleWidget):
    """One of several, chosen as by a click. Qt would only check it, and nobody would hear of that."""

    def __init__(self, button: QAbstractButton) -> None:
        super().__init__(button, QAccessible.Role.RadioButton)

    @property
    def _button(self) -> QAbstractButton:
        return cast(QAbstractButton, self.widget())

    @override
    def text(self, kind: QAccessible.Text) -> str:
        return super().text(kind) or (self._button.text() if kind == QAccessible.Text.Name else "")

    @override
    def state(self) -> QAccessible.State:
        state = super().state()
        for name, value in (("checkable", True), ("checked", self._button.isChecked())):
            setattr(state, name, value)
        return state

    @override
    def actionNames(self) -> list[str]:
        return [_PRESS, _TOGGLE, *super().actionNames()]

    @override
    def doAction(self, name: str) -> None:
        if name in {_PRESS, _TOGGLE}:
            self._button.click()
        else:
            super().doAction(name)


class RoleInterface(QAccessibleWidget):
    """A composed widget in its role. One that is told as a button is pressed as by Enter."""

    @override
    def actionNames(self) -> list[str]:
        names = super().actionNames()
        return [_PRESS, *names] if self.role() == QAccessible.Role.Button else names

    @override
    def doAction(self, name: str) -> None:
        if name == _PRESS and name in self.actionNames():
            QApplication.sendEvent(self.widget(), _enter())
        else:
            super().doAction(name)


class ComboInterface(QAccessibleWidget):
    """Named by its label; the text that shows is its value. On Linux Qt gives that text as the name."""

    def __init__(self, combo: QComboBox) -> None:
        super().__init__(combo, QAccessible.Role.ComboBox)

    @property
    def _combo(self) -> QComboBox:
        """Asked of Qt each time: a reference of ours would keep it alive."""
        return cast(QComboBox, self.widget())

    @override
    def text(self, kind: QAccessible.Text) -> str:
        if kind == QAccessible.Text.Value:
            return self._combo.currentText()
        return super().text(kind)

    @override
    def state(self) -> QAccessible.State:
        state = super().state()
        for name, value in (("expandable", True), ("hasPopup", True), ("expanded", self._is_open)):
            setattr(state, name, value)
        return state

    @override
    def childCount(self) -> int:
        return 1

    @override
    def child(self, index: int) -> MaybeInterface:
        """Its list, open or not, as Qt has it: readers look there for "2 of 5"."""
        return QAccessible.queryAccessibleInterface(self._combo.view()) if index == 0 else None

    @override
    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return 0 if child.object() is self._combo.view() else -1

    @override
    def actionNames(self) -> list[str]:
        """With Qt's own, among them that it takes the focus."""
        return [*_OPENS, *super().actionNames()]

    @override
    def doAction(self, name: str) -> None:
        if name not in _OPENS:
            super().doAction(name)
        elif self._is_open:
            self._combo.hidePopup()
        else:
            self._combo.showPopup()

    @property
    def _is_open(self) -> bool:
        return self._combo.view().isVisible()


class StackInterface(QAccessibleWidget):
    """Holds the page in front alone. Qt gives every page, and takes rows of hidden lists for visible."""

    def __init__(self, stack: QStackedWidget) -> None:
        super().__init__(stack, QAccessible.Role.LayeredPane)

    @property
    def _stack(self) -> QStackedWidget:
        return cast(QStackedWidget, self.widget())

    @override
    def childCount(self) -> int:
        return min(self._stack.count(), 1)

    @override
    def child(self, index: int) -> MaybeInterface:
        front = self._stack.currentWidget()
        return QAccessible.queryAccessibleInterface(front) if index == 0 and front is not None else None

    @override
    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return 0 if child.object() is self._stack.currentWidget() else -1


def tell_parts() -> None:
    """From now on Qt asks for these interfaces first."""
    QAccessible.installFactory(_interface)


def _interface(_key: str, target: QObject | None) -> QAccessibleInterface | None:
    if isinstance(target, QComboBox):
        return ComboInterface(target)
    if isinstance(target, QStackedWidget):
        return StackInterface(target)
    if not isinstance(target, QWidget) or target.property(_ROLE) is None:
        return None
    role = target.property(_ROLE)
    if isinstance(target, QAbstractButton) and role == QAccessible.Role.RadioButton:
        return ChoiceInterface(target)
    return RoleInterface(target, role)


def _enter() -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier)
