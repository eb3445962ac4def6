"""Small named values of this device inside the encrypted store: keys, addresses, local settings."""

import json
from typing import Any

from sqlalchemy import Connection

from core.store.database.columns import compact_json


def get_fact(db: Connection, name: str) -> bytes | None:
    """The bytes as they were stored; None for a fact that was never set, or was removed."""
    value = db.exec_driver_sql("SELECT value FROM facts WHERE name = ?", (name,)).scalar()
    return None if value is None else bytes(value)


def set_fact(db: Connection, name: str, value: bytes | None) -> None:
    """Stores, replaces or (None) removes a fact."""
    if value is None:
        db.exec_driver_sql("DELETE FROM facts WHERE name = ?", (name,))
        return
    db.exec_driver_sql("INSERT OR REPLACE INTO facts (name, value) VALUES (?, ?)", (name, value))


def get_json(db: Connection, name: str) -> Any:
    """A fact kept as JSON; None when it was never set."""
    value = get_fact(db, name)
    return None if value is None else json.loads(value)


def set_json(db: Connection, name: str, value: object) -> None:
    """Keeps it as compact JSON; None removes the fact, so that null is never stored."""
    set_fact(db, name, None if value is None else compact_json(value).encode())
