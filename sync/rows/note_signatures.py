"""Signatures of the notes that a page brought: one that does not hold is told, and never taken silently."""

import uuid
from collections.abc import Iterable

from sqlalchemy import Connection

from core.domain.enums import SignatureState
from core.domain.ids import RowKey
from core.domain.registry import SESSION_VERSIONS, SESSIONS
from core.store.outbox.feed_store import FeedRow
from core.store.outbox.notices import is_noticed
from core.store.unit_of_work.note_signatures import proofs
from core.store.unit_of_work.signers import signers
from sync.rows.local_rows import LocalRows

UNSOUND = "unsound"
"""A notice's kind. The text stays readable: a device of the practice wrote it, and it may matter. It counts
as unsigned wherever it is shown."""
_FINALIZED = SESSIONS.by_name["finalized_at"].no
_NOTE = SESSION_VERSIONS.by_name["session_id"].no


def unsound(db: Connection, ground: LocalRows, rows: Iterable[FeedRow]) -> list[RowKey]:
    """Notes among the rows, which are stored already, of which a signature does not hold; each told once."""
    arrived = {note for each in rows if (note := _note_of(each)) is not None}
    if not arrived:
        return []
    found = proofs(db, ground.me.workspace_id, arrived, signers(db))
    broken = [
        note for note, of_note in found.items() if any(one.state is SignatureState.BROKEN for one in of_note)
    ]
    return [(SESSIONS.no, note) for note in broken if not is_noticed(db, note, UNSOUND)]


def _note_of(each: FeedRow) -> uuid.UUID | None:
    """The finalized note that a row is, or is a version of."""
    row = each.row
    if row.table_no == SESSION_VERSIONS.no:
        return uuid.UUID(str(row.fields[_NOTE]))
    return row.row_id if row.table_no == SESSIONS.no and row.fields.get(_FINALIZED) is not None else None
