"""Writing whole rows as they stand on the wire, with the search index, in the caller's transaction."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection

from core.domain.registry import BY_NO, Table
from core.runtime.yielding import FOREGROUND
from core.store.database.rows import chunks, in_parts, marks
from core.store.database.tables import SEARCHED
from core.store.database.watching import touch
from core.store.outbox import search_index
from core.store.outbox.wire_row import STORED_COLUMNS, WireRow, wire_to_values

_KEPT = ("rid", "id", "workspace_id")
_STAMPS = ("seq", "mac", "origin_device")
_Numbered = tuple[int, Mapping[str, Any]]
"""A rid and its row."""
_Index = Callable[[Connection, str, Sequence[_Numbered], Sequence[int]], None]
"""Called with a table's name, rows, and those rids that were here before."""


def _names(table_no: int, stamped: bool) -> tuple[str, ...]:
    return (*STORED_COLUMNS[table_no], "extra", *(_STAMPS if stamped else ()))


@cache
def _upsert(table_no: int, stamped: bool) -> str:
    names = ["rid", *_names(table_no, stamped)]
    taken = ", ".join(f"{name} = excluded.{name}" for name in names if name not in _KEPT)
    table = BY_NO[table_no].name
    return (
        f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks(len(names))})"
        f" ON CONFLICT (id) DO UPDATE SET {taken} WHERE {table}.workspace_id = excluded.workspace_id"
    )


def put_row(db: Connection, workspace_id: uuid.UUID, row: WireRow) -> None:
    """Stores one row as it is, leaving its place in the feed alone."""
    put_rows(db, workspace_id, BY_NO[row.table_no], [wire_to_values(row, workspace_id)], stamped=False)


def put_rows(
    db: Connection, workspace_id: uuid.UUID, table: Table, rows: Sequence[Mapping[str, Any]], *, stamped: bool
) -> None:
    """Inserts or replaces rows of one table. `stamped` rows also carry seq, mac and origin_device.

    A row whose id belongs to another workspace is left alone.
    """
    known, foreign = _known_rids(db, workspace_id, table, [row["id"] for row in rows])
    rows = [row for row in rows if row["id"] not in foreign] if foreign else rows
    if not rows:
        return
    numbered = list(zip(_number(db, table, rows, known), rows, strict=True))
    # What comes from the server many at a time waits for the index; what a person writes is found at once.
    index = search_index.put_off if stamped and len(rows) > search_index.AT_ONCE else search_index.refresh
    for part in in_parts(numbered):
        _put(db, table, part, known, index, stamped=stamped)
    touch(db, table.name, (row["id"] for row in rows))


def _put(
    db: Connection,
    table: Table,
    numbered: Sequence[_Numbered],
    known: Mapping[bytes, int],
    index: _Index,
    *,
    stamped: bool,
) -> None:
    pick = itemgetter(*_names(table.no, stamped))
    db.exec_driver_sql(_upsert(table.no, stamped), [(rid, *pick(row)) for rid, row in numbered])
    if table.name in SEARCHED:
        replaced = [rid for rid, row in numbered if row["id"] in known]
        index(db, table.name, numbered, replaced)


def _known_rids(
    db: Connection, workspace_id: uuid.UUID, table: Table, ids: Sequence[bytes]
) -> tuple[dict[bytes, int], set[bytes]]:
    """The rids of those that are here already, and ids that another workspace holds."""
    known: dict[bytes, int] = {}
    foreign: set[bytes] = set()
    for chunk in chunks(ids, 500):
        sql = f"SELECT id, rid, workspace_id FROM {table.name} WHERE id IN ({marks(len(chunk))})"
        for row_id, rid, owner in FOREGROUND.beside(db.exec_driver_sql(sql, tuple(chunk))):
            if owner == workspace_id.bytes:
                known[row_id] = rid
            else:
                foreign.add(row_id)
    return known, foreign


def _number(
    db: Connection, table: Table, rows: Sequence[Mapping[str, Any]], known: Mapping[bytes, int]
) -> list[int]:
    """Each row's rid, known or new, so that the index can be written without asking again."""
    last = int(db.exec_driver_sql(f"SELECT coalesce(max(rid), 0) FROM {table.name}").scalar_one())
    given = dict(known)
    for row in rows:
        if row["id"] not in given:
            last += 1
            given[row["id"]] = last
    return [given[row["id"]] for row in rows]
