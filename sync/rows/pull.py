"""The pull phase: pages of the feed, fetched and verified ahead while the page before is written."""

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection

from core.domain.errors import Cancelled, UserError
from core.store.database.engine import Store
from core.store.database.facts import get_fact
from core.store.outbox import feed_store
from core.store.outbox.feed_store import FeedRow
from core.store.outbox.sent_op import unanswered_keys
from core.store.unit_of_work.settlement import Settled
from sync.remote import FeedPage, Remote
from sync.rows import rollback_watch
from sync.rows.apply_page import ONWARD, FeedReading
from sync.rows.codec import Bad, Codec
from sync.rows.local_rows import LocalRows
from sync.rows.settler import FeedPlace, Settler

# Of short rows; the server ends a page earlier where they weigh more than about 4 MB.
PAGE_ROWS = 1000
CONSENT = "sync/removal_allowed"
"""Fact: a person said that many records may be removed. Cleared after the next drained pull."""

Verified = tuple[FeedPage, Sequence[FeedRow | Bad]]


class WipeOutStopped(UserError):
    """A pull that would remove so much that a person must agree first."""

    code = "wipe_out"

    def __init__(self, removed: int, living: int) -> None:
        super().__init__(
            f"The clinic's server wants to remove {removed} of {living} records here. "
            "Nothing was removed. Ask the clinic, then allow or refuse it."
        )


@dataclass(frozen=True, slots=True)
class Pulled:
    """`drained`: everything up to `seq` is here, nothing was left out."""

    seq: int
    drained: bool


class Pull:
    """Reads the feed into the store; every page with its cursor is one transaction, so progress is kept."""

    def __init__(self, store: Store, ground: LocalRows, codec: Codec, remote: Remote) -> None:
        self._store, self._ground, self._codec, self._remote = store, ground, codec, remote
        self._settler = Settler(ground, codec)
        self._removed = 0

    def run(
        self,
        epoch: UUID,
        stop: threading.Event,
        told: Callable[[int, Settled], None],
        reading: FeedReading = ONWARD,
    ) -> Pulled:
        """Pulls until nothing is left or a row stands in the way.

        After each page `told` gets the cursor and what changed here.
        """
        with self._store.read() as db:
            start = feed_store.cursor(db, self._ground.me.workspace_id).seq
        self._removed, upto = 0, start
        for page, rows in self._pages(epoch, start):
            upto, settled = self._write(epoch, page, rows, reading)
            told(upto, settled)
            # A row whose own push has no stored answer: it is asked for again once that is here.
            if upto < page.upto:
                return Pulled(upto, drained=False)
            if page.more and stop.is_set():
                raise Cancelled("Syncing was stopped; what has arrived is kept.")
        return Pulled(upto, drained=True)

    def _pages(self, epoch: UUID, after: int) -> Iterator[Verified]:
        """The first page at once; from then on the next one is fetched while this one is stored."""
        page, rows = self._fetch(epoch, after)
        # Mostly one page is all there is: no thread for that.
        if not page.more:
            yield page, rows
            return
        # One worker, for a connection serves one thread at a time; storing a page calls nobody.
        with ThreadPoolExecutor(1, thread_name_prefix="sync-fetch") as pool:
            ahead: Future[Verified] = pool.submit(self._fetch, epoch, page.upto)
            yield page, rows
            while page.more:
                page, rows = ahead.result()
                if page.more:
                    ahead = pool.submit(self._fetch, epoch, page.upto)
                yield page, rows

    def _fetch(self, epoch: UUID, after: int) -> Verified:
        page = self._remote.pull(self._ground.me.workspace_id, epoch, after, PAGE_ROWS)
        return page, self._codec.decode(page.rows)

    def _write(
        self, epoch: UUID, page: FeedPage, rows: Sequence[FeedRow | Bad], reading: FeedReading
    ) -> tuple[int, Settled]:
        # Rows and cursor together: after a kill between two transactions rows would be skipped for ever.
        with self._store.write(bulk=True) as db:
            rows, upto = before_unanswered(db, rows, page.upto)
            self._guard(db, rows)
            shown = rollback_watch.shown(self._ground.me.device_id, page.upto) if page.rows else {}
            return upto, self._settler.settle(db, rows, reading, FeedPlace(upto, epoch, shown))

    def _guard(self, db: Connection, rows: Sequence[FeedRow | Bad]) -> None:
        good = [each for each in rows if isinstance(each, FeedRow)]
        found = feed_store.wipe_out(db, self._ground.me.workspace_id, good)
        self._removed += found.removed
        if found.removed:
            # Over the whole pull, not by page: many small pages could remove everything.
            check_removal(db, self._removed, found.living + self._removed - found.removed)


def before_unanswered(
    db: Connection, rows: Sequence[FeedRow | Bad], upto: int
) -> tuple[Sequence[FeedRow | Bad], int]:
    """The page up to the first row whose own push has no stored answer: the answer decides about that row.

    Stepping over it would leave this device apart for ever: the feed never shows that version again.
    """
    sent = unanswered_keys(db)
    for index, each in enumerate(rows):
        if each.key in sent:
            return rows[:index], each.seq - 1
    return rows, upto


def check_removal(db: Connection, removed: int, living: int) -> None:
    """Stops (WipeOutStopped) when so much would go that a person must agree, and none has."""
    if feed_store.WipeOut(removed, living).suspicious and get_fact(db, CONSENT) is None:
        raise WipeOutStopped(removed, living)
