"""Rows in the form in which they travel and in which the journal keeps their bases."""

import json
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from core.domain.ids import RowKey, uuid_of
from core.domain.plain import Plain
from core.domain.registry import BY_NO, COMMON, Column, ColumnKind, Merge, Table
from core.store.database import wire_validation
from core.store.database.columns import compact_json
from core.store.database.rows import ENUMS

Stored = Mapping[str, Any]
"""One row as the driver gives it: column name to SQLite value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WireRow:
    """One whole row. `fields` leaves NULLs out; ENC columns stand there as plaintext (JSON as its text).

    Columns that this program does not know are kept: plain ones among `fields`, cells in `extra_cells`.
    """

    table_no: int
    row_id: uuid.UUID
    version: int
    created_at: int
    updated_at: int
    deleted_at: int | None
    fields: dict[int, Plain]
    extra_cells: dict[int, bytes] = field(default_factory=dict)
    spoiled: frozenset[int] | None = None
    """Of a base: the server's row of this version does not hold, and these columns of it are not as they
    stand here (`DELETED_AT`: its tombstone). None where server and base agree."""

    @property
    def key(self) -> RowKey:
        """What tells it from all other rows, of whatever table."""
        return self.table_no, self.row_id


def _uuid_bytes(text: str) -> bytes:
    """A third of the time of `uuid.UUID`."""
    raw = bytes.fromhex(text.replace("-", ""))
    if len(raw) != 16:
        raise ValueError("not a UUID")
    return raw


_TO_WIRE: dict[ColumnKind, Callable[[Any], Plain]] = {
    ColumnKind.UUID: lambda value: str(uuid_of(value)),
    ColumnKind.BOOL: bool,
    ColumnKind.JSON: json.loads,
    ColumnKind.BYTES: bytes.hex,
}


def to_stored(table: Table, column: Column) -> Callable[[Any], Any]:
    """One column's wire values as SQLite's; raises ValueError or TypeError for what no screen could read."""
    words = ENUMS.get(table.name, {}).get(column.name)
    if words is not None:
        return words
    if column.merge is Merge.UNION:
        return wire_validation.text_list
    return _SECRET.get(column.kind, wire_validation.text) if column.enc else _PLAIN[column.kind]


_PLAIN: dict[ColumnKind, Callable[[Any], Any]] = {
    ColumnKind.UUID: _uuid_bytes,
    ColumnKind.TEXT: wire_validation.text,
    ColumnKind.INT: wire_validation.number,
    ColumnKind.BOOL: wire_validation.flag,
    ColumnKind.TIME: wire_validation.moment,
    ColumnKind.DATE: wire_validation.day,
    ColumnKind.JSON: wire_validation.finite_document,
    ColumnKind.BYTES: bytes.fromhex,
}
_SECRET: dict[ColumnKind, Callable[[Any], Any]] = {ColumnKind.DATE: wire_validation.day}
"""Secrets travel as text whatever their kind."""

_OUT = {
    no: [
        (column.no, column.name, None if column.enc else _TO_WIRE.get(column.kind))
        for column in table.columns
    ]
    for no, table in BY_NO.items()
}
_IN = {
    no: [(column.no, column.name, to_stored(table, column)) for column in table.columns]
    for no, table in BY_NO.items()
}
_ENC = {no: frozenset(column.no for column in table.sealed) for no, table in BY_NO.items()}


def row_to_wire(table: Table, stored: Stored) -> WireRow:
    """A row of the local store, unknown columns included."""
    fields: dict[int, Plain] = {}
    for no, name, convert in _OUT[table.no]:
        value = stored[name]
        if value is not None:
            fields[no] = convert(value) if convert else value
    plain, cells = _load_extra(table.no, stored["extra"])
    return WireRow(
        table_no=table.no,
        row_id=uuid_of(stored["id"]),
        version=stored["version"],
        created_at=stored["created_at"],
        updated_at=stored["updated_at"],
        deleted_at=stored["deleted_at"],
        fields={**fields, **plain} if plain else fields,
        extra_cells=cells,
    )


def wire_to_values(row: WireRow, workspace_id: uuid.UUID) -> dict[str, Any]:
    """SQLite values of every synced column and `extra`, the inverse of `row_to_wire`.

    Raises ValueError or TypeError for a value that does not fit its column.
    """
    values: dict[str, Any] = {
        "id": row.row_id.bytes,
        "workspace_id": workspace_id.bytes,
        "version": row.version,
        "created_at": wire_validation.moment(row.created_at),
        "updated_at": wire_validation.moment(row.updated_at),
        "deleted_at": None if row.deleted_at is None else wire_validation.moment(row.deleted_at),
    }
    fields = row.fields
    for no, name, convert in _IN[row.table_no]:
        value = fields.get(no)
        values[name] = None if value is None else convert(value)
    values["extra"] = _dump_extra(row)
    return values


def field_to_wire(column: Column, stored: Any) -> Plain:
    """One stored value in its wire form, the inverse of `field_to_stored`."""
    convert = None if column.enc else _TO_WIRE.get(column.kind)
    told: Plain = convert(stored) if convert and stored is not None else stored
    return told


def field_to_stored(column: Column, value: Plain) -> Any:
    """One wire value as SQLite keeps it. Raises ValueError or TypeError for what does not fit the column."""
    convert = wire_validation.text if column.enc else _PLAIN[column.kind]
    return None if value is None else convert(value)


def wire_text(value: Plain) -> str | None:
    """A value as a conflict or history entry holds it."""
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def canonical(row: WireRow) -> dict[int, bytes]:
    """Each non-null column's bytes for the mac: plaintext of ENC columns, compact JSON of plain ones."""
    enc = _ENC[row.table_no]
    cells = {no: str(value).encode() for no, value in row.fields.items() if no in enc and value is not None}
    plain = {no: value for no, value in row.fields.items() if no not in enc}
    return canonical_parts(plain, {**cells, **row.extra_cells})


