"""The full-text index: kept in the same transaction as the rows that it covers.

Notes that come many at a time, as on a new laptop, are the exception: they wait in `unindexed_notes`, since
indexing their words costs as much as all the rest of taking them in.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
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
    "session_attachments": ("file_name", "caption"),
}
"""Which columns of a table are searched, in the order in which a snippet looks at them."""
AT_ONCE = 50
"""So many notes of a page are found as soon as they are here: a colleague's day, not a practice's years."""
_NOTES = "sessions"
_MOST_LETTERS = 1_000_000
"""Of one transaction, which every save waits for: 20 ms of full notes. Each leaves a piece that FTS5 merges
with others later; with a tenth of it a note costs twice as much."""
_NEWEST_WAITING = """
    SELECT n.rid, n.deleted_at, n.subjective, n.objective, n.assessment, n.plan
    FROM (SELECT rid, at FROM unindexed_notes ORDER BY at DESC LIMIT 500) w JOIN sessions n ON n.rid = w.rid
    ORDER BY w.at DESC
"""


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
    """Puts (rid, stored row) pairs into the index. `known` are those rids that may stand there, or wait."""
    _forget(db, table_name, known)
    _add(db, table_name, rows)


def put_off(
    db: Connection, table_name: str, rows: Sequence[tuple[int, Mapping[str, Any]]], known: Iterable[int]
) -> None:
    """As `refresh`, but no note is found before `catch_up` came to it."""
    _forget(db, table_name, known)
    if table_name != _NOTES:
        _add(db, table_name, rows)
        return
    waiting = [(rid, stored["session_date"]) for rid, stored in rows]
    db.exec_driver_sql("INSERT INTO unindexed_notes (rid, at) VALUES (?, ?)", waiting)


def catch_up(db: Connection) -> int:
    """Indexes the newest of the notes that wait, as many as take a moment; how many these were."""
    rows, letters = [], 0
    for row in db.exec_driver_sql(_NEWEST_WAITING).mappings():
        rows.append((int(row["rid"]), dict(row)))
        letters += sum(len(row[name] or "") for name in INDEXED[_NOTES])
        if letters > _MOST_LETTERS:
            break
    _stop_waiting(db, [(rid,) for rid, _ in rows])
    # FTS5 writes out what it has gathered when a rowid is not above the one before: a piece for each note.
    _add(db, _NOTES, sorted(rows, key=itemgetter(0)))
    return len(rows)


def _add(db: Connection, table_name: str, rows: Sequence[tuple[int, Mapping[str, Any]]]) -> None:
    texts = ((rid, document(table_name, stored)) for rid, stored in rows)
    fresh = [(rid, text) for rid, text in texts if text is not None]
    if fresh:
        db.exec_driver_sql(f"INSERT INTO {SEARCHED[table_name]} (rowid, body) VALUES (?, ?)", fresh)


def _forget(db: Connection, table_name: str, rids: Iterable[int]) -> None:
    stale = [(rid,) for rid in rids]
    if stale:
        db.exec_driver_sql(f"DELETE FROM {SEARCHED[table_name]} WHERE rowid = ?", stale)
        if table_name == _NOTES:
            _stop_waiting(db, stale)


def _stop_waiting(db: Connection, rids: Sequence[tuple[int]]) -> None:
    if rids:
        db.exec_driver_sql("DELETE FROM unindexed_notes WHERE rid = ?", rids)
