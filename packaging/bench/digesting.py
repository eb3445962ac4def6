"""What a laptop compares after a pass of ten rows: sums that were kept, against counting all rows."""

from big import Big
from harness import Figure, Taken, medians, taken, timed
from sqlalchemy import Connection
from stage import Stage

from core.domain.ids import DeviceId
from core.domain.registry import CLIENTS
from core.store.database.rows import stored_rows
from core.store.outbox import digests, feed_store
from core.store.outbox.feed_store import FeedRow
from core.store.outbox.wire_row import row_to_wire

_ROWS = 10
_LIMIT_MS = 5.0
_HI = 2**40


def digests_after_a_pass(stage: Stage) -> list[Figure]:
    """Each round ten clients come with new macs; timed is what the pass does for the comparison."""
    passes = _Passes(stage.big)
    with stage.phase("digests after a pass"):
        for _ in range(stage.scale.rounds * 4):
            passes.run()
    ours, floor = medians(passes.kept), medians(passes.counted)
    count = sum(each.rows for each in passes.last)
    name = f"digests after {_ROWS} rows, {count:,} here"
    return [timed(name, "ms", ours, floor, "counting all rows", limit=_LIMIT_MS)]


class _Passes:
    def __init__(self, big: Big) -> None:
        self._store, self._me = big.opened.store, big.practice.me
        with self._store.read() as db:
            found = digests.count_anew(db, self._me.workspace_id)
        with self._store.write() as db:
            digests.keep(db, self._me.workspace_id, found)
        self._clients = [each.client.id for each in big.practice.clients.list()[:_ROWS]]
        self._turn = 0
        self.kept: list[Taken] = []
        self.counted: list[Taken] = []
        self.last: list[digests.Digest] = []

    def run(self) -> None:
        self._arrive()
        self.kept.append(taken(self._compare))
        with self._store.read() as db:
            self.counted.append(taken(lambda: self._count(db)))
        if self._kept != self.last:
            raise RuntimeError("the kept sums are not those of the rows")

    def _arrive(self) -> None:
        self._turn += 1
        with self._store.write() as db:
            stored = stored_rows(db, CLIENTS, self._me.workspace_id, self._clients)
            mac = self._turn.to_bytes(32)
            origin = DeviceId(self._me.device_id)
            rows = [
                FeedRow(row_to_wire(CLIENTS, row), row["seq"], mac[::-1], origin) for row in stored.values()
            ]
            feed_store.apply_rows(db, self._me.workspace_id, rows)

    def _compare(self) -> None:
        with self._store.write(bulk=True) as db:
            digests.add_up(db, self._me.workspace_id)
        with self._store.read() as db:
            self._kept = digests.kept(db, self._me.workspace_id, _HI)

    def _count(self, db: Connection) -> None:
        self.last = digests.counted(db, self._me.workspace_id, _HI)
