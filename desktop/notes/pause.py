"""When typing counts as paused: the timer behind autosave."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

PAUSE_MS = 500
AT_MOST_MS = 700
"""For someone who types without a pause. Together with the save itself this stays below the promised second:
whatever ends the program, what was typed longer ago is in the store."""


class TypingPause(QObject):
    """Calls `on_pause` on the GUI thread once typing rests, or has gone on for a while."""

    def __init__(self, on_pause: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._on_pause = on_pause
        self.rest = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self.latest = QTimer(self, singleShot=True, interval=AT_MOST_MS)
        self.rest.timeout.connect(self._on_timeout)
        self.latest.timeout.connect(self._on_timeout)

    def restart(self) -> None:
        self.rest.start()
        if not self.latest.isActive():
            self.latest.start()

    def stop(self) -> None:
        self.rest.stop()
        self.latest.stop()

    def _on_timeout(self) -> None:
        self.stop()
        self._on_pause()
