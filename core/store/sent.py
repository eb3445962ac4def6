"""What stands in the outbox: one op as it was, or will again be, sent."""

import json
import uuid
from dataclasses import dataclass, field

from sqlalchemy import Connection

from core.store.columns import compact_json
from core.store.wire import Plain, WireRow, wire_from_json, wire_to_json


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One op. `fields` are the changed ones (None: emptied), `row` the whole row at that moment, for its mac.

    `cells` are changed cells of columns that this program does not know: a server that was restored may lack
    them. They change in no other way here.
    `deleted` None leaves the tombstone as it is. `edits` is the journal's counter when the op was made.
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
    cells: dict[int, bytes | None] = field(default_factory=dict)


def payload_of(row: WireRow, changed: list[int], cells: list[int], deleted: bool | None) -> str:
    """The outbox keeps the row once and names what changed."""
    told = {"row": wire_to_json(row), "changed": changed, "deleted": deleted}
    return compact_json({**told, "cells": cells} if cells else told)


def read_sent(db: Connection, op_no: int | None = None) -> list[Sent]:
    """The outbox in order, or one op of it."""
    condition, values = ("", ()) if op_no is None else (" WHERE op_no = ?", (op_no,))
    sql = "SELECT op_no, op_id, grp, table_no, row_id, base_version, payload, edits FROM outbox"
    return [_sent(*row) for row in db.exec_driver_sql(f"{sql}{condition} ORDER BY op_no", values)]


def _sent(
    op_no: int,
    op_id: bytes,
    group: int,
    table_no: int,
    row_id: bytes,
    base_version: int,
    payload: str,
    edits: int,
) -> Sent:
    told = json.loads(payload)
    row = wire_from_json(told["row"])
    return Sent(
        op_no=op_no,
        op_id=uuid.UUID(bytes=op_id),
        group=group,
        table_no=table_no,
        row_id=uuid.UUID(bytes=row_id),
        base_version=base_version,
        deleted=told["deleted"],
        fields={no: row.fields.get(no) for no in told["changed"]},
        row=row,
        edits=edits,
        size=len(payload),
        cells={no: row.extra_cells.get(no) for no in told.get("cells", ())},
    )
