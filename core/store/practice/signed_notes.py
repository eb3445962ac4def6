"""What stands beside a note follows its signature: whether a note is signed."""

from sqlalchemy import Connection

from core.domain.ids import NoteId
from core.store.database.tables import SYNCED
from core.store.unit_of_work.repository import RepositoryContext


def is_signed(desk: RepositoryContext, db: Connection, note_id: NoteId) -> bool:
    """Also of a note that was deleted."""
    c = SYNCED["sessions"].c
    query = desk.select("sessions", c.id == note_id, c.finalized_at.is_not(None), deleted=True)
    return db.execute(query).first() is not None
