"""After an update: what an older program kept without knowing it goes into the columns that are there now."""

import json
import uuid
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from core.domain.registry import BY_NO, Table
from core.store.outbox.upsert_rows import put_row
from core.store.outbox.wire_row import row_to_wire


def take_up(db: Connection) -> int:
    """In the transaction of the migrations. Returns how many rows took something up.

    Versions, journal and seals stay: the row says what it said before. A value that does not fit its column
    stays where it is.
    """
    return sum(_take_up(db, table) for table in BY_NO.values())


def _take_up(db: Connection, table: Table) -> int:
    kept = db.exec_driver_sql(f"SELECT * FROM {table.name} WHERE extra IS NOT NULL").mappings()
    found = [stored for row in kept if _has_known(table, stored := dict(row))]
    return sum(_put(db, table, row) for row in found)


def _has_known(table: Table, row: Mapping[str, Any]) -> bool:
    extra = json.loads(row["extra"])
    return any(int(no) in table.by_no for part in ("plain", "cells") for no in extra.get(part, {}))


def _put(db: Connection, table: Table, row: Mapping[str, Any]) -> bool:
    try:
        put_row(db, uuid.UUID(bytes=row["workspace_id"]), row_to_wire(table, row))
    except (TypeError, ValueError):
        return False
    return True
