"""Carries the sync thread's events to the GUI thread."""

import uuid
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from core.domain.changes import Changed
from core.domain.enums import Origin
from core.runtime.yielding import FOREGROUND
from desktop.kit.bus import Bus
from desktop.sync_status.state import StatusPhase, SyncState
from desktop.sync_status.texts import PillWords, pill_words
from sync.events import RowsChanged, SyncEvent, SyncFailed, SyncFinished

GATHER_MS = 300
"""How long changed rows are gathered before the screens hear of them; the end of a pass tells at once."""


class SyncBridge(QObject):
    """Made on the GUI thread; `listen` is for the engine. Destroy it only after the engine was joined.

    `state_changed` carries a `SyncState`; rows that sync changed go to the bus, gathered while a pass
    brings page after page, so that a screen reads again a few times a second and not for each page.
    """

    state_changed = Signal(object)
    _heard = Signal(object)

    def __init__(self, bus: Bus, state: SyncState, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bus = bus
        self._state = state
        self._uncounted = False
        self._rows: dict[str, set[uuid.UUID]] = {}
        self._soon = QTimer(self, singleShot=True, interval=GATHER_MS)
        self._soon.timeout.connect(self._tell_rows)
        self._heard.connect(self._on_heard, Qt.ConnectionType.QueuedConnection)

    @property
    def state(self) -> SyncState:
        """After everything heard so far, with the counts and the pause that the window has set."""
        return self._state

    def words(self, now: datetime) -> PillWords:
        """`now` brings the practice's zone."""
        return pill_words(self._state, now)

    def listen(self, event: SyncEvent) -> None:
        """Called on the sync thread."""
        self._heard.emit(event)

    def connect_again(self) -> None:
        """The clinic has let this device in (again)."""
        self._become(replace(self._state, phase=StatusPhase.IDLE, sentence="", code=""))

    def wait_to_join(self, state: SyncState) -> None:
        """The laptop has asked the clinic to let it in, and is no device of it until the answer is here."""
        self._become(replace(state, needs_you=self._state.needs_you, waiting=self._state.waiting))

    def set_paused(self, paused: bool) -> None:
        """Only what is shown; whoever calls it holds the engine or lets it go on."""
        self._become(replace(self._state, paused=paused))

    def set_unsent_files(self, count: int) -> None:
        """Files whose content is not wholly in the clinic, as the store counts them."""
        self._become(replace(self._state, unsent_files=count))

    def expect_unsent(self) -> None:
        """A person changed something: until that is counted, no pass that ends says that all is saved."""
        self._uncounted = True
        self._become(replace(self._state, waiting=max(1, self._state.waiting)))

    def set_counts(self, *, waiting: int | None = None, needs_you: int | None = None) -> None:
        """What the store says, after a person's change or an answered question."""
        now = self._state
        self._uncounted = self._uncounted and waiting is None
        waiting = now.waiting if waiting is None else waiting
        needs_you = now.needs_you if needs_you is None else needs_you
        self._become(replace(now, waiting=waiting, needs_you=needs_you))

    def _on_heard(self, event: SyncEvent) -> None:
        with FOREGROUND:
            self._take(event)

    def _take(self, event: SyncEvent) -> None:
        if isinstance(event, RowsChanged):
            self._gather(event.changed)
        if isinstance(event, SyncFinished | SyncFailed):
            self._tell_rows()
        self._become(self._after(event))
        if isinstance(event, SyncFinished):
            self._bus.synced.emit()

    def _after(self, event: SyncEvent) -> SyncState:
        state = self._state.after(event)
        # What the pass counted is older than the person's change.
        if self._uncounted and isinstance(event, SyncFinished):
            return replace(state, waiting=max(1, state.waiting), saved_at=self._state.saved_at)
        return state

    def _gather(self, changed: Iterable[Changed]) -> None:
        for change in changed:
            self._rows.setdefault(change.table, set()).update(change.ids)
        if not self._soon.isActive():
            self._soon.start()

    def _tell_rows(self) -> None:
        self._soon.stop()
        rows, self._rows = self._rows, {}
        with FOREGROUND:
            self._bus.publish(Changed(table, frozenset(ids), Origin.SYNC) for table, ids in rows.items())

    def _become(self, state: SyncState) -> None:
        if state != self._state:
            self._state = state
            self.state_changed.emit(state)
