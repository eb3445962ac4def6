"""What the record of a conflict says by now: it may have gone on, been signed, or been deleted meanwhile."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection

from core.domain.clock import from_micros
from core.domain.errors import NotFound
from core.domain.notes import SIGNED_FACTS, SOAP
from core.domain.records import Conflict
from core.domain.registry import BY_NO, Table
from core.store.database.me import Me
from core.store.database.rows import stored_row
from core.store.outbox.wire_row import field_to_wire, wire_text
from core.store.practice.signed_notes import BESIDE


class SubjectState(StrEnum):
    """What became of the record that a conflict is about."""

    LIVING = "living"
    DELETED = "deleted"
    """Choosing a text brings it back."""
    GONE = "gone"
    """It is not in this store: the question can only be put away."""


@dataclass(frozen=True, slots=True)
class Present:
    """`text`: the field's value as a conflict holds it; of a finalized note what its last version says."""

    standing: SubjectState
    text: str | None = None
    finalized: bool = False
    frozen: bool = False
    """It was signed with the note, or stands beside one that was: no amendment can change it."""
    deleted_at: datetime | None = None

    def says(self, text: str | None) -> bool:
        """Whether this is what the record says; no text and an empty one are the same."""
        return (self.text or "") == (text or "")


def present(db: Connection, me: Me, conflict: Conflict) -> Present:
    """Looks at the conflict's record as it is now."""
    table = BY_NO[conflict.table_no]
    try:
        stored = stored_row(db, table, me.workspace_id, conflict.row_id)
    except NotFound:
        return Present(SubjectState.GONE)
    deleted_at = stored["deleted_at"]
    if table in BESIDE and _is_signed(db, stored["session_id"]):
        return _beside_signed(table, conflict, stored)
    signed = table.name == "sessions" and stored["finalized_at"] is not None
    final = signed and conflict.field in SOAP
    return Present(
        SubjectState.LIVING if deleted_at is None else SubjectState.DELETED,
        _signed(db, conflict, stored) if final else _said(table, conflict.field or "", stored),
        final,
        signed and not set((conflict.field or "").split(",")).isdisjoint(SIGNED_FACTS),
        None if deleted_at is None else from_micros(deleted_at),
    )


def _is_signed(db: Connection, note_id: bytes | None) -> bool:
    sql = "SELECT 1 FROM sessions WHERE id = ? AND finalized_at IS NOT NULL"
    return note_id is not None and db.exec_driver_sql(sql, (note_id,)).first() is not None


def _beside_signed(table: Table, conflict: Conflict, stored: Any) -> Present:
    """A mark or a measure of a signed note. One that was not there when it was signed says nothing."""
    deleted_at = stored["deleted_at"]
    if deleted_at is None:
        return Present(SubjectState.LIVING, _said(table, conflict.field or "", stored), frozen=True)
    return Present(SubjectState.DELETED, frozen=True, deleted_at=from_micros(deleted_at))


def _said(table: Table, field: str, stored: Any) -> str | None:
    """One value, or a JSON object of several that mean something only together."""
    names = field.split(",")
    if any(name not in table.by_name for name in names):
        return None
    values = {name: field_to_wire(table.by_name[name], stored[name]) for name in names}
    return wire_text(values[names[0]] if len(names) == 1 else dict(values))


def _signed(db: Connection, conflict: Conflict, stored: Any) -> str | None:
    """The last version's text. A finalized note without one here speaks for itself."""
    # Two laptops may both have written this number: all take the same one.
    sql = (
        f"SELECT {conflict.field} FROM session_versions WHERE session_id = ? AND deleted_at IS NULL"
        " ORDER BY version_number DESC, signed_at DESC, id DESC LIMIT 1"
    )
    found = db.exec_driver_sql(sql, (conflict.row_id.bytes,)).first()
    text: str | None = found[0] if found else stored[conflict.field]
    return text
