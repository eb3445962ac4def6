"""The queue of files: sends and fetches the content of attachments beside the rows' sync, on its own thread.

Nothing is remembered of a transfer but its outcome: which chunks are here is which files exist, and which are
in the clinic is asked once per pass. So it goes on at the chunk where it stopped, however it stopped.
"""

import threading
from collections.abc import Callable

from core.crypto.chunks import CHUNK
from core.domain.clock import Clock, SystemClock
from core.domain.errors import NotFound
from core.domain.ids import IdSource, Uuid7Source
from core.store.attachments import blob_states
from core.store.attachments.blob_states import Blob
from core.store.attachments.chunk_store import Files
from core.store.attachments.content import Contents
from core.store.database.engine import Store
from core.store.database.me import Me
from core.store.unit_of_work.repository import RepositoryContext
from sync.backoff import Backoff
from sync.engine import PassSession, SyncEngine
from sync.events import Listener, NeedsYou, PassOutcome, PassPhase
from sync.files.chunks import Carrier, Numbers
from sync.files.progress import FileProgress
from sync.keys.keychain import Identity
from sync.remote import FilesRemote


class FileSession:
    """Passes of one device over one connection. Use from one thread; raises the `UserError`s of Remote.

    A pass sends what is here and not in the clinic, then fetches what is wanted here. It stops between two
    chunks: with Cancelled when `stop` is set, quietly while `running` is not (a pause).
    """

    def __init__(
        self,
        store: Store,
        remote: FilesRemote,
        identity: Identity,
        running: threading.Event | None = None,
        *,
        clock: Clock | None = None,
        ids: IdSource | None = None,
        chunk_bytes: int = CHUNK,
    ) -> None:
        self._store = store
        self._running = running or _always()
        me, clock = Me(identity.workspace_id, identity.user_id, identity.device_id), clock or SystemClock()
        files = Files(store, chunk_bytes)
        self._contents = Contents(RepositoryContext(store, me, clock, ids or Uuid7Source(clock)), files)
        self._carrier = Carrier(store, files, self._contents, remote, identity)
        self._keeps_all = False

    def run_once(self, listener: Listener, stop: threading.Event) -> PassOutcome:
        """One pass; no call at all when nothing is on its way. Numbers count chunks."""
        self._contents.collect()
        self._keeps_all = self._contents.keeps_all
        told = FileProgress(self._store, listener, stop, self._running)
        self._let_go(told)
        unsure = [blob for blob in self._living() if self._is_unsure(blob)]
        if not unsure:
            return PassOutcome()
        self._carrier.heed_keys()
        try:
            have = self._carrier.in_clinic(unsure)
            self._note(unsure, have, told)
            sent = self._send_all(unsure, have, told)
            fetched = self._fetch_all(unsure, have, told)
        finally:
            # Also what was carried before the line broke.
            told.tell()
        if told.problems:
            listener(NeedsYou(told.problems))
        waiting = sum(self._lacking(blob) for blob in self._living())
        return PassOutcome(pushed=sent, pulled=fetched, refused=told.problems, waiting=waiting)

    def send_again(self, blob_key: bytes, listener: Listener, stop: threading.Event) -> PassOutcome:
        """Puts this laptop's chunks in the place of those in the clinic, which do not hold; for an owner.

        Raises NotFound when the file is not whole here.
        """
        told = FileProgress(self._store, listener, stop, self._running)
        found = [blob for blob in self._living() if blob.key == blob_key]
        if not found or not self._carrier.is_sound(found[0], told):
            raise NotFound("This file is not whole on this computer, so it cannot be sent again.")
        told.begin(PassPhase.SEND_FILES, found[0].count)
        return PassOutcome(pushed=self._carrier.send(found[0], range(found[0].count), told, again=True))

    def _living(self) -> list[Blob]:
        with self._store.read() as db:
            return blob_states.living(db)

    def _is_unsure(self, blob: Blob) -> bool:
        return blob.state.in_clinic < blob.count or self._is_due(blob)

    def _is_due(self, blob: Blob) -> bool:
        """Whether it is to be fetched. What was not genuine waits until somebody wants it anew."""
        keeps = self._keeps_all and blob.state.problem is None and not blob.state.leaving
        return (blob.state.wanted or keeps) and len(self._carrier.present(blob)) < blob.count

    def _let_go(self, told: FileProgress) -> None:
        """Frees what a person released, and what only deleted attachments have, once the clinic says again
        that it has all of it: it may have been restored to an older state since we last asked."""
        with self._store.read() as db:
            leaving = blob_states.buried(db, self._carrier.all_present())
        leaving += [blob for blob in self._living() if blob.state.leaving and self._carrier.present(blob)]
        have = self._carrier.in_clinic(leaving)
        for blob in leaving:
            if len(have[blob.key]) == blob.count:
                self._contents.let_go(blob.key)
                told.touched.add(blob.key)
        self._note(leaving, have, told)
        told.tell()

    def _lacking(self, blob: Blob) -> int:
        """Chunks that are still to be sent from here or fetched to here."""
        here = len(self._carrier.present(blob))
        if here == blob.count:
            return max(0, blob.count - blob.state.in_clinic)
        return blob.count - here if self._is_due(blob) else 0

    def _note(self, blobs: list[Blob], have: dict[bytes, Numbers], told: FileProgress) -> None:
        news = [blob for blob in blobs if blob.state.in_clinic != len(have[blob.key])]
        if news:
            with self._store.write(bulk=True) as db:
                for blob in news:
                    blob_states.set_in_clinic(db, blob.key, len(have[blob.key]))
            told.touched.update(blob.key for blob in news)
            told.tell()

    def _send_all(self, blobs: list[Blob], have: dict[bytes, Numbers], told: FileProgress) -> int:
        # What is known to be damaged here is not read again at every pass.
        lacking = [blob for blob in blobs if len(have[blob.key]) < blob.count and blob.state.problem is None]
        ready = [blob for blob in lacking if self._carrier.is_sound(blob, told)]
        told.begin(PassPhase.SEND_FILES, sum(blob.count - len(have[blob.key]) for blob in ready))
        return sum(self._carrier.send(blob, set(range(blob.count)) - have[blob.key], told) for blob in ready)

    def _fetch_all(self, blobs: list[Blob], have: dict[bytes, Numbers], told: FileProgress) -> int:
        due = [(blob, have[blob.key] - self._carrier.present(blob)) for blob in blobs if self._is_due(blob)]
        told.begin(PassPhase.FETCH_FILES, sum(len(numbers) for _, numbers in due))
        return sum(self._carrier.fetch(blob, numbers, told) for blob, numbers in due if numbers)


class FilesEngine(SyncEngine[FilesRemote]):
    """Owns the thread of the queue of files: `wake` after a file was added or wanted, `pause` on a metered
    connection, which also holds a pass between two chunks."""

    def __init__(
        self,
        connect: Callable[[], FilesRemote],
        session_for: Callable[[FilesRemote, threading.Event], PassSession],
        listener: Listener,
        *,
        clock: Clock | None = None,
        backoff: Backoff | None = None,
    ) -> None:
        super().__init__(
            connect,
            lambda remote: session_for(remote, self._running),
            listener,
            name="files",
            clock=clock,
            backoff=backoff,
        )


def _always() -> threading.Event:
    running = threading.Event()
    running.set()
    return running
