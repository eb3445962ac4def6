"""The base of every dialog of the program's own: a sheet inside the window, never a window."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QPushButton, QWidget
from typing_extensions import override

from desktop.kit.i18n import tr
from desktop.kit.shortcuts import Shortcut, form_shortcuts
from desktop.widgets.accessible import tell_as
from desktop.widgets.dialog_layer import DialogLayer
from desktop.widgets.enter import press_meant
from desktop.widgets.focus_return import focus_in


class Dialog(QFrame):
    """`open` shows it over its parent's window and returns at once; locking must not wait for an answer.

    Esc rejects; Enter presses the button that has the focus, else the default one. When it is left, the focus
    goes back to where it was; `accepted` or `rejected`, then `finished` come after that.
    """

    accepted = Signal()
    rejected = Signal()
    finished = Signal()
    closes_outside = False

    def __init__(self, parent: QWidget) -> None:
        self._layer = DialogLayer.over(parent)
        super().__init__(self._layer.floor)
        # Now, before a subclass gives the focus to a part of its own, as most do when they are made.
        self._layer.note_focus()
        self._is_open = False
        self.default: QPushButton | None = None
        """What Enter presses where no button has the focus. Qt's own notion follows the focus here."""
        self.setProperty("dialog", True)
        tell_as(self, QAccessible.Role.Dialog)
        self.windowTitleChanged.connect(self.setAccessibleName)
        self.hide()

    @property
    def widget(self) -> QWidget:
        """What the layer shows and moves: the dialog is its own widget."""
        return self

    def open(self) -> None:
        """Shows it over whatever is open, and returns at once.

        A dialog that is open already comes to the front again; while the window is locked it waits unseen.
        """
        self._is_open = True
        self._layer.add(self)

    def accept(self) -> None:
        """Closes it with `accepted`, then `finished`; nothing when it is not open."""
        if self._withdraw():
            self.accepted.emit()
            self.finished.emit()

    def reject(self) -> None:
        """Closes it with `rejected`, then `finished`; nothing when it is not open.

        Esc and the lock come here.
        """
        if self._withdraw():
            self.rejected.emit()
            self.finished.emit()

    def size_in(self, room: QSize) -> QSize:
        """As wide as its hint within its own limits and the room; as high as the text needs at that width."""
        hint, layout = self.sizeHint(), self.layout()
        width = min(max(hint.width(), self.minimumWidth()), self.maximumWidth(), room.width())
        if layout is None or not layout.hasHeightForWidth():
            return QSize(width, hint.height())
        return QSize(width, layout.totalHeightForWidth(width))

    def top_in(self, room: QSize, height: int) -> int:
        """A little above the middle, where the eye looks for the middle."""
        return (room.height() - height) * 2 // 5

    def first(self) -> QWidget | None:
        """What had the focus here, or was given it before anybody saw it."""
        held = focus_in(self)
        return held if held is not None and held.isEnabled() and held.isVisible() else self._first_stop()

    def shortcuts(self) -> Sequence[Shortcut]:
        """What works here, for the help; a dialog with keys of its own adds them."""
        return form_shortcuts("" if self.default is None else self.default.text(), tr("Help", "Close"))

    def fit_again(self) -> None:
        """What it holds has another size now."""
        self._layer.fit()

    @override
    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        # The floor that it stands on has no layout, which would give it its new size.
        if event.type() == QEvent.Type.LayoutRequest:
            self.fit_again()
        return done

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.reject()
        elif not press_meant(event, self.default):
            super().keyPressEvent(event)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        # Closed by Qt it would only be hidden, and its layer would go on taking every key.
        event.ignore()
        self.reject()

    def _withdraw(self) -> bool:
        was, self._is_open = self._is_open, False
        if was:
            self._layer.remove(self)
        return was

    def _first_stop(self) -> QWidget | None:
        stops = (each for each in self.findChildren(QWidget) if each.focusPolicy() & Qt.FocusPolicy.TabFocus)
        return next((each for each in stops if each.isVisible() and each.isEnabled()), None)
