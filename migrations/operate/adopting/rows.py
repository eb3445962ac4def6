"""Rows on their way from the old form into the new and back: what was read can always be told again."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from core.crypto.seals import row_mac
from core.domain.ids import WorkspaceId
from core.domain.registry import BY_NAME, Column, ColumnKind, Table
from core.store.database.columns import compact_json
from core.store.outbox.wire_row import WireRow, canonical
from migrations.operate.adopting.expected import COLUMNS
from migrations.operate.adopting.source import Reading, Value

_COMMON = ("id", "workspace_id", "created_at", "updated_at", "deleted_at")


@dataclass(slots=True)
class AdoptedRow:
    """A row of the new tables. `values` by column: ids, dates and JSON as text, times in microseconds."""

    table: Table
    row_id: UUID
    version: int
    created_at: int
    updated_at: int
    deleted_at: int | None
    values: dict[str, str | int | bool | None]

    def mac(self, index_key: bytes, workspace_id: WorkspaceId) -> bytes:
        """The digest that a device computes of the same row."""
        gone = self.deleted_at is not None
        return row_mac(index_key, workspace_id, self.table.no, self.row_id, gone, canonical(self._wire()))

    def _wire(self) -> WireRow:
        fields = {
            column.no: _wire_value(column, self.values[column.name])
            for column in self.table.columns
            if self.values.get(column.name) is not None
        }
        return WireRow(
            table_no=self.table.no,
            row_id=self.row_id,
            version=self.version,
            created_at=self.created_at,
            updated_at=self.updated_at,
            deleted_at=self.deleted_at,
            fields=fields,
        )


def _wire_value(column: Column, value: Any) -> Any:
    # On the wire an open document is a value, and one that is sealed is the text that was sealed.
    return json.loads(value) if column.kind is ColumnKind.JSON and not column.enc else value


def shared(table: Table, reading: Reading) -> AdoptedRow:
    """The row with every column that both forms know under the same name."""
    values: dict[str, str | int | bool | None] = dict.fromkeys(table.by_name)
    for column in table.columns:
        if column.name in reading:
            values[column.name] = _as_stored(reading[column.name])
    created = int(_number(reading["created_at"]))
    version = reading.get("version")
    return AdoptedRow(
        table=table,
        row_id=UUID(str(reading["id"])),
        version=version if isinstance(version, int) and version > 0 else 1,
        created_at=created,
        updated_at=int(_number(reading.get("updated_at", created))),
        deleted_at=_maybe_number(reading.get("deleted_at")),
        values=values,
    )


def retold(row: AdoptedRow, workspace_id: WorkspaceId, originals: Reading) -> Reading:
    """The row as the source had it: from the new columns, and what was kept beside them."""
    told: Reading = {}
    for name, kind in COLUMNS[row.table.name].items():
        told[name] = _retold_value(row, workspace_id, name, kind)
    return {**told, **originals}


def originals_of(row: AdoptedRow, workspace_id: WorkspaceId, reading: Reading) -> Reading:
    """What the new columns do not tell by themselves, and must be kept beside them."""
    told = retold(row, workspace_id, {})
    return {name: value for name, value in reading.items() if not _same(told[name], value)}


def _same(one: Value, other: Value) -> bool:
    """Python takes True for 1."""
    return type(one) is type(other) and one == other


def _retold_value(row: AdoptedRow, workspace_id: WorkspaceId, name: str, kind: str) -> Value:
    if name in _COMMON:
        common: dict[str, Value] = {
            "id": str(row.row_id),
            "workspace_id": str(workspace_id),
            "created_at": row.created_at,
            "updated_at": row.updated_at,
            "deleted_at": row.deleted_at,
        }
        return common[name]
    if name == "version":
        return row.version
    value = row.values.get(name)
    if kind.endswith("[]") and isinstance(value, str):
        listed: list[Any] = json.loads(value)
        return listed
    return value


def _as_stored(value: Value) -> str | int | bool | None:
    if isinstance(value, list):
        return compact_json(value)
    if isinstance(value, bytes):
        raise TypeError("cells are opened before")
    return value


def _number(value: Value) -> int:
    if not isinstance(value, int):
        raise TypeError("a time")
    return value


def _maybe_number(value: Value) -> int | None:
    return None if value is None else _number(value)


def table_of(name: str) -> Table:
    return BY_NAME[name]
