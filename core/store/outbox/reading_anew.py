"""The store when the feed is read anew: forgets the server's times, offers rows again, lets rows go."""

import uuid
from collections.abc import Collection
from dataclasses import replace

from sqlalchemy import Connection

from core.domain.registry import BY_NAME, CLINICAL_DIGEST, Table
from core.store.database.rows import chunks, marks, stored_row
from core.store.database.tables import SEARCHED
from core.store.outbox import search_index
from core.store.outbox.upsert_rows import put_row
from core.store.outbox.wire_row import UPDATED_AT, row_to_wire


def has_accepted_rows(db: Connection) -> bool:
    """Whether any row bears a version that a server gave it."""
    found = (f"EXISTS (SELECT 1 FROM {name} WHERE version > 0)" for name in BY_NAME)
    return bool(db.exec_driver_sql(f"SELECT {' OR '.join(found)}").scalar_one())


def forget_our_times(db: Connection) -> None:
    """Rows that were accepted and did not come back bear the time of this computer, not the server's.

    Whether the server wrote before or after them cannot be told, so what differs will be asked.
    """
    for table in BY_NAME.values():
        # Zero is older than any time: with a clock years ahead, ours passed for newer than what others wrote
        # after a restore, and went over it unasked.
        ours = f"SELECT id FROM {table.name} WHERE seq IS NULL AND version > 0"
        db.exec_driver_sql(
            f"UPDATE journal SET base = json_set(base, '$[{UPDATED_AT}]', 0)"
            f" WHERE base IS NOT NULL AND table_no = ? AND row_id IN ({ours})",
            (table.no,),
        )
        db.exec_driver_sql(f"UPDATE {table.name} SET updated_at = 0 WHERE id IN ({ours})")


def forget_version(db: Connection, table: Table, row_id: uuid.UUID) -> None:
    """The row is new to the server again."""
    db.exec_driver_sql(f"UPDATE {table.name} SET version = 0, mac = NULL WHERE id = ?", (row_id.bytes,))


def forget_digest(db: Connection, workspace_id: uuid.UUID, table: Table, row_id: uuid.UUID) -> None:
    """It stands for fields that are not here and that the server lost: whoever has them sends them."""
    stored = stored_row(db, table, workspace_id, row_id) if table.clinical else None
    row = row_to_wire(table, stored) if stored else None
    if row is not None and CLINICAL_DIGEST in row.fields:
        rest = {no: value for no, value in row.fields.items() if no != CLINICAL_DIGEST}
        put_row(db, workspace_id, replace(row, fields=rest))


def delete_rows(db: Connection, table: Table, ids: Collection[uuid.UUID]) -> None:
    """Removes rows for good, also from the search index."""
    for chunk in chunks([row_id.bytes for row_id in ids], 500):
        condition = f"id IN ({marks(len(chunk))})"
        if table.name in SEARCHED:
            found = db.exec_driver_sql(f"SELECT rid FROM {table.name} WHERE {condition}", tuple(chunk))
            search_index.refresh(db, table.name, [], [rid for (rid,) in found])
        db.exec_driver_sql(f"DELETE FROM {table.name} WHERE {condition}", tuple(chunk))


def forget_bases(db: Connection) -> None:
    """Waiting rows that the server does not have any more go to it as new ones."""
    for table in BY_NAME.values():
        gone = f"SELECT id FROM {table.name} WHERE seq IS NULL AND version > 0"
        db.exec_driver_sql(
            f"UPDATE journal SET base = NULL, base_version = 0 WHERE table_no = ? AND row_id IN ({gone})",
            (table.no,),
        )
        waiting = "SELECT row_id FROM journal WHERE table_no = ?"
        condition = f"seq IS NULL AND version > 0 AND id IN ({waiting})"
        db.exec_driver_sql(f"UPDATE {table.name} SET version = 0, mac = NULL WHERE {condition}", (table.no,))


def living(db: Connection) -> int:
    """How many records are not deleted."""
    counts = (f"(SELECT count(*) FROM {name} WHERE deleted_at IS NULL)" for name in BY_NAME)
    return int(db.exec_driver_sql(f"SELECT {' + '.join(counts)}").scalar_one())
