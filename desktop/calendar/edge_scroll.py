"""Scrolls while a drag is held near the upper or lower edge."""

from PySide6.QtCore import QObject, QTimer

from desktop.widgets.smooth_scroll import SmoothScroll

# A step for each frame of a screen of 60 Hz.
_EDGE_PX, _EVERY_MS = 28, 16
_SLOWEST_PX, _FASTEST_PX = 2, 10
"""At each step, from the edge of the strip to the edge of the grid and beyond."""


class EdgeScroll(QObject):
    """Step by step, the faster the further out the pointer is held."""

    def __init__(self, scroll: SmoothScroll, parent: QObject) -> None:
        super().__init__(parent)
        self._scroll = scroll
        self._by = 0.0
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self._on_timeout)

    def follow(self, y: float, top: float, bottom: float) -> None:
        """The pointer of a drag stands at `y`; begins or ends scrolling."""
        below, above = y - (bottom - _EDGE_PX), (top + _EDGE_PX) - y
        self._by = _step(below) if below > 0 else -_step(above) if above > 0 else 0.0
        if not self._by:
            self._timer.stop()
        elif not self._timer.isActive():
            self._timer.start()

    def stop(self) -> None:
        """To be called however a drag ends: the timer would scroll on without a pointer."""
        self._timer.stop()

    def _on_timeout(self) -> None:
        self._scroll.jump(self._scroll.target + self._by)


def _step(depth_px: float) -> float:
    return _SLOWEST_PX + (_FASTEST_PX - _SLOWEST_PX) * min(depth_px / _EDGE_PX, 1.0)
