"""What the server's feed brings: rows, the cursor, history, notices."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from core.domain.ids import DeviceId, RowKey, WorkspaceId
from core.domain.registry import BY_NO
from core.runtime.yielding import FOREGROUND
from core.store.database.rows import chunks, marks
from core.store.outbox.upsert_rows import put_rows
from core.store.outbox.wire_row import WireRow, wire_to_values


@dataclass(frozen=True, slots=True)
class FeedRow:
    """A row as the server holds it. `row.version` is the server's; `origin` the device that sealed it."""

    row: WireRow
    seq: int
    mac: bytes | None
    origin: DeviceId | None
    seal: bytes | None = None
    """Of another laptop, where this one may have to offer the row again (`core.store.outbox.kept_seals`)."""

    @property
    def key(self) -> RowKey:
        """Of `row`."""
        return self.row.key


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far this device has read. `op_no` is the last number it gave to an op."""

    seq: int = 0
    epoch: uuid.UUID | None = None
    last_good_at: int | None = None
    op_no: int = 0


@dataclass(frozen=True, slots=True)
class WipeOut:
    """How many living rows a page would delete, and how many there are."""

    removed: int
    living: int

    @property
    def suspicious(self) -> bool:
        """More than 20 % and more than 50 rows: a person is asked first."""
        return self.removed > 50 and self.removed * 5 > self.living


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeEntry:
    """Something a person should see once, such as a merge that went well. `at` in microseconds."""

    id: uuid.UUID
    table_no: int
    row_id: uuid.UUID
    kind: str
    at: int
    field: str | None = None
    history_id: uuid.UUID | None = None
    """The texts that it is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEntry:
    """What lost or was merged, for ever. Times in microseconds; texts as the wire has them."""

    id: uuid.UUID
    table_no: int
    row_id: uuid.UUID
    field: str | None
    base: str | None
    ours: str | None
    theirs: str | None
    result: str | None
    our_device: DeviceId | None
    their_device: DeviceId | None
    at: int
    kind: str


def apply_rows(
    db: Connection, workspace_id: WorkspaceId, rows: Iterable[FeedRow]
) -> dict[str, set[uuid.UUID]]:
    """Stores rows of the feed as they are and returns their ids by table.

    For rows that wait in the journal use `write_merged` instead: this replaces what is here.
    """
    by_table: dict[int, list[FeedRow]] = {}
    for one in rows:
        by_table.setdefault(one.row.table_no, []).append(one)
    for table_no, found in sorted(by_table.items()):
        # The window's thread gets its turn between rows of a long page.
        values = [_values(one, workspace_id) for one in FOREGROUND.behind(found)]
        put_rows(db, workspace_id, BY_NO[table_no], values, stamped=True)
    return {BY_NO[no].name: {one.row.row_id for one in found} for no, found in by_table.items()}


def _values(one: FeedRow, workspace_id: WorkspaceId) -> dict[str, object]:
    values = wire_to_values(one.row, workspace_id)
    values["seq"] = one.seq
    values["mac"] = one.mac
    values["origin_device"] = one.origin.bytes if one.origin else None
    return values


def write_merged(db: Connection, workspace_id: WorkspaceId, server: FeedRow, merged: WireRow) -> None:
    """Stores a merged row in the server row's place in the feed; `Journal.rebase` is the caller's to call."""
    apply_rows(db, workspace_id, [FeedRow(merged, server.seq, server.mac, server.origin)])


def cursor(db: Connection, workspace_id: WorkspaceId) -> Cursor:
    """As the last page and the last op left it; all zero before the first of either."""
    sql = "SELECT seq, epoch, last_good_at, op_no FROM feed WHERE workspace_id = ?"
    found = db.exec_driver_sql(sql, (workspace_id.bytes,)).first()
    if found is None:
        return Cursor()
    seq, epoch, last_good_at, op_no = found
    return Cursor(seq, uuid.UUID(bytes=epoch) if epoch else None, last_good_at, op_no)


def set_cursor(db: Connection, workspace_id: WorkspaceId, seq: int, epoch: uuid.UUID) -> None:
    """Moves the cursor; in the transaction of the rows that it covers."""
    db.exec_driver_sql(
        # `op_no` stays as it is: a page must never set back the number of the last op.
        "INSERT INTO feed (workspace_id, seq, epoch) VALUES (?, ?, ?)"
        " ON CONFLICT (workspace_id) DO UPDATE SET seq = excluded.seq, epoch = excluded.epoch",
        (workspace_id.bytes, seq, epoch.bytes),
    )


