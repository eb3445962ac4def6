"""How the local store keeps the registry's kinds: column types for SQLAlchemy."""

import json
import uuid
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from sqlalchemy import BLOB, Boolean, Dialect, Integer, Text
from sqlalchemy.types import TypeEngine, UserDefinedType
from typing_extensions import override

from core.domain.clock import from_micros, to_micros
from core.domain.registry import Kind

# Made once: json.dumps with options builds an encoder at every call.
_ENCODER = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def compact_json(value: object) -> str:
    """One spelling per value, so that equal values have equal bytes."""
    kind = type(value)
    if kind is int:
        return str(value)
    if kind is bool:
        return "true" if value else "false"
    return _ENCODER.encode(value)


Convert = Callable[[Any], Any]


def _or_null(convert: Convert) -> Convert:
    return lambda value: None if value is None else convert(value)


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
        return _or_null(lambda value: uuid.UUID(bytes=value))


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
        return _or_null(from_micros)


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


_TYPES: dict[Kind, TypeEngine[Any]] = {
    Kind.UUID: Uuid16(),
    Kind.TEXT: Text(),
    Kind.INT: Integer(),
    Kind.BOOL: Boolean(create_constraint=False),
    Kind.TIME: Micros(),
    Kind.DATE: IsoDate(),
    Kind.JSON: JsonText(),
    Kind.BYTES: BLOB(),
}


def type_of(kind: Kind) -> TypeEngine[Any]:
    """The local column type of a kind."""
    return _TYPES[kind]
