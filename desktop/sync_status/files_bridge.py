"""Carries the events of the queue of files to the GUI thread, and keeps what they say in one state."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Qt, Signal

from desktop.kit.bus import Bus
from sync.events import PassPhase, RowsChanged, SyncEvent, SyncFailed, SyncFinished, SyncProgress


@dataclass(frozen=True, slots=True)
class FilesState:
    """How the files stand. `done` of `total` chunks have moved in the pass under way, else both are 0.

    `waiting` chunks are still to be sent from here or fetched to here, as the last pass left it.
    `sentence` and `code` say why files do not move; empty while all is well.
    """

    phase: PassPhase | None = None
    done: int = 0
    total: int = 0
    waiting: int = 0
    sentence: str = ""
    code: str = ""

    def after(self, event: SyncEvent) -> "FilesState":
        """The state that follows an event of the queue; one that says nothing of it leaves it as it is."""
        if isinstance(event, SyncProgress):
            return replace(self, phase=event.phase, done=event.done, total=event.total)
        if isinstance(event, SyncFinished):
            return FilesState(waiting=event.outcome.waiting)
        if isinstance(event, SyncFailed):
            return FilesState(waiting=self.waiting, sentence=event.sentence, code=event.code)
        return self


class FilesBridge(QObject):
    """Made on the GUI thread; `listen` is for the engine. Destroy it only after the engine was joined.

    `state_changed` carries a `FilesState`; attachments that moved go to the bus.
    """

    state_changed = Signal(object)
    _heard = Signal(object)

    def __init__(self, bus: Bus, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bus = bus
        self.state = FilesState()
        self._heard.connect(self._on_heard, Qt.ConnectionType.QueuedConnection)

    def listen(self, event: SyncEvent) -> None:
        """Called on the thread of the queue of files."""
        self._heard.emit(event)

    def _on_heard(self, event: SyncEvent) -> None:
        if isinstance(event, RowsChanged):
            self._bus.publish(event.changed)
        state = self.state.after(event)
        if state != self.state:
            self.state = state
            self.state_changed.emit(state)
