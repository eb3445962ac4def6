"""After a drained pull: do we have what the server has? Where not, only the bad ranges are read again."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from uuid import UUID

from sqlalchemy import Connection

from core.domain.ids import RowKey
from core.domain.registry import BY_NO
from core.store.database.engine import Store
from core.store.database.facts import set_fact
from core.store.outbox.feed_store import FeedRow
from core.store.outbox.known_rows import by_table
from core.store.unit_of_work.settlement import Settlement
from sync.remote import Remote, TableDigest
from sync.rows.bringing_back import bring_back
from sync.rows.codec import Bad, Codec
from sync.rows.local_rows import LocalRows
from sync.rows.settler import told_of_bad
from sync.rows.superseding import SUPERSEDED, Superseding

WENT_BACK = "sync/went_back"
"""Fact: the server has rows of a life before the one that we know, though its epoch is the same."""
RANGE = 1000
"""Rows of the feed that are read again together."""
MOST_RANGES = 20

Digests = Mapping[int, tuple[int, int]]
"""By table: how many rows and which sum."""
Gap = dict[int, tuple[int, int]]
"""By table: how many rows and which sum of digests the server has beyond ours."""


class Verify:
    """Compares digests (count and sum of row digests per table) and heals what differs."""

    def __init__(self, store: Store, ground: LocalRows, codec: Codec, remote: Remote) -> None:
        self._store, self._ground, self._codec, self._remote = store, ground, codec, remote
        self._refused: Gap = {}
        """What still differs after healing: rows that do not hold, which are not asked for again."""
        self._is_recounted = False
        """Whether the sums that are kept were compared with the rows in this session."""

    def forget(self) -> None:
        """What did not hold may hold now."""
        self._refused = {}

    def run(self, epoch: UUID, seq: int, told: Callable[[frozenset[RowKey]], None]) -> int:
        """One round trip when all is well. Returns how many ranges were read again; `told` gets the rows that
        each of them changed here."""
        if self._agrees(seq):
            return 0
        # Each is a round trip at least, and a server may call all of them different: the rest is for the next
        # pass.
        ranges = list(islice(self._bad_ranges(0, {}, seq, self._gap(seq)), MOST_RANGES))
        for low, high in ranges:
            told(self._heal(epoch, low, high))
        self._refused = self._gap(seq)
        told(bring_back(self._store, self._ground, self._remote, sorted(self._refused)))
        return len(ranges)

    def _agrees(self, seq: int) -> bool:
        """By the sums that are kept; where these disagree, or once a session, by the rows, which mends the
        sums."""
        theirs = _known(self._remote.digests(self._ground.me.workspace_id, seq))
        agreed: tuple[Gap, Gap] = ({}, self._refused)
        if self._is_recounted and _apart(theirs, self._kept(seq)) in agreed:
            return True
        with self._store.read() as db:
            found = self._ground.count_digests(db)
        with self._store.write(bulk=True) as db:
            self._ground.keep_digests(db, found)
        self._is_recounted = True
        return _apart(theirs, self._kept(seq)) in agreed

    def _kept(self, seq: int) -> dict[int, tuple[int, int]]:
        with self._store.read() as db:
            found = self._ground.kept_digests(db, seq)
            return _known(self._ground.digests(db, seq) if found is None else found)

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
            return _apart(theirs, _known(self._ground.digests(db, high)))

    def _heal(self, epoch: UUID, low: int, high: int) -> frozenset[RowKey]:
        """Stores the range's rows again where ours differ and nothing of ours waits."""
        # A page is cut by a count of rows. Rows that moved on leave gaps in the numbers, so it reaches beyond
        # the range.
        found = [each for each in self._range(epoch, low, high) if each.seq <= high]
        tables = by_table(each for each in found if isinstance(each, FeedRow))
        with self._store.write(bulk=True) as db:
            if any(self._is_from_before(db, table_no, of_table) for table_no, of_table in tables.items()):
                # Nothing of ours is put in its place: the next pass reads everything anew, and merges.
                set_fact(db, WENT_BACK, b"1")
                return frozenset()
            superseded = self._superseded(db, [each for each in found if isinstance(each, Bad)])
            wanted = [self._wanted(db, table_no, of_table) for table_no, of_table in tables.items()]
            taken = tuple(each for of_table in wanted for each in of_table)
            return self._ground.settle(db, replace(superseded, taken=taken, is_quiet=True)).changed

    def _superseded(self, db: Connection, rows: Sequence[Bad]) -> Settlement:
        """Rows that did not hold when they came, perhaps before this program knew what to do about it."""
        ours = Superseding(self._ground, self._codec).bases(db, rows)
        told = (told_of_bad(each, SUPERSEDED) for each in rows if each.key in ours)
        return Settlement(bases=tuple(ours.values()), told=tuple(told))

    def _range(self, epoch: UUID, low: int, high: int) -> Iterator[FeedRow | Bad]:
        """Heavy rows come on several pages."""
        while low < high:
            page = self._remote.pull(self._ground.me.workspace_id, epoch, low, high - low)
            yield from self._codec.decode(page.rows)
            low = page.upto if page.more else high

    def _is_from_before(self, db: Connection, table_no: int, rows: Sequence[FeedRow]) -> bool:
        """Whether the server has an older version than ours, or wrote another one of the same number: it was
        put back without a new epoch, and so much was written since that its counter passed our cursor."""
        known = self._ground.known(db, table_no, [each.row.row_id for each in rows])
        return any(
            (mine := known.get(each.row.row_id)) is not None
            and mine.seq is not None
            and (mine.version, mine.mac) != (each.row.version, each.mac)
            and (
                mine.version > each.row.version
                or (mine.version == each.row.version and mine.updated_at < each.row.updated_at)
            )
            for each in rows
        )

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


def _apart(theirs: Digests, ours: Digests) -> Gap:
    gaps = {}
    for no in {*theirs, *ours}:
        (count, total), (our_count, our_total) = theirs.get(no, (0, 0)), ours.get(no, (0, 0))
        gaps[no] = count - our_count, (total - our_total) % 2**64
    return {no: gap for no, gap in gaps.items() if gap != (0, 0)}


def _known(digests: Sequence[TableDigest]) -> dict[int, tuple[int, int]]:
    """Of the tables that both sides know; bare (count, sum) so that they compare and subtract."""
    return {
        each.table_no: (each.count, each.total) for each in digests if each.table_no in BY_NO and each.count
    }
