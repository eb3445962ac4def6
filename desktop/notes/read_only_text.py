"""Note texts for reading: the previous note beside the editor, and marked differences."""

from collections.abc import Sequence

from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from core.text.word_diff import Mark, Piece
from desktop.kit.theme import Theme
from desktop.notes.field import NoteText

_MIN_HEIGHT_PX = 20
_FOCUS_PX = 2


class ReadingText(NoteText):
    """Selectable, never editable; as high as its text. `name` is what a screen reader calls it."""

    def __init__(self, text: str = "", name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent, min_height_px=_MIN_HEIGHT_PX)
        self.setReadOnly(True)
        self.setAccessibleName(name)
        self.load(text)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """The frame of focus lies on the text: a border would take room and move the lines."""
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self.viewport())
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Highlight), _FOCUS_PX))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))

    def show_pieces(
        self, pieces: Sequence[Piece], theme: Theme, *, sides: bool = False, faint: bool = False
    ) -> None:
        """Added words underlined, removed ones struck; with `sides` both alike, for neither is the older.

        Never by colour alone. The space behind a marked word stays plain. `faint` lets the text step back.
        """
        self.load("")
        cursor = QTextCursor(self.document())
        plain = _format(Mark.SAME, theme)
        if faint:
            plain.setForeground(theme.colour("secondary"))
        for piece in pieces:
            word = piece.text.rstrip()
            same = piece.mark is Mark.SAME
            look = plain if same else _differs(theme) if sides else _format(piece.mark, theme)
            cursor.insertText(word, look)
            cursor.insertText(piece.text[len(word) :], plain)


def _differs(theme: Theme) -> QTextCharFormat:
    look = _format(Mark.SAME, theme)
    look.setBackground(theme.colour("warning_soft"))
    look.setFontUnderline(True)
    return look


def _format(mark: Mark, theme: Theme) -> QTextCharFormat:
    look = QTextCharFormat()
    look.setForeground(theme.colour("text"))
    if mark is Mark.ADDED:
        look.setBackground(theme.colour("good_soft"))
        look.setForeground(theme.colour("good"))
        look.setFontUnderline(True)
    elif mark is Mark.REMOVED:
        look.setBackground(theme.colour("danger_soft"))
        look.setForeground(theme.colour("danger"))
        look.setFontStrikeOut(True)
    return look


def first_sentences(text: str, limit: int = 160) -> str:
    """The beginning of a text for a summary, cut at a word."""
    flat = " ".join(text.split())
    if len(flat) <= limit:
        return flat
    return flat[:limit].rsplit(" ", 1)[0] + "…"
