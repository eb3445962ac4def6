"""A page that is being read is painted once, with what is on it, and not empty before that."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

_LONGEST_MS = 50
"""A person sees from about a tenth of a second on that a key did nothing; most pages are read in 10 ms."""


class HeldPainting:
    """Of one widget: what was painted last stays until `end`, or for a moment. GUI thread."""

    def __init__(self, widget: QWidget) -> None:
        self._widget = widget
        self._timer = QTimer(widget, singleShot=True, interval=_LONGEST_MS)
        self._timer.timeout.connect(self.end)

    def begin(self) -> None:
        """A second call does not let it last longer: a key held down shows where it has come to."""
        if not self._timer.isActive():
            self._timer.start()
            self._widget.setUpdatesEnabled(False)

    def end(self) -> None:
        """Paints all that changed since."""
        self._timer.stop()
        self._widget.setUpdatesEnabled(True)
