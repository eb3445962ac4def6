"""Suggestions for one word: in its menu from the start, or in a menu inside that once they come."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QMenu
from shiboken6 import isValid

from core.text.spelling import WrittenWord
from desktop.spelling.spelling import Spelling
from desktop.spelling.word_rows import add_late

PATIENCE_MS = 250
"""Suggestions in English are there by then; later ones fill a menu of their own, so that no row moves."""


class AwaitedSuggestions(QObject):
    """Of the word that was asked about last; a lock forgets it.

    `pop_up` opens the menu, with the suggestions or with None where they take long; `add` puts them into one.
    """

    def __init__(
        self,
        spelling: Spelling,
        pop_up: Callable[[Sequence[str] | None], None],
        add: Callable[[QMenu, Sequence[str]], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._spelling, self._pop_up, self._add = spelling, pop_up, add
        self._asked: object = None
        self._late: QMenu | None = None
        self.patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self.patience.timeout.connect(partial(self._open, None))
        spelling.forgotten.connect(self._on_forgotten)

    def ask(self, word: WrittenWord) -> None:
        """The menu opens as soon as there is something to choose."""
        asked = self._asked = object()
        self.patience.start()
        self._spelling.suggest(word, partial(self._on_suggested, asked))

    def fill(self, menu: QMenu, suggestions: Sequence[str] | None) -> None:
        """Into the menu that is opened; None: they are still looked for."""
        if suggestions is None:
            self._late = add_late(menu)
        else:
            self._add(menu, suggestions)

    def _on_suggested(self, asked: object, suggestions: list[str]) -> None:
        if asked is not self._asked:
            return
        if self.patience.isActive():
            self._open(suggestions)
        elif self._late is not None and isValid(self._late):
            self._late.clear()
            self._add(self._late, suggestions)
        self._asked = self._late = None

    def _open(self, suggestions: Sequence[str] | None) -> None:
        self.patience.stop()
        self._pop_up(suggestions)

    def _on_forgotten(self) -> None:
        self.patience.stop()
        self._asked = self._late = None
