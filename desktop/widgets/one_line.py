"""A line edit that holds one line, also when several were copied."""

import re

from PySide6.QtWidgets import QLineEdit, QWidget

# A cell of a spreadsheet is copied with the end of its line. Qt keeps that, and shows a space.
_BREAKS = re.compile(r"\s*[\x00-\x1f\x7f\x85\u2028\u2029]+\s*")


class OneLine(QLineEdit):
    """Line breaks, tabs and other control characters that are pasted or dropped become one space."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.textEdited.connect(self._on_edited)

    def _on_edited(self, text: str) -> None:
        if _BREAKS.search(text):
            before = _unbroken(text[: self.cursorPosition()])
            # Undo ends here: it would bring the breaks back.
            self.setText(_unbroken(text))
            self.setCursorPosition(len(before))


def _unbroken(text: str) -> str:
    return _BREAKS.sub(" ", text)
