"""One sync pass: greet, push what waits, pull what is new, compare, tell."""

import threading
import uuid
from dataclasses import dataclass

from core.domain.clock import Clock, to_micros
from core.domain.errors import Cancelled, ServerRefused, UserError, VersionMismatch
from core.domain.ids import IdSource
from core.domain.registry import BY_NO, SCHEMA_VERSION
from core.store import feed
from core.store.engine import Store
from core.store.facts import set_fact
from core.store.journal import Journal
from core.store.me import Me
from sync import replacement
from sync.codec import Codec
from sync.events import Listener, NeedsYou, Outcome, Phase, RowsChanged, SyncProgress
from sync.ground import Ground, changed_rows
from sync.keys import Identity, Keychain
from sync.page import Settled
from sync.pull import CONSENT, Pull, Pulled
from sync.push import Push, Pushed
from sync.remote import Remote, WorkspaceHead
from sync.resealing import Resealing
from sync.verify import Verify

MOST_ROUNDS = 6
"""Push, pull, push again: enough for merges to settle; what then still waits goes in the next pass."""


@dataclass(frozen=True, slots=True)
class Here:
    """Where this store stands before a pass."""

    cursor: feed.Cursor
    dirty: int
    unsent_from: int
    replacing: replacement.Why | None


class SyncSession:
    """Passes of one device over one connection. Use from one thread; raises the `UserError`s of Remote."""

    def __init__(self, store: Store, remote: Remote, identity: Identity, clock: Clock, ids: IdSource) -> None:
        self._store, self._remote, self._clock = store, remote, clock
        me = Me(identity.workspace_id, identity.user_id, identity.device_id)
        self._workspace_id = identity.workspace_id
        self._journal = Journal(me.workspace_id, clock, ids)
        self._ground = Ground(me, self._journal, clock, ids)
        self._keychain = Keychain(store, remote, identity)
        self._codec = Codec(identity, self._keychain)
        self._push = Push(store, self._ground, self._codec, remote)
        self._pull = Pull(store, self._ground, self._codec, remote)
        self._verify = Verify(store, self._ground, self._codec, remote)
        self._resealing = Resealing(store, remote, identity, self._keychain, self._codec)

    def run_once(self, listener: Listener, stop: threading.Event) -> Outcome:
        """One pass; when nothing changed on either side it is one round trip."""
        head = self._greet()
        self._keychain.heed(head.key_generation)
        here = self._prepared(head)
        listener_pass = _Pass(self, listener, stop, head)
        if here.dirty or here.replacing or here.cursor.seq != head.seq:
            listener_pass.run(here)
        self._resealing.run(head.key_generation, stop)
        return self._finished(listener_pass)

    def _greet(self) -> WorkspaceHead:
        heads = {head.workspace_id: head for head in self._remote.hello().heads}
        head = heads.get(self._workspace_id)
        if head is None:
            raise ServerRefused("The clinic's server does not know this practice for this device.")
        if not head.min_schema <= SCHEMA_VERSION <= head.max_schema:
            raise VersionMismatch(_MISMATCH[head.min_schema > SCHEMA_VERSION])
        return head

    def _prepared(self, head: WorkspaceHead) -> Here:
        """Notices a restored copy of this store, and a server that is not the one that we left."""
        here = self._look()
        if here.cursor.epoch == head.epoch and head.last_op_no > here.cursor.op_no:
            raise restored_copy()
        why = replacement.reason_to_replace(head, here.cursor, here.unsent_from)
        if why is None and here.cursor.epoch is not None:
            return here
        with self._store.write() as db:
            if why is not None:
                replacement.begin(db, self._ground, head, why)
            else:
                # Before anything is sent: a server that is restored meanwhile must be noticed.
                feed.set_cursor(db, self._workspace_id, 0, head.epoch)
        return self._look()

    def _look(self) -> Here:
        with self._store.read() as db:
            cursor = feed.cursor(db, self._workspace_id)
            first = db.exec_driver_sql("SELECT min(op_no) FROM outbox").scalar()
            return Here(cursor, self._journal.dirty(db), first or cursor.op_no + 1, replacement.under_way(db))

    def push(self, listener_pass: "_Pass") -> Pushed:
        try:
            return self._push.run(listener_pass.head.epoch, listener_pass.stop, listener_pass.told_sent)
        except ServerRefused as error:
            raise (restored_copy() if error.code == "cloned" else error) from None

    def pull(self, listener_pass: "_Pass", why: replacement.Why | None) -> Pulled:
        told = listener_pass.told
        restored = why is replacement.Why.RESTORED
        head, done = listener_pass.head, listener_pass.done
        pulled = self._pull.run(head.epoch, done, listener_pass.stop, told, restored=restored)
        if pulled.drained:
            self._drained(why, done)
        return pulled

    def _drained(self, why: replacement.Why | None, done: Settled) -> None:
        with self._store.write() as db:
            if why is not None:
                done.changed.update(replacement.finish(db, self._ground, why))
            set_fact(db, CONSENT, None)

    def compare(self, pulled: Pulled, epoch: uuid.UUID, done: Settled) -> None:
        self._verify.run(epoch, pulled.seq, done)

    def _finished(self, listener_pass: "_Pass") -> Outcome:
        with self._store.write(bulk=True) as db:
            waiting = self._journal.dirty(db)
            if not waiting:
                feed.set_last_good(db, self._workspace_id, to_micros(self._clock.now()))
        return listener_pass.outcome(waiting)

    def dirty(self) -> int:
        with self._store.read() as db:
            return self._journal.dirty(db)


