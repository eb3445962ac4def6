"""After a rotation: rows whose cells are under an older key get them under the new one, batch by batch.

Seals are over plaintexts, so they hold; version and number stay, so no other device pulls the row again.
Nothing is remembered between batches: what is left is what the server lists, also after a kill.
"""

import threading
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from sqlalchemy import Connection

from core.domain.enums import Role
from core.domain.errors import ContentRefused
from core.domain.registry import BY_NO, CLINICAL_DIGEST, TABLES, Table
from core.domain.rights import may_write
from core.store.database.engine import Store
from core.store.database.facts import get_fact, set_fact
from core.store.outbox.feed_store import FeedRow
from sync.keys.keychain import Identity, Keychain
from sync.remote import NewCells, Remote, RemoteRow
from sync.rows.call_size import MOST_BYTES, base64_bytes
from sync.rows.codec import Codec, is_clinical
from sync.rows.local_rows import LocalRows

BATCH = 200
DONE = "resealed_generation"
_FIRST = uuid.UUID(int=0)


class Resealing:
    """Runs at the end of a sync pass. Only rows that this device's person may write, and whose seal holds."""

    def __init__(
        self,
        store: Store,
        remote: Remote,
        identity: Identity,
        keychain: Keychain,
        codec: Codec,
        ground: LocalRows,
    ) -> None:
        self._ground = ground
        self._left_out = False
        self._store, self._remote, self._workspace_id = store, remote, identity.workspace_id
        self._keychain, self._codec = keychain, codec

    def run(self, generation: int, stop: threading.Event) -> int:
        """Rows that took new cells. At once when this generation was gone through before."""
        if not generation or self._is_done(generation):
            return 0
        taken, self._left_out = 0, False
        for table in _writable(self._keychain.role()):
            taken += self._table(table, stop)
            if stop.is_set():
                return taken
        # Else the next pass goes over it again: of what was left out a change was waiting here.
        if not self._left_out:
            with self._store.write() as db:
                set_fact(db, DONE, b"%d" % generation)
        return taken

    def _is_done(self, generation: int) -> bool:
        with self._store.read() as db:
            return int(get_fact(db, DONE) or b"0") >= generation

    def _table(self, table: Table, stop: threading.Event) -> int:
        after, taken = _FIRST, 0
        while not stop.is_set():
            rows = self._remote.stale_cells(self._workspace_id, table.no, after, BATCH)
            if not rows:
                break
            # By id, and not again from the start: a row that cannot take new cells is listed as long as it is
            # there.
            after = max(row.row_id for row in rows)
            taken += sum(self._replace(table, part) for part in _parts(self._renewed(rows)))
        return taken

    def _replace(self, table: Table, rows: Sequence[NewCells]) -> int:
        """A row that the server does not take under the new key keeps its old cells; the others go on."""
        try:
            return self._remote.replace_cells(self._workspace_id, table.no, rows)
        except ContentRefused:
            if len(rows) == 1:
                return 0
            middle = len(rows) // 2
            return self._replace(table, rows[:middle]) + self._replace(table, rows[middle:])

    def _renewed(self, rows: Sequence[RemoteRow]) -> list[NewCells]:
        """Rows that are not what somebody signed stay as they are: a new cell would lend them credit."""
        opened = zip(rows, self._codec.decode(rows), strict=True)
        good = [(row, read) for row, read in opened if isinstance(read, FeedRow)]
        self._give_digests(row for row, _ in good)
        made = [self._new_cells(row, read) for row, read in good]
        return [new for new in made if new.cells]

    def _new_cells(self, row: RemoteRow, read: FeedRow) -> NewCells:
        ring = self._keychain.ring()
        cells = {}
        for no, cell in row.cells.items():
            clinical = is_clinical(read.row, no)
            if (ring.key_no(cell) or 0) < ring.key_for(clinical=clinical):
                text = ring.open(cell, row.table_no, row.row_id, no)
                cells[no] = ring.seal(text, row.table_no, row.row_id, no, clinical=clinical)
        return NewCells(row.row_id, row.version, cells)

    def _give_digests(self, rows: Iterable[RemoteRow]) -> None:
        """Rows with clinical cells for which no digest stands yet go to the clinic once more: whoever may not
        read those cells can check the row then, and change the rest of it. Nothing of them is changed
        here."""
        if self._keychain.ring().clinical is None:
            return
        lacking = [row for row in rows if has_no_digest(row)]
        if lacking:
            with self._store.write(bulk=True) as db:
                for row in lacking:
                    self._send_once_more(db, row)

    def _send_once_more(self, db: Connection, row: RemoteRow) -> None:
        """Where it stands here as it does in the clinic; where not, a later pass finds it again or it moved
        on."""
        known = self._ground.known(db, row.table_no, [row.row_id]).get(row.row_id)
        waits = self._ground.journal.entry(db, row.table_no, row.row_id) is not None
        if waits or known is None or (known.version, known.mac) != (row.version, row.mac):
            self._left_out = True
            return
        held = self._ground.load(db, row.table_no, [row.row_id])[row.row_id]
        base = replace(held, spoiled=frozenset({CLINICAL_DIGEST}))
        self._ground.journal.rebase(db, row.table_no, row.row_id, base, still_dirty=True)


def has_no_digest(row: RemoteRow) -> bool:
    """Whether no digest stands for the clinical cells that the row has."""
    clinical = {column.no for column in BY_NO[row.table_no].clinical}
    return row.plain.get(CLINICAL_DIGEST) is None and not clinical.isdisjoint(row.cells)


def _parts(rows: Sequence[NewCells]) -> Iterator[Sequence[NewCells]]:
    """As much as one call may hold. A row that is more by itself goes cell by cell, each in a call of its
    own: one call writes a row once."""
    part: list[NewCells] = []
    size = 0
    for row in rows:
        if _bytes(row) > MOST_BYTES:
            yield from ([replace(row, cells={no: cell})] for no, cell in row.cells.items())
            continue
        size += _bytes(row)
        if part and size > MOST_BYTES:
            yield part
            part, size = [], _bytes(row)
        part.append(row)
    if part:
        yield part


def _bytes(row: NewCells) -> int:
    return sum(base64_bytes(len(cell)) for cell in row.cells.values())


def _writable(role: Role | None) -> list[Table]:
    return [table for table in TABLES if table.sealed and may_write(role, table.access)]
