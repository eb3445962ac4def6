"""Values of an imported line: what may stand in a column, and what a row must fulfil."""

import json
import uuid
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from core.domain import notes
from core.domain.appointments import check_times
from core.domain.clients import check_birth, check_names
from core.domain.clock import from_micros, to_micros
from core.domain.enums import AppointmentStatus, LocationType, Role
from core.domain.errors import BadInput, RuleBroken
from core.domain.registry import Column, Kind, Table
from core.store.columns import compact_json

_WORDS: dict[tuple[str, str], type] = {
    ("users", "role"): Role,
    ("locations", "location_type"): LocationType,
    ("appointments", "location_type"): LocationType,
    ("appointments", "status"): AppointmentStatus,
}


def stored_values(table: Table, given: Mapping[str, Any]) -> dict[str, Any]:
    """Values of known columns as SQLite keeps them; BadInput names the column that does not fit."""
    values = {}
    for name, value in given.items():
        column = table.by_name.get(name)
        if column is None:
            raise BadInput(f"{table.name} has no column {name!r}")
        values[name] = _checked(table, column, value)
    return values


def _checked(table: Table, column: Column, value: Any) -> Any:
    if value is None:
        if column.required:
            raise BadInput(f"{column.name} may not be empty")
        return None
    try:
        stored = _CONVERT[column.kind](value)
        if (table.name, column.name) in _WORDS:
            _WORDS[table.name, column.name](stored)
    except (TypeError, ValueError, KeyError, OverflowError):
        raise BadInput(f"{column.name} does not hold a {column.kind.value}") from None
    return stored


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    value.encode()  # a lone surrogate cannot be stored
    return value


def _whole(value: Any) -> int:
    if type(value) is not int or abs(value) >= 1 << 62:
        raise TypeError
    return value


def _bool(value: Any) -> int:
    if type(value) is not bool:
        raise TypeError
    return int(value)


def _time(value: Any) -> int:
    if type(value) is int:
        from_micros(value)
        return value
    moment = datetime.fromisoformat(_text(value))
    if moment.tzinfo is None:
        raise ValueError("no zone")
    return to_micros(moment.astimezone(UTC))


_CONVERT: dict[Kind, Callable[[Any], Any]] = {
    Kind.UUID: lambda value: uuid.UUID(_text(value)).bytes,
    Kind.TEXT: _text,
    Kind.INT: _whole,
    Kind.BOOL: _bool,
    Kind.TIME: _time,
    Kind.DATE: lambda value: date.fromisoformat(_text(value)).isoformat(),
    Kind.JSON: lambda value: compact_json(json.loads(json.dumps(value))),
    Kind.BYTES: lambda value: bytes.fromhex(_text(value)),
}


def check_row(table: Table, row: Mapping[str, Any], changed: Mapping[str, Any], now: datetime) -> None:
    """Refuses (RuleBroken, BadInput) a whole row, as stored, that the practice's rules refuse."""
    for column in table.columns:
        if column.required and row.get(column.name) is None and column.default is None:
            raise BadInput(f"{column.name} is missing")
    rule = _RULES.get(table.name)
    if rule is not None:
        rule(row, changed, now)


Rule = Callable[[Mapping[str, Any], Mapping[str, Any], datetime], None]


def _client(row: Mapping[str, Any], _changed: Mapping[str, Any], now: datetime) -> None:
    check_names(row["first_name"], row["last_name"])
    born = row.get("date_of_birth")
    check_birth(date.fromisoformat(born) if born else None, now.date())
    tags = json.loads(row.get("tags") or "[]")
    if not isinstance(tags, list) or not all(isinstance(tag, str) for tag in tags):
        raise BadInput("tags is not a list of texts")


def _service(row: Mapping[str, Any], _changed: Mapping[str, Any], _now: datetime) -> None:
    if row["default_duration_minutes"] <= 0:
        raise RuleBroken("A service lasts at least a minute.", code="duration")


def _location(row: Mapping[str, Any], _changed: Mapping[str, Any], _now: datetime) -> None:
    if row["location_type"] != LocationType.ONLINE and not (row.get("address") or "").strip():
        raise RuleBroken("A place that is not online needs an address.", code="address")


def _appointment(row: Mapping[str, Any], _changed: Mapping[str, Any], _now: datetime) -> None:
    check_times(from_micros(row["scheduled_start"]), from_micros(row["scheduled_end"]))


def _note(row: Mapping[str, Any], changed: Mapping[str, Any], now: datetime) -> None:
    notes.check_lengths({name: row.get(name) for name in notes.SOAP})
    notes.check_session_date(from_micros(row["session_date"]), now)
    notes.check_duration(row.get("duration_minutes"))
    if row.get("finalized_at") is not None and row.get("is_draft", 1):
        raise RuleBroken("A finalized note is not a draft.", code="frozen")
    if row.get("was_finalized") and not changed.keys().isdisjoint(_FROZEN):
        raise RuleBroken("A finalized note never changes; amend it instead.", code="frozen")


def _version(row: Mapping[str, Any], _changed: Mapping[str, Any], _now: datetime) -> None:
    notes.check_lengths({name: row.get(name) for name in notes.SOAP})


_FROZEN = frozenset({*notes.SOAP, "is_draft", "finalized_at", "finalized_by", "signature", "client_id"})
_RULES: dict[str, Rule] = {
    "clients": _client,
    "services": _service,
    "locations": _location,
    "appointments": _appointment,
    "sessions": _note,
    "session_versions": _version,
}
