"""Appointments beside those that a page brings: which of ours the others had not seen."""

import uuid
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, or_, select

from core.domain.ids import WorkspaceId
from core.domain.records import Appointment
from core.domain.registry import BY_NAME
from core.store.database.rows import record_columns, to_record
from core.store.database.tables import JOURNAL, SYNCED

_TABLE = SYNCED["appointments"]
_ALL = select(*(_TABLE.c[name] for name in record_columns("appointments")))


def unseen_by_others(
    db: Connection, workspace_id: WorkspaceId, begin: datetime, end: datetime, *, only_waiting: bool
) -> list[Appointment]:
    """Living ones between these times that wait, or (unless `only_waiting`) did not come back yet."""
    no = BY_NAME["appointments"].no
    waiting = _TABLE.c.id.in_(select(JOURNAL.c.row_id).where(JOURNAL.c.table_no == no))
    query = _ALL.where(
        _TABLE.c.workspace_id == workspace_id,
        _TABLE.c.deleted_at.is_(None),
        _TABLE.c.scheduled_start < end,
        _TABLE.c.scheduled_end > begin,
        waiting if only_waiting else or_(_TABLE.c.seq.is_(None), waiting),
    )
    return [to_record(Appointment, "appointments", row) for row in db.execute(query)]


def by_id(db: Connection, ids: Collection[uuid.UUID]) -> list[Appointment]:
    """Those that are here, deleted or not."""
    found = db.execute(_ALL.where(_TABLE.c.id.in_(ids)))
    return [to_record(Appointment, "appointments", row) for row in found]
