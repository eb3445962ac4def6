"""What the two forms at the side of the calendar share."""

from collections.abc import Collection
from datetime import date

from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


def saves(event: QKeyEvent, focused: QWidget | None, lines: Collection[QWidget]) -> bool:
    """Enter saves in the lines of text, and with Ctrl everywhere: a line hands every Enter on to its form."""
    control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    return event.key() in _ENTER and (control or focused in lines)


def day_of(chosen: QDate) -> date:
    """The day of a field as Python has it."""
    return date(chosen.year(), chosen.month(), chosen.day())
