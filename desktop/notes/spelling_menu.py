"""What can be done about a misspelt word, above what every text can do."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QMenu

from desktop.notes.field import NoteText
from desktop.notes.field_menu import field_menu, show_menu
from desktop.notes.spelling_marks import SpellingMarks
from desktop.spelling.awaited_suggestions import AwaitedSuggestions
from desktop.spelling.mark_places import MisspeltWord
from desktop.spelling.spelling import Spelling
from desktop.spelling.word_rows import add_keeping, add_suggestions


class SpellingMenu(QObject):
    """Of one text. It opens with its suggestions, or without them where they take long."""

    def __init__(self, edit: NoteText, marks: SpellingMarks, spelling: Spelling) -> None:
        super().__init__(edit)
        self._edit, self._marks, self._spelling = edit, marks, spelling
        self._asked: tuple[MisspeltWord, QTextCursor, QPoint] | None = None
        self.awaited = AwaitedSuggestions(spelling, self._pop_up, self._add_suggestions, self)
        self.menu: QMenu | None = None
        """The one that was opened last."""
        edit.offer = self.offer
        spelling.forgotten.connect(self._on_forgotten)

    def offer(self, position: int, where: QPoint) -> bool:
        """For the marked word at a position; False where none is."""
        mark = self._marks.at(position)
        if mark is None:
            return False
        self.open(mark, where)
        return True

    def open(self, mark: MisspeltWord, where: QPoint) -> None:
        """At a place of the screen, as soon as there is something to choose."""
        word = QTextCursor(self._edit.document())  # goes along with whatever comes into the text meanwhile
        word.setPosition(mark.start)
        word.setPosition(mark.end, QTextCursor.MoveMode.KeepAnchor)
        self._asked = (mark, word, where)
        self.awaited.ask(mark.word)

    def _pop_up(self, suggestions: Sequence[str] | None) -> None:
        if self._asked is None:
            return
        self.menu = field_menu(
            self._edit, self._edit.pick, self._edit.recall, partial(self._add_rows, suggestions)
        )
        show_menu(self.menu, self._asked[2])
        self.menu.setActiveAction(self.menu.actions()[0])

    def _add_rows(self, suggestions: Sequence[str] | None, menu: QMenu) -> None:
        """`suggestions` None: they are still looked for."""
        if self._asked is None:
            return
        plain = self._asked[0].word.plain
        self.awaited.fill(menu, suggestions)
        menu.addSeparator()
        add_keeping(menu, self._spelling, plain)

    def _add_suggestions(self, menu: QMenu, suggestions: Sequence[str]) -> None:
        if self._asked is None:
            return
        _, word, _ = self._asked
        written = word.selectedText()
        add_suggestions(menu, suggestions, written, partial(self._replace, word, written))

    def _replace(self, word: QTextCursor, written: str, text: str) -> None:
        """As one step to undo, unless the word reads otherwise by now, or is being signed."""
        takes_words = self._edit.isEnabled() and not self._edit.isReadOnly()
        if word.selectedText() == written and takes_words:
            word.insertText(text)

    def _on_forgotten(self) -> None:
        self._asked = None
