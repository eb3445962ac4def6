"""What the forms at the side of the calendar share: how they are saved, closed and refused."""

from datetime import date

from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QWidget
from typing_extensions import override

from desktop.kit.theme import Theme
from desktop.widgets.error_line import ErrorLine
from desktop.widgets.side_panel import SidePanel

_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class SideForm(SidePanel):
    """Says what is wanted; does nothing itself."""

    def __init__(self, theme: Theme, title: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, title, parent)
        self.failure = ErrorLine(lines=0, upward=True)

    def save(self) -> None:
        """Wants it saved as it stands, or leads to what cannot be."""
        raise NotImplementedError

    def show_failure(self, sentence: str) -> None:
        """Says above the buttons why it was not saved; an empty sentence takes it back."""
        self.failure.say(sentence)

    @override
    def dismiss(self) -> None:
        """A wish: what is typed here may have to be asked about first."""
        self.closed.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        # A field of one line hands Enter on to its form, one of several lines with Ctrl alone. A button, too,
        # hands it on: the window presses it then.
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() in _ENTER and (control or not isinstance(self.focusWidget(), QAbstractButton)):
            self.save()
        else:
            super().keyPressEvent(event)


def day_of(chosen: QDate) -> date:
    """The day of a field as Python has it."""
    return date(chosen.year(), chosen.month(), chosen.day())
