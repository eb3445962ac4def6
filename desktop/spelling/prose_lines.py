"""Finds the lines of prose in a window, and has each checked from its first focus on."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from desktop.kit.theme import Theme
from desktop.spelling.line_spelling import LineSpelling
from desktop.spelling.spelling import Spelling
from desktop.widgets.fields import is_prose


class ProseLines(QObject):
    """A line says of itself that it is prose (`set_prose`): names, days and numbers have no spelling."""

    def __init__(self, spelling: Spelling, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._spelling, self._theme, self._window = spelling, theme, window
        QApplication.instance().focusChanged.connect(self._on_focus_changed)  # type: ignore[union-attr]

    def _on_focus_changed(self, _before: QWidget | None, now: QWidget | None) -> None:
        # The application tells of every window: words of another practice are not for this one's spelling.
        if not isinstance(now, QLineEdit) or not self._window.isAncestorOf(now):
            return
        if is_prose(now) and now.findChild(LineSpelling) is None:
            LineSpelling(now, self._spelling, self._theme)
