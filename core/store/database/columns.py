"""How the local store keeps the registry's kinds: column types for SQLAlchemy."""

import json
import uuid
from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import BLOB, Boolean, Dialect, Integer, Text
from sqlalchemy.types import TypeEngine, UserDefinedType
from typing_extensions import override

from core.domain.clock import from_micros, to_micros
from core.domain.registry import ColumnKind

# Made once: json.dumps with options builds an encoder at every call.
_ENCODER = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"))
_FINITE = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def compact_json(value: object, *, finite: bool = False) -> str:
    """One spelling per value, so that equal values have equal bytes. `finite`: ValueError for NaN."""
    kind = type(value)
    if kind is int:
        return str(value)
    if kind is bool:
        return "true" if value else "false"
    return (_FINITE if finite else _ENCODER).encode(value)


Convert = Callable[[Any], Any]


def _or_null(convert: Convert) -> Convert:
    return lambda value: None if value is None else convert(value)


# The values are remembered, None as well: most cells of a row then cost one call.
@lru_cache(4096)
def _uuid_or_null(stored: bytes | None) -> uuid.UUID | None:
    """The practice, its people and services stand in every row: one object for all of them, made once."""
    return None if stored is None else uuid.UUID(bytes=stored)


@lru_cache(4096)
def _moment_or_null(stored: int | None) -> datetime | None:
    """Appointments of a week begin and end at the same few moments; few rows changed after they came."""
    return None if stored is None else from_micros(stored)


class Uuid16(UserDefinedType[uuid.UUID]):
    """UUID as BLOB(16)."""

    cache_ok = True

    @override
    def get_col_spec(self, **_options: Any) -> str:
        return "BLOB"

    @override
    def bind_processor(self, dialect: Dialect) -> Convert:
        return _or_null(lambda value: value.bytes)

    @override
    def result_processor(self, dialect: Dialect, coltype: object) -> Convert:
        return _uuid_or_null


class Micros(UserDefinedType[datetime]):
    """Aware datetime as INTEGER microseconds since 1970 UTC."""

    cache_ok = True

    @override
    def get_col_spec(self, **_options: Any) -> str:
        return "INTEGER"

    @override
    def bind_processor(self, dialect: Dialect) -> Convert:
        return _or_null(to_micros)

    @override
    def result_processor(self, dialect: Dialect, coltype: object) -> Convert:
        return _moment_or_null


class IsoDate(UserDefinedType[date]):
    """Date as ISO text."""

    cache_ok = True

    @override
    def get_col_spec(self, **_options: Any) -> str:
        return "VARCHAR"

    @override
    def bind_processor(self, dialect: Dialect) -> Convert:
        return _or_null(date.isoformat)

    @override
    def result_processor(self, dialect: Dialect, coltype: object) -> Convert:
        return _or_null(date.fromisoformat)


class JsonText(UserDefinedType[Any]):
    """JSON as compact text with sorted keys."""

    cache_ok = True

    @override
    def get_col_spec(self, **_options: Any) -> str:
        return "TEXT"

    @override
    def bind_processor(self, dialect: Dialect) -> Convert:
        return _or_null(compact_json)

    @override
    def result_processor(self, dialect: Dialect, coltype: object) -> Convert:
        return _or_null(json.loads)


_TYPES: dict[ColumnKind, TypeEngine[Any]] = {
    ColumnKind.UUID: Uuid16(),
    ColumnKind.TEXT: Text(),
    ColumnKind.INT: Integer(),
    ColumnKind.BOOL: Boolean(create_constraint=False),
    ColumnKind.TIME: Micros(),
    ColumnKind.DATE: IsoDate(),
    ColumnKind.JSON: JsonText(),
    ColumnKind.BYTES: BLOB(),
}


def type_of(kind: ColumnKind) -> TypeEngine[Any]:
    """The local column type of a kind."""
    return _TYPES[kind]
