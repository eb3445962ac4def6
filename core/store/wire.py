"""Rows in the form in which they travel and in which the journal keeps their bases."""

import json
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from core.domain.registry import BY_NO, COMMON, Column, Kind, Table
from core.store.columns import compact_json

Plain = int | str | bool | None | list[object] | dict[str, object]
"""A value on the wire: UUID as text, TIME as microseconds, DATE as ISO text, BYTES as hex, JSON parsed."""

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


_TO_WIRE: dict[Kind, Callable[[Any], Plain]] = {
    Kind.UUID: lambda value: str(uuid.UUID(bytes=value)),
    Kind.BOOL: bool,
    Kind.JSON: json.loads,
    Kind.BYTES: bytes.hex,
}
_TO_STORED: dict[Kind, Callable[[Any], Any]] = {
    Kind.UUID: lambda value: uuid.UUID(value).bytes,
    Kind.BOOL: int,
    Kind.JSON: compact_json,
    Kind.BYTES: bytes.fromhex,
}


def _converters(table: Table, of_kind: Mapping[Kind, Callable[[Any], Any]]) -> list[tuple[Column, Any]]:
    return [(column, None if column.enc else of_kind.get(column.kind)) for column in table.columns]


_OUT = {no: _converters(table, _TO_WIRE) for no, table in BY_NO.items()}
_IN = {no: _converters(table, _TO_STORED) for no, table in BY_NO.items()}
_ENC = {no: frozenset(column.no for column in table.sealed) for no, table in BY_NO.items()}


def row_to_wire(table: Table, stored: Stored) -> WireRow:
    """A row of the local store, unknown columns included."""
    fields: dict[int, Plain] = {}
    for column, convert in _OUT[table.no]:
        value = stored[column.name]
        if value is not None:
            fields[column.no] = convert(value) if convert else value
    plain, cells = _load_extra(stored["extra"])
    return WireRow(
        table_no=table.no,
        row_id=uuid.UUID(bytes=stored["id"]),
        version=stored["version"],
        created_at=stored["created_at"],
        updated_at=stored["updated_at"],
        deleted_at=stored["deleted_at"],
        fields={**fields, **plain},
        extra_cells=cells,
    )


def wire_to_values(row: WireRow, workspace_id: uuid.UUID) -> dict[str, Any]:
    """SQLite values of every synced column and `extra`, the inverse of `row_to_wire`."""
    values: dict[str, Any] = {
        "id": row.row_id.bytes,
        "workspace_id": workspace_id.bytes,
        "version": row.version,
        "created_at": row.created_at,
        "updated_at": row.updated_at,
        "deleted_at": row.deleted_at,
    }
    for column, convert in _IN[row.table_no]:
        value = row.fields.get(column.no)
        values[column.name] = convert(value) if convert and value is not None else value
    values["extra"] = _dump_extra(row)
    return values


def field_to_wire(column: Column, stored: Any) -> Plain:
    """One stored value in its wire form, the inverse of `field_to_stored`."""
    convert = None if column.enc else _TO_WIRE.get(column.kind)
    told: Plain = convert(stored) if convert and stored is not None else stored
    return told


def field_to_stored(column: Column, value: Plain) -> Any:
    """One wire value as SQLite keeps it."""
    convert = None if column.enc else _TO_STORED.get(column.kind)
    return convert(value) if convert and value is not None else value


def wire_text(value: Plain) -> str | None:
    """A value as a conflict or history entry holds it."""
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def canonical(row: WireRow) -> dict[int, bytes]:
    """Each non-null column's bytes for the mac: plaintext of ENC columns, compact JSON of plain ones."""
    enc = _ENC[row.table_no]
    told = {
        no: (str(value) if no in enc else compact_json(value)).encode()
        for no, value in row.fields.items()
        if value is not None
    }
    return {**told, **row.extra_cells}


def wire_to_json(row: WireRow) -> str:
    """For the journal and the outbox."""
    return compact_json(
        [
            row.table_no,
            row.row_id.hex,
            row.version,
            row.created_at,
            row.updated_at,
            row.deleted_at,
            {str(no): value for no, value in row.fields.items()},
            {str(no): cell.hex() for no, cell in row.extra_cells.items()},
        ]
    )


def wire_from_json(text: str) -> WireRow:
    """The inverse of `wire_to_json`."""
    table_no, row_id, version, created_at, updated_at, deleted_at, fields, cells = json.loads(text)
    return WireRow(
        table_no=table_no,
        row_id=uuid.UUID(hex=row_id),
        version=version,
        created_at=created_at,
        updated_at=updated_at,
        deleted_at=deleted_at,
        fields={int(no): value for no, value in fields.items()},
        extra_cells={int(no): bytes.fromhex(cell) for no, cell in cells.items()},
    )


def _load_extra(text: str | None) -> tuple[dict[int, Plain], dict[int, bytes]]:
    if not text:
        return {}, {}
    extra = json.loads(text)
    plain = {int(no): value for no, value in extra.get("plain", {}).items()}
    return plain, {int(no): bytes.fromhex(cell) for no, cell in extra.get("cells", {}).items()}


def _dump_extra(row: WireRow) -> str | None:
    known = BY_NO[row.table_no].by_no
    plain = {str(no): value for no, value in row.fields.items() if no not in known}
    cells = {str(no): cell.hex() for no, cell in row.extra_cells.items()}
    return compact_json({"plain": plain, "cells": cells}) if plain or cells else None


STORED_COLUMNS = {no: (*COMMON, *(column.name for column in table.columns)) for no, table in BY_NO.items()}
"""Names of a row's synced columns by table number, in the order in which SQL lists them."""
