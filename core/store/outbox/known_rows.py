"""What this store remembers of rows that the server has, and the stamps that the feed gives them."""

import uuid
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import Connection

from core.domain.ids import DeviceId, uuid_of
from core.domain.registry import BY_NO
from core.runtime.yielding import FOREGROUND
from core.store.database.rows import chunks, execute_many, marks
from core.store.outbox.feed_store import FeedRow

_CHUNK = 500
_TIME_OF_DEATH = "deleted_at = iif(deleted_at IS NULL, NULL, coalesce(?, deleted_at))"
"""The server's clock tells when a row was deleted, but a delete or restore that still waits stands."""


class Known(NamedTuple):
    """What the store remembers of a row. `seq` None: its last change was not seen in the feed yet; `mac`
    None: nor is it known in which form the server has it, which `origin` sent there."""

    version: int
    mac: bytes | None
    seq: int | None
    updated_at: int = 0
    origin: DeviceId | None = None

    def is_shown_by(self, each: FeedRow) -> bool:
        """Whether a row of this version is what we hold."""
        if self.mac is None:
            return self.origin in (None, each.origin)
        return self.mac == each.mac


def known(db: Connection, table_no: int, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, Known]:
    """Those of the rows that are here, deleted or not."""
    found: dict[uuid.UUID, Known] = {}
    for chunk in chunks([each.bytes for each in ids], _CHUNK):
        wanted = f"id IN ({marks(len(chunk))})"
        columns = "id, version, mac, seq, updated_at, origin_device"
        sql = f"SELECT {columns} FROM {BY_NO[table_no].name} WHERE {wanted}"
        for row_id, version, mac, seq, updated_at, sender in FOREGROUND.behind(
            db.exec_driver_sql(sql, tuple(chunk))
        ):
            origin = DeviceId(uuid_of(sender)) if sender else None
            found[uuid_of(row_id)] = Known(version, mac, seq, updated_at, origin)
    return found


def by_table(rows: Iterable[FeedRow]) -> dict[int, list[FeedRow]]:
    """The rows of each table, in their order."""
    tables: dict[int, list[FeedRow]] = {}
    for each in rows:
        tables.setdefault(each.row.table_no, []).append(each)
    return tables


def stamp(db: Connection, rows: Iterable[FeedRow]) -> None:
    """What we hold came back: only its place in the feed, its sender and the server's times are news."""
    for table_no, of_table in by_table(rows).items():
        values = [(*_stamps(each), each.row.row_id.bytes) for each in of_table]
        stamps = f"seq = ?, mac = ?, origin_device = ?, created_at = ?, updated_at = ?, {_TIME_OF_DEATH}"
        execute_many(db, f"UPDATE {BY_NO[table_no].name} SET {stamps} WHERE id = ?", values)


def move(db: Connection, rows: Iterable[FeedRow]) -> None:
    """What we hold was shown once more: its place in the feed is news, and nothing else is believed."""
    for table_no, of_table in by_table(rows).items():
        values = [(each.seq, each.row.row_id.bytes) for each in of_table]
        execute_many(db, f"UPDATE {BY_NO[table_no].name} SET seq = ? WHERE id = ?", values)


def mark_sent(
    db: Connection, device_id: DeviceId, macs: Iterable[tuple[int, uuid.UUID, bytes | None]]
) -> None:
    """Accepted rows (table_no, id, mac) have no place in the feed until it brings them back."""
    tables: dict[int, list[tuple[bytes | None, bytes, bytes]]] = {}
    for table_no, row_id, mac in macs:
        tables.setdefault(table_no, []).append((mac, device_id.bytes, row_id.bytes))
    for table_no, rows in tables.items():
        sql = f"UPDATE {BY_NO[table_no].name} SET seq = NULL, mac = ?, origin_device = ? WHERE id = ?"
        execute_many(db, sql, rows)


def _stamps(each: FeedRow) -> tuple[int, bytes | None, bytes | None, int, int, int | None]:
    origin = each.origin.bytes if each.origin else None
    return each.seq, each.mac, origin, each.row.created_at, each.row.updated_at, each.row.deleted_at
