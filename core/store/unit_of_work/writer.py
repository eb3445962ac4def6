"""One local transaction's changes: rows, journal, audit and search index, together or not at all."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from core.domain.changes import Changed
from core.domain.clock import Clock, to_micros
from core.domain.enums import AuditAction, Origin
from core.domain.errors import RuleBroken
from core.domain.ids import IdSource
from core.domain.registry import BY_NAME, BY_NO, Table
from core.store.database.me import Me
from core.store.database.rows import encode, marks, stored_row
from core.store.database.tables import SEARCHED, SYNCED
from core.store.database.watching import touch
from core.store.outbox import search_index
from core.store.outbox.journal import Journal
from core.store.unit_of_work.undo import Undo, UndoStep

Values = Mapping[str, object]


class Writer:
    """Writes rows of one practice inside one write transaction.

    All rows it touches share a group, so that the server applies them together, unless `next_group` parts
    them. Values are typed (aware datetimes, UUIDs, enums) under the registry's column names.
    """

    def __init__(self, db: Connection, me: Me, clock: Clock, ids: IdSource) -> None:
        self.db = db
        self.me = me
        # One moment for all that the transaction writes: an event bears the time of its row.
        self.now: datetime = clock.now()
        self.ids = ids
        self._journal = Journal(me.workspace_id, clock, ids)
        self._group = self._journal.new_group(db)
        self._touched: dict[str, set[uuid.UUID]] = {}
        self._steps: list[UndoStep] = []

    def next_group(self) -> None:
        """What is written from here on means something without what was written before."""
        self._group += 1

    def insert(
        self, table_name: str, values: Mapping[str, object], row_id: uuid.UUID | None = None
    ) -> uuid.UUID:
        """Adds a row and returns its id. An id that exists already is refused (RuleBroken)."""
        table = BY_NAME[table_name]
        return self.insert_stored(table, encode(table, values), row_id)

    def insert_stored(
        self, table: Table, values: Mapping[str, Any], row_id: uuid.UUID | None = None
    ) -> uuid.UUID:
        """Like `insert`, with values as SQLite keeps them."""
        made = row_id or self.ids.new()
        self._refuse_taken(table, made)
        given = {**_defaults(table), **values}
        stored = {**self._common(made), **given}
        names = list(stored)
        sql = f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({marks(len(names))})"
        rid = self.db.exec_driver_sql(sql, tuple(stored.values())).lastrowid
        self._journal.touch(self.db, table, None, made, self._group)
        self._index(table, rid, stored, known=False)
        self._mark(table.name, made)
        # Taken back, it becomes a tombstone: the clinic may have the row by then.
        self._steps.append(
            UndoStep(table.name, made, {"deleted_at": to_micros(self.now)}, {"deleted_at": None})
        )
        return made

    def begin_as_drawn(self, table_name: str, values: Values, row_id: uuid.UUID) -> None:
        """Makes a row of what was drawn from a series. It is the base when another laptop made one as well:
        what is changed of it afterwards was changed by a person."""
        table, t = BY_NAME[table_name], SYNCED[table_name].c
        known = self.db.execute(select(t.id).where(t.id == row_id)).first()
        if known is None:
            self.insert(table_name, values, row_id)
        else:  # it was made before, and that was undone
            self.undelete(table_name, row_id, values)
        stored = stored_row(self.db, table, self.me.workspace_id, row_id)
        self._journal.keep_drawn(self.db, table, stored)

    def _refuse_taken(self, table: Table, row_id: uuid.UUID) -> None:
        sql = f"SELECT 1 FROM {table.name} WHERE id = ?"
        if self.db.exec_driver_sql(sql, (row_id.bytes,)).first() is not None:
            raise RuleBroken("A record with this id exists already; nothing was added.", code="id_taken")

    def _common(self, row_id: uuid.UUID) -> dict[str, Any]:
        now = to_micros(self.now)
        return {
            "id": row_id.bytes,
            "workspace_id": self.me.workspace_id.bytes,
            "created_at": now,
            "updated_at": now,
            "deleted_at": None,
        }

    def update(self, table_name: str, row_id: uuid.UUID, changes: Values) -> bool:
        """Changes columns of a row; False when they held these values already. NotFound when missing."""
        table = BY_NAME[table_name]
        return self._change(table, row_id, encode(table, changes))

    def update_stored(self, table: Table, row_id: uuid.UUID, changes: Mapping[str, Any]) -> bool:
        """Like `update`, with values as SQLite keeps them."""
        return self._change(table, row_id, changes)

    def delete(self, table_name: str, row_id: uuid.UUID, changes: Values | None = None) -> bool:
        """Sets the tombstone; the row's content stays."""
        table = BY_NAME[table_name]
        values = {**encode(table, changes or {}), "deleted_at": to_micros(self.now)}
        return self._change(table, row_id, values)

    def undelete(
        self, table_name: str, row_id: uuid.UUID, changes: Mapping[str, object] | None = None
    ) -> bool:
        """Lifts the tombstone."""
        table = BY_NAME[table_name]
        return self._change(table, row_id, {**encode(table, changes or {}), "deleted_at": None})

    def _change(self, table: Table, row_id: uuid.UUID, values: Mapping[str, Any]) -> bool:
        before = stored_row(self.db, table, self.me.workspace_id, row_id)
        changes = {name: value for name, value in values.items() if before[name] != value}
        if not changes:
            return False
        self._journal.touch(self.db, table, before, row_id, self._group)
        self._steps.append(
            UndoStep(table.name, row_id, {name: before[name] for name in changes}, dict(changes))
        )
        # After the step for undo was kept: the server puts its own time here, which must not stand in undo's
        # way.
        changes["updated_at"] = to_micros(self.now)
        assignments = ", ".join(f"{name} = ?" for name in changes)
        self.db.exec_driver_sql(
            f"UPDATE {table.name} SET {assignments} WHERE rid = ?", (*changes.values(), before["rid"])
        )
        if self._is_searched(table, changes):
            self._index(table, before["rid"], {**before, **changes}, known=True)
        self._mark(table.name, row_id)
        return True

    def _is_searched(self, table: Table, changes: Mapping[str, Any]) -> bool:
        return "deleted_at" in changes or not changes.keys().isdisjoint(
            search_index.INDEXED.get(table.name, ())
        )

    def _index(self, table: Table, rid: int, stored: Mapping[str, Any], *, known: bool) -> None:
        if table.name in SEARCHED:
            full = {column.name: None for column in table.columns} | dict(stored)
            search_index.refresh(self.db, table.name, [(rid, full)], [rid] if known else [])

    def audit(
        self,
        action: AuditAction,
        event_type: str,
        resource_id: uuid.UUID | None = None,
        metadata: Mapping[str, object] | None = None,
    ) -> uuid.UUID:
        """Records who did what, and returns the event's id.

        `event_type` is like "client.archive"; metadata never holds personal data.
        """
        return self.insert(
            "audit_events",
            {
                "event_type": event_type,
                "resource_type": event_type.partition(".")[0].capitalize(),
                "resource_id": resource_id,
                "action": action,
                "user_id": self.me.user_id,
                "device_id": self.me.device_id,
                "client_time": self.now,
                "metadata": dict(metadata) if metadata else None,
            },
        )

    def requeue(self, table_no: int, row_id: uuid.UUID) -> None:
        """Puts a row that stands nowhere in the journal back into it."""
        self._journal.retry(self.db, table_no, row_id, self._group)
        # It is the same here as before, and yet it is to be sent.
        self._touched.setdefault(BY_NO[table_no].name, set()).add(row_id)

    def _mark(self, table_name: str, row_id: uuid.UUID) -> None:
        touch(self.db, table_name, [row_id.bytes])
        self._touched.setdefault(table_name, set()).add(row_id)

    def take_back(self, undo: Undo) -> None:
        """Restores the former values as a new change. Refused (RuleBroken) when anything changed since."""
        # The last one first: one row may have changed twice.
        for step in reversed(undo.steps):
            table = BY_NAME[step.table_name]
            present = stored_row(self.db, table, self.me.workspace_id, step.row_id)
            if any(present[name] != value for name, value in step.after.items()):
                raise RuleBroken("This was changed again since, so it was not undone.", code="undo_moved")
            self._change(table, step.row_id, step.before)

    @property
    def undo(self) -> Undo | None:
        """How to take this transaction back; None when it wrote what can only be added to."""
        # That something was done stays on record, also once it was taken back.
        steps = tuple(step for step in self._steps if step.table_name != "audit_events")
        final = any(BY_NAME[step.table_name].insert_only for step in steps)
        return None if final or not steps else Undo(steps)

    @property
    def changed(self) -> tuple[Changed, ...]:
        """What this transaction touched, for every screen that listens."""
        return tuple(
            Changed(name, frozenset(row_ids), Origin.PERSON)
            for name, row_ids in self._touched.items()
            if name != "audit_events"
        )


def _defaults(table: Table) -> dict[str, Any]:
    return {
        column.name: int(column.default) if isinstance(column.default, bool) else column.default
        for column in table.columns
        if column.default is not None
    }
