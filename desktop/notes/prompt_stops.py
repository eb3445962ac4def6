"""Inserting a text at the caret, and stepping from prompt to prompt with Tab."""

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QTextEdit

from core.text.prompts import prompts


def insert(edit: QTextEdit, cursor: QTextCursor, text: str) -> None:
    """Put the text in place of what the cursor selects, as one step to undo, and go to its first prompt."""
    cursor.beginEditBlock()
    start = cursor.selectionStart()
    cursor.insertText(text)
    cursor.endEditBlock()
    end = cursor.position()
    first = next(iter(prompts(text)), None)
    if first is None:
        cursor.setPosition(end)
    else:
        _select(cursor, start + steps(text[: first[0]]), start + steps(text[: first[1]]))
    edit.setTextCursor(cursor)


def step(edit: QTextEdit, *, forward: bool) -> bool:
    """Select the next prompt after the caret, or the one before; False where there is none."""
    text, cursor = edit.document().toRawText(), edit.textCursor()
    spans = [(steps(text[:start]), steps(text[:end])) for start, end in prompts(text.replace("\u2029", "\n"))]
    if forward:
        found = next((span for span in spans if span[0] >= cursor.selectionEnd()), None)
    else:
        found = next((span for span in reversed(spans) if span[1] <= cursor.selectionStart()), None)
    if found is None:
        return False
    _select(cursor, *found)
    edit.setTextCursor(cursor)
    return True


def _select(cursor: QTextCursor, start: int, end: int) -> None:
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)


def steps(text: str) -> int:
    """Qt counts positions in UTF-16 units: an emoji takes two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
