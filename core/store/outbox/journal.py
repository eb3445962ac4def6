"""The journal of changes that the server has not accepted yet, and their way through the outbox."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection

from core.domain import registry
from core.domain.clock import Clock, to_micros
from core.domain.ids import IdSource, RowKey, WorkspaceId
from core.store.database.rows import stored_row
from core.store.outbox import acknowledging, batching, refused
from core.store.outbox.sent_op import Sent, read_sent
from core.store.outbox.upsert_rows import put_row
from core.store.outbox.wire_row import WireRow, row_to_wire, wire_from_json, wire_to_json

RETRY_CODES = frozenset({"group"})
"""Not applied only because another op of the group was not: sent again by itself, nobody is asked."""


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A row that waits. `base` is the row as last agreed with the server, None if it was never there."""

    base: WireRow | None
    base_version: int
    edits: int
    group: int
    drawn: WireRow | None = None
    """What a row without a base was on the screen before it was touched: an occurrence, the rest of a series,
    or a client that is on the way here once more."""


def count_waiting(db: Connection) -> int:
    """Rows that wait to be accepted, sent or not."""
    return int(db.exec_driver_sql("SELECT count(*) FROM journal").scalar_one())


def is_waiting(db: Connection, table_no: int, row_id: uuid.UUID) -> bool:
    """Whether something of this row still has to be accepted."""
    sql = "SELECT 1 FROM journal WHERE table_no = ? AND row_id = ?"
    return db.exec_driver_sql(sql, (table_no, row_id.bytes)).first() is not None


def base_of(db: Connection, table_no: int, row_id: uuid.UUID) -> WireRow | None:
    """A row that waits as last agreed with the server; None where it does not wait or was never there."""
    sql = "SELECT base FROM journal WHERE table_no = ? AND row_id = ?"
    text = db.exec_driver_sql(sql, (table_no, row_id.bytes)).scalar()
    return wire_from_json(text) if text else None


