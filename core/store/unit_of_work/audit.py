"""Who did what, on which device."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import ColumnElement, Connection

from core.domain.enums import AuditAction
from core.domain.records import AuditEvent
from core.store.database.tables import SYNCED
from core.store.unit_of_work.repository import RepositoryContext
from core.store.unit_of_work.writer import Writer


class Audit:
    """Commands record themselves; `record` is for what changes no row (a view, an export, a login)."""

    def __init__(self, desk: RepositoryContext) -> None:
        self._desk = desk

    def record(
        self,
        action: AuditAction,
        event_type: str,
        resource_id: uuid.UUID | None = None,
        metadata: Mapping[str, object] | None = None,
    ) -> None:
        """`event_type` is like "client.view"; metadata never holds personal data."""
        self.record_each(action, event_type, [resource_id], metadata)

    def record_each(
        self,
        action: AuditAction,
        event_type: str,
        resource_ids: Iterable[uuid.UUID | None],
        metadata: Mapping[str, object] | None = None,
    ) -> None:
        """The same about each of these rows: all of the events are stored, or none."""
        desk = self._desk
        with desk.store.write() as db:
            writer = Writer(db, desk.me, desk.clock, desk.ids)
            for resource_id in resource_ids:
                writer.audit(action, event_type, resource_id, metadata)

    def list(self, limit: int = 200, resource_id: uuid.UUID | None = None) -> list[AuditEvent]:
        """Newest first, by the clocks of the devices that wrote them."""
        c = SYNCED["audit_events"].c
        query = self._desk.select("audit_events").order_by(c.client_time.desc(), c.id.desc()).limit(limit)
        if resource_id is not None:
            query = query.where(c.resource_id == resource_id)
        with self._desk.read() as db:
            return self._desk.rows(db, AuditEvent, "audit_events", query)


def events_by_record(
    desk: RepositoryContext, db: Connection, about: ColumnElement[bool], types: Sequence[str]
) -> Mapping[uuid.UUID | None, Sequence[AuditEvent]]:
    """Events of these types by the record that they are about; `about` says which records.

    Only those are read: the audit of a practice is long.
    """
    query = desk.select("audit_events", about, SYNCED["audit_events"].c.event_type.in_(types))
    found: dict[uuid.UUID | None, list[AuditEvent]] = defaultdict(list)
    for row in desk.rows(db, AuditEvent, "audit_events", query):
        found[row.resource_id].append(row)
    return found


def macs_in_clinic(db: Connection) -> dict[uuid.UUID, bytes | None]:
    """The macs of events that the clinic has shown, those of this laptop among them, by id."""
    rows = db.exec_driver_sql("SELECT id, mac FROM audit_events WHERE seq IS NOT NULL")
    return {uuid.UUID(bytes=row_id): mac for row_id, mac in rows}
