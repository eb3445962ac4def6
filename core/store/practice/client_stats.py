"""Computed fields of clients in one query, never one per client."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Subquery, case, func, literal_column, select
from sqlalchemy.sql.elements import ColumnElement

from core.domain.enums import AppointmentStatus
from core.domain.records import Client
from core.runtime.yielding import FOREGROUND
from core.store.database.columns import Uuid16
from core.store.database.rows import to_record
from core.store.database.tables import SYNCED
from core.store.practice.occurrences import Occurrences
from core.store.unit_of_work.repository import RepositoryContext, record_column_list


@dataclass(frozen=True, slots=True)
class ClientSummary:
    """A client with the rule of `core.domain.clients.visits` worked out by the store.

    The next appointment may be one of a series; counted are rows alone, for a series may have no end.
    """

    client: Client
    next_appointment: datetime | None
    last_appointment: datetime | None
    appointment_count: int


def _visits(desk: RepositoryContext, client_ids: Sequence[uuid.UUID] | None) -> Subquery:
    a = SYNCED["appointments"].c
    ahead = (a.status == AppointmentStatus.SCHEDULED.value) & (a.scheduled_start > desk.clock.now())
    done = a.status == AppointmentStatus.COMPLETED.value
    query = (
        select(
            a.client_id,
            func.min(case((ahead, a.scheduled_start))).label("next_appointment"),
            func.max(case((done, a.scheduled_start))).label("last_appointment"),
            func.count().label("appointment_count"),
        )
        .where(a.workspace_id == desk.me.workspace_id, a.deleted_at.is_(None))
        .group_by(a.client_id)
    )
    return (query if client_ids is None else query.where(a.client_id.in_(client_ids))).subquery()


def summaries(
    desk: RepositoryContext,
    db: Connection,
    occurrences: Occurrences,
    client_ids: Sequence[uuid.UUID] | None = None,
    *,
    archived: bool = True,
) -> list[ClientSummary]:
    """Living clients (all, or those named) by last and first name. Missing ones are left out."""
    clients = SYNCED["clients"]
    visits = _visits(desk, client_ids)
    query = (
        select(*record_column_list(clients), *list(visits.c)[1:])
        .outerjoin(visits, visits.c.client_id == clients.c.id)
        .where(_mine(client_ids) == desk.me.workspace_id, clients.c.deleted_at.is_(None))
    )
    if client_ids is not None:
        query = query.where(clients.c.id.in_(client_ids))
    if not archived:
        query = query.where(clients.c.is_active)
    # Sorted here: asked to sort, SQLite walks the index of names and with it every client.
    drawn = occurrences.next_starts(db, client_ids, desk.clock.now())
    found = (_summary(row, drawn) for row in FOREGROUND.beside(db.execute(query)))
    return sorted(found, key=_by_name)


def _mine(client_ids: Sequence[uuid.UUID] | None) -> ColumnElement[uuid.UUID]:
    """The workspace's column; behind a plus where ids are given, so that SQLite looks those up by id."""
    column = SYNCED["clients"].c.workspace_id
    return column if client_ids is None else literal_column("+clients.workspace_id", Uuid16())


def _by_name(summary: ClientSummary) -> tuple[str, str, uuid.UUID]:
    return summary.client.last_name, summary.client.first_name, summary.client.id


def _summary(row: Any, drawn: Mapping[uuid.UUID, datetime]) -> ClientSummary:
    ahead = [start for start in (row.next_appointment, drawn.get(row.id)) if start is not None]
    return ClientSummary(
        to_record(Client, "clients", row),
        min(ahead, default=None),
        row.last_appointment,
        row.appointment_count or 0,
    )
