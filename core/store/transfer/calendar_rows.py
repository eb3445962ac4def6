"""The rows that an event of a calendar file becomes, under the same ids on every laptop and each time."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from core.calendar_file.planning import PlannedBooking, PlannedSeries, PlannedTime
from core.domain.clients import folded
from core.domain.recurrence import rule_text
from core.domain.series import occurrence_id, wall_text
from core.domain.timegrid import at_wall

# Frozen: what was imported once is known again by these ids.
_NAMESPACE = uuid.UUID("5d1b8d0c-9d51-5c6e-8f0e-6f2f4a6d7e21")
_TABLES = ("appointments", "appointment_series", "clients")


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """A row to be, under the registry's names, but for whose it is."""

    table: str
    row_id: uuid.UUID
    values: dict[str, Any]


def time_row_id(workspace_id: uuid.UUID, key: str) -> uuid.UUID:
    """Of one time that stands in a file."""
    return uuid.uuid5(_NAMESPACE, f"{workspace_id.hex}/time/{key}")


def series_row_id(workspace_id: uuid.UUID, uid: str) -> uuid.UUID:
    """Of an event that repeats."""
    return uuid.uuid5(_NAMESPACE, f"{workspace_id.hex}/series/{uid}")


def client_row_id(workspace_id: uuid.UUID, name: str) -> uuid.UUID:
    """Of a client whom an import adds: two laptops that import the same file add the same one."""
    return uuid.uuid5(_NAMESPACE, f"{workspace_id.hex}/client/{folded(name)}")


def known_ids(db: Connection, workspace_id: uuid.UUID) -> dict[uuid.UUID, bool]:
    """The ids of all rows that an import could meet, and whether each is living."""
    found: dict[uuid.UUID, bool] = {}
    for table in _TABLES:
        sql = f"SELECT id, deleted_at IS NULL FROM {table} WHERE workspace_id = ?"
        rows = db.exec_driver_sql(sql, (workspace_id.bytes,))
        found.update((uuid.UUID(bytes=row_id), bool(is_living)) for row_id, is_living in rows)
    return found


def rows_of(booking: PlannedBooking, workspace_id: uuid.UUID, own_zone: str) -> Iterator[PlannedRow]:
    """A series before its occurrences. A time that was told in UTC is shown in the practice's zone."""
    if booking.series is None:
        for each in booking.times:
            row_id = time_row_id(workspace_id, each.key)
            yield PlannedRow("appointments", row_id, _times(each, own_zone))
        return
    series, series_id = booking.series, series_row_id(workspace_id, booking.uid)
    yield PlannedRow("appointment_series", series_id, _series(series))
    for day, each in series.moved:
        original = at_wall(day, series.wall.time(), ZoneInfo(series.zone))
        told = {"series_id": series_id, "original_start": original}
        yield PlannedRow("appointments", occurrence_id(series_id, day), {**_times(each, own_zone), **told})


def _times(planned: PlannedTime, own_zone: str) -> dict[str, Any]:
    return {
        "scheduled_start": planned.start,
        "scheduled_end": planned.end,
        "timezone": own_zone if planned.zone == "UTC" else planned.zone,
    }


def _series(series: PlannedSeries) -> dict[str, Any]:
    left_out = sorted({*series.without, *(day for day, _ in series.moved)})
    return {
        "rrule": rule_text(series.rule),
        "start_local": wall_text(series.wall.date(), series.wall.time()),
        "timezone": series.zone,
        "duration_minutes": series.minutes,
        "until": series.until,
        "exceptions": [day.isoformat() for day in left_out] or None,
    }
