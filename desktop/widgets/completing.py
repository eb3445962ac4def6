"""Suggestions below a line of text, in a box with an edge of its own."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView

_MOST_ROWS = 6


def suggest(line: QLineEdit, words: Sequence[str]) -> QCompleter:
    """Any part of a word finds it, in capitals or not."""
    completer = QCompleter(list(words), line)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    completer.setMaxVisibleItems(_MOST_ROWS)
    popup = QListView()
    popup.setProperty("popup", True)
    completer.setPopup(popup)
    line.setCompleter(completer)
    return completer
