"""The full-text index: kept in the same transaction as the rows that it covers."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from core.store.database.tables import SEARCHED
from core.text.folding import fold

INDEXED: dict[str, tuple[str, ...]] = {
    "clients": (
        "first_name",
        "last_name",
        "preferred_name",
        "email",
        "phone",
        "tags",
        "alerts",
        "address",
        "emergency_contact_name",
        "medical_history",
        "notes",
    ),
    "appointments": ("location_details", "notes", "cancellation_reason"),
    "sessions": ("subjective", "objective", "assessment", "plan"),
}
"""Which columns of a table are searched, in the order in which a snippet looks at them."""


def text_of(name: str, value: str | None) -> str:
    """A searched column's text as a person would read it."""
    if not value:
        return ""
    return " ".join(json.loads(value)) if name == "tags" else value


def document(table_name: str, stored: Mapping[str, Any]) -> str | None:
    """What the index holds of a row; None for a deleted row or one without text."""
    if stored["deleted_at"] is not None:
        return None
    texts = (text_of(name, stored[name]) for name in INDEXED[table_name])
    return fold("\n".join(text for text in texts if text)) or None


def refresh(
    db: Connection, table_name: str, rows: Sequence[tuple[int, Mapping[str, Any]]], known: Iterable[int]
) -> None:
    """Puts (rid, stored row) pairs into the index. `known` are those rids that may stand there already."""
    index = SEARCHED[table_name]
    stale = [(rid,) for rid in known]
    if stale:
        db.exec_driver_sql(f"DELETE FROM {index} WHERE rowid = ?", stale)
    texts = ((rid, document(table_name, stored)) for rid, stored in rows)
    fresh = [(rid, text) for rid, text in texts if text is not None]
    if fresh:
        db.exec_driver_sql(f"INSERT INTO {index} (rowid, body) VALUES (?, ?)", fresh)
