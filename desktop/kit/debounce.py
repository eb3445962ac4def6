"""When typing counts as paused: the timer behind autosave."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

PAUSE_MS = 500
AT_MOST_MS = 700
"""For someone who types without a pause. Together with the save itself this stays below the promised second:
whatever ends the program, what was typed longer ago is in the store."""
REST_MS = 8_000
"""Who has not typed for so long has put half a sentence down as it stands: it may travel."""
REST_AT_MOST_MS = 120_000
"""For someone whose sentence has no end: longer than that nobody else waits for it."""


class Debounce(QObject):
    """Calls `on_pause` on the GUI thread once typing rests, or has gone on for a while."""

    def __init__(
        self,
        on_pause: Callable[[], None],
        parent: QObject,
        pause_ms: int = PAUSE_MS,
        at_most_ms: int = AT_MOST_MS,
    ) -> None:
        super().__init__(parent)
        self._on_pause = on_pause
        self.rest = QTimer(self, singleShot=True, interval=pause_ms)
        self.latest = QTimer(self, singleShot=True, interval=at_most_ms)
        self.rest.timeout.connect(self._on_timeout)
        self.latest.timeout.connect(self._on_timeout)

    def restart(self) -> None:
        """Call it at every key: the pause counts from the last one, the longest time from the first."""
        self.rest.start()
        if not self.latest.isActive():
            self.latest.start()

    def stop(self) -> None:
        """`on_pause` is not called for what was typed so far."""
        self.rest.stop()
        self.latest.stop()

    def _on_timeout(self) -> None:
        self.stop()
        self._on_pause()
