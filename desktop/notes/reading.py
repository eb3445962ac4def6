"""Note texts for reading: the previous note beside the editor, and marked differences."""

from collections.abc import Sequence

from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QWidget

from desktop.notes.field import NoteText
from desktop.theme import Theme
from desktop.worddiff import Mark, Piece

_MIN_HEIGHT_PX = 20


class ReadingText(NoteText):
    """Selectable, never editable; as high as its text."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent, min_height_px=_MIN_HEIGHT_PX)
        self.setReadOnly(True)
        self.load(text)

    def show_pieces(self, pieces: Sequence[Piece], theme: Theme) -> None:
        """Added words on a soft ground and underlined, removed ones struck: never by colour alone."""
        self.load("")
        cursor = QTextCursor(self.document())
        for piece in pieces:
            cursor.insertText(piece.text, _format(piece.mark, theme))


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