class _Pass:
    """What one pass gathers on its way."""

    def __init__(
        self, session: SyncSession, listener: Listener, stop: threading.Event, head: WorkspaceHead
    ) -> None:
        self._session, self._listener = session, listener
        self.stop, self.head = stop, head
        self.done = Settled()
        self._pushed, self._refused = 0, 0
        self._moved = True

    def run(self, here: Here) -> None:
        """Pull first when the feed is read anew, otherwise push first; until nothing waits or moves."""
        try:
            self._rounds(here)
        finally:
            self._tell_changes()

    def _rounds(self, here: Here) -> None:
        why, waiting, pulled = here.replacing, here.dirty, None
        self.told(here.cursor.seq)
        for _ in range(MOST_ROUNDS):
            if waiting and why is None:
                self._push()
            pulled = self._session.pull(self, why)
            self._tell_changes()
            why = None if pulled.drained else why
            before, waiting = waiting, self._session.dirty()
            if self.stop.is_set():
                raise Cancelled("Syncing was stopped; nothing is lost.")
            if not waiting or (waiting == before and not self._moved):
                break
        if pulled is not None and pulled.drained and self.done.applied:
            self._session.compare(pulled, self.head.epoch, self.done)

    def _push(self) -> None:
        pushed = self._session.push(self)
        self._moved = bool(pushed.accepted or pushed.behind or pushed.refused)
        self._pushed += pushed.accepted
        self._refused += pushed.refused
        self.done.changed |= pushed.changed

    def told_sent(self, accepted: int) -> None:
        """How many rows went out in this push phase."""
        done = self._pushed + accepted
        self._listener(SyncProgress(done, done + self._session.dirty(), Phase.PUSH))

    def told(self, seq: int) -> None:
        """How far the feed is read."""
        self._listener(SyncProgress(seq, max(seq, self.head.seq), Phase.PULL))
        self._tell_changes()

    def _tell_changes(self) -> None:
        changed, self.done.changed = self.done.changed, set()
        if changed:
            self._listener(RowsChanged(changed_rows(key for key in changed if key[0] in BY_NO)))

    def outcome(self, waiting: int) -> Outcome:
        asked = self.done.conflicts + self._refused + self.done.alarms
        if asked:
            self._listener(NeedsYou(asked))
        return Outcome(
            pushed=self._pushed,
            pulled=self.done.applied + self.done.merged,
            merged=self.done.merged,
            conflicts=self.done.conflicts,
            refused=self._refused,
            waiting=waiting,
        )


def allow_removal(store: Store) -> None:
    """A person agreed that the server may remove many records; holds until the next drained pull."""
    with store.write() as db:
        set_fact(db, CONSENT, b"1")


def restored_copy() -> UserError:
    """This store is an older copy: the server has seen ops of this device that it does not know."""
    return UserError(
        "This is a restored copy of this computer's practice. Your work is kept; "
        "join the clinic again as a new device to go on syncing.",
        code="restored_copy",
    )


_MISMATCH = {
    True: "This program is older than the clinic's server accepts. Your work is kept; install the update.",
    False: "The clinic's server is older than this program. Your work is kept; ask the clinic to upgrade it.",
}
