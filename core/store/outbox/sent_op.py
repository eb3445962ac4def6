"""What stands in the outbox: one op as it was, or will again be, sent."""

import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from core.domain.ids import RowKey, uuid_of
from core.domain.plain import Plain
from core.store.database.columns import compact_json
from core.store.outbox.wire_row import WireRow, wire_from_json, wire_to_json


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One op. `fields` are the changed ones (None: emptied), `row` the whole row at that moment, for its mac.

    `cells` are changed cells of columns that this program does not know: a server that was restored may lack
    them. They change in no other way here.
    `deleted` None leaves the tombstone as it is. `size` is that of the whole row in bytes, `edits` the
    journal's counter when the op was made.
    """

    op_no: int
    op_id: uuid.UUID
    group: int
    table_no: int
    row_id: uuid.UUID
    base_version: int
    deleted: bool | None
    fields: dict[int, Plain]
    row: WireRow
    edits: int
    size: int
    supersedes: bool = False
    """It takes the place of a row that nobody can verify."""
    cells: dict[int, bytes | None] = field(default_factory=dict)
    again: bool = field(default=False, compare=False)
    """It was sent before, and nobody knows whether it arrived."""


def payload_of(
    row: WireRow, changed: list[int], cells: list[int], deleted: bool | None, *, supersedes: bool
) -> str:
    """The outbox keeps the row once and names what changed."""
    told: dict[str, object] = {
        "row": wire_to_json(row),
        "changed": changed,
        "deleted": deleted,
        "cells": cells,
    }
    return compact_json(told | {"supersedes": True} if supersedes else told)


def unanswered_keys(db: Connection) -> set[RowKey]:
    """Rows (table_no, id) whose push has no stored answer."""
    rows = db.exec_driver_sql("SELECT table_no, row_id FROM outbox")
    return {(table_no, uuid_of(row_id)) for table_no, row_id in rows}


def first_unanswered(db: Connection) -> int | None:
    """The least op_no that has no stored answer."""
    found: int | None = db.exec_driver_sql("SELECT min(op_no) FROM outbox").scalar()
    return found


def read_sent(db: Connection, op_no: int | None = None) -> list[Sent]:
    """The outbox in order, or one op of it."""
    condition, values = ("", ()) if op_no is None else (" WHERE op_no = ?", (op_no,))
    sql = "SELECT op_no, op_id, grp, table_no, row_id, base_version, payload, edits FROM outbox"
    return [_sent(row) for row in db.exec_driver_sql(f"{sql}{condition} ORDER BY op_no", values)]


def _sent(columns: Iterable[Any]) -> Sent:
    op_no, op_id, group, table_no, row_id, base_version, payload, edits = columns
    told = json.loads(payload)
    row = wire_from_json(told["row"])
    return Sent(
        op_no=op_no,
        op_id=uuid.UUID(bytes=op_id),
        group=group,
        table_no=table_no,
        row_id=uuid_of(row_id),
        base_version=base_version,
        deleted=told["deleted"],
        fields={no: row.fields.get(no) for no in told["changed"]},
        row=row,
        edits=edits,
        size=len(payload.encode()),
        # What an earlier program put out says nothing of it.
        supersedes=told.get("supersedes", False),
        cells={no: row.extra_cells.get(no) for no in told.get("cells", ())},
    )
