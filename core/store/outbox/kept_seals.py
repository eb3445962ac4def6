"""Seals that other laptops put on what only grows.

A restored server may have lost what a colleague did, and her laptop may be gone. Then this laptop offers it
again with the seal that she gave it: without her seal only our word would say that she did it.
"""

import uuid
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection

from core.store.database.rows import chunks, execute_many, marks
from core.store.outbox.feed_store import FeedRow

# A row that only grows gets no other seal, so the one that was verified stays.
_KEEP = "INSERT INTO kept_seals (row_id, seal) VALUES (?, ?) ON CONFLICT (row_id) DO NOTHING"


def keep_seals(db: Connection, rows: Iterable[FeedRow]) -> None:
    """Of rows that carry one; in the transaction that stores the rows."""
    execute_many(db, _KEEP, [(each.row.row_id.bytes, each.seal) for each in rows if each.seal is not None])


def kept_seals(db: Connection, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, bytes]:
    """By row; those that nobody else sealed are left out."""
    found: dict[uuid.UUID, bytes] = {}
    for chunk in chunks([each.bytes for each in ids], 500):
        sql = f"SELECT row_id, seal FROM kept_seals WHERE row_id IN ({marks(len(chunk))})"
        for row_id, seal in db.exec_driver_sql(sql, tuple(chunk)):
            found[uuid.UUID(bytes=row_id)] = seal
    return found
