"""Computed fields of clients in one query, never one per client."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Subquery, case, func, select

from core.domain.enums import AppointmentStatus
from core.domain.records import Client
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
        .where(clients.c.workspace_id == desk.me.workspace_id, clients.c.deleted_at.is_(None))
        .order_by(clients.c.last_name, clients.c.first_name, clients.c.id)
    )
    if client_ids is not None:
        query = query.where(clients.c.id.in_(client_ids))
    if not archived:
        query = query.where(clients.c.is_active)
    return [_summary(row) for row in db.execute(query)]


def _summary(row: Any) -> ClientSummary:
    return ClientSummary(
        to_record(Client, "clients", row),
        row.next_appointment,
        row.last_appointment,
        row.appointment_count or 0,
    )
