"""What of the words in a window is cut off, though there is no ellipsis that says so."""

from collections.abc import Iterator

from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from desktop.widgets.text import ElidedText

_HAIR_PX = 1
"""Part of a pixel is rounded away."""


def cut_words(window: QWidget) -> Iterator[str]:
    """Each label and button that is smaller than its text, with that text."""
    for label in window.findChildren(QLabel):
        if not label.isVisible() or not label.text() or isinstance(label, ElidedText):
            continue
        if label.wordWrap():
            least, room = label.heightForWidth(label.width()), label.height()
        else:
            least, room = label.sizeHint().width(), label.width()
        if least > room + _HAIR_PX:
            yield f"{label.text()!r}: {least} px in {room}"
    for button in window.findChildren(QPushButton):
        if button.isVisible():
            least = button.fontMetrics().horizontalAdvance(button.text())
            if least > button.width() + _HAIR_PX:
                yield f"{button.text()!r}: {least} px in {button.width()}"
