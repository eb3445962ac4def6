"""Marks below misspelt words of one text: painted over it, so that the text itself knows nothing of them.

Measured with 220 marks in 5,000 characters: a highlighter tells of a change of text with every mark, and Qt's
extra selections make painting take 20 ms where this takes 1.
"""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QObject, QPointF, QRect
from PySide6.QtGui import QColor, QPainter, QPixmap, QTextBlock
from PySide6.QtWidgets import QTextEdit

from core.text.spelling import WrittenWord, is_name
from desktop.kit.debounce import Debounce
from desktop.notes.field import NoteText
from desktop.spelling.mark_places import MisspeltWord, marks_of, moved, within
from desktop.spelling.spelling import Spelling
from desktop.spelling.wave import WAVE_PX, below, wave

PAUSE_MS, AT_MOST_MS = 300, 1_500


class SpellingMarks(QObject):
    """Checks what was written at each pause in typing. A text that is read only has none.

    The word that is being written is not marked until the caret has left it.
    """

    def __init__(self, edit: NoteText, spelling: Spelling) -> None:
        super().__init__(edit)
        self._edit, self._spelling = edit, spelling
        self._marks: Sequence[MisspeltWord] = ()
        self._found: dict[str, tuple[WrittenWord, ...]] = {}
        self._edition = spelling.edition
        self._names: frozenset[str] = frozenset()
        self._colour, self._tile = QColor(), QPixmap()
        self._revision = edit.document().revision()
        self._is_writing = False
        self.pause = Debounce(self.look, self, PAUSE_MS, AT_MOST_MS)
        edit.document().contentsChange.connect(self._on_contents)
        edit.textChanged.connect(self.pause.restart)
        edit.text_changed.connect(self._on_typed)
        edit.focus_gained.connect(self.pause.restart)
        edit.read_only_changed.connect(self.look)
        edit.paint_over = self.paint
        edit.cursorPositionChanged.connect(self._on_caret_moved)
        spelling.changed.connect(self._on_spelling_changed)
        spelling.checked.connect(self._show)
        spelling.forgotten.connect(self._on_forgotten)

    @property
    def marks(self) -> Sequence[MisspeltWord]:
        """In the order of the text."""
        return () if self._edit.isReadOnly() else self._marks

    def at(self, position: int) -> MisspeltWord | None:
        """The marked word that a caret there touches."""
        return next((mark for mark in self.marks if mark.touches(position)), None)

    def set_names(self, names: frozenset[str]) -> None:
        """Words of this client and of this practice, which are right."""
        if names != self._names:
            self._names = names
            self._show()

    def set_colour(self, colour: QColor) -> None:
        """Of the waves."""
        self._colour, self._tile = colour, QPixmap()
        self._edit.viewport().update()

    def unchecked(self) -> list[str]:
        """Paragraphs that were not looked at yet, as they read now."""
        if self._edit.isReadOnly():
            return []
        texts = (block.text() for block in _blocks(self._edit))
        return [text for text in texts if text.strip() and self._found_in(text) is None]

    def look(self) -> None:
        """Have checked what is new. An answer about a text that reads otherwise by then shows nothing."""
        if unchecked := self.unchecked():
            self._spelling.check(unchecked)
        self._show()

    def paint(self, clip: QRect) -> None:
        """After the text, what of the marks is inside the part of the viewport that is painted."""
        marks = self.marks
        if not marks:
            return
        layout = self._edit.document().documentLayout()
        painter = QPainter(self._edit.viewport())
        ratio = self._edit.devicePixelRatioF()
        if self._tile.isNull() or self._tile.devicePixelRatio() != ratio:
            self._tile = wave(self._colour, ratio)
        for block in self._blocks_in(clip):
            top = layout.blockBoundingRect(block).topLeft()
            for mark in within(marks, block.position(), block.position() + block.length()):
                if not self._is_being_written(mark):
                    self._paint(painter, block, top, mark, clip)

    def _paint(
        self, painter: QPainter, block: QTextBlock, top: QPointF, mark: MisspeltWord, clip: QRect
    ) -> None:
        """A word that is wider than the text stands in several lines."""
        start, end = mark.start - block.position(), mark.end - block.position()
        at = start
        while at < end:
            line = block.layout().lineForTextPosition(at)
            if not line.isValid():
                return
            until = min(end, line.textStart() + line.textLength())
            rect = below(line, at, until).translated(top)
            if rect.toAlignedRect().intersects(clip):
                painter.drawTiledPixmap(rect, self._tile, QPointF(rect.left() % WAVE_PX, 0))
            at = max(until, at + 1)

    def _blocks_in(self, clip: QRect) -> list[QTextBlock]:
        first = self._edit.cursorForPosition(clip.topLeft()).block()
        last = self._edit.cursorForPosition(clip.bottomRight()).block().blockNumber()
        found = []
        while first.isValid() and first.blockNumber() <= last:
            found.append(first)
            first = first.next()
        return found

    def _show(self) -> None:
        """Marks of paragraphs that were looked at are new, those of the others stay for now."""
        marks: list[MisspeltWord] = []
        found: dict[str, tuple[WrittenWord, ...]] = {}
        for block in _blocks(self._edit):
            text, first = block.text(), block.position()
            words = self._found_in(text)
            if words is None:
                marks += within(self._marks, first, first + block.length())
            else:
                found[text] = words
                marks += marks_of(text, (each for each in words if self._is_unknown(each)), first)
        self._found = found
        if marks != self._marks:
            self._marks = marks
            self._edit.viewport().update()

    def _found_in(self, text: str) -> tuple[WrittenWord, ...] | None:
        """None for a paragraph that was not looked at yet."""
        found = self._spelling.seen(text)
        return self._found.get(text) if found is None else found

    def _is_unknown(self, word: WrittenWord) -> bool:
        return not self._spelling.is_known(word) and not is_name(word, self._names)

    def _is_being_written(self, mark: MisspeltWord) -> bool:
        return self._is_writing and mark.touches(self._edit.textCursor().position())

    def _on_contents(self, at: int, removed: int, added: int) -> None:
        self._marks = moved(self._marks, at, removed, added)

    def _on_typed(self) -> None:
        self._is_writing = self._edit.hasFocus()

    def _on_caret_moved(self) -> None:
        """A caret that moves while the text stays as it is has left the word, or gone into another."""
        revision = self._edit.document().revision()
        if revision == self._revision and self._is_writing:
            self._is_writing = False
            self._edit.viewport().update()
        self._revision = revision

    def _on_spelling_changed(self) -> None:
        if self._edition != self._spelling.edition:
            self._edition = self._spelling.edition
            self._marks, self._found = (), {}
        self.look()

    def _on_forgotten(self) -> None:
        self.pause.stop()
        self._marks, self._found = (), {}
        self._edit.viewport().update()


def _blocks(edit: QTextEdit) -> Iterator[QTextBlock]:
    block = edit.document().begin()
    while block.isValid():
        yield block
        block = block.next()
