"""The local rows as sync sees them: what is known of a row, what a page writes, what a person is told."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Connection

from core.domain.changes import Changed
from core.domain.clock import Clock, to_micros
from core.domain.enums import Origin
from core.domain.foreground import FOREGROUND
from core.domain.ids import DeviceId, IdSource
from core.domain.registry import BY_NO, TABLES
from core.store import feed
from core.store.feed import FeedRow, HistoryEntry
from core.store.journal import Journal
from core.store.me import Me
from core.store.restoring import put_row
from core.store.rows import chunks, execute_many, marks, stored_rows
from core.store.wire import WireRow, row_to_wire
from core.store.writer import Writer
from sync.merge import Loser
from sync.remote import Op, TableDigest

Key = tuple[int, uuid.UUID]
_CHUNK = 500
_TIME_OF_DEATH = "deleted_at = iif(deleted_at IS NULL, NULL, coalesce(?, deleted_at))"
"""The server's clock tells when a row was deleted, but a delete or restore that still waits stands."""


class Known(NamedTuple):
    """What the store remembers of a row. `seq` None: its last change was not seen in the feed yet."""

    version: int
    mac: bytes | None
    seq: int | None
    updated_at: int = 0


@dataclass(frozen=True, slots=True)
class Ground:
    """Reads and writes of sync in one workspace. Every method runs inside the caller's transaction."""

    me: Me
    journal: Journal
    clock: Clock
    ids: IdSource

    def now(self) -> int:
        return to_micros(self.clock.now())

    def writer(self, db: Connection) -> Writer:
        """For rows that sync makes as work of this device: conflicts, tasks, audit."""
        return Writer(db, self.me, self.clock, self.ids)

    def known(self, db: Connection, table_no: int, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, Known]:
        found: dict[uuid.UUID, Known] = {}
        for chunk in chunks([each.bytes for each in ids], _CHUNK):
            wanted = f"id IN ({marks(len(chunk))})"
            sql = f"SELECT id, version, mac, seq, updated_at FROM {BY_NO[table_no].name} WHERE {wanted}"
            for row_id, *rest in FOREGROUND.behind(db.exec_driver_sql(sql, tuple(chunk))):
                found[uuid.UUID(bytes=row_id)] = Known(*rest)
        return found

    def load(self, db: Connection, table_no: int, ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, WireRow]:
        table = BY_NO[table_no]
        rows = stored_rows(db, table, self.me.workspace_id, ids)
        return {row_id: row_to_wire(table, stored) for row_id, stored in rows.items()}

    def echo(self, db: Connection, rows: Sequence[FeedRow]) -> None:
        """What we hold came back: only its place in the feed, its sender and the server's times are news."""
        for table_no, of_table in by_table(rows).items():
            values = [(*_stamps(each), each.row.row_id.bytes) for each in of_table]
            stamps = f"seq = ?, mac = ?, origin_device = ?, created_at = ?, updated_at = ?, {_TIME_OF_DEATH}"
            execute_many(db, f"UPDATE {BY_NO[table_no].name} SET {stamps} WHERE id = ?", values)

    def mark_sent(self, db: Connection, ops: Sequence[Op]) -> None:
        """Accepted rows have no place in the feed until it brings them back."""
        tables: dict[int, list[tuple[bytes, bytes, bytes]]] = {}
        for op in ops:
            values = (op.mac, self.me.device_id.bytes, op.row_id.bytes)
            tables.setdefault(op.table_no, []).append(values)
        for table_no, rows in tables.items():
            sql = f"UPDATE {BY_NO[table_no].name} SET seq = NULL, mac = ?, origin_device = ? WHERE id = ?"
            execute_many(db, sql, rows)

    def write_local(self, db: Connection, row: WireRow) -> None:
        """Writes a row as work of this device, so that it is pushed."""
        table = BY_NO[row.table_no]
        before = stored_rows(db, table, self.me.workspace_id, [row.row_id]).get(row.row_id)
        self.journal.touch(db, table, before, row.row_id, self.journal.new_group(db))
        put_row(db, self.me.workspace_id, row)

    def add_history(
        self, db: Connection, key: Key, loser: Loser, theirs: DeviceId | None = None
    ) -> uuid.UUID:
        """Keeps what lost or was merged; ours is this device."""
        entry = HistoryEntry(
            id=self.ids.new(),
            table_no=key[0],
            row_id=key[1],
            field=loser.field or None,
            base=loser.base,
            ours=loser.ours,
            theirs=loser.theirs,
            result=loser.result,
            our_device=self.me.device_id,
            their_device=theirs,
            at=self.now(),
            kind=loser.kind,
        )
        feed.add_history(db, [entry])
        return entry.id

    def add_notice(
        self, db: Connection, key: Key, kind: str, field: str | None = None, history: uuid.UUID | None = None
    ) -> None:
        feed.add_notice(db, self.ids.new(), *key, kind, self.now(), field, history)

    def digests(self, db: Connection, high: int) -> list[TableDigest]:
        """As the server tells them; tables without rows are left out."""
        found = feed.digests(db, self.me.workspace_id, high)
        return [TableDigest(*each) for each in found if each[1]]


def _stamps(each: FeedRow) -> tuple[int, bytes | None, bytes | None, int, int, int | None]:
    origin = each.origin.bytes if each.origin else None
    return each.seq, each.mac, origin, each.row.created_at, each.row.updated_at, each.row.deleted_at


def by_table(rows: Iterable[FeedRow]) -> dict[int, list[FeedRow]]:
    """The rows of each table, in their order."""
    tables: dict[int, list[FeedRow]] = {}
    for each in rows:
        tables.setdefault(each.row.table_no, []).append(each)
    return tables


def changed_rows(keys: Iterable[Key]) -> tuple[Changed, ...]:
    """What the listener is told: ids by table, in the registry's order."""
    ids: dict[int, set[uuid.UUID]] = {}
    for table_no, row_id in keys:
        ids.setdefault(table_no, set()).add(row_id)
    return tuple(
        Changed(table.name, frozenset(ids[table.no]), Origin.SYNC) for table in TABLES if table.no in ids
    )
