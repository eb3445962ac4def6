"""The greeting phase: where server and store stand, and whether each is still the one that the other left."""

from dataclasses import dataclass

from core.domain.clock import Clock, from_micros
from core.domain.clock_doubt import Heard
from core.domain.errors import ServerRefused, UserError, VersionMismatch
from core.domain.registry import SCHEMA_VERSION
from core.release.server_schema import note_server_schema, server_schema
from core.store.database.engine import Store
from core.store.database.facts import get_fact
from core.store.outbox import feed_store
from core.store.outbox.reading_anew import has_accepted_rows
from core.store.outbox.sent_op import first_unanswered
from core.store.unit_of_work.timekeeping import hear, is_news
from sync.remote import Remote, Scarce, WorkspaceHead
from sync.rows import resync, rollback_watch
from sync.rows.local_rows import LocalRows
from sync.rows.verify import WENT_BACK


@dataclass(frozen=True, slots=True)
class Here:
    """Where this store stands before a pass."""

    cursor: feed_store.Cursor
    dirty: int
    unsent_from: int
    floor: int
    replacing: resync.Why | None

    def is_level_with(self, head: WorkspaceHead) -> bool:
        """Whether everything that the server had at the greeting has been read."""
        return self.replacing is None and self.cursor.seq >= head.seq

    def differs_from(self, head: WorkspaceHead) -> bool:
        """Whether anything waits on either side."""
        return bool(self.dirty or self.replacing or self.cursor.seq != head.seq)


@dataclass(frozen=True, slots=True)
class Greeted:
    """What the server told of itself. `scarce`: its limits that are nearly reached."""

    head: WorkspaceHead
    scarce: tuple[Scarce, ...]


class Greeting:
    """Runs first in a pass; raises the `UserError`s with which a pass ends at once."""

    def __init__(self, store: Store, remote: Remote, ground: LocalRows, clock: Clock) -> None:
        self._store, self._remote, self._ground, self._clock = store, remote, ground, clock
        self._workspace_id = ground.me.workspace_id

    def greet(self) -> Greeted:
        """One round trip."""
        greeted = self._hello()
        head = greeted.head
        # Before the two are compared: the update that mends a mismatch is measured by it.
        self._note_schema(head)
        if not head.min_schema <= SCHEMA_VERSION <= head.max_schema:
            raise VersionMismatch(_MISMATCH[head.min_schema > SCHEMA_VERSION])
        return greeted

    def _note_schema(self, head: WorkspaceHead) -> None:
        """So that an update can be measured by the server where there is no connection."""
        with self._store.read() as db:
            is_known = server_schema(db) == head.max_schema
        if not is_known:
            with self._store.write() as db:
                note_server_schema(db, head.max_schema)

    def check(self) -> None:
        """One round trip that changes nothing."""
        head, here = self.greet().head, self.look()
        _refuse_older(head, here)

    def _hello(self) -> Greeted:
        try:
            hello = self._remote.hello()
        except ServerRefused as error:
            raise (unknown_device() if error.code == "denied" else error) from None
        self._hear(hello.now)
        scarce = tuple(each for each in hello.scarce if each.workspace_id == self._workspace_id)
        head = next((head for head in hello.heads if head.workspace_id == self._workspace_id), None)
        if head is None:
            raise unknown_device()
        return Greeted(head, scarce)

    def _hear(self, now: int | None) -> None:
        """Whether this computer's clock is plainly wrong is judged by the server's, among others."""
        if now is None:
            return
        heard = Heard(from_micros(now), self._clock.now())
        with self._store.read() as db:
            # Looked up first: a write takes the lock for which whoever types waits, and mostly nothing is
            # news.
            is_known = not is_news(db, heard)
        if not is_known:
            with self._store.write() as db:
                hear(db, heard)

    def prepared(self, head: WorkspaceHead) -> Here:
        """Notices a restored copy of this store, and a server that is not the one that we left."""
        here = self.look()
        _refuse_older(head, here)
        why = resync.reason_to_replace(head, here.cursor, here.unsent_from, here.floor)
        if self._is_another_life(head, here):
            why = resync.Why.RESTORED
        if why is None and here.cursor.epoch is not None:
            return here
        with self._store.write() as db:
            if why is not None:
                resync.begin(db, self._ground, head, why)
            else:
                # Before anything is sent: a server that is restored meanwhile must be noticed.
                feed_store.set_cursor(db, self._workspace_id, 0, head.epoch)
                resync.note_floor(db, head)
        return self.look()

    def _is_another_life(self, head: WorkspaceHead, here: Here) -> bool:
        """Whether this store does not know any more which server accepted its rows, or the server was put
        back under the epoch that it had: it forgot what it showed us, or comparing found it out."""
        with self._store.read() as db:
            if here.cursor.epoch is None:
                return has_accepted_rows(db)
            return get_fact(db, WENT_BACK) is not None or rollback_watch.is_forgotten(db, head)

    def look(self) -> Here:
        """Where this store stands now, asking nobody else."""
        with self._store.read() as db:
            cursor = feed_store.cursor(db, self._workspace_id)
            unsent_from, floor = first_unanswered(db) or cursor.op_no + 1, resync.floor_at_start(db)
            return Here(cursor, self._ground.journal.dirty(db), unsent_from, floor, resync.under_way(db))


def restored_copy() -> UserError:
    """This store is an older copy: the server has seen ops of this device that it does not know."""
    return UserError(
        "This is a restored copy of this computer's practice. Your work is kept; to go on syncing, join the "
        "clinic again as a new device: click the clinic's state at the top of the window (in a terminal, "
        "`pazpaz join --again`).",
        code="restored_copy",
    )


def unknown_device() -> ServerRefused:
    """The server has no such device: it was restored to a day before this one joined."""
    return ServerRefused(
        "The clinic's server does not know this laptop; perhaps it was brought back to a day before this "
        "laptop joined. Your work is kept; to go on syncing, join the clinic again: click the clinic's state "
        "at the top of the window (in a terminal, `pazpaz join --again`).",
        code="unknown_device",
    )


def _refuse_older(head: WorkspaceHead, here: Here) -> None:
    """The server has ops of this device that this store never made."""
    # In another epoch the server's numbers say nothing of ours.
    if here.cursor.epoch == head.epoch and head.last_op_no > here.cursor.op_no:
        raise restored_copy()


_MISMATCH = {
    True: "This program is older than the clinic's server accepts. Your work is kept; install the update.",
    False: "The clinic's server is older than this program. Your work is kept; ask the clinic to upgrade it.",
}
