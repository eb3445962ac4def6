"""What stands beside a note follows its signature: whether it is signed, and which note a row is beside."""

import uuid

from sqlalchemy import Connection

from core.domain.ids import NoteId
from core.domain.registry import BODY_MARKS, MEASURES, Table
from core.store.database.tables import SYNCED
from core.store.unit_of_work.repository import RepositoryContext

BESIDE = (BODY_MARKS, MEASURES)
"""Rows of these belong to a note, and are closed with it."""


def is_signed(desk: RepositoryContext, db: Connection, note_id: NoteId) -> bool:
    """Also of a note that was deleted."""
    c = SYNCED["sessions"].c
    query = desk.select("sessions", c.id == note_id, c.finalized_at.is_not(None), deleted=True)
    return db.execute(query).first() is not None


def note_beside(desk: RepositoryContext, db: Connection, table: Table, row_id: uuid.UUID) -> NoteId | None:
    """The note of a mark or a measure, deleted ones too; None for any other row, or one that is not here."""
    if table not in BESIDE:
        return None
    c = SYNCED[table.name].c
    query = desk.select(table.name, c.id == row_id, deleted=True).with_only_columns(c.session_id)
    found: uuid.UUID | None = db.execute(query).scalar()
    return None if found is None else NoteId(found)
