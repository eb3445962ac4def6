"""What the server's answers mean for the journal and the outbox."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from sqlalchemy import Connection

from core.domain.ids import RowKey, uuid_of
from core.domain.registry import BY_NO
from core.runtime.yielding import FOREGROUND
from core.store.database.rows import StoredKey, chunks, execute_many, marks
from core.store.outbox.sent_op import read_sent
from core.store.outbox.wire_row import wire_to_json

_ANSWERED = """
    SELECT o.op_no, o.table_no, o.row_id, o.base_version, o.edits, j.edits
    FROM outbox o LEFT JOIN journal j ON j.table_no = o.table_no AND j.row_id = o.row_id
"""


class _Answered(NamedTuple):
    told_version: int
    op_no: int
    table_no: int
    row_id: bytes
    base_version: int
    sent_edits: int
    edits: int | None

    @property
    def version(self) -> int:
        """An accepted op made exactly this version; a replayed answer may name a later one."""
        return min(self.told_version, self.base_version + 1)


def accept(db: Connection, answers: Sequence[tuple[int, int]]) -> list[StoredKey]:
    """See `Journal.answers_ok`; returns the rows that are new to the server."""
    told, made = dict(answers), []
    for chunk in chunks(sorted(told), 400):
        sql = f"{_ANSWERED} WHERE o.op_no IN ({marks(len(chunk))})"
        rows = [_Answered(told[row[0]], *row) for row in db.exec_driver_sql(sql, tuple(chunk)).all()]
        _accept(db, rows)
        # A server's versions begin at 1: what was sent on top of 0 was new to it.
        made += [(one.table_no, one.row_id) for one in rows if one.base_version == 0]
    return made


def _accept(db: Connection, answered: Sequence[_Answered]) -> None:
    # Nothing was typed since it was sent: the counter is the one that went along.
    settled = [(one.table_no, one.row_id) for one in answered if one.edits == one.sent_edits]
    execute_many(db, "DELETE FROM journal WHERE table_no = ? AND row_id = ?", settled)
    for one in answered:
        # None: nothing of the row waits any more, so there is no base to move.
        if one.edits not in (None, one.sent_edits):
            _move_base(db, one)
    # The version alone: the server's times and the place in the feed come with the page that brings the row
    # back.
    for table in BY_NO.values():
        stamps = [(one.version, one.row_id) for one in answered if one.table_no == table.no]
        execute_many(db, f"UPDATE {table.name} SET version = ? WHERE id = ?", stamps)
    execute_many(db, "DELETE FROM outbox WHERE op_no = ?", [(one.op_no,) for one in answered])


def _move_base(db: Connection, answered: _Answered) -> None:
    """Edited since it was sent: what was sent is the new base, and the rest goes on waiting."""
    (sent,) = read_sent(db, answered.op_no)
    base = replace(sent.row, version=answered.version)
    db.exec_driver_sql(
        "UPDATE journal SET base = ?, base_version = ? WHERE table_no = ? AND row_id = ?",
        (wire_to_json(base), answered.version, answered.table_no, answered.row_id),
    )


def dirty_among(db: Connection, keys: Sequence[RowKey]) -> set[RowKey]:
    """See `Journal.dirty_among`."""
    wanted, found = set(keys), set()
    for chunk in chunks(sorted({row_id.bytes for _, row_id in keys}), 400):
        sql = f"SELECT table_no, row_id FROM journal WHERE row_id IN ({marks(len(chunk))})"
        for table_no, row_id in FOREGROUND.behind(db.exec_driver_sql(sql, tuple(chunk))):
            found.add((table_no, uuid_of(row_id)))
    return found & wanted
