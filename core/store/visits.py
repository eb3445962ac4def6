"""Computed fields of clients in one query, never one per client."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Subquery, case, func, literal_column, select
from sqlalchemy.sql.elements import ColumnElement

from core.domain.enums import AppointmentStatus
from core.domain.foreground import FOREGROUND
from core.domain.records import Client
from core.store.columns import Uuid16
from core.store.desk import Desk, record_column_list
from core.store.rows import to_record
from core.store.tables import SYNCED


@dataclass(frozen=True, slots=True)
class ClientSummary:
    """A client with the rule of `core.domain.clients.visits` worked out by the store."""

    client: Client
    next_appointment: datetime | None
    last_appointment: datetime | None
    appointment_count: int


def _visits(desk: Desk, client_ids: Sequence[uuid.UUID] | None) -> Subquery:
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
    desk: Desk, db: Connection, client_ids: Sequence[uuid.UUID] | None = None, *, archived: bool = True
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
    return sorted((_summary(row) for row in FOREGROUND.beside(db.execute(query))), key=_by_name)


def _mine(client_ids: Sequence[uuid.UUID] | None) -> ColumnElement[uuid.UUID]:
    """The workspace's column; behind a plus where ids are given, so that SQLite looks those up by id."""
    column = SYNCED["clients"].c.workspace_id
    return column if client_ids is None else literal_column("+clients.workspace_id", Uuid16())


def _by_name(summary: ClientSummary) -> tuple[str, str, uuid.UUID]:
    return summary.client.last_name, summary.client.first_name, summary.client.id


def _summary(row: Any) -> ClientSummary:
    return ClientSummary(
        to_record(Client, "clients", row),
        row.next_appointment,
        row.last_appointment,
        row.appointment_count or 0,
    )
