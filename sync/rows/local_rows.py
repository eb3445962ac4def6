"""The local rows as sync sees them: what is known of them, and the door through which it writes."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from core.domain.changes import Changed
from core.domain.clock import Clock, to_micros
from core.domain.enums import Origin
from core.domain.ids import IdSource, RowKey
from core.domain.registry import BY_NO, TABLES
from core.store.database.me import Me
from core.store.database.rows import stored_rows
from core.store.outbox import digests, known_rows, notices
from core.store.outbox.digests import Digest, Recount
from core.store.outbox.journal import Journal
from core.store.outbox.known_rows import Known
from core.store.outbox.sent_op import Sent
from core.store.outbox.wire_row import WireRow, row_to_wire
from core.store.unit_of_work.settlement import Settled, Settlement, SettlementWriter
from sync.remote import Op, TableDigest


@dataclass(frozen=True, slots=True)
class LocalRows:
    """Reads and writes of sync in one workspace. Every method runs inside the caller's transaction."""

    me: Me
    journal: Journal
    clock: Clock
    ids: IdSource

    def now(self) -> int:
        """Microseconds by this computer's clock, which may be wrong."""
        return to_micros(self.clock.now())

    def settle(self, db: Connection, settlement: Settlement) -> Settled:
        """Writes what sync decided."""
        return SettlementWriter(self.me, self.journal, self.clock, self.ids).write(db, settlement)

    def known(self, db: Connection, table_no: int, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, Known]:
        """Of these rows what is remembered of those that are here, deleted ones too."""
        return known_rows.known(db, table_no, ids)

    def load(self, db: Connection, table_no: int, ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, WireRow]:
        """Whole rows as they would travel, deleted ones too; those that are not here are left out."""
        table = BY_NO[table_no]
        rows = stored_rows(db, table, self.me.workspace_id, ids)
        return {row_id: row_to_wire(table, stored) for row_id, stored in rows.items()}

    def mark_sent(self, db: Connection, accepted: Sequence[tuple[Sent, Op]]) -> None:
        """Accepted rows have no place in the feed until it brings them back."""
        macs = ((op.table_no, op.row_id, _mac_there(sent, op)) for sent, op in accepted)
        known_rows.mark_sent(db, self.me.device_id, macs)

    def noticed(self, db: Connection, table_no: int, kind: str) -> set[uuid.UUID]:
        """Rows of which such a notice was made."""
        return notices.noticed(db, table_no, kind)

    def digests(self, db: Connection, high: int) -> list[TableDigest]:
        """As the server tells them, counted from the rows; tables without rows are left out."""
        return _told(digests.counted(db, self.me.workspace_id, high))

    def kept_digests(self, db: Connection, high: int) -> list[TableDigest] | None:
        """The same from the sums that are kept; None where they do not say."""
        found = digests.kept(db, self.me.workspace_id, high)
        return None if found is None else _told(found)

    def count_digests(self, db: Connection) -> Recount:
        """All rows, for `keep_digests`."""
        return digests.count_anew(db, self.me.workspace_id)

    def keep_digests(self, db: Connection, found: Recount) -> None:
        """Keeps what `count_digests` found; what was written since goes on top."""
        digests.keep(db, self.me.workspace_id, found)


def _mac_there(sent: Sent, op: Op) -> bytes | None:
    """What was sent again may have been taken the first time, with a digest of its clinical fields under an
    older key, or with none: then its mac was another."""
    # None: `Known.is_shown_by` then goes by the sender, until the feed brings the row back.
    return None if sent.again and BY_NO[op.table_no].clinical else op.mac


def _told(found: Iterable[Digest]) -> list[TableDigest]:
    return [TableDigest(*each) for each in found if each.rows]


def changed_rows(keys: Iterable[RowKey]) -> tuple[Changed, ...]:
    """What the listener is told: ids by table, in the registry's order."""
    ids: dict[int, set[uuid.UUID]] = {}
    for table_no, row_id in keys:
        ids.setdefault(table_no, set()).add(row_id)
    return tuple(
        Changed(table.name, frozenset(ids[table.no]), Origin.SYNC) for table in TABLES if table.no in ids
    )
