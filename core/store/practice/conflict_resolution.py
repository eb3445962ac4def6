"""Applying a person's answer to a conflict."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from core.domain.enums import AuditAction, ConflictReason, Resolution
from core.domain.errors import RuleBroken
from core.domain.ids import NoteId
from core.domain.notes import SOAP
from core.domain.records import Conflict
from core.domain.registry import BY_NO, Column, ColumnKind, Merge, Table
from core.store.database.tables import SYNCED
from core.store.outbox.wire_row import field_to_stored
from core.store.practice.conflict_subject import Present, SubjectState, present
from core.store.practice.notes import Notes
from core.store.practice.signed_notes import BESIDE
from core.store.unit_of_work import conflicts
from core.store.unit_of_work.conflicts import Question
from core.store.unit_of_work.repository import RepositoryContext
from core.store.unit_of_work.writer import Writer
from core.text.keep_both import both

AMENDED_BECAUSE = "Changed on two devices"
"""The reason of an amendment that comes from resolving a conflict, where neither the person nor whoever
wrote the text gave one."""

_DELETION = ("deleted_reason", "deleted_by_user_id", "permanent_delete_after")


@dataclass(frozen=True, slots=True)
class Answer:
    """`text`: the person's wording, for EDITED. `reason`: of an amendment. `again`: it was settled before."""

    resolution: Resolution
    text: str | None = None
    reason: str = ""
    again: bool = False


def resolve(
    desk: RepositoryContext, notes: Notes, writer: Writer, conflict: Conflict, answer: Answer
) -> None:
    """Stores the chosen value and closes the conflict, on every device once it syncs."""
    if conflict.resolved_at is not None and not answer.again:
        raise RuleBroken("This was settled already; nothing was changed.", code="resolved")
    if answer.resolution is not Resolution.DISMISSED and conflict.field is not None:
        _apply(desk, notes, writer, conflict, answer)
    told = {"resolution": answer.resolution.value}
    for each in (conflict, *_open_twins(desk, writer, conflict)):
        conflicts.close(writer, each.id, answer.resolution)
        writer.audit(AuditAction.UPDATE, "conflict.resolve", each.id, told)


def same_question(conflict: Conflict) -> tuple[Any, ...]:
    """Equal for two that ask the same with the same texts: two devices may raise one each.

    Of a proposed amendment it does not matter what the late text was made of.
    """
    about = (conflict.table_no, conflict.row_id, conflict.field, conflict.reason)
    base = None if conflict.reason is ConflictReason.AMENDMENT else conflict.base
    return *about, base, conflict.ours, conflict.theirs


def _open_twins(desk: RepositoryContext, writer: Writer, conflict: Conflict) -> list[Conflict]:
    c = SYNCED["conflicts"].c
    query = desk.select(
        "conflicts", c.row_id == conflict.row_id, c.id != conflict.id, c.resolved_at.is_(None)
    )
    found = desk.rows(writer.db, Conflict, "conflicts", query)
    return [each for each in found if same_question(each) == same_question(conflict)]


def _chosen(conflict: Conflict, answer: Answer) -> str | None:
    """The wire text that the field gets."""
    if answer.resolution is Resolution.EDITED:
        if answer.text is None:
            raise RuleBroken("Write the text first; nothing was changed.", code="no_text")
        return answer.text
    if answer.resolution is Resolution.BOTH:
        return _both(conflict)
    return conflict.ours if answer.resolution is Resolution.MINE else conflict.theirs


def _both(conflict: Conflict) -> str:
    column = BY_NO[conflict.table_no].by_name.get(conflict.field or "")
    if column is None or column.merge is not Merge.TEXT:
        raise RuleBroken("Only texts can be kept both; nothing was changed.", code="not_text")
    return both(conflict.theirs or "", conflict.ours or "")