def canonical_parts(plain: Mapping[int, Plain], cells: Mapping[int, bytes]) -> dict[int, bytes]:
    """The same of a row whose opened cells are still bytes."""
    told = {no: compact_json(value).encode() for no, value in plain.items() if value is not None}
    told.update(cells)
    return told


DELETED_AT = 6
"""Number of the tombstone among a row's columns."""
UPDATED_AT = 4
"""Place of `updated_at` in what `wire_to_json` writes."""


def wire_to_json(row: WireRow) -> str:
    """For the journal and the outbox."""
    told: list[object] = [
        row.table_no,
        row.row_id.hex,
        row.version,
        row.created_at,
        row.updated_at,
        row.deleted_at,
        {str(no): value for no, value in row.fields.items()},
        {str(no): cell.hex() for no, cell in row.extra_cells.items()},
    ]
    # Only where there is something to tell, so that what earlier programs kept reads as it did.
    return compact_json(told if row.spoiled is None else [*told, sorted(row.spoiled)])


def wire_from_json(text: str) -> WireRow:
    """The inverse of `wire_to_json`."""
    table_no, row_id, version, created_at, updated_at, deleted_at, fields, cells, *spoiled = json.loads(text)
    plain, unknown = _sorted_out(table_no, fields, cells)
    return WireRow(
        table_no=table_no,
        row_id=uuid_of(bytes.fromhex(row_id)),
        version=version,
        created_at=created_at,
        updated_at=updated_at,
        deleted_at=deleted_at,
        fields=plain,
        extra_cells=unknown,
        spoiled=frozenset(spoiled[0]) if spoiled else None,
    )


def _load_extra(table_no: int, text: str | None) -> tuple[dict[int, Plain], dict[int, bytes]]:
    if not text:
        return {}, {}
    extra = json.loads(text)
    return _sorted_out(table_no, extra.get("plain", {}), extra.get("cells", {}))


def _sorted_out(
    table_no: int, plain: Mapping[str, Plain], cells: Mapping[str, str]
) -> tuple[dict[int, Plain], dict[int, bytes]]:
    """Fields, and cells that stay unknown: what was written before an update may be known after it."""
    fields = {int(no): value for no, value in plain.items()}
    unknown = {int(no): bytes.fromhex(cell) for no, cell in cells.items()}
    for no in unknown.keys() & _ENC[table_no]:
        fields[no] = unknown.pop(no).decode()
    return fields, unknown


def _dump_extra(row: WireRow) -> str | None:
    known = BY_NO[row.table_no].by_no
    if not row.extra_cells and row.fields.keys() <= known.keys():
        return None
    plain = {str(no): value for no, value in row.fields.items() if no not in known}
    cells = {str(no): cell.hex() for no, cell in row.extra_cells.items()}
    return compact_json({"plain": plain, "cells": cells})


STORED_COLUMNS = {no: (*COMMON, *(column.name for column in table.columns)) for no, table in BY_NO.items()}
"""Names of a row's synced columns by table number, in the order in which SQL lists them."""
