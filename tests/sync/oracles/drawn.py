"""What stood on the screen before a row was there: an occurrence that was drawn, or the rest of a series."""

from typing import Any

from core.domain.registry import BY_NAME
from tests.sync.oracles.eye import Key, Seen

_APPOINTMENTS, _SERIES = BY_NAME["appointments"].no, BY_NAME["appointment_series"].no
_ALIKE = (
    "client_id",
    "practitioner_user_id",
    "service_id",
    "location_id",
    "location_type",
    "location_details",
    "timezone",
    "notes",
)
_MICROS_A_MINUTE = 60_000_000


def drawn_before(before: Seen, key: Key, new: dict[str, Any]) -> dict[str, Any]:
    """{} for a row that began with what was typed into it. The simulation never moves a series by days."""
    if key[0] == _APPOINTMENTS and new["series_id"] is not None:
        return _occurrence(before.fields((_SERIES, new["series_id"])), new)
    if key[0] == _SERIES and new["follows_id"] is not None:
        return _rest(before.fields((_SERIES, new["follows_id"])), new)
    return {}


def _occurrence(series: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    if not series:
        return {}
    start = new["original_start"]
    return {name: series[name] for name in _ALIKE} | {
        "scheduled_start": start,
        "scheduled_end": start + series["duration_minutes"] * _MICROS_A_MINUTE,
        "status": "SCHEDULED",
        "series_id": new["series_id"],
        "original_start": start,
        "edit_count": 0,
    }


def _rest(series: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    if not series:
        return {}
    begun = {name: series[name] for name in (*_ALIKE, "rrule", "duration_minutes", "until")}
    start = new["start_local"][:10] + series["start_local"][10:]
    return begun | {"start_local": start, "follows_id": new["follows_id"]}
