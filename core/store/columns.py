"""How the local store keeps the registry's kinds: column types for SQLAlchemy."""

import json
import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import BLOB, Boolean, Dialect, Integer, String, Text
from sqlalchemy.types import TypeDecorator, TypeEngine
from typing_extensions import override

from core.domain.clock import from_micros, to_micros
from core.domain.registry import Kind

# Made once: json.dumps with options builds an encoder at every call.
_ENCODER = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def compact_json(value: object) -> str:
    """One spelling per value, so that equal values have equal bytes."""
    if type(value) is int:
        return str(value)
    return _ENCODER.encode(value)


class Uuid16(TypeDecorator[uuid.UUID]):
    """UUID as BLOB(16)."""

    impl = BLOB
    cache_ok = True

    @override
    def process_bind_param(self, value: uuid.UUID | None, dialect: Dialect) -> bytes | None:
        return None if value is None else value.bytes

    @override
    def process_result_value(self, value: bytes | None, dialect: Dialect) -> uuid.UUID | None:
        return None if value is None else uuid.UUID(bytes=value)


class Micros(TypeDecorator[datetime]):
    """Aware datetime as INTEGER microseconds since 1970 UTC."""

    impl = Integer
    cache_ok = True

    @override
    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else to_micros(value)

    @override
    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        return None if value is None else from_micros(value)


class IsoDate(TypeDecorator[date]):
    """Date as ISO text."""

    impl = String
    cache_ok = True

    @override
    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:
        return None if value is None else value.isoformat()

    @override
    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:
        return None if value is None else date.fromisoformat(value)


class JsonText(TypeDecorator[Any]):
    """JSON as compact text with sorted keys."""

    impl = Text
    cache_ok = True

    @override
    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else compact_json(value)

    @override
    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(value)


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
