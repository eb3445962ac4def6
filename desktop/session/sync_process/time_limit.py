"""How long a step of the process that syncs may take."""

import threading
from collections.abc import Callable


class TimeLimit:
    """One step at a time; `over` is called, on a thread of its own, for one that took longer."""

    def __init__(self, over: Callable[[], None]) -> None:
        self._over = over
        self._timer: threading.Timer | None = None

    def begin(self, seconds: float) -> None:
        """A step begins, and the one before it has ended."""
        self.end()
        self._timer = threading.Timer(seconds, self._over)
        self._timer.daemon = True
        self._timer.start()

    def end(self) -> None:
        """The step has ended; a second call does nothing."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
