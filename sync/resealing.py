"""After a rotation: rows whose cells are under an older key get them under the new one, batch by batch.

Seals are over plaintexts, so they hold; version and number stay, so no other device pulls the row again.
Nothing is remembered between batches: what is left is what the server lists, also after a kill.
"""

import threading
import uuid
from collections.abc import Sequence

from core.domain.enums import Role
from core.domain.registry import TABLES, Access, Table
from core.store.engine import Store
from core.store.facts import get_fact, set_fact
from core.store.feed import FeedRow
from sync.codec import Codec
from sync.keys import Identity, Keychain
from sync.remote import NewCells, Remote, RemoteRow

BATCH = 200
DONE = "resealed_generation"
_FIRST = uuid.UUID(int=0)


class Resealing:
    """Runs at the end of a sync pass. Only rows that this device's person may write, and whose seal holds."""

    def __init__(
        self, store: Store, remote: Remote, identity: Identity, keychain: Keychain, codec: Codec
    ) -> None:
        self._store, self._remote, self._workspace_id = store, remote, identity.workspace_id
        self._keychain, self._codec = keychain, codec

    def run(self, generation: int, stop: threading.Event) -> int:
        """Rows that took new cells. At once when this generation was gone through before."""
        if not generation or self._is_done(generation):
            return 0
        taken = 0
        for table in _writable(self._keychain.role()):
            taken += self._table(table, stop)
            if stop.is_set():
                return taken
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
            after = max(row.row_id for row in rows)
            renewed = self._renewed(rows)
            if renewed:
                taken += self._remote.replace_cells(self._workspace_id, table.no, renewed)
        return taken

    def _renewed(self, rows: Sequence[RemoteRow]) -> list[NewCells]:
        """Rows that are not what somebody signed stay as they are: a new cell would lend them credit."""
        opened = zip(rows, self._codec.decode(rows), strict=True)
        return [self._new_cells(row) for row, read in opened if isinstance(read, FeedRow)]

    def _new_cells(self, row: RemoteRow) -> NewCells:
        ring = self._keychain.ring()
        old = {no: cell for no, cell in row.cells.items() if (ring.key_no(cell) or 0) < ring.current}
        cells = {
            no: ring.seal(ring.open(cell, row.table_no, row.row_id, no), row.table_no, row.row_id, no)
            for no, cell in old.items()
        }
        return NewCells(row.row_id, row.version, cells)


def _writable(role: Role | None) -> list[Table]:
    if role is None or role is Role.READONLY:
        return []
    return [table for table in TABLES if table.sealed and (table.access is Access.CARE or role is Role.OWNER)]
