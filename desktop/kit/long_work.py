"""Work that takes long and that a lock ends: afterwards the window says what was not finished."""

import threading

from core.domain.errors import Cancelled, UserError
from desktop.kit.bus import Bus
from desktop.kit.unfinished import Unfinished


class LongWork:
    """One piece of it at a time. GUI thread, except `check_stopped`."""

    def __init__(self, bus: Bus, kind: Unfinished, *, behind_curtain: bool = False) -> None:
        """`behind_curtain`: a soft lock lets it go on, and only where the keys go it is ended."""
        self._bus, self.kind = bus, kind
        self._stop = threading.Event()
        self._is_cut_short = False
        (bus.leaving if behind_curtain else bus.locking).connect(self._on_lock)

    def begin(self) -> None:
        self._stop.clear()
        self._is_cut_short = False

    def stop(self) -> None:
        """A person wants it stopped, and is told so at once."""
        self._stop.set()

    @property
    def is_stopped(self) -> bool:
        """On any thread."""
        return self._stop.is_set()

    def check_stopped(self) -> None:
        """On any thread. Raises Cancelled."""
        if self.is_stopped:
            raise Cancelled("Stopped; nothing was written.")

    def is_told_later(self, error: UserError) -> bool:
        """Whether a lock ended it, which is said after unlocking; now nobody is there to read."""
        if not self._is_cut_short or not isinstance(error, Cancelled):
            return False
        self._bus.cut_short.emit(self.kind, 1)
        return True

    def _on_lock(self) -> None:
        if not self.is_stopped:
            self._is_cut_short = True
            self._stop.set()