class Journal:
    """Journal and outbox of one practice. Every method runs inside the caller's write transaction."""

    def __init__(self, workspace_id: WorkspaceId, clock: Clock, ids: IdSource) -> None:
        self._workspace_id = workspace_id
        self._clock = clock
        self._ids = ids

    def new_group(self, db: Connection) -> int:
        """A number above all that wait: rows of one local transaction share it."""
        # Each maximum by itself is one look into an index; over both tables at once every waiting row was
        # read.
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

    def join(self, db: Connection, one: RowKey, other: RowKey) -> None:
        """Two rows that wait, with all that they wait with, go together. Nothing where one does not wait."""
        groups = [self._group_of(db, table_no, row_id) for table_no, row_id in (one, other)]
        if None not in groups:
            db.exec_driver_sql("UPDATE journal SET grp = ? WHERE grp = ?", tuple(groups))

    def _group_of(self, db: Connection, table_no: int, row_id: uuid.UUID) -> int | None:
        entry = self.entry(db, table_no, row_id)
        return entry.group if entry else None

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
        if before is not None and not agreed and before["mac"] is not None:
            self.keep_drawn(db, table, before)  # a client that comes again, as somebody else is shown it

    def _insert(self, db: Connection, values: tuple[Any, ...]) -> None:
        db.exec_driver_sql(
            "INSERT INTO journal (table_no, row_id, base, base_version, edits, grp, queued_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (*values, to_micros(self._clock.now())),
        )

    def dirty(self, db: Connection) -> int:
        """Rows that wait to be accepted, sent or not."""
        return count_waiting(db)

    def new_among(self, db: Connection, table_no: int) -> list[uuid.UUID]:
        """Rows of a table that wait and that the server never had, or has no more."""
        sql = "SELECT row_id FROM journal WHERE table_no = ? AND base IS NULL"
        return [uuid.UUID(bytes=row_id) for (row_id,) in db.exec_driver_sql(sql, (table_no,))]

    def entry(self, db: Connection, table_no: int, row_id: uuid.UUID) -> WaitingRow | None:
        """What waits of this row; None where nothing does."""
        found = db.exec_driver_sql(
            "SELECT base, drawn, base_version, edits, grp FROM journal WHERE table_no = ? AND row_id = ?",
            (table_no, row_id.bytes),
        ).first()
        if found is None:
            return None
        base, drawn = (wire_from_json(text) if text else None for text in found[:2])
        _, _, base_version, edits, group = found
        return WaitingRow(base, base_version, edits, group, drawn)

    def keep_drawn(self, db: Connection, table: registry.Table, stored: Mapping[str, Any]) -> None:
        """What a row began with that has no base. `stored` as SQLite has it."""
        db.exec_driver_sql(
            "UPDATE journal SET drawn = ? WHERE table_no = ? AND row_id = ? AND base IS NULL",
            (wire_to_json(row_to_wire(table, stored)), table.no, stored["id"]),
        )

    def dirty_among(self, db: Connection, keys: Sequence[RowKey]) -> set[RowKey]:
        """Which of these (table_no, row_id) wait; for a page of the feed in one query."""
        return acknowledging.dirty_among(db, keys)

    def unanswered(self, db: Connection) -> list[Sent]:
        """What was sent and has no stored answer, to be sent again exactly as it was."""
        # Word for word: the server knows an op that it has by number and id, and answers it without doing it
        # twice.
        return [replace(sent, again=True) for sent in read_sent(db)]

    def stage(self, db: Connection, limit_ops: int, limit_bytes: int) -> list[Sent]:
        """Moves the differences of waiting rows into the outbox and numbers them.

        Whole groups only, parents before children. A first group over the limits goes alone.
        """
        return batching.stage(db, self._workspace_id, self._ids, limit_ops, limit_bytes)

    def answers_ok(self, db: Connection, told: Sequence[tuple[int, int]]) -> None:
        """Many accepted ops (op_no, version) at once; an op_no that is not in the outbox is ignored."""
        made = acknowledging.accept(db, told)
        for table_no, row_id in refused.settle(db, made, to_micros(self._clock.now())):
            self.retry(db, table_no, row_id, self.new_group(db))

    def answer_stale(self, db: Connection, op_no: int) -> None:
        """The server has a newer row: the change goes on waiting, to be merged with what the pull brings."""
        db.exec_driver_sql("DELETE FROM outbox WHERE op_no = ?", (op_no,))

    def waits_for_parent(self, db: Connection, row: WireRow) -> bool:
        """Whether a row points to a new one that waits itself, so that the server cannot take it yet."""
        return batching.parent_waits(db, row)

    def answer_refused(self, db: Connection, op_no: int, code: str) -> None:
        """The server will never take this op: its text goes to the inbox and the queue moves on.

        A row that the server knows goes back to its base unless it was edited since; a new row stays, but a
        new version of a note is taken away until it goes again.
        """
        found = read_sent(db, op_no)
        self.answer_stale(db, op_no)
        if not found or code in RETRY_CODES:
            return
        sent = found[0]
        entry = self.entry(db, sent.table_no, sent.row_id)
        base = entry.base.fields if entry is not None and entry.base is not None else {}
        refused.keep(db, self._ids.new(), sent, base, code, to_micros(self._clock.now()))
        # Typed on since it was sent: what stands here is not what was refused, and goes on waiting.
        if entry is None or entry.edits != sent.edits:
            return
        if entry.base is not None:
            put_row(db, self._workspace_id, _agreed(db, entry.base))
        else:
            refused.take_away(db, sent, to_micros(self._clock.now()))
        self.forget(db, sent.table_no, sent.row_id)

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
        # One edit more: an answer to what was sent before the merge must not clear what the merge made.
        done = db.exec_driver_sql(
            "UPDATE journal SET base = ?, base_version = ?, edits = edits + 1"
            " WHERE table_no = ? AND row_id = ?",
            (wire_to_json(base), base.version, table_no, row_id.bytes),
        )
        # Nothing of it waited, and yet the merge made something that the server does not have.
        if not done.rowcount:
            group = self.new_group(db)
            self._insert(db, (table_no, row_id.bytes, wire_to_json(base), base.version, 1, group))

    def agree_again(self, db: Connection, table_no: int, row_id: uuid.UUID, version: int) -> None:
        """The server has this version and not the later one that did not hold, which was only shown."""
        entry = self.entry(db, table_no, row_id)
        if entry is None or entry.base is None or entry.base.spoiled is None:
            return
        base = _agreed(db, entry.base)
        if base.version == version:
            self.rebase(db, table_no, row_id, base, still_dirty=True)

    def forget_sent(self, db: Connection, last_op_no: int = 0) -> None:
        """For a new device identity: what was sent waits again, and numbering goes on after `last_op_no`."""
        batching.reset_outbox(db, self._workspace_id, last_op_no)

    def retry(self, db: Connection, table_no: int, row_id: uuid.UUID, group: int) -> None:
        """Queues a row that stands in the store but nowhere in the journal (a refused new row)."""
        table = registry.BY_NO[table_no]
        self.touch(db, table, stored_row(db, table, self._workspace_id, row_id), row_id, group)


def _agreed(db: Connection, base: WireRow) -> WireRow:
    """The row as both last agreed on it, also where the server's was spoiled since."""
    if base.spoiled is None:
        return base
    sql = f"SELECT version FROM {registry.BY_NO[base.table_no].name} WHERE id = ?"
    version = int(db.exec_driver_sql(sql, (base.row_id.bytes,)).scalar_one())
    return replace(base, version=version, spoiled=None)
