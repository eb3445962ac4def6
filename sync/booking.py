"""Two devices booked one slot without knowing of each other: both stay, and one task is raised."""

import uuid
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, or_, select

from core.domain.appointments import conflicts, slot_of
from core.domain.clock import from_micros
from core.domain.enums import ConflictReason
from core.domain.ids import WorkspaceId
from core.domain.records import Appointment
from core.domain.registry import BY_NAME
from core.store.desk import record_column_list
from core.store.feed import FeedRow
from core.store.fitting import is_moment
from core.store.rows import to_record
from core.store.tables import JOURNAL, SYNCED
from sync.ground import Ground, Key

TABLE = BY_NAME["appointments"]
CONFLICTS = BY_NAME["conflicts"]
_NAMESPACE = uuid.UUID("8d0a4b1e-6a0f-5c1c-9b53-3f1a5f0f7c11")
_START, _END = TABLE.by_name["scheduled_start"].no, TABLE.by_name["scheduled_end"].no


def under_way(db: Connection, workspace_id: WorkspaceId, arriving: Sequence[FeedRow]) -> list[Appointment]:
    """Appointments of this device that the others had not seen, at the times of those that arrive.

    Read before the page is stored: what waits, or was accepted and did not come back in the feed yet.
    """
    spans = [
        (each.row.fields[_START], each.row.fields[_END])
        for each in arriving
        if each.row.table_no == TABLE.no and {_START, _END} <= each.row.fields.keys()
    ]
    times = [int(str(value)) for span in spans for value in span if is_moment(value)]
    if not times:
        return []
    table = SYNCED["appointments"]
    waiting = select(JOURNAL.c.row_id).where(JOURNAL.c.table_no == TABLE.no)
    found = db.execute(
        select(*record_column_list(table)).where(
            table.c.workspace_id == workspace_id,
            table.c.deleted_at.is_(None),
            table.c.scheduled_start < from_micros(max(times)),
            table.c.scheduled_end > from_micros(min(times)),
            or_(table.c.seq.is_(None), table.c.id.in_(waiting)),
        )
    )
    return [to_record(Appointment, "appointments", row) for row in found]


def raise_tasks(
    db: Connection, ground: Ground, arrived: Sequence[FeedRow], waiting: Iterable[Appointment]
) -> list[Key]:
    """One task per pair that collides; its id comes from the pair, so that two devices make the same one."""
    mine = list(waiting)
    if not mine:
        return []
    ids = {each.row.row_id for each in arrived if each.row.table_no == TABLE.no}
    table = SYNCED["appointments"]
    found = db.execute(select(*record_column_list(table)).where(table.c.id.in_(ids)))
    pairs = [
        (appointment, other)
        for appointment in (to_record(Appointment, "appointments", row) for row in found)
        if appointment.deleted_at is None
        for other in conflicts(slot_of(appointment), mine)
        if conflicts(slot_of(other), [appointment])
    ]
    return [key for pair in pairs if (key := _raise(db, ground, *pair))]


def _raise(db: Connection, ground: Ground, theirs: Appointment, ours: Appointment) -> Key | None:
    first, second = sorted((theirs.id, ours.id), key=lambda each: each.bytes)
    task_id = uuid.uuid5(_NAMESPACE, f"{first}/{second}")
    if task_id in ground.known(db, CONFLICTS.no, [task_id]):
        return None
    writer = ground.writer(db)
    values = {
        "table_no": TABLE.no,
        "row_id": first,
        "reason": ConflictReason.DOUBLE_BOOKING,
        "base": str(second),
        "our_device_id": ground.me.device_id,
        "noticed_at": writer.now,
    }
    writer.insert("conflicts", values, task_id)
    return CONFLICTS.no, task_id
