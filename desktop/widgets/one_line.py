"""A line edit that holds one line, also when several were copied."""

import re
import sys

from PySide6.QtCore import QMimeData, QSignalBlocker, Qt
from PySide6.QtGui import (
    QClipboard,
    QContextMenuEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget
from typing_extensions import override

# A cell of a spreadsheet is copied with the end of its line. Qt keeps that, and shows a space.
_BREAKS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")


def is_of_window(event: QKeyEvent) -> bool:
    """Whether it is a key of the window's, such as Alt+4. Qt types a 4 where the window hears none."""
    # Option, which Qt calls Alt, types signs on a Mac. Alt+Backspace is a key of the line's own.
    held = event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
    types = bool(event.text()) and event.text().isprintable()
    return types and held == Qt.KeyboardModifier.AltModifier and sys.platform != "darwin"


class OneLine(QLineEdit):
    """Line breaks, tabs and other control characters that are pasted or dropped become one space.

    A text that is longer than the field is seen from its beginning, unless somebody writes there.
    """

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.textEdited.connect(self._on_edited)

    @override
    def setText(self, text: str | None, /) -> None:
        super().setText(text)
        self._show_beginning()

    @override
    def showEvent(self, event: QShowEvent, /) -> None:
        super().showEvent(event)
        self._show_beginning()

    @override
    def paste(self) -> None:
        self._paste(QClipboard.Mode.Clipboard)

    @override
    def createStandardContextMenu(self) -> QMenu:
        menu: QMenu = super().createStandardContextMenu()
        for action in menu.actions():
            if action.objectName() == "edit-paste":
                action.triggered.disconnect()
                action.triggered.connect(self.paste)
        return menu

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.createStandardContextMenu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(event.globalPos())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_of_window(event):
            event.ignore()
        elif event.matches(QKeySequence.StandardKey.Paste) and not self.isReadOnly():
            self.paste()
        else:
            super().keyPressEvent(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The middle button pastes what a mouse has selected, where a system has a clipboard for that."""
        is_middle = event.button() == Qt.MouseButton.MiddleButton
        if is_middle and QGuiApplication.clipboard().supportsSelection() and not self.isReadOnly():
            self.deselect()
            self._paste(QClipboard.Mode.Selection)
        else:
            super().mouseReleaseEvent(event)

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        clean = QMimeData()
        clean.setText(_unbroken(event.mimeData().text()))
        actions, buttons, keys = event.possibleActions(), event.buttons(), event.modifiers()
        super().dropEvent(QDropEvent(event.position(), actions, clean, buttons, keys))
        event.acceptProposedAction()

    def _paste(self, mode: QClipboard.Mode) -> None:
        """Cleaned before it is inserted: who listens is never told a break, and Undo never finds one."""
        if text := QGuiApplication.clipboard().text(mode):
            self._end_step()
            self.insert(_unbroken(text))
            self._end_step()

    def _end_step(self) -> None:
        """Undo stops here: Qt ends a step where the caret moves. With a selection it does so by itself."""
        if not self.hasSelectedText():
            at = self.cursorPosition()
            with QSignalBlocker(self):
                self.home(False)
                self.end(False)
                self.setCursorPosition(at)

    def _show_beginning(self) -> None:
        """Whoever goes on with a text that is seen whole, goes on at its end."""
        is_cut = self.fontMetrics().horizontalAdvance(self.text()) > self.contentsRect().width()
        if is_cut and self.isVisible() and not self.hasFocus():
            self.home(False)

    def _on_edited(self, text: str) -> None:
        """For what came in another way, or stood there with a break before it was edited."""
        if _BREAKS.search(text):
            units = text.encode("utf-16-le", "surrogatepass")[: 2 * self.cursorPosition()]
            before = _unbroken(units.decode("utf-16-le", "surrogatepass"))
            # Undo ends here: it would bring the breaks back.
            self.setText(_unbroken(text))
            self.setCursorPosition(len(before.encode("utf-16-le", "surrogatepass")) // 2)


def _unbroken(text: str) -> str:
    """The spaces beside a break go with it. One pattern for both took seconds for a long row of spaces."""
    first, *others = _BREAKS.split(text)
    if not others:
        return text
    between = [part for part in map(str.strip, others[:-1]) if part]
    return " ".join([first.rstrip(), *between, others[-1].lstrip()])
