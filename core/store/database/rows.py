"""Reading and writing rows as the driver has them, and rows as the domain's records."""

import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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
    WaitStatus,
)
from core.domain.errors import NotFound, RuleBroken
from core.domain.ids import uuid_of
from core.domain.records import Row
from core.domain.registry import BY_NAME, COMMON, Column, ColumnKind, Table
from core.runtime.yielding import FOREGROUND
from core.store.database import wire_validation
from core.store.database.tables import LOCAL_COLUMNS

R = TypeVar("R", bound=Row)
T = TypeVar("T")
StoredKey = tuple[int, bytes]
"""A `RowKey` as SQLite has it: the id as its 16 bytes."""
_IN_LIMIT = 500
_PART = 25

ENUMS: dict[str, dict[str, type[StrEnum]]] = {
    "users": {"role": Role},
    "locations": {"location_type": LocationType},
    "appointment_series": {"location_type": LocationType},
    "appointments": {"location_type": LocationType, "status": AppointmentStatus},
    "waitlist_entries": {"status": WaitStatus},
    "audit_events": {"action": AuditAction},
    "conflicts": {"reason": ConflictReason, "resolution": Resolution},
}


_LISTS = {
    "clients": ("tags",),
    "appointment_series": ("exceptions",),
    "time_blocks": ("exceptions",),
}
"""Columns that a record has as a tuple."""


@cache
def record_columns(table_name: str) -> tuple[str, ...]:
    """Columns that a record has, in order."""
    return (*COMMON, *(column.name for column in BY_NAME[table_name].columns))


def to_record(kind: type[R], table_name: str, row: Iterable[Any]) -> R:
    """A domain record from typed values (those that SQLAlchemy's tables give), in `record_columns`' order.

    What a query selects beyond them is left out.
    """
    names, enums, lists = _record_shape(table_name)
    given: dict[str, Any] = dict(zip(names, row, strict=False))
    for name, enum, members in enums:
        value = given[name]
        if value is not None:
            given[name] = members.get(value) or enum(value)
    for name in lists:
        given[name] = tuple(given[name] or ())
    return kind(**given)


_Words = tuple[str, type[StrEnum], Mapping[str, StrEnum]]


@cache
def _record_shape(table_name: str) -> tuple[tuple[str, ...], tuple[_Words, ...], tuple[str, ...]]:
    """The columns of a record, those of them that are words with what each word means, and the lists.

    Made once for each table: a week of appointments is two hundred records.
    """
    enums = ENUMS.get(table_name, {}).items()
    words = tuple((name, enum, {each.value: each for each in enum}) for name, enum in enums)
    return record_columns(table_name), words, _LISTS.get(table_name, ())


@cache
def _stored_columns(table: Table) -> tuple[str, ...]:
    return ("rid", *COMMON, *(column.name for column in table.columns), *LOCAL_COLUMNS)


@cache
def _select(table: Table, condition: str) -> str:
    # The plus keeps SQLite from walking an index of the whole workspace instead of looking ids up.
    names = ", ".join(_stored_columns(table))
    return f"SELECT {names} FROM {table.name} WHERE +workspace_id = ? AND {condition}"


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
    names = _stored_columns(table)
    found: dict[uuid.UUID, dict[str, Any]] = {}
    for chunk in chunks(wanted, _IN_LIMIT):
        sql = _select(table, f"id IN ({marks(len(chunk))})")
        for row in FOREGROUND.beside(db.exec_driver_sql(sql, (workspace_id.bytes, *chunk))):
            stored = dict(zip(names, row, strict=True))
            found[uuid_of(stored["id"])] = stored
    return found


def rows_by_ids(
    db: Connection, sql: str, workspace_id: uuid.UUID, row_ids: Iterable[uuid.UUID]
) -> Iterator[Sequence[Any]]:
    """Rows as stored of a statement with one place for the practice, then "IN ({})" for many ids.

    SQLAlchemy's own IN looks at each id by itself, which takes longer than to find all the rows.
    """
    wanted = list({row_id.bytes for row_id in row_ids})
    for chunk in FOREGROUND.beside(chunks(wanted, _IN_LIMIT)):
        yield from db.exec_driver_sql(sql.format(marks(len(chunk))), (workspace_id.bytes, *chunk)).fetchall()


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
    """One sentence for a row that was deleted, one of another practice and one that never was."""
    return NotFound("This record is not here any more; nothing was changed.")


_ENCODE: dict[ColumnKind, Callable[[Any], Any]] = {
    ColumnKind.UUID: lambda value: value.bytes,
    ColumnKind.TEXT: wire_validation.plain_text,
    ColumnKind.INT: wire_validation.whole_number,
    ColumnKind.BOOL: int,
    ColumnKind.TIME: to_micros,
    ColumnKind.DATE: lambda value: value.isoformat(),
    ColumnKind.JSON: wire_validation.document,
    ColumnKind.BYTES: bytes,
}


def encode(table: Table, values: Mapping[str, object]) -> dict[str, Any]:
    """Typed values of a table's own columns as SQLite keeps them. An unknown name is a bug (KeyError).

    Refuses (RuleBroken) what no server could keep.
    """
    return {
        name: None if value is None else _encoded(table.by_name[name], value)
        for name, value in values.items()
    }


def _encoded(column: Column, value: Any) -> Any:
    try:
        if column.enc and column.kind is ColumnKind.TEXT:
            return wire_validation.typed_text(value)
        return _ENCODE[column.kind](value)
    except wire_validation.Unfit as error:
        raise unfit(column, error) from None


def unfit(column: Column, error: wire_validation.Unfit) -> RuleBroken:
    """What is wrong with a value, without the value."""
    name = column.name.replace("_", " ").capitalize()
    return RuleBroken(f"{name} {error}; nothing was changed. Take it out, then try again.", code="unfit")
