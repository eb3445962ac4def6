"""When the person's desktop is locked, and when the computer goes to sleep."""

import sys
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, Signal


class SignalSource(Protocol):
    """A system that tells; made and used on the GUI thread."""

    def begin(self) -> None:
        """From now on it tells. Raises OSError where it cannot."""
        ...

    def end(self) -> None:
        """From now on it tells nothing."""
        ...


class SystemSignals(QObject):
    """Says nothing on a system that does not tell; there only the time without use locks. GUI thread.

    `sleeping` comes before the computer stops, which does not wait for long.
    """

    locked = Signal()
    sleeping = Signal()

    def __init__(
        self,
        parent: QObject | None = None,
        make: "Callable[[SystemSignals], SignalSource | None] | None" = None,
    ) -> None:
        super().__init__(parent)
        self._make = make or source_of_system
        self._source: SignalSource | None = None
        self._began = False

    def begin(self) -> None:
        """Loads what the system needs for it, which the unlock page can do without."""
        if self._began:
            return
        self._source = self._source or self._make(self)
        if self._source is not None:
            try:
                self._source.begin()
            except OSError:
                self._source, self._make = None, _no_source
                return
            self._began = True

    def end(self) -> None:
        """The practice is shut: there is nothing to lock any more."""
        if self._source is not None and self._began:
            self._began = False
            self._source.end()


def _no_source(_signals: SystemSignals) -> SignalSource | None:
    """Of a system that refused once: it is not asked again."""
    return None


def source_of_system(signals: SystemSignals) -> SignalSource | None:
    """Loaded here, for each needs what only its own system has."""
    source: SignalSource | None = None
    if sys.platform == "win32":
        from desktop.system.windows import WindowsSource  # noqa: PLC0415 - see above

        source = WindowsSource(signals.locked.emit, signals.sleeping.emit)
    elif sys.platform == "linux":
        from desktop.system.linux import LinuxSource  # noqa: PLC0415 - see above

        source = LinuxSource(signals.locked.emit, signals.sleeping.emit, signals)
    return source
