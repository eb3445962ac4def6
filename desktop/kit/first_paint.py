"""What can wait until a person sees the window."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QWindow
from PySide6.QtWidgets import QWidget
from typing_extensions import override


class FirstPaint(QObject):
    """Calls `then` once, on the GUI thread, right after the window was first painted.

    A window whose children cover all of it gets no paint event of its own. So the system's window is watched
    too, which there is from the moment of `show`: once it can be seen, everything in it is painted at once.
    """

    def __init__(self, window: QWidget, then: Callable[[], None]) -> None:
        super().__init__(window)
        self._window, self._then = window, then
        window.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        shown = _handle(self._window)
        if event.type() == QEvent.Type.Show and shown is not None:
            shown.installEventFilter(self)
        is_seen = event.type() == QEvent.Type.Expose and shown is not None and shown.isExposed()
        if is_seen or event.type() == QEvent.Type.Paint:
            self._window.removeEventFilter(self)
            if shown is not None:
                shown.removeEventFilter(self)
            # A filter is asked before the event is dealt with: the painting is still to come.
            QTimer.singleShot(0, self._then)
        return super().eventFilter(watched, event)


def _handle(window: QWidget) -> QWindow | None:
    """None before the first show, which Qt's types do not say."""
    return window.windowHandle()
