"""Series as they were before they were changed here or by another laptop."""

import uuid

from sqlalchemy import Connection

from core.domain.registry import APPOINTMENT_SERIES
from core.store.outbox.wire_row import WireRow, row_to_wire

_NEVER_KEPT = {
    "version": 0,
    "created_at": 0,
    "updated_at": 0,
    "deleted_at": None,
    "extra": None,
    "exceptions": None,
    "follows_id": None,
}


def past_states(db: Connection, series_id: uuid.UUID) -> list[WireRow]:
    """The newest first; of each what its occurrences are drawn from."""
    sql = "SELECT *, series_id AS id FROM past_series WHERE series_id = ? ORDER BY no DESC"
    found = db.exec_driver_sql(sql, (series_id.bytes,)).mappings()
    return [row_to_wire(APPOINTMENT_SERIES, {**row, **_NEVER_KEPT}) for row in found]
