"""What an adoption brought in gets the seals of the practice's first laptop, before anybody else joins.

Adopted rows carry the practice's mac and nobody's seal. The first laptop takes them, compares the whole with
what the adoption told it, seals row by row and at last signs that nothing without a seal is genuine. Nothing
is remembered between batches: what is left is what the server lists, also after a kill. An owner's laptop
that an older program filled seals what it holds.
"""

import hmac
import threading
import uuid
from collections.abc import Iterator, Sequence

from core.crypto.inventory import RowInventory
from core.crypto.seals import leaf, seal_batch
from core.domain.enums import Role
from core.domain.errors import Tampered, UserError, VersionMismatch
from core.domain.registry import TABLES, WORKSPACES
from core.runtime.yielding import FOREGROUND
from core.store.database.engine import Store
from core.store.outbox import adoption
from core.store.outbox.adoption import Adoption
from core.store.outbox.known_rows import Known
from core.store.unit_of_work.settlement import UNREADABLE
from sync.events import Listener, PassPhase, SyncProgress
from sync.keys.keychain import Identity, Keychain
from sync.keys.rotation import declare_sealed
from sync.remote import Remote, RowSeal, UnsealedRow
from sync.rows.local_rows import LocalRows

BATCH = 1000
_FIRST = uuid.UUID(int=0)
_ORDER = (*(table.no for table in TABLES if table is not WORKSPACES), WORKSPACES.no)
"""The practice's own row last: until it has its seal the recovery paper lets nobody in either."""
Listed = tuple[int, Sequence[UnsealedRow]]


class Sealing:
    """Runs at the end of a sync pass, when everything that the server shows is here."""

    def __init__(
        self, store: Store, remote: Remote, identity: Identity, keychain: Keychain, ground: LocalRows
    ) -> None:
        self._store, self._remote, self._me = store, remote, identity
        self._keychain, self._ground = keychain, ground

    def holds_back(self) -> bool:
        """Whether this laptop may not send yet: its rows would stand beside others that nobody compared."""
        return self._keychain.standing() is Adoption.TOLD

    def run(self, told: Listener, stop: threading.Event) -> bool:
        """True when the last row got its seal just now. Raises Tampered when the server shows another
        practice than the one that was adopted."""
        if self._keychain.standing() not in {Adoption.TOLD, Adoption.HELD}:
            return False
        if self._keychain.role() is not Role.OWNER:
            return False
        try:
            return self._seal_all(told, stop)
        except VersionMismatch:
            # A server from before seals came late: rows that are here stay, and no more unsealed ones come.
            return False

    def _seal_all(self, told: Listener, stop: threading.Event) -> bool:
        total = self._looked_over(stop)
        done = 0
        for table_no, rows in self._listed(stop):
            self._seal(table_no, rows)
            done += len(rows)
            told(SyncProgress(done, max(done, total), PassPhase.SEAL))
        if stop.is_set():
            return False
        # Last of all: after this nobody takes a row without a seal any more, genuine or not.
        self._keychain.declared(declare_sealed(self._store, self._remote, self._me, self._ground.clock))
        return True

    def _listed(self, stop: threading.Event) -> Iterator[Listed]:
        for table_no in _ORDER:
            after = _FIRST
            while not stop.is_set():
                rows = self._remote.unsealed_rows(self._me.workspace_id, table_no, after, BATCH)
                if not rows:
                    break
                # By id, not again from the start: a row that is not held here is listed as long as it has no
                # seal.
                after = max(row.row_id for row in rows)
                yield table_no, rows

    def _looked_over(self, stop: threading.Event) -> int:
        """How many rows wait. On the first laptop: whether they are all that was adopted, each held here."""
        inventory = RowInventory(self._keychain.ring().index_key, self._me.workspace_id)
        strange = 0
        for table_no, rows in self._listed(stop):
            known = self._known(table_no, rows)
            for row in FOREGROUND.behind(rows):
                inventory.add(table_no, row.row_id, row.version, row.mac)
            strange += sum(not _agrees(known.get(row.row_id), row) for row in rows)
            # A row that came, and that no table here takes, says nothing against the server.
            strange -= self._unreadable(table_no, [row.row_id for row in rows if row.row_id not in known])
        if not stop.is_set() and self._keychain.standing() is Adoption.TOLD:
            self._believe(inventory, strange)
        return inventory.count

    def _believe(self, inventory: RowInventory, strange: int) -> None:
        with self._store.read() as db:
            told = adoption.proof(db)
        # The proof says that nothing was left out, the comparison that each row is the one that came.
        if strange or not hmac.compare_digest(inventory.proof(), told):
            raise not_the_adopted()
        self._keychain.set_standing(Adoption.HELD)

    def _known(self, table_no: int, rows: Sequence[UnsealedRow]) -> dict[uuid.UUID, Known]:
        with self._store.read() as db:
            return self._ground.known(db, table_no, [row.row_id for row in rows])

    def _unreadable(self, table_no: int, ids: Sequence[uuid.UUID]) -> int:
        """Of rows that are not here: those that came, and that this store could not take."""
        with self._store.read() as db:
            return len(self._ground.noticed(db, table_no, UNREADABLE) & set(ids)) if ids else 0

    def _seal(self, table_no: int, rows: Sequence[UnsealedRow]) -> None:
        known = self._known(table_no, rows)
        agreed = [row for row in rows if _agrees(known.get(row.row_id), row)]
        leaves = [
            leaf(self._me.workspace_id, table_no, row.row_id, row.version, row.deleted, row.mac)
            for row in FOREGROUND.behind(agreed)
        ]
        seals = seal_batch(self._me.keys.sign, self._me.device_id, leaves)
        given = [
            RowSeal(row.row_id, row.version, row.mac, seal) for row, seal in zip(agreed, seals, strict=True)
        ]
        if not given:
            return
        self._remote.seal_rows(self._me.workspace_id, table_no, given)
        with self._store.write(bulk=True) as db:
            adoption.note_sealed(db, table_no, self._me.device_id, [row.row_id for row in agreed])


def _agrees(mine: Known | None, row: UnsealedRow) -> bool:
    """Whether this is the row that we hold. A mac is over all that a row says, its tombstone included."""
    return mine is not None and (mine.version, mine.mac) == (row.version, row.mac)


def not_the_adopted() -> Tampered:
    """For a server that shows other rows than those that the answer vouched for."""
    return Tampered(
        "The clinic's server does not show what was taken over from the old database, so nothing of it "
        "was sealed and nothing was sent; what you typed is kept here. Ask whoever runs the server to adopt "
        "again into a new database: the old one is as it was.",
        code="not_adopted",
    )


def refuse_guests(store: Store) -> None:
    """Before a device is let in. Raises UserError while rows of an adoption wait for their seal."""
    with store.read() as db:
        waits = adoption.is_open(db)
    if waits:
        raise UserError(
            "This practice was taken over from an old database, and not all of its rows have a seal yet. "
            "Sync an owner's laptop to the end (the server must be up to date), then let the device in. "
            "Nothing was changed.",
            code="not_sealed",
        )
