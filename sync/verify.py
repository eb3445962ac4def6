"""After a drained pull: do we have what the server has? Where not, only the bad ranges are read again."""

from collections.abc import Iterator, Sequence
from itertools import islice
from uuid import UUID

from sqlalchemy import Connection

from core.domain.registry import BY_NO
from core.store.engine import Store
from core.store.feed import FeedRow
from sync.codec import Codec
from sync.ground import Ground, by_table
from sync.page import Settled, store_one
from sync.remote import Remote, TableDigest

RANGE = 1000
"""Rows of the feed that are read again together."""
MOST_RANGES = 20

Gap = dict[int, tuple[int, int]]
"""By table: how many rows and which sum of digests the server has beyond ours."""


class Verify:
    """Compares digests (count and sum of row digests per table) and heals what differs."""

    def __init__(self, store: Store, ground: Ground, codec: Codec, remote: Remote) -> None:
        self._store, self._ground, self._codec, self._remote = store, ground, codec, remote
        self._refused: Gap = {}
        """What still differs after healing: rows that do not hold, which are not asked for again."""

    def run(self, epoch: UUID, seq: int, done: Settled) -> int:
        """One round trip when all is well. Returns how many ranges were read again."""
        if self._agrees(seq):
            return 0
        ranges = list(islice(self._bad_ranges(0, {}, seq, self._gap(seq)), MOST_RANGES))
        for low, high in ranges:
            self._heal(epoch, low, high, done)
        self._refused = self._gap(seq)
        return len(ranges)

    def _agrees(self, seq: int) -> bool:
        return self._gap(seq) in ({}, self._refused)

    def _bad_ranges(self, low: int, below: Gap, high: int, upto: Gap) -> Iterator[tuple[int, int]]:
        """Digests are cumulative, so a range is bad where the difference to the server's changes.

        Found by halving: a counter may stand at billions, and each look is a round trip.
        """
        if below == upto:
            return
        if high - low <= RANGE:
            yield low, high
            return
        middle = (low + high) // 2
        half = self._gap(middle)
        yield from self._bad_ranges(low, below, middle, half)
        yield from self._bad_ranges(middle, half, high, upto)

    def _gap(self, high: int) -> Gap:
        theirs = _known(self._remote.digests(self._ground.me.workspace_id, high))
        with self._store.read() as db:
            ours = _known(self._ground.digests(db, high))
        gaps = {}
        for no in {*theirs, *ours}:
            (count, total), (our_count, our_total) = theirs.get(no, (0, 0)), ours.get(no, (0, 0))
            gaps[no] = count - our_count, (total - our_total) % 2**64
        return {no: gap for no, gap in gaps.items() if gap != (0, 0)}

    def _heal(self, epoch: UUID, low: int, high: int, done: Settled) -> None:
        """Stores the range's rows again where ours differ and nothing of ours waits."""
        page = self._remote.pull(self._ground.me.workspace_id, epoch, low, high - low)
        rows = [each for each in self._codec.decode(page.rows) if isinstance(each, FeedRow)]
        with self._store.write(bulk=True) as db:
            for table_no, of_table in by_table(each for each in rows if each.seq <= high).items():
                for each in self._wanted(db, table_no, of_table):
                    if store_one(db, self._ground, each):
                        done.changed.add((table_no, each.row.row_id))

    def _wanted(self, db: Connection, table_no: int, rows: Sequence[FeedRow]) -> list[FeedRow]:
        ids = [each.row.row_id for each in rows]
        known = self._ground.known(db, table_no, ids)
        dirty = self._ground.journal.dirty_among(db, [(table_no, row_id) for row_id in ids])
        return [
            each
            for each in rows
            if (table_no, each.row.row_id) not in dirty
            and ((mine := known.get(each.row.row_id)) is None or mine.version <= each.row.version)
            and (mine is None or (mine.mac, mine.seq) != (each.mac, each.seq))
        ]


def _known(digests: Sequence[TableDigest]) -> dict[int, tuple[int, int]]:
    """Of the tables that both sides know; bare (count, sum) so that they compare and subtract."""
    return {
        each.table_no: (each.count, each.total) for each in digests if each.table_no in BY_NO and each.count
    }
