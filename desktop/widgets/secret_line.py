"""A line edit for a passphrase, also while it is shown."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QLineEdit, QMenu
from typing_extensions import override

from desktop.widgets.one_line import is_of_window

_KEYS = QKeySequence.StandardKey
_KEPT_OUT = (_KEYS.Copy, _KEYS.Cut, _KEYS.Undo, _KEYS.Redo)
_NOT_OFFERED = {"edit-copy", "edit-cut", "edit-undo", "edit-redo"}


class SecretLine(QLineEdit):
    """Its text is kept out of the input method and of copying, and what was taken out of it stays out."""

    def __init__(self) -> None:
        super().__init__()
        hints = Qt.InputMethodHint
        self.setInputMethodHints(
            hints.ImhHiddenText
            | hints.ImhSensitiveData
            | hints.ImhNoPredictiveText
            | hints.ImhNoAutoUppercase
        )

    def menu(self) -> QMenu:
        """The usual one, without what copies and what brings back."""
        menu: QMenu = self.createStandardContextMenu()
        for action in menu.actions():
            if action.objectName() in _NOT_OFFERED:
                action.setVisible(False)
        return menu

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(event.globalPos())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if any(event.matches(key) for key in _KEPT_OUT):
            return
        if is_of_window(event):  # a letter more, unseen, and the passphrase is wrong
            event.ignore()
            return
        # Qt copies what these two take away.
        if event.matches(_KEYS.DeleteEndOfLine):
            self.end(True)
            self.del_()
        elif event.matches(_KEYS.DeleteCompleteLine):
            self.selectAll()
            self.del_()
        else:
            super().keyPressEvent(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """X11 and Wayland copy what a mouse has selected; nothing is selected while Qt does that."""
        start, length = self.selectionStart(), self.selectionLength()
        is_at_start = self.cursorPosition() == start
        if length and event.button() == Qt.MouseButton.LeftButton:
            self.deselect()
        super().mouseReleaseEvent(event)
        if length and event.button() == Qt.MouseButton.LeftButton:
            self.setSelection(start + length if is_at_start else start, -length if is_at_start else length)
