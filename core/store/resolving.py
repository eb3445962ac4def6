"""Applying a person's answer to a conflict."""

import json
from collections.abc import Mapping
from typing import Any

from core.domain.enums import AuditAction, ConflictReason, Resolution
from core.domain.errors import RuleBroken
from core.domain.ids import NoteId
from core.domain.notes import SOAP
from core.domain.records import Conflict
from core.domain.registry import BY_NO, Column, Kind, Merge, Table
from core.store.desk import Desk
from core.store.notes import Notes
from core.store.rows import stored_row
from core.store.wire import field_to_stored
from core.store.writer import Writer

AMENDED_BECAUSE = "Changed on two devices"
"""The reason of an amendment that comes from resolving a conflict, unless the person gives one."""


def resolve(
    desk: Desk, notes: Notes, writer: Writer, conflict: Conflict, resolution: Resolution, text: str | None
) -> None:
    """Stores the chosen value and closes the conflict, on every device once it syncs."""
    if conflict.resolved_at is not None:
        raise RuleBroken("This was settled already; nothing was changed.", code="resolved")
    if resolution is not Resolution.DISMISSED and conflict.field is not None:
        _apply(desk, notes, writer, conflict, _chosen(conflict, resolution, text))
    writer.update(
        "conflicts",
        conflict.id,
        {
            "resolved_at": writer.now,
            "resolved_by_user_id": desk.me.user_id,
            "resolution": resolution,
        },
    )
    writer.audit(AuditAction.UPDATE, "conflict.resolve", conflict.id, {"resolution": resolution.value})


def _chosen(conflict: Conflict, resolution: Resolution, text: str | None) -> str | None:
    """The wire text that the field gets."""
    if resolution is Resolution.EDITED:
        if text is None:
            raise RuleBroken("Write the text first; nothing was changed.", code="no_text")
        return text
    if resolution is Resolution.BOTH:
        return _both(conflict)
    return conflict.ours if resolution is Resolution.MINE else conflict.theirs


def _both(conflict: Conflict) -> str:
    column = BY_NO[conflict.table_no].by_name.get(conflict.field or "")
    if column is None or column.merge is not Merge.TEXT:
        raise RuleBroken("Only texts can be kept both; nothing was changed.", code="not_text")
    parts = [part for part in (conflict.theirs, conflict.ours) if part]
    return "\n\n".join(dict.fromkeys(parts))


def _apply(desk: Desk, notes: Notes, writer: Writer, conflict: Conflict, chosen: str | None) -> None:
    table = BY_NO[conflict.table_no]
    if table.name == "sessions" and _is_final(desk, writer, conflict):
        _amend(notes, writer, conflict, chosen)
        return
    values = _values(table, conflict.field or "", chosen)
    writer.update_stored(table, conflict.row_id, values)


def _is_final(desk: Desk, writer: Writer, conflict: Conflict) -> bool:
    stored = stored_row(writer.db, BY_NO[conflict.table_no], desk.me.workspace_id, conflict.row_id)
    return conflict.field in SOAP and stored["finalized_at"] is not None


def _amend(notes: Notes, writer: Writer, conflict: Conflict, chosen: str | None) -> None:
    """A finalized note never changes: the choice becomes a version, unless the note says it already."""
    if chosen == conflict.theirs and conflict.reason is ConflictReason.AMENDMENT:
        return
    notes.amend_in(writer, NoteId(conflict.row_id), AMENDED_BECAUSE, {str(conflict.field): chosen})


def _values(table: Table, field: str, chosen: str | None) -> dict[str, Any]:
    """Stored values of one column, or of several that mean something only together."""
    if "," not in field:
        return {field: _stored(table.by_name[field], chosen)}
    told: Mapping[str, Any] = json.loads(chosen) if chosen else {}
    return {name: field_to_stored(table.by_name[name], told.get(name)) for name in field.split(",")}


def _stored(column: Column, text: str | None) -> Any:
    """A field's wire text as stored; TEXT, DATE, UUID and sealed values stand there as they are."""
    if text is None or column.enc or column.kind in (Kind.TEXT, Kind.DATE):
        return text
    if column.kind in (Kind.UUID, Kind.BYTES):
        return field_to_stored(column, text)
    return field_to_stored(column, json.loads(text))
