"""Values of an imported line: what may stand in a column, and what a row must fulfil."""

import json
import re
import uuid
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from core.domain import body_chart, notes
from core.domain.appointments import check_times
from core.domain.clients import check_birth, check_names
from core.domain.clock import from_micros, to_micros
from core.domain.enums import ConflictReason, LocationType
from core.domain.errors import BadInput, RuleBroken
from core.domain.measures import kept_values
from core.domain.note_templates import check_template
from core.domain.registry import BY_NO, Column, ColumnKind, Table
from core.domain.series import is_drawable
from core.domain.text_snippets import check_snippet
from core.domain.time_blocks import check_block
from core.domain.waitlist import kept_wish
from core.store.database import wire_validation
from core.store.database.rows import ENUMS

_LONGEST_NAME = 60


def stored_values(table: Table, given: Mapping[str, Any]) -> dict[str, Any]:
    """Values of known columns as SQLite keeps them; BadInput names the column that does not fit."""
    values = {}
    for name, value in given.items():
        column = table.by_name.get(name)
        if column is None:
            raise BadInput(f"{table.name} has no column {name[:_LONGEST_NAME]!r}")
        values[name] = _checked(table, column, value)
    return values


def _checked(table: Table, column: Column, value: Any) -> Any:
    if value is None:
        if column.required:
            raise BadInput(f"{column.name} may not be empty")
        return None
    try:
        stored = (_secret_text if column.enc and column.kind is ColumnKind.TEXT else _CONVERT[column.kind])(
            value
        )
        if column.name in ENUMS.get(table.name, {}):
            ENUMS[table.name][column.name](stored)
    except wire_validation.Unfit as error:
        raise BadInput(f"{column.name} {error}") from None
    except (TypeError, ValueError, KeyError, OverflowError):
        raise BadInput(f"{column.name} does not hold a {column.kind.value}") from None
    return stored


def _text(value: Any) -> str:
    return wire_validation.plain_text(wire_validation.text(value))


def _secret_text(value: Any) -> str:
    return wire_validation.typed_text(wire_validation.text(value))


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


_CONVERT: dict[ColumnKind, Callable[[Any], Any]] = {
    ColumnKind.UUID: lambda value: uuid.UUID(_text(value)).bytes,
    ColumnKind.TEXT: _text,
    ColumnKind.INT: wire_validation.whole_number,
    ColumnKind.BOOL: _bool,
    ColumnKind.TIME: _time,
    ColumnKind.DATE: lambda value: date.fromisoformat(_text(value)).isoformat(),
    ColumnKind.JSON: wire_validation.document,
    ColumnKind.BYTES: lambda value: bytes.fromhex(_text(value)),
}


def check_row(table: Table, row: Mapping[str, Any], changed: Mapping[str, Any], now: datetime) -> None:
    """Refuses (RuleBroken, BadInput) a whole row, as stored, that the practice's rules refuse."""
    for column in table.columns:
        if column.required and row.get(column.name) is None and column.default is None:
            raise BadInput(f"{column.name} is missing")
    rule = _RULES.get(table.name)
    if rule is not None:
        rule(row, changed, now)


ImportRule = Callable[[Mapping[str, Any], Mapping[str, Any], datetime], None]
_LANGUAGE = re.compile("[a-z]{2,3}(-[A-Za-z0-9]{2,8})?")


def _client(row: Mapping[str, Any], changed: Mapping[str, Any], now: datetime) -> None:
    check_names(row["first_name"], row["last_name"])
    language = changed.get("preferred_language")
    # One that a newer program writes in is kept, as it is where sync brings it.
    if language is not None and not _LANGUAGE.fullmatch(language):
        raise BadInput("preferred_language is no language, such as he")
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


def _series(row: Mapping[str, Any], _changed: Mapping[str, Any], _now: datetime) -> None:
    """One that this program cannot draw would be seen nowhere."""
    if not is_drawable(row["rrule"], row["start_local"], row["timezone"]):
        raise BadInput("rrule, start_local and timezone do not tell when it takes place")
    _check_days(row.get("exceptions"))


def _appointment(row: Mapping[str, Any], _changed: Mapping[str, Any], _now: datetime) -> None:
    check_times(from_micros(row["scheduled_start"]), from_micros(row["scheduled_end"]))


def _note(row: Mapping[str, Any], changed: Mapping[str, Any], now: datetime) -> None:
    notes.check_lengths({name: row.get(name) for name in notes.SOAP})
    if row.get("finalized_at") is not None:
        notes.check_session_date(from_micros(row["session_date"]), now)
    notes.check_duration(row.get("duration_minutes"))
    if row.get("finalized_at") is not None and row.get("is_draft", 1):
        raise RuleBroken("A signed note is not a draft.", code="frozen")
    if row.get("was_finalized") and not changed.keys().isdisjoint(_FROZEN):
        raise RuleBroken("A signed note never changes; amend it instead.", code="frozen")


def _question(row: Mapping[str, Any], _changed: Mapping[str, Any], _now: datetime) -> None:
    """One that no screen could show, and nobody answer, would stay in every inbox for ever."""
    table = BY_NO.get(row["table_no"])
    if table is None:
        raise BadInput("table_no names no table of the practice")
    names = (row.get("field") or "").split(",")
    if row["reason"] != ConflictReason.DOUBLE_BOOKING and not table.by_name.keys() >= set(names):
        raise BadInput(f"field names nothing that a row of {table.name} has")


def _version(row: Mapping[str, Any], _changed: Mapping[str, Any], _now: datetime) -> None:
    notes.check_lengths({name: row.get(name) for name in notes.SOAP})


def _template(row: Mapping[str, Any], _changed: Mapping[str, Any], _now: datetime) -> None:
    check_template(row["name"], {name: row.get(name) for name in notes.SOAP})


def _snippet(row: Mapping[str, Any], _changed: Mapping[str, Any], _now: datetime) -> None:
    check_snippet(row["abbreviation"], row["text"])


def _block(row: Mapping[str, Any], _changed: Mapping[str, Any], _now: datetime) -> None:
    check_block(
        start_local=row["start_local"],
        timezone=row["timezone"],
        minutes=row["duration_minutes"],
        is_all_day=bool(row.get("is_all_day")),
        rrule=row.get("rrule"),
        until=date.fromisoformat(row["until"]) if row.get("until") else None,
        title=row.get("title"),
    )
    _check_days(row.get("exceptions"))


def _measure(row: Mapping[str, Any], _changed: Mapping[str, Any], _now: datetime) -> None:
    kept_values(row)


def _entry(row: Mapping[str, Any], _changed: Mapping[str, Any], _now: datetime) -> None:
    kept_wish(row)


def _body_mark(row: Mapping[str, Any], _changed: Mapping[str, Any], _now: datetime) -> None:
    body_chart.kept_values(row)


def _check_days(stored: str | None) -> None:
    days = json.loads(stored or "[]")
    if not isinstance(days, list) or not all(isinstance(day, str) for day in days):
        raise BadInput("exceptions is not a list of days")


_FROZEN = frozenset({*notes.SOAP, *notes.SIGNED_FACTS})
_RULES: dict[str, ImportRule] = {
    "clients": _client,
    "services": _service,
    "locations": _location,
    "appointment_series": _series,
    "appointments": _appointment,
    "sessions": _note,
    "conflicts": _question,
    "session_versions": _version,
    "note_templates": _template,
    "text_snippets": _snippet,
    "time_blocks": _block,
    "measures": _measure,
    "waitlist_entries": _entry,
    "body_marks": _body_mark,
}
