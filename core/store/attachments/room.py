"""How much room the practice's files take, and whether one more fits."""

from sqlalchemy import Connection, case, func, select

from core.domain.file_limits import SETTING, FileLimits, Room, check_room, limits_of
from core.domain.ids import ClientId, NoteId
from core.store.attachments.listing import COLUMNS
from core.store.unit_of_work.repository import RepositoryContext
from core.store.unit_of_work.workspace_settings import stored_settings


def limits_in(desk: RepositoryContext, db: Connection) -> FileLimits:
    """As the practice set them."""
    return limits_of(stored_settings(db, desk.me.workspace_id).get(SETTING))


def taken_in(
    desk: RepositoryContext, db: Connection, client_id: ClientId | None, session_id: NoteId | None
) -> Room:
    """By the rows: content that two of them name counts twice, and a deleted file as it can come back."""
    size, client, note = COLUMNS.file_size_bytes, COLUMNS.client_id, COLUMNS.session_id
    sums = (case((client == client_id, size)), case((note == session_id, size)), size)
    query = select(*(func.coalesce(func.sum(each), 0) for each in sums))
    of_client, of_note, of_all = db.execute(query.where(COLUMNS.workspace_id == desk.me.workspace_id)).one()
    return Room(of_client, of_all, None if session_id is None else of_note)


def check_fits(
    desk: RepositoryContext, db: Connection, size: int, client_id: ClientId, session_id: NoteId | None
) -> None:
    """Raises RuleBroken as `check_room`."""
    check_room(size, taken_in(desk, db, client_id, session_id), limits_in(desk, db))
