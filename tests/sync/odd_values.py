"""Values that people, programs and damaged files bring, drawn from a seed."""

import json
import random
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

from core.domain.registry import (
    APPOINTMENTS,
    CLIENTS,
    LOCATIONS,
    SERVICES,
    SESSIONS,
    Column,
    ColumnKind,
    Table,
)

TABLES = (CLIENTS, SERVICES, LOCATIONS, APPOINTMENTS, SESSIONS)
_MARKS = [
    "",
    " ",
    "\0",
    "\ud800",
    "\udfff",
    "\u2028",
    "\ufeff",
    "\u202e",
    "😀",
    "é",
    "\\u0000",
    '"',
    "\x7f",
    "שלום",
]
_SIZES = [1, 3, 40, 5_000, 20_001, 66_000, 999_000, 1_000_001]
_NUMBERS: list[Any] = [0, -1, 1, 50, 2**31 - 1, 2**31, 2**62, 2**63, -(2**63), 10**30, 10**400]
_FLOATS = [0.5, -0.0, 1e16, 1e22, 1e300, 5e-324, 1e-7, float("nan"), float("inf"), float("-inf")]
_TIMES = [
    "0001-01-01T00:00:00+00:00",
    "9999-12-31T23:59:59.999999+00:00",
    "2026-02-30T00:00:00Z",
    "1900-01-01",
]
_DAYS = ["0001-01-01", "1899-12-31", "2024-02-29", "2025-02-29", "31/12/1980"]


class Odd:
    """Draws values; the same seed draws the same."""

    def __init__(self, seed: int) -> None:
        self.rnd = random.Random(seed)  # noqa: S311 - a run that repeats itself

    def text(self) -> str:
        rnd = self.rnd
        if rnd.random() < 0.6:
            return rnd.choice(["Neck.", "Walks daily.", "Slept badly."]) + rnd.choice(_MARKS)
        return rnd.choice(_MARKS[4:]) + "a" * rnd.choice(_SIZES)

    def document(self, depth: int = 0) -> Any:
        rnd = self.rnd
        kind = rnd.randrange(8 if depth < 3 else 5)
        if kind == 7 and rnd.random() < 0.1:
            return json.loads("[" * 200 + "]" * 200)
        if kind > 5:
            return {self.short(): self.document(depth + 1) for _ in range(rnd.randrange(4))}
        if kind == 5:
            return [self.document(depth + 1) for _ in range(rnd.randrange(4))]
        return (None, rnd.random() < 0.5, rnd.choice(_NUMBERS), rnd.choice(_FLOATS), self.short())[kind]

    def short(self) -> str:
        return "k" + self.rnd.choice(_MARKS)

    def value(self, column: Column) -> Any:
        """For an import; often of the right kind, sometimes of no kind at all."""
        rnd = self.rnd
        if rnd.random() < 0.05:
            return rnd.choice([None, [], {}, *_NUMBERS[:5], self.document()])
        drawn: dict[ColumnKind, list[Any]] = {
            ColumnKind.INT: [*_NUMBERS, 50, 50, 50],
            ColumnKind.BOOL: [True, False, 1],
            ColumnKind.TIME: [*_TIMES, self.moment()],
            ColumnKind.DATE: _DAYS,
            ColumnKind.JSON: [["knee"], [self.short()], self.document()],
            ColumnKind.BYTES: ["", "00ff", "xyz", "ab" * 30_000],
        }
        return rnd.choice(drawn.get(column.kind) or [self.text()])

    def moment(self) -> str:
        return (datetime(2026, 3, 2, 9, tzinfo=UTC) - timedelta(hours=self.rnd.randrange(5000))).isoformat()

    def row(self, table: Table, parent: uuid.UUID) -> dict[str, Any]:
        """A line of an import: what a row needs, and a few odd values."""
        row = {"table": table.name, "id": str(uuid.UUID(int=self.rnd.getrandbits(128), version=4))}
        row |= _needed(table, self.rnd.getrandbits(40), str(parent))
        columns = [column for column in table.columns if column.references is None]
        for column in self.rnd.sample(columns, min(len(columns), self.rnd.randrange(1, 4))):
            row[column.name] = self.value(column)
        return row


def _needed(table: Table, number: int, parent: str) -> dict[str, Any]:
    start, end = "2026-03-01T09:00:00+00:00", "2026-03-01T10:00:00+00:00"
    needed: dict[str, dict[str, Any]] = {
        "clients": {"first_name": "Ada", "last_name": "Invented"},
        "services": {"name": f"Service {number}", "default_duration_minutes": 50},
        "locations": {"name": f"Place {number}", "location_type": "ONLINE"},
        "appointments": {"client_id": parent, "scheduled_start": start, "scheduled_end": end},
        "sessions": {"client_id": parent, "session_date": start},
    }
    return needed[table.name]