def _apply(desk: RepositoryContext, notes: Notes, writer: Writer, conflict: Conflict, answer: Answer) -> None:
    table, chosen = BY_NO[conflict.table_no], _chosen(conflict, answer)
    _check_known(table, conflict.field or "")
    now = present(writer.db, desk.me, conflict)
    if now.standing is SubjectState.GONE:
        raise RuleBroken(
            "The record is no longer here, so nothing was changed. Both texts stay with the question.",
            code="gone",
        )
    if now.frozen and not now.says(chosen):
        raise RuleBroken(
            "The note was signed meanwhile, and this with it, so nothing was changed. Put the question away.",
            code="signed",
        )
    # It says the chosen text already, so that only the question is left to close.
    if now.frozen and table in BESIDE:
        return
    values = {} if now.finalized else _values(table, conflict.field or "", chosen)
    if now.standing is SubjectState.DELETED:
        restore_row(writer, table, conflict.row_id)
    if now.finalized:
        _amend(notes, writer, conflict, chosen, now, answer.reason)
        return
    _keep_replaced(desk, writer, conflict, chosen, now)
    writer.update_stored(table, conflict.row_id, values)


def _check_known(table: Table, field: str) -> None:
    """Refuses what only a newer program knows (RuleBroken)."""
    if not set(field.split(",")) <= table.by_name.keys():
        raise RuleBroken(
            "This question is about something that a newer PazPaz added; nothing was changed. "
            "Update this program, or answer on the other device.",
            code="newer_field",
        )


def restore_row(writer: Writer, table: Table, row_id: uuid.UUID) -> None:
    """Brings a deleted row back: a text that is chosen or sent again is an edit, and wins over a delete."""
    cleared = {name: None for name in _DELETION if name in table.by_name}
    if writer.undelete(table.name, row_id, cleared):
        word = table.name.removesuffix("s")
        writer.audit(AuditAction.UPDATE, f"{word}.restore", row_id)


def _amend(
    notes: Notes, writer: Writer, conflict: Conflict, chosen: str | None, now: Present, reason: str
) -> None:
    """A finalized note never changes: the choice becomes a version, unless the note says it already."""
    if now.says(chosen) or (chosen == conflict.theirs and conflict.reason is ConflictReason.AMENDMENT):
        return
    told = reason.strip() or reason_of(writer.db, conflict, chosen) or AMENDED_BECAUSE
    notes.amend_in(writer, NoteId(conflict.row_id), told, {str(conflict.field): chosen})


def reason_of(db: Connection, conflict: Conflict, text: str | None) -> str | None:
    """Why somebody amended the note to this text, where that amendment gave way to another device's."""
    if BY_NO[conflict.table_no].name != "sessions" or conflict.field not in SOAP:
        return None
    sql = (
        f"SELECT reason FROM session_versions WHERE session_id = ? AND {conflict.field} = ?"
        " AND deleted_at IS NOT NULL ORDER BY version_number DESC, signed_at DESC, id DESC LIMIT 1"
    )
    found: str | None = db.exec_driver_sql(sql, (conflict.row_id.bytes, text)).scalar()
    return found


def _keep_replaced(
    desk: RepositoryContext, writer: Writer, conflict: Conflict, chosen: str | None, now: Present
) -> None:
    """Keeps what was written into the record since the question was asked, for no conflict holds it.

    It stands beside the chosen text in a conflict of its own, which is settled at once and travels like any
    other.
    """
    if any(now.says(text) for text in (conflict.ours, conflict.theirs, chosen)):
        return
    kept = Question(
        table_no=conflict.table_no,
        row_id=conflict.row_id,
        field=conflict.field,
        reason=conflict.reason,
        base=conflict.base,
        ours=chosen,
        theirs=now.text,
        our_device=desk.me.device_id,
        resolution=Resolution.MINE,
        resolved_by=desk.me.user_id,
    )
    conflicts.put(writer, kept)


def _values(table: Table, field: str, chosen: str | None) -> dict[str, Any]:
    """Stored values of one column, or of several that mean something only together."""
    names = field.split(",")
    if len(names) == 1:
        return {field: _stored(table.by_name[field], chosen)}
    told: Mapping[str, Any] = json.loads(chosen) if chosen else {}
    return {name: field_to_stored(table.by_name[name], told.get(name)) for name in names}


def _stored(column: Column, text: str | None) -> Any:
    """A field's wire text as stored; TEXT, DATE, UUID and sealed values stand there as they are."""
    if text is None or column.enc or column.kind in (ColumnKind.TEXT, ColumnKind.DATE):
        return text
    if column.kind in (ColumnKind.UUID, ColumnKind.BYTES):
        return field_to_stored(column, text)
    return field_to_stored(column, json.loads(text))
