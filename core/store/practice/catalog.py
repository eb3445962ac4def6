"""Services and locations: short lists with names that are unique among the living."""

import uuid
from dataclasses import asdict
from functools import cache
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Select
from typing_extensions import override

from core.domain.enums import AuditAction, LocationType
from core.domain.errors import RuleBroken
from core.domain.new_rows import LocationDraft, ServiceDraft
from core.domain.records import Location, Service
from core.domain.registry import Table
from core.store.database.tables import SYNCED
from core.store.unit_of_work.repository import Done, RepositoryContext, prepared
from core.store.unit_of_work.writer import Writer

R = TypeVar("R", Service, Location)
D = TypeVar("D", ServiceDraft, LocationDraft)


class _Catalog(Generic[R, D]):
    """What both lists share."""

    kind: type[R]
    table: str
    word: str

    def __init__(self, desk: RepositoryContext) -> None:
        self._desk = desk

    def add(self, draft: D, row_id: uuid.UUID | None = None) -> Done[R]:
        values = asdict(draft)
        with self._desk.write() as writer:
            self._check(writer.db, values, None)
            made = writer.insert(self.table, values, row_id)
            writer.audit(AuditAction.CREATE, f"{self.word}.add", made)
            return self._done(writer, made)

    def edit(self, row_id: uuid.UUID, **fields: Any) -> Done[R]:
        """Changes the named fields; `is_active=False` hides it from new bookings."""
        with self._desk.write() as writer:
            before = self._desk.get(writer.db, self.kind, self.table, row_id)
            self._check(writer.db, {**asdict(before), **fields}, row_id)
            if writer.update(self.table, row_id, fields):
                writer.audit(AuditAction.UPDATE, f"{self.word}.edit", row_id, {"fields": sorted(fields)})
            return self._done(writer, row_id)

    def delete(self, row_id: uuid.UUID) -> Done[R]:
        """Removes it from the list; appointments that have it keep showing it."""
        with self._desk.write() as writer:
            self._desk.get(writer.db, self.kind, self.table, row_id)
            writer.delete(self.table, row_id)
            writer.audit(AuditAction.DELETE, f"{self.word}.delete", row_id)
            return self._done(writer, row_id)

    def get(self, row_id: uuid.UUID) -> R:
        with self._desk.read() as db:
            return self._desk.get(db, self.kind, self.table, row_id)

    def list(self, include_inactive: bool = False, also: uuid.UUID | None = None) -> list[R]:
        """By name. `also`: this one too, though it is hidden or removed."""
        query = _by_name(self.table, deleted=also is not None)
        with self._desk.read() as db:
            rows = self._desk.prepared_rows(db, self.kind, self.table, query)
        return [
            row
            for row in rows
            if (row.deleted_at is None and (include_inactive or row.is_active)) or row.id == also
        ]

    def _check(self, db: Connection, values: dict[str, Any], row_id: uuid.UUID | None) -> None:
        name = values["name"].strip()
        if not name:
            raise RuleBroken(f"A {self.word} needs a name; nothing was changed.", code="name_missing")
        c = SYNCED[self.table].c
        # Another laptop may take the name meanwhile; then the server's unique index decides.
        query = self._desk.select(self.table, c.name == name).with_only_columns(c.id)
        if any(found != row_id for found in db.execute(query).scalars()):
            raise RuleBroken(
                f"There is a {self.word} of this name already; nothing was changed.", code="unique"
            )

    def _done(self, writer: Writer, row_id: uuid.UUID) -> Done[R]:
        return self._desk.done(writer, self.kind, self.table, row_id)


class Services(_Catalog[Service, ServiceDraft]):
    """What the practice offers."""

    kind = Service
    table = "services"
    word = "service"

    @override
    def _check(self, db: Connection, values: dict[str, Any], row_id: uuid.UUID | None) -> None:
        super()._check(db, values, row_id)
        if values["default_duration_minutes"] <= 0:
            raise RuleBroken("A service lasts at least a minute; nothing was changed.", code="duration")


class Locations(_Catalog[Location, LocationDraft]):
    """Where the practice works."""

    kind = Location
    table = "locations"
    word = "location"

    @override
    def _check(self, db: Connection, values: dict[str, Any], row_id: uuid.UUID | None) -> None:
        super()._check(db, values, row_id)
        if values["location_type"] != LocationType.ONLINE and not (values["address"] or "").strip():
            raise RuleBroken(
                "A place that is not online needs an address; nothing was changed.", code="address"
            )


@cache
def _by_name(table_name: str, *, deleted: bool) -> Select[Any]:
    c = SYNCED[table_name].c
    return prepared(table_name, deleted=deleted).order_by(c.name, c.id)


def living_names(db: Connection, table: Table) -> set[str]:
    """Names that services (or locations) of this store have, the deleted ones left out."""
    found = db.exec_driver_sql(f"SELECT name FROM {table.name} WHERE deleted_at IS NULL")
    return {name for (name,) in found}
