"""Notices: what sync settled by itself, or could not believe, told to a person once."""

import uuid
from typing import NamedTuple

from sqlalchemy import Connection

_TOLD = """
    SELECT n.id, n.table_no, n.row_id, n.field, n.kind, n.at, h.their_device,
        h.base, h.ours, h.theirs, h.result, n.seen_at
    FROM notices n LEFT JOIN history h ON h.id = n.history_id
"""


class Noticed(NamedTuple):
    """A notice with the texts of its history entry, as stored: ids as bytes, times in microseconds."""

    id: bytes
    table_no: int
    row_id: bytes
    field: str | None
    kind: str
    at: int
    their_device: bytes | None
    base: str | None
    ours: str | None
    theirs: str | None
    result: str | None
    seen_at: int | None


def unseen(db: Connection, limit: int) -> list[Noticed]:
    """Those that nobody put away, newest first."""
    sql = f"{_TOLD} WHERE n.seen_at IS NULL ORDER BY n.at DESC LIMIT ?"
    return [Noticed(*row) for row in db.exec_driver_sql(sql, (limit,))]


def seen(db: Connection, kind: str) -> list[Noticed]:
    """Those of a kind that somebody put away, the latest first."""
    sql = f"{_TOLD} WHERE n.seen_at IS NOT NULL AND n.kind = ? ORDER BY n.seen_at DESC"
    return [Noticed(*row) for row in db.exec_driver_sql(sql, (kind,))]


def put_away(db: Connection, notice_id: uuid.UUID, now: int) -> None:
    """Its text stays in the store. An id of something else is left alone. `now` in microseconds."""
    sql = "UPDATE notices SET seen_at = ? WHERE id = ?"
    db.exec_driver_sql(sql, (now, notice_id.bytes))


def bring_up(db: Connection, notice_id: uuid.UUID) -> None:
    """Puts one that was put away on the list again. An id of something else is left alone."""
    db.exec_driver_sql("UPDATE notices SET seen_at = NULL WHERE id = ?", (notice_id.bytes,))


def count_unseen(db: Connection, kind: str) -> int:
    """How many of this kind nobody has put away."""
    sql = "SELECT count(*) FROM notices WHERE kind = ? AND seen_at IS NULL"
    return int(db.exec_driver_sql(sql, (kind,)).scalar_one())


def noticed(db: Connection, table_no: int, kind: str) -> set[uuid.UUID]:
    """Rows of which such a notice was ever made."""
    sql = "SELECT DISTINCT row_id FROM notices WHERE table_no = ? AND kind = ?"
    return {uuid.UUID(bytes=row_id) for (row_id,) in db.exec_driver_sql(sql, (table_no, kind))}


def is_noticed(db: Connection, row_id: uuid.UUID, kind: str) -> bool:
    """Whether such a notice was ever made of the row."""
    sql = "SELECT 1 FROM notices WHERE kind = ? AND row_id = ?"
    return db.exec_driver_sql(sql, (kind, row_id.bytes)).first() is not None
