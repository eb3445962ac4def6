"""Series beside those that a page brings: which of ours the others had not seen."""

import uuid
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, or_, select

from core.domain.records import AppointmentSeries
from core.domain.registry import APPOINTMENT_SERIES, ColumnKind
from core.domain.series_news import SeriesNews
from core.store.database.rows import record_columns, to_record
from core.store.database.series_exceptions import with_exceptions
from core.store.database.tables import JOURNAL, SYNCED
from core.store.outbox.journal import Journal
from core.store.outbox.past_series import past_states
from core.store.outbox.wire_row import WireRow

_SERIES = SYNCED["appointment_series"]
_LIVING = select(*(_SERIES.c[name] for name in record_columns("appointment_series"))).where(
    _SERIES.c.deleted_at.is_(None)
)
_SLOT = (
    "client_id",
    "practitioner_user_id",
    "location_id",
    "location_type",
    "rrule",
    "start_local",
    "timezone",
    "duration_minutes",
    "until",
)
"""What says whose time a series takes, and when."""
_READ: dict[ColumnKind, Callable[[Any], Any]] = {
    ColumnKind.UUID: uuid.UUID,
    ColumnKind.DATE: date.fromisoformat,
}


def living_series(
    db: Connection, workspace_id: uuid.UUID, ids: Collection[uuid.UUID]
) -> dict[uuid.UUID, AppointmentSeries]:
    """Those of these ids that are here, by id."""
    query = _LIVING.where(_SERIES.c.workspace_id == workspace_id, _SERIES.c.id.in_(ids))
    found = (to_record(AppointmentSeries, "appointment_series", row) for row in db.execute(query))
    return {each.id: each for each in found}


def unseen_series(
    db: Connection, journal: Journal, workspace_id: uuid.UUID, *, only_waiting: bool
) -> dict[uuid.UUID, AppointmentSeries | None]:
    """Ours that wait, or (unless `only_waiting`) did not come back yet, each as the others know it."""
    waiting = _SERIES.c.id.in_(select(JOURNAL.c.row_id).where(JOURNAL.c.table_no == APPOINTMENT_SERIES.no))
    unseen = waiting if only_waiting else or_(_SERIES.c.seq.is_(None), waiting)
    query = _LIVING.where(_SERIES.c.workspace_id == workspace_id, unseen)
    found = (to_record(AppointmentSeries, "appointment_series", row) for row in db.execute(query))
    return {each.id: _before(db, journal, each) for each in found}


def news_of(
    db: Connection, workspace_id: uuid.UUID, before: Mapping[uuid.UUID, AppointmentSeries | None]
) -> list[SeriesNews]:
    """Those that live, as they are now, by id."""
    found = living_series(db, workspace_id, before.keys())
    in_order = [found[each] for each in sorted(found)]
    drawn = with_exceptions(db, workspace_id, in_order)
    return [SeriesNews(series, before[series.id], without) for series, without in drawn]


def _before(db: Connection, journal: Journal, series: AppointmentSeries) -> AppointmentSeries | None:
    """None where the others have none; of one that was sent and did not come back, its state before that."""
    entry = journal.entry(db, APPOINTMENT_SERIES.no, series.id)
    known = entry.base if entry is not None else next(iter(past_states(db, series.id)), None)
    return None if known is None or known.deleted_at is not None else _as_in(series, known)


def _as_in(series: AppointmentSeries, row: WireRow) -> AppointmentSeries:
    """The series with the slot that a row says; of its exceptions those that it has now."""
    values: dict[str, Any] = {}
    for name in _SLOT:
        column = APPOINTMENT_SERIES.by_name[name]
        value: Any = row.fields.get(column.no)
        read = _READ.get(column.kind)
        values[name] = read(value) if read and value is not None else value
    return replace(series, **values)
