"""Conflicts as rows, the only place that writes them: put, reworded and closed, whoever found them."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection

from core.domain.enums import ConflictReason, Resolution
from core.domain.ids import ConflictId, DeviceId, UserId
from core.store.unit_of_work.writer import Writer

# IS, for a text may be absent: nothing equals NULL.
_OPEN = """
    SELECT 1 FROM conflicts WHERE resolved_at IS NULL AND deleted_at IS NULL
    AND table_no = ? AND row_id = ? AND field = ? AND reason = ? AND ours IS ? AND theirs IS ?
"""
_ON_BASE = f"{_OPEN} AND base IS ?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is put before a person. Texts are a field's values as wire text, None when absent.

    With a `resolution` it is settled from the start: both texts are kept in the clinic, and nobody is asked.
    """

    table_no: int
    row_id: UUID
    field: str | None = None
    reason: ConflictReason
    base: str | None = None
    ours: str | None = None
    theirs: str | None = None
    our_device: DeviceId | None
    their_device: DeviceId | None = None
    resolution: Resolution | None = None
    resolved_by: UserId | None = None
    id: UUID | None = None
    """Where two devices must make the same row of one question."""


def put(writer: Writer, question: Question) -> UUID:
    """Stores it as a row that travels, and returns its id."""
    values = {
        "table_no": question.table_no,
        "row_id": question.row_id,
        "field": question.field,
        "reason": question.reason,
        "base": question.base,
        "ours": question.ours,
        "theirs": question.theirs,
        "our_device_id": question.our_device,
        "their_device_id": question.their_device,
        "noticed_at": writer.now,
        "resolved_at": writer.now if question.resolution else None,
        "resolved_by_user_id": question.resolved_by,
        "resolution": question.resolution,
    }
    return writer.insert("conflicts", values, question.id)


def reword(writer: Writer, conflict_id: ConflictId, ours: str | None, theirs: str | None) -> None:
    """Both sides of an open question go on with the hand that writes on."""
    writer.update("conflicts", conflict_id, {"ours": ours, "theirs": theirs})


def close(writer: Writer, conflict_id: ConflictId, resolution: Resolution) -> None:
    """Settled by whoever works here, on every device once it syncs."""
    closed = {
        "resolved_at": writer.now,
        "resolved_by_user_id": writer.me.user_id,
        "resolution": resolution,
    }
    writer.update("conflicts", conflict_id, closed)


def is_open(db: Connection, question: Question) -> bool:
    """Whether the same is asked already, by whichever device.

    Of a proposed amendment it does not matter what the late text was made of. And what a late text was made
    of is proposed by nobody: a device that signed it had not changed it, and the other signed the late text.
    """
    about = question.table_no, question.row_id.bytes, question.field, question.reason.value
    ours, theirs = question.ours, question.theirs
    if question.reason is not ConflictReason.AMENDMENT:
        return _asked(db, _ON_BASE, *about, ours, theirs, question.base)
    return _asked(db, _OPEN, *about, ours, theirs) or _asked(db, _ON_BASE, *about, theirs, ours, ours)


def _asked(db: Connection, query: str, *values: object) -> bool:
    return db.exec_driver_sql(query, values).first() is not None
