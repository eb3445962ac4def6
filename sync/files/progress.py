"""What a pass of the queue of files tells its listener, and whether it may go on."""

import threading
import uuid

from core.domain.changes import Changed
from core.domain.enums import Origin
from core.domain.errors import Cancelled
from core.store.attachments import blob_states
from core.store.database.engine import Store
from sync.events import Listener, PassPhase, RowsChanged, SyncProgress


class FileProgress:
    """Counts chunks, and gathers the files that are elsewhere, or another way, than before."""

    def __init__(
        self, store: Store, listener: Listener, stop: threading.Event, running: threading.Event
    ) -> None:
        self._store, self._listener = store, listener
        self._stop, self._running = stop, running
        self._phase, self._done, self._total = PassPhase.SEND_FILES, 0, 0
        self.touched: set[bytes] = set()
        self.problems = 0

    def begin(self, phase: PassPhase, total: int) -> None:
        """The next phase, in which `total` chunks are to go; nothing is told where there are none."""
        self._phase, self._done, self._total = phase, 0, total
        if total:
            self._listener(SyncProgress(0, total, phase))

    def step(self) -> None:
        """One more chunk."""
        self._done += 1
        self._listener(SyncProgress(self._done, max(self._done, self._total), self._phase))

    def may_go(self) -> bool:
        """Asked between two chunks: False in a pause. Raises Cancelled when the pass is to stop."""
        if self._stop.is_set():
            raise Cancelled("Stopped. What was exchanged is kept; the rest goes on from there.")
        return self._running.is_set()

    def note_problem(self, blob_key: bytes, word: str) -> None:
        """A file whose content cannot be used; the others go on."""
        with self._store.write() as db:
            blob_states.set_problem(db, blob_key, word)
        self.count_problem(blob_key)

    def count_problem(self, blob_key: bytes) -> None:
        """As `note_problem`, where the store has noted it already."""
        self.problems += 1
        self.touched.add(blob_key)

    def tell(self) -> None:
        """Tells of the files touched since the last call, as the attachments and practices that have them."""
        touched, self.touched = self.touched, set()
        with self._store.read() as db:
            ids = {uuid.UUID(bytes=each) for key in touched for each in blob_states.attachments_of(db, key)}
            practices = {uuid.UUID(bytes=each) for each in blob_states.workspaces_of(db, touched)}
        if ids:
            self._listener(RowsChanged((Changed("session_attachments", frozenset(ids), Origin.SYNC),)))
        if practices:
            self._listener(RowsChanged((Changed("workspaces", frozenset(practices), Origin.SYNC),)))
