"""What a booking does to the waitlist."""

from core.domain.enums import AuditAction, WaitStatus
from core.domain.new_rows import AppointmentDraft
from core.store.database.tables import SYNCED
from core.store.unit_of_work.repository import RepositoryContext
from core.store.unit_of_work.writer import Writer

TABLE = "waitlist_entries"


def end_wait(desk: RepositoryContext, writer: Writer, draft: AppointmentDraft) -> None:
    """Whoever is booked from the waitlist waits no more.

    Nothing where the entry is gone by now, where its wait has ended, or where another client was chosen.
    """
    entry_id = draft.waitlist_entry_id
    if entry_id is None:
        return
    w = SYNCED[TABLE].c
    query = desk.select(
        TABLE, w.id == entry_id, w.client_id == draft.client_id, w.status == WaitStatus.WAITING
    )
    if writer.db.execute(query).first() is not None:
        writer.update(TABLE, entry_id, {"status": WaitStatus.BOOKED})
        writer.audit(AuditAction.UPDATE, "waitlist.book", entry_id)
