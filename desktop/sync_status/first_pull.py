"""The first pass of a device that was just let in, told on the GUI thread and stoppable."""

import threading

from PySide6.QtCore import QObject, Qt, Signal

from sync.events import SyncEvent, SyncProgress


class FirstPull(QObject):
    """Made on the GUI thread; `listen` is called on the worker. `progressed` carries a `SyncProgress`."""

    progressed = Signal(object)
    _heard = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.stop = threading.Event()
        self._heard.connect(self._on_heard, Qt.ConnectionType.QueuedConnection)

    def listen(self, event: SyncEvent) -> None:
        """Called on the worker. Only how far it is goes on to the window."""
        if isinstance(event, SyncProgress):
            self._heard.emit(event)

    def cancel(self) -> None:
        """Ends the pass at its next look, and says nothing of it any more."""
        self.stop.set()

    def _on_heard(self, event: SyncProgress) -> None:
        if not self.stop.is_set():
            self.progressed.emit(event)
