"""The pull phase: pages of the feed, fetched and verified ahead while the page before is written."""

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection

from core.domain.errors import Cancelled, UserError
from core.store import feed
from core.store.engine import Store
from core.store.facts import get_fact
from core.store.feed import FeedRow
from sync.codec import Bad, Codec
from sync.ground import Ground
from sync.page import Settled, Settler, unanswered_keys
from sync.remote import Page, Remote

PAGE_ROWS = 1000
CONSENT = "sync/removal_allowed"
"""Fact: a person said that many records may be removed. Cleared after the next drained pull."""

Verified = tuple[Page, Sequence[FeedRow | Bad]]


class WipeOutStopped(UserError):
    """A pull that would remove so much that a person must agree first."""

    code = "wipe_out"

    def __init__(self, removed: int, living: int) -> None:
        self.removed, self.living = removed, living
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

    def __init__(self, store: Store, ground: Ground, codec: Codec, remote: Remote) -> None:
        self._store, self._ground, self._codec, self._remote = store, ground, codec, remote
        self._settler = Settler(ground)
        self._removed = 0

    def run(
        self,
        epoch: UUID,
        done: Settled,
        stop: threading.Event,
        told: Callable[[int], None],
        *,
        restored: bool = False,
    ) -> Pulled:
        """Pulls until nothing is left or a row stands in the way. `told` gets the cursor after each page."""
        with self._store.read() as db:
            start = feed.cursor(db, self._ground.me.workspace_id).seq
        self._removed, upto = 0, start
        for page, rows in self._pages(epoch, start):
            upto = self._write(epoch, page, rows, restored, done)
            told(upto)
            if upto < page.upto:
                return Pulled(upto, drained=False)
            if page.more and stop.is_set():
                raise Cancelled("Syncing was stopped; what has arrived is kept.")
        return Pulled(upto, drained=True)

    def _pages(self, epoch: UUID, after: int) -> Iterator[Verified]:
        """The first page at once; from then on the next one is fetched while this one is stored."""
        page, rows = self._fetch(epoch, after)
        if not page.more:
            yield page, rows
            return
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
        self, epoch: UUID, page: Page, rows: Sequence[FeedRow | Bad], restored: bool, done: Settled
    ) -> int:
        with self._store.write(bulk=True) as db:
            rows, upto = before_unanswered(db, rows, page.upto)
            self._guard(db, rows)
            self._settler.settle(db, rows, restored=restored, done=done)
            feed.set_cursor(db, self._ground.me.workspace_id, upto, epoch)
        return upto

    def _guard(self, db: Connection, rows: Sequence[FeedRow | Bad]) -> None:
        good = [each for each in rows if isinstance(each, FeedRow)]
        found = feed.wipe_out(db, self._ground.me.workspace_id, good)
        self._removed += found.removed
        if found.removed:
            check_removal(db, self._removed, found.living + self._removed - found.removed)


def before_unanswered(
    db: Connection, rows: Sequence[FeedRow | Bad], upto: int
) -> tuple[Sequence[FeedRow | Bad], int]:
    """The page up to the first row whose own push has no stored answer: the answer decides about that row.

    Stepping over it would leave this device apart for ever: the feed never shows that version again.
    """
    sent = unanswered_keys(db)
    for index, each in enumerate(rows if sent else ()):
        key = (each.table_no, each.row_id) if isinstance(each, Bad) else (each.row.table_no, each.row.row_id)
        if key in sent:
            return rows[:index], each.seq - 1
    return rows, upto


def check_removal(db: Connection, removed: int, living: int) -> None:
    """Stops (WipeOutStopped) when so much would go that a person must agree, and none has."""
    if feed.WipeOut(removed, living).suspicious and get_fact(db, CONSENT) is None:
        raise WipeOutStopped(removed, living)
