"""Where a window stands: as it stood before, and never beyond the screen."""

from PySide6.QtCore import QByteArray, QMargins, QRect, QSize
from PySide6.QtWidgets import QWidget

SMALLEST = QSize(600, 340)
"""What a laptop of 1280 by 800 has at 200 %, less the system's bars."""
USUAL = QSize(1280, 800)
_FRAME = QMargins(2, 28, 2, 2)
"""About what the system draws around a window; how much is only known once it is shown."""


def place(window: QWidget, geometry: bytes = b"") -> None:
    """By a geometry that `saved` gave, maximised if it was, else at the usual size; both fit the screen."""
    window.setMinimumSize(SMALLEST)
    if not geometry or not window.restoreGeometry(QByteArray(geometry)):
        window.resize(USUAL)
    if not window.isMaximized():
        room = window.screen().availableGeometry().marginsRemoved(_FRAME)
        window.setGeometry(fitted(window.geometry(), room))


def saved(window: QWidget) -> bytes:
    """Where the window stands and whether it is maximised, in Qt's own form: give it to `place`."""
    return bytes(window.saveGeometry().data())


def fitted(wanted: QRect, room: QRect) -> QRect:
    """Moved, and made smaller where it must be, so that all of it is inside."""
    size = wanted.size().boundedTo(room.size())
    # The right and the bottom of a QRect are the last px inside it.
    left = max(room.left(), min(wanted.left(), room.right() + 1 - size.width()))
    top = max(room.top(), min(wanted.top(), room.bottom() + 1 - size.height()))
    return QRect(left, top, size.width(), size.height())
