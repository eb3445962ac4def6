"""Reading and writing rows as the driver has them, and rows as the domain's records."""

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Connection

from core.domain.clock import to_micros
from core.domain.enums import (
    AppointmentStatus,
    AuditAction,
    ConflictReason,
    LocationType,
    Resolution,
    Role,
)
from core.domain.errors import NotFound
from core.domain.foreground import FOREGROUND
from core.domain.records import RECORDS, Row
from core.domain.registry import BY_NAME, COMMON, Kind, Table
from core.store.columns import compact_json
from core.store.tables import LOCAL_COLUMNS

R = TypeVar("R", bound=Row)
T = TypeVar("T")
_IN_LIMIT = 500
_PART = 25

ENUMS: dict[str, dict[str, type[StrEnum]]] = {
    "users": {"role": Role},
    "locations": {"location_type": LocationType},
    "appointments": {"location_type": LocationType, "status": AppointmentStatus},
    "audit_events": {"action": AuditAction},
    "conflicts": {"reason": ConflictReason, "resolution": Resolution},
}


@cache
def record_columns(table_name: str) -> tuple[str, ...]:
    """Columns that a record has, in order."""
    return (*COMMON, *(column.name for column in BY_NAME[table_name].columns))


def to_record(kind: type[R], table_name: str, row: Sequence[Any]) -> R:
    """A domain record from typed values (those that SQLAlchemy's tables give), in `record_columns`' order.

    What a query selects beyond them is left out.
    """
    given: dict[str, Any] = dict(zip(record_columns(table_name), row, strict=False))
    for name, enum in ENUMS.get(table_name, {}).items():
        if given[name] is not None:
            given[name] = enum(given[name])
    if table_name == "clients":
        given["tags"] = tuple(given["tags"] or ())
    return kind(**given)


def any_record(table_name: str, row: Sequence[Any]) -> Row:
    """Like `to_record`, for a table known only by name."""
    return to_record(RECORDS[table_name], table_name, row)


@cache
def _select(table: Table, condition: str) -> str:
    # The plus keeps SQLite from walking an index of the whole workspace instead of looking ids up.
    names = ("rid", *COMMON, *(column.name for column in table.columns), *LOCAL_COLUMNS)
    return f"SELECT {', '.join(names)} FROM {table.name} WHERE +workspace_id = ? AND {condition}"


def stored_row(db: Connection, table: Table, workspace_id: uuid.UUID, row_id: uuid.UUID) -> dict[str, Any]:
    """One row as stored, deleted or not. A row of another workspace is as missing as one that never was."""
    found = (
        db.exec_driver_sql(_select(table, "id = ?"), (workspace_id.bytes, row_id.bytes)).mappings().first()
    )
    if found is None:
        raise not_found()
    return dict(found)


def stored_rows(
    db: Connection, table: Table, workspace_id: uuid.UUID, row_ids: Iterable[uuid.UUID]
) -> dict[uuid.UUID, dict[str, Any]]:
    """Many rows by id; missing ones are left out."""
    wanted = [row_id.bytes for row_id in row_ids]
    found: dict[uuid.UUID, dict[str, Any]] = {}
    for chunk in chunks(wanted, _IN_LIMIT):
        sql = _select(table, f"id IN ({marks(len(chunk))})")
        rows = db.exec_driver_sql(sql, (workspace_id.bytes, *chunk)).mappings()
        for row in FOREGROUND.beside(rows):
            found[uuid.UUID(bytes=row["id"])] = dict(row)
    return found


def chunks(items: Sequence[Any], size: int) -> Iterable[Sequence[Any]]:
    """Consecutive pieces of at most `size`."""
    return (items[start : start + size] for start in range(0, len(items), size))


def execute_many(db: Connection, sql: str, values: Sequence[tuple[Any, ...]]) -> None:
    """One statement for many rows."""
    for part in in_parts(values):
        db.exec_driver_sql(sql, list(part))


def in_parts(items: Sequence[T]) -> Iterable[Sequence[T]]:
    """Pieces that are written in a few milliseconds; many are of sync or an import, which can wait."""
    return (items,) if 0 < len(items) <= _PART else FOREGROUND.behind(chunks(items, _PART))


def marks(count: int) -> str:
    """Placeholders for an IN list."""
    return ",".join("?" * count)


def not_found() -> NotFound:
    return NotFound("This record is not here any more; nothing was changed.")


_ENCODE: dict[Kind, Callable[[Any], Any]] = {
    Kind.UUID: lambda value: value.bytes,
    Kind.TEXT: str,
    Kind.INT: int,
    Kind.BOOL: int,
    Kind.TIME: to_micros,
    Kind.DATE: lambda value: value.isoformat(),
    Kind.JSON: compact_json,
    Kind.BYTES: bytes,
}


def encode(table: Table, values: Mapping[str, object]) -> dict[str, Any]:
    """Typed values of a table's own columns as SQLite keeps them. An unknown name is a bug (KeyError)."""
    return {
        name: None if value is None else _ENCODE[table.by_name[name].kind](value)
        for name, value in values.items()
    }