def set_last_good(db: Connection, workspace_id: WorkspaceId, at: int) -> None:
    """When everything was last agreed with the server, in microseconds."""
    db.exec_driver_sql(
        "INSERT INTO feed (workspace_id, last_good_at) VALUES (?, ?)"
        " ON CONFLICT (workspace_id) DO UPDATE SET last_good_at = excluded.last_good_at",
        (workspace_id.bytes, at),
    )


def wipe_out(db: Connection, workspace_id: WorkspaceId, rows: Iterable[FeedRow]) -> WipeOut:
    """What applying these rows would delete."""
    removed = 0
    deleted = [one.row for one in rows if one.row.deleted_at is not None]
    for table in BY_NO.values():
        ids = [row.row_id.bytes for row in deleted if row.table_no == table.no]
        for chunk in chunks(ids, 500):
            sql = (
                f"SELECT count(*) FROM {table.name} WHERE deleted_at IS NULL AND id IN ({marks(len(chunk))})"
            )
            removed += int(db.exec_driver_sql(sql, tuple(chunk)).scalar_one())
    # All tables are counted, so only where a page deletes something.
    return WipeOut(removed, _living(db, workspace_id) if removed else 0)


def _living(db: Connection, workspace_id: WorkspaceId) -> int:
    counts = (
        f"(SELECT count(*) FROM {table.name} WHERE workspace_id = :ws AND deleted_at IS NULL)"
        for table in BY_NO.values()
    )
    return int(db.exec_driver_sql(f"SELECT {' + '.join(counts)}", {"ws": workspace_id.bytes}).scalar_one())


def start_replacement(db: Connection, workspace_id: WorkspaceId, epoch: uuid.UUID) -> None:
    """Reads the feed again from the start; what waits in the journal stays. See `not_replaced`."""
    for table in BY_NO.values():
        # A row without a place did not come back yet: that is how `not_replaced` knows it.
        db.exec_driver_sql(
            f"UPDATE {table.name} SET seq = NULL WHERE workspace_id = ?", (workspace_id.bytes,)
        )
    set_cursor(db, workspace_id, 0, epoch)


def not_replaced(db: Connection, workspace_id: WorkspaceId) -> dict[str, set[uuid.UUID]]:
    """Rows that a server once accepted and that did not come back, unless they wait with an edit."""
    found = {}
    for table in BY_NO.values():
        # Of version 0 and with a mac: a client that was on its way here once more, for another role.
        sql = (
            f"SELECT id FROM {table.name} WHERE workspace_id = ? AND seq IS NULL"
            " AND (version > 0 OR mac IS NOT NULL)"
            " AND id NOT IN (SELECT row_id FROM journal WHERE table_no = ?)"
        )
        rows = db.exec_driver_sql(sql, (workspace_id.bytes, table.no))
        found[table.name] = {uuid.UUID(bytes=row[0]) for row in rows}
    return {name: ids for name, ids in found.items() if ids}


def add_history(db: Connection, entries: Sequence[HistoryEntry]) -> None:
    """Appends; history is never changed."""
    if entries:
        db.exec_driver_sql(
            "INSERT INTO history (id, table_no, row_id, field, base, ours, theirs, result, our_device,"
            " their_device, at, kind) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [_history_values(entry) for entry in entries],
        )


def last_other_device(db: Connection, row_id: uuid.UUID) -> DeviceId | None:
    """The device whose side the latest entry of a row's history tells."""
    sql = (
        "SELECT their_device FROM history WHERE row_id = ? AND their_device IS NOT NULL"
        " ORDER BY at DESC, id DESC LIMIT 1"
    )
    found = db.exec_driver_sql(sql, (row_id.bytes,)).scalar()
    return DeviceId(uuid.UUID(bytes=found)) if found else None


def _history_values(entry: HistoryEntry) -> tuple[object, ...]:
    return (
        entry.id.bytes,
        entry.table_no,
        entry.row_id.bytes,
        entry.field,
        entry.base,
        entry.ours,
        entry.theirs,
        entry.result,
        entry.our_device.bytes if entry.our_device else None,
        entry.their_device.bytes if entry.their_device else None,
        entry.at,
        entry.kind,
    )


def add_notice(db: Connection, entry: NoticeEntry) -> None:
    db.exec_driver_sql(
        "INSERT INTO notices (id, table_no, row_id, field, kind, history_id, at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            entry.id.bytes,
            entry.table_no,
            entry.row_id.bytes,
            entry.field,
            entry.kind,
            entry.history_id.bytes if entry.history_id else None,
            entry.at,
        ),
    )
