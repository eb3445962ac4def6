"""The journal of changes that the server has not accepted yet, and their way through the outbox."""

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from core.domain import registry
from core.domain.clock import Clock, to_micros
from core.domain.ids import IdSource, WorkspaceId
from core.store import answers, staging
from core.store.restoring import put_row
from core.store.rows import stored_row
from core.store.sent import Sent, read_sent
from core.store.wire import WireRow, row_to_wire, wire_from_json, wire_to_json

Before = Mapping[str, Any] | None
RowKey = tuple[int, uuid.UUID]
RETRY_CODES = frozenset({"group"})
"""Not applied only because another op of the group was not: sent again by itself, nobody is asked."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A row that waits. `base` is the row as last agreed with the server, None if it was never there."""

    base: WireRow | None
    base_version: int
    edits: int
    group: int


class Journal:
    """Journal and outbox of one practice. Every method runs inside the caller's write transaction."""

    def __init__(self, workspace_id: WorkspaceId, clock: Clock, ids: IdSource) -> None:
        self._workspace_id = workspace_id
        self._clock = clock
        self._ids = ids

    def new_group(self, db: Connection) -> int:
        """A number above all that wait: rows of one local transaction share it."""
        last = (f"coalesce((SELECT max(grp) FROM {table}), 0)" for table in ("journal", "outbox"))
        return int(db.exec_driver_sql(f"SELECT max({', '.join(last)})").scalar_one()) + 1

    def touch(
        self,
        db: Connection,
        table: registry.Table,
        before: Mapping[str, Any] | None,
        row_id: uuid.UUID,
        group: int,
    ) -> None:
        """Notes that a row is about to change. `before` is the row as stored, None when it is new.

        The first change keeps the base; later ones only count, so that edits coalesce. A row that already
        waits takes its whole group along: what was once written together is still sent together.
        """
        key = (table.no, row_id.bytes)
        waiting = db.exec_driver_sql(
            "SELECT grp FROM journal WHERE table_no = ? AND row_id = ?", key
        ).scalar()
        if waiting is None:
            self._begin(db, table, before, row_id, group)
            return
        db.exec_driver_sql("UPDATE journal SET edits = edits + 1 WHERE table_no = ? AND row_id = ?", key)
        if waiting != group:
            db.exec_driver_sql("UPDATE journal SET grp = ? WHERE grp = ?", (group, waiting))

    def _begin(
        self,
        db: Connection,
        table: registry.Table,
        before: Mapping[str, Any] | None,
        row_id: uuid.UUID,
        group: int,
    ) -> None:
        agreed = before is not None and before["version"] > 0
        base = wire_to_json(row_to_wire(table, before)) if before is not None and agreed else None
        version = before["version"] if before is not None and agreed else 0
        self._insert(db, (table.no, row_id.bytes, base, version, 1, group))

    def _insert(self, db: Connection, values: tuple[Any, ...]) -> None:
        db.exec_driver_sql(
            "INSERT INTO journal (table_no, row_id, base, base_version, edits, grp, queued_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (*values, to_micros(self._clock.now())),
        )

    def dirty(self, db: Connection) -> int:
        """Rows that wait to be accepted, sent or not."""
        return int(db.exec_driver_sql("SELECT count(*) FROM journal").scalar_one())

    def entry(self, db: Connection, table_no: int, row_id: uuid.UUID) -> Entry | None:
        found = db.exec_driver_sql(
            "SELECT base, base_version, edits, grp FROM journal WHERE table_no = ? AND row_id = ?",
            (table_no, row_id.bytes),
        ).first()
        if found is None:
            return None
        return Entry(wire_from_json(found[0]) if found[0] else None, *found[1:])

    def dirty_among(
        self, db: Connection, keys: Sequence[tuple[int, uuid.UUID]]
    ) -> set[tuple[int, uuid.UUID]]:
        """Which of these (table_no, row_id) wait; for a page of the feed in one query."""
        return answers.dirty_among(db, keys)

    def unanswered(self, db: Connection) -> list[Sent]:
        """What was sent and has no stored answer, to be sent again exactly as it was."""
        return read_sent(db)

    def stage(self, db: Connection, limit_ops: int, limit_bytes: int) -> list[Sent]:
        """Moves the differences of waiting rows into the outbox and numbers them.

        Whole groups only, parents before children. A first group over the limits goes alone.
        """
        return staging.stage(db, self._workspace_id, self._ids, limit_ops, limit_bytes)

    def answer_ok(self, db: Connection, op_no: int, version: int) -> None:
        """The server accepted an op: the row has this version. Edits made since sending keep waiting."""
        self.answers_ok(db, [(op_no, version)])

    def answers_ok(self, db: Connection, told: Sequence[tuple[int, int]]) -> None:
        """Many accepted ops (op_no, version) at once; an op_no that is not in the outbox is ignored."""
        answers.accept(db, told, to_micros(self._clock.now()))

    def answer_stale(self, db: Connection, op_no: int) -> None:
        """The server has a newer row: the change goes on waiting, to be merged with what the pull brings."""
        db.exec_driver_sql("DELETE FROM outbox WHERE op_no = ?", (op_no,))

    def waits_for_parent(self, db: Connection, row: WireRow) -> bool:
        """Whether a row points to a new one that waits itself, so that the server cannot take it yet."""
        return staging.parent_waits(db, row)

    def answer_refused(self, db: Connection, op_no: int, code: str) -> None:
        """The server will never take this op: its text goes to the inbox and the queue moves on.

        A row that the server knows goes back to its base unless it was edited since; a new row stays.
        """
        found = read_sent(db, op_no)
        self.answer_stale(db, op_no)
        if not found or code in RETRY_CODES:
            return
        sent = found[0]
        self._keep_refused(db, sent, code)
        entry = self.entry(db, sent.table_no, sent.row_id)
        if entry is None or entry.edits != sent.edits:
            return
        if entry.base is not None:
            put_row(db, self._workspace_id, entry.base)
        self.forget(db, sent.table_no, sent.row_id)

    def _keep_refused(self, db: Connection, sent: Sent, code: str) -> None:
        payload = json.dumps({"row": json.loads(wire_to_json(sent.row)), "changed": sorted(sent.fields)})
        db.exec_driver_sql(
            "INSERT INTO refused (id, table_no, row_id, payload, code, at) VALUES (?, ?, ?, ?, ?, ?)",
            (
                self._ids.new().bytes,
                sent.table_no,
                sent.row_id.bytes,
                payload,
                code,
                to_micros(self._clock.now()),
            ),
        )

    def forget(self, db: Connection, table_no: int, row_id: uuid.UUID) -> None:
        """Nothing of this row waits any more."""
        db.exec_driver_sql("DELETE FROM journal WHERE table_no = ? AND row_id = ?", (table_no, row_id.bytes))

    def rebase(
        self, db: Connection, table_no: int, row_id: uuid.UUID, base: WireRow, still_dirty: bool
    ) -> None:
        """After a merge: `base` is what the server holds now; the merged row is already stored."""
        if not still_dirty:
            self.forget(db, table_no, row_id)
            return
        done = db.exec_driver_sql(
            "UPDATE journal SET base = ?, base_version = ?, edits = edits + 1"
            " WHERE table_no = ? AND row_id = ?",
            (wire_to_json(base), base.version, table_no, row_id.bytes),
        )
        if not done.rowcount:
            group = self.new_group(db)
            self._insert(db, (table_no, row_id.bytes, wire_to_json(base), base.version, 1, group))

    def forget_sent(self, db: Connection, last_op_no: int = 0) -> None:
        """For a new device identity: what was sent waits again, and numbering goes on after `last_op_no`."""
        staging.reset_outbox(db, self._workspace_id, last_op_no)

    def retry(self, db: Connection, table_no: int, row_id: uuid.UUID, group: int) -> None:
        """Queues a row that stands in the store but nowhere in the journal (a refused new row)."""
        table = registry.BY_NO[table_no]
        self.touch(db, table, stored_row(db, table, self._workspace_id, row_id), row_id, group)
