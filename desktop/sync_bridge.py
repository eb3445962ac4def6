"""Carries the sync thread's events to the GUI thread."""

from dataclasses import replace
from datetime import tzinfo

from PySide6.QtCore import QObject, Qt, Signal

from desktop.bus import Bus
from desktop.sync_state import Phase, PillWords, SyncState, pill_words
from sync.events import RowsChanged, SyncEvent, SyncFinished


class SyncBridge(QObject):
    """Made on the GUI thread; `listen` is for the engine. Destroy it only after the engine was joined.

    `state_changed` carries a `SyncState`; rows that sync changed go to the bus.
    """

    state_changed = Signal(object)
    _heard = Signal(object)

    def __init__(
        self,
        bus: Bus,
        zone: tzinfo,
        *,
        connected: bool,
        state: SyncState | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._bus = bus
        self._zone = zone
        self._state = state or SyncState(phase=Phase.IDLE if connected else Phase.LOCAL)
        self._heard.connect(self._on_heard, Qt.ConnectionType.QueuedConnection)

    @property
    def state(self) -> SyncState:
        return self._state

    @property
    def words(self) -> PillWords:
        return pill_words(self._state, self._zone)

    def listen(self, event: SyncEvent) -> None:
        """Called on the sync thread."""
        self._heard.emit(event)

    def connect_again(self) -> None:
        """The clinic has let this device in (again)."""
        self._become(replace(self._state, phase=Phase.IDLE, sentence="", code=""))

    def set_counts(self, *, waiting: int | None = None, needs_you: int | None = None) -> None:
        """What the store says, after a person's change or an answered question."""
        now = self._state
        waiting = now.waiting if waiting is None else waiting
        needs_you = now.needs_you if needs_you is None else needs_you
        self._become(replace(now, waiting=waiting, needs_you=needs_you))

    def _on_heard(self, event: SyncEvent) -> None:
        if isinstance(event, RowsChanged):
            self._bus.publish(event.changed)
        if isinstance(event, SyncFinished):
            self._bus.synced.emit()
        self._become(self._state.after(event))

    def _become(self, state: SyncState) -> None:
        if state != self._state:
            self._state = state
            self.state_changed.emit(state)
