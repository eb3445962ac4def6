"""Finds the lines of prose in the window, and has each checked from its first focus on."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from desktop.kit.theme import Theme
from desktop.spelling.line_spelling import LineSpelling
from desktop.spelling.spelling import Spelling
from desktop.widgets.fields import is_prose


class ProseLines(QObject):
    """A line says of itself that it is prose (`set_prose`): names, days and numbers have no spelling."""

    def __init__(self, spelling: Spelling, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._spelling, self._theme = spelling, theme
        QApplication.instance().focusChanged.connect(self._on_focus_changed)  # type: ignore[union-attr]

    def _on_focus_changed(self, _before: QWidget | None, now: QWidget | None) -> None:
        if isinstance(now, QLineEdit) and is_prose(now) and now.findChild(LineSpelling) is None:
            LineSpelling(now, self._spelling, self._theme)
