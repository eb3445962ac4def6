"""Scrolls while a drag is held near the upper or lower edge."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QScrollBar

_EDGE_PX, _STEP_PX, _EVERY_MS = 28, 8, 30


class EdgeScroll(QObject):
    """`on_moved` is called after each step, so that the drag can follow."""

    def __init__(self, bar: QScrollBar, on_moved: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._bar = bar
        self._on_moved = on_moved
        self._by = 0
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self._on_timeout)

    def follow(self, y: float, top: float, bottom: float) -> None:
        """The pointer of a drag stands at `y`; begins or ends scrolling."""
        self._by = _STEP_PX * ((y > bottom - _EDGE_PX) - (y < top + _EDGE_PX))
        if not self._by:
            self._timer.stop()
        elif not self._timer.isActive():
            self._timer.start()

    def stop(self) -> None:
        """To be called however a drag ends: the timer would scroll on without a pointer."""
        self._timer.stop()

    def _on_timeout(self) -> None:
        self._bar.setValue(self._bar.value() + self._by)
        self._on_moved()
