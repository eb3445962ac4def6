"""From the journal into the outbox and back: which waiting rows are sent next, and what an answer means."""

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple, cast

from sqlalchemy import Connection

from core.domain.ids import IdSource, WorkspaceId, uuid_of
from core.domain.plain import Plain
from core.domain.registry import BY_NAME, BY_NO, SESSION_VERSIONS
from core.runtime.yielding import FOREGROUND
from core.store.database.rows import StoredKey, chunks, marks, stored_rows
from core.store.outbox.sent_op import Sent, payload_of
from core.store.outbox.wire_row import DELETED_AT, WireRow, row_to_wire, wire_from_json

# The answer to what is under way moves the base, and only then it is known what differs from that.
_FREE = """
    SELECT table_no, row_id, base, base_version, edits, grp FROM journal
    WHERE grp NOT IN (SELECT j.grp FROM journal j JOIN outbox USING (table_no, row_id))
"""
"""Waiting rows of groups of which nothing is under way."""
# CROSS JOIN keeps SQLite to this order, which looks each row up; its own choice compares all waiting versions
# with all others, which a first upload of ten thousand notes would feel.
_LATE_VERSIONS = f"""
    SELECT later.grp, earlier.grp FROM journal later CROSS JOIN session_versions v ON v.id = later.row_id
    CROSS JOIN session_versions u ON u.workspace_id = v.workspace_id AND u.session_id = v.session_id
    AND u.version_number < v.version_number
    CROSS JOIN journal earlier ON earlier.table_no = {SESSION_VERSIONS.no} AND earlier.row_id = u.id
    WHERE +later.table_no = {SESSION_VERSIONS.no} AND earlier.base IS NULL AND later.grp < earlier.grp
    AND earlier.grp NOT IN (SELECT j.grp FROM journal j JOIN outbox USING (table_no, row_id))
"""
_PARENTS = {
    table.no: tuple(
        (column.no, BY_NAME[column.references].no) for column in table.columns if column.references
    )
    for table in BY_NO.values()
}


_NUMBER = SESSION_VERSIONS.by_name["version_number"].no


class JournalRow(NamedTuple):
    """One row of the journal."""

    table_no: int
    row_id: bytes
    base: str | None
    base_version: int
    edits: int
    group: int

    @property
    def key(self) -> StoredKey:
        """What tells it from all other rows, of whatever table."""
        return self.table_no, self.row_id


class _Draft(NamedTuple):
    """An op before it has a number."""

    waiting: JournalRow
    row: WireRow
    changed: list[int]
    cells: list[int]
    deleted: bool | None
    payload: str
    supersedes: bool

    @property
    def size(self) -> int:
        """In bytes: a letter may be four of them."""
        return len(self.payload.encode())


def stage(
    db: Connection, workspace_id: WorkspaceId, ids: IdSource, limit_ops: int, limit_bytes: int
) -> list[Sent]:
    """See `Journal.stage`."""
    while True:
        picked = _pick(db, limit_ops)
        rows = _present_rows(db, workspace_id, picked)
        # What was picked may now be part of a larger group, so the picking begins anew.
        if _join_parents(db, picked, rows):
            continue
        drafts, same = _differences(picked, rows, limit_bytes)
        _forget(db, same)
        # All that was picked came back to its base, so there is nothing to send yet: what waits behind it is
        # next.
        if drafts or not same:
            return _put_out(db, workspace_id, ids, drafts)


def _pick(db: Connection, limit: int) -> list[JournalRow]:
    """The next whole groups: `limit` rows at most, or one group that has more."""
    # One more than is taken: it tells whether the last group ends here.
    rows = db.exec_driver_sql(f"{_FREE} ORDER BY grp LIMIT ?", (limit + 1,))
    found = [JournalRow(*row) for row in FOREGROUND.behind(rows)]
    if len(found) <= limit:
        return found
    last = found[-1].group
    whole = [waiting for waiting in found if waiting.group != last]
    return whole or [JournalRow(*row) for row in db.exec_driver_sql(f"{_FREE} AND grp = ?", (last,))]


def _present_rows(
    db: Connection, workspace_id: WorkspaceId, picked: Sequence[JournalRow]
) -> dict[StoredKey, WireRow]:
    """The picked rows as they are now."""
    present: dict[StoredKey, WireRow] = {}
    for table in BY_NO.values():
        ids = [uuid_of(waiting.row_id) for waiting in picked if waiting.table_no == table.no]
        found = stored_rows(db, table, workspace_id, ids)
        present.update(
            ((table.no, row_id.bytes), row_to_wire(table, row))
            for row_id, row in FOREGROUND.behind(found.items())
        )
    return present


def _join_parents(db: Connection, picked: Sequence[JournalRow], rows: Mapping[StoredKey, WireRow]) -> bool:
    """Joins a group with a later one that holds a new row it points to; True when it found such.

    A row edited again moves to its newest group, and may by then point to something made in between.
    """
    group_of = {waiting.key: waiting.group for waiting in picked}
    children: dict[StoredKey, list[int]] = {}
    for key, row in rows.items():
        for parent in parents(row):
            children.setdefault(parent, []).append(group_of[key])
    late = {
        (child, group)
        for parent, group in _new_waiting(db, children)
        for child in children[parent]
        if child < group
    }
    late |= _late_versions(
        db, {waiting.group for waiting in picked if waiting.table_no == SESSION_VERSIONS.no}
    )
    _join(db, late)
    return bool(late)


def _late_versions(db: Connection, groups: Iterable[int]) -> set[tuple[int, int]]:
    """Groups of which a version follows one of its note that is new too and waits in a later group.

    The server takes the versions of a note one after another. What it lost waits again behind what was
    waiting already, so that a later version may stand in an earlier group.
    """
    pairs: set[tuple[int, int]] = set()
    for chunk in chunks(sorted(groups), 400):
        found = db.exec_driver_sql(f"{_LATE_VERSIONS} AND later.grp IN ({marks(len(chunk))})", tuple(chunk))
        pairs.update((child, group) for child, group in found)
    return pairs


def parent_waits(db: Connection, row: WireRow) -> bool:
    """Whether something that the row points to, or follows, was made here and has not been accepted yet."""
    sql = "SELECT 1 FROM journal WHERE table_no = ? AND row_id = ? AND base IS NULL"
    return any(db.exec_driver_sql(sql, key).first() is not None for key in parents(row)) or (
        row.table_no == SESSION_VERSIONS.no and _earlier_waits(db, row)
    )


def _earlier_waits(db: Connection, version: WireRow) -> bool:
    sql = (
        "SELECT 1 FROM journal j JOIN session_versions mine ON mine.id = j.row_id JOIN session_versions later"
        " ON later.session_id = mine.session_id AND later.version_number > mine.version_number"
        " WHERE j.table_no = ? AND j.base IS NULL AND later.id = ?"
    )
    return db.exec_driver_sql(sql, (version.table_no, version.row_id.bytes)).first() is not None


def parents(row: WireRow) -> Iterator[StoredKey]:
    """The rows that a row points to."""
    for column_no, table_no in _PARENTS[row.table_no]:
        value = row.fields.get(column_no)
        if isinstance(value, str):
            yield table_no, uuid.UUID(value).bytes


def _new_waiting(db: Connection, keys: Iterable[StoredKey]) -> Iterator[tuple[StoredKey, int]]:
    """Those keys that were never accepted and wait unsent, with their group."""
    for chunk in chunks(sorted(keys), 400):
        wanted = set(chunk)
        sql = f"{_FREE} AND base IS NULL AND row_id IN ({marks(len(chunk))})"
        for row in db.exec_driver_sql(sql, tuple(row_id for _, row_id in chunk)).all():
            waiting = JournalRow(*row)
            if waiting.key in wanted:
                yield waiting.key, waiting.group


def _join(db: Connection, pairs: Iterable[tuple[int, int]]) -> None:
    alias: dict[int, int] = {}
    for pair in sorted(pairs):
        # A pair names groups as they were before this loop: one that was joined meanwhile goes by its new
        # number.
        low, high = sorted(_label(group, alias) for group in pair)
        if low != high:
            alias[high] = low
            db.exec_driver_sql("UPDATE journal SET grp = ? WHERE grp = ?", (low, high))


def _label(group: int, alias: Mapping[int, int]) -> int:
    while group in alias:
        group = alias[group]
    return group


def _differences(
    picked: Sequence[JournalRow], rows: Mapping[StoredKey, WireRow], limit_bytes: int
) -> tuple[list[_Draft], list[JournalRow]]:
    """Ops of as many whole groups as fit, and rows that came back to their base."""
    drafts: list[_Draft] = []
    same: list[JournalRow] = []
    size = 0
    for group in _by_group(picked, rows):
        members = FOREGROUND.behind(group)
        made = [(waiting, _difference(waiting, rows.get(waiting.key))) for waiting in members]
        ops = [draft for _, draft in made if draft is not None]
        size += sum(draft.size for draft in ops)
        # A first group goes however large it is: held back, it would hold up all behind it for ever.
        if drafts and size > limit_bytes:
            break
        drafts += ops
        same += [waiting for waiting, draft in made if draft is None]
    return drafts, same


def _by_group(picked: Sequence[JournalRow], rows: Mapping[StoredKey, WireRow]) -> Iterator[list[JournalRow]]:
    """Groups in order; inside a group parents first, as the registry numbers its tables, and versions of a
    note in their order."""

    def place(waiting: JournalRow) -> tuple[int, int, int, bytes]:
        number = _version_number(rows.get(waiting.key))
        return waiting.group, waiting.table_no, number, waiting.row_id

    ordered = sorted(picked, key=place)
    for _, group in groupby(ordered, key=lambda waiting: waiting.group):
        yield list(group)


def _version_number(row: WireRow | None) -> int:
    return cast(int, row.fields[_NUMBER]) if row and row.table_no == SESSION_VERSIONS.no else 0


def _difference(waiting: JournalRow, row: WireRow | None) -> _Draft | None:
    """What changed against the base; None when nothing did, or the row is gone."""
    if row is None:
        return None
    base = wire_from_json(waiting.base) if waiting.base else None
    before: Mapping[int, Plain] = base.fields if base else {}
    unknown: Mapping[int, bytes] = base.extra_cells if base else {}
    spoiled = base.spoiled if base else None
    spoiled_cells = (spoiled or frozenset()) & unknown.keys()
    spoiled_fields = (spoiled or frozenset()) - spoiled_cells - {DELETED_AT}
    changed = sorted({*_changed(before, row.fields), *spoiled_fields})
    cells = sorted({*_changed(unknown, row.extra_cells), *spoiled_cells})
    was_deleted, is_deleted = base is not None and base.deleted_at is not None, row.deleted_at is not None
    deleted = is_deleted if was_deleted != is_deleted or (spoiled and DELETED_AT in spoiled) else None
    # Sent also where nothing was changed: the row that stands there holds for nobody, and this one takes its
    # place.
    supersedes = spoiled is not None
    if base is not None and not supersedes and not changed and not cells and deleted is None:
        return None
    payload = payload_of(row, changed, cells, deleted, supersedes=supersedes)
    return _Draft(waiting, row, changed, cells, deleted, payload, supersedes)


def _changed(before: Mapping[int, object], after: Mapping[int, object]) -> list[int]:
    return sorted(no for no in {*before, *after} if before.get(no) != after.get(no))


def _forget(db: Connection, same: Sequence[JournalRow]) -> None:
    """Rows that came back to their base are again those of the server, times included."""
    if same:
        db.exec_driver_sql(
            "DELETE FROM journal WHERE table_no = ? AND row_id = ?", [waiting.key for waiting in same]
        )
    # With the time of the typing two laptops would hold different rows, though nobody changed anything.
    for waiting in same:
        if waiting.base:
            base = wire_from_json(waiting.base)
            sql = f"UPDATE {BY_NO[waiting.table_no].name} SET updated_at = ?, deleted_at = ? WHERE id = ?"
            db.exec_driver_sql(sql, (base.updated_at, base.deleted_at, waiting.row_id))


def _put_out(
    db: Connection, workspace_id: WorkspaceId, ids: IdSource, drafts: Sequence[_Draft]
) -> list[Sent]:
    if not drafts:
        return []
    # Numbered in the transaction that keeps them: a number without an op would be a hole, which the server
    # refuses.
    sent = [_numbered(draft, op_no, ids) for op_no, draft in enumerate(drafts, _next_op_no(db, workspace_id))]
    db.exec_driver_sql(
        "INSERT INTO outbox (op_no, op_id, table_no, row_id, base_version, payload, edits, grp)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [_outbox_values(op, draft.payload) for op, draft in zip(sent, drafts, strict=True)],
    )
    _set_op_no(db, workspace_id, sent[-1].op_no)
    return sent


def _outbox_values(op: Sent, payload: str) -> tuple[Any, ...]:
    ids = (op.op_no, op.op_id.bytes, op.table_no, op.row_id.bytes)
    return (*ids, op.base_version, payload, op.edits, op.group)


def _numbered(draft: _Draft, op_no: int, ids: IdSource) -> Sent:
    waiting = draft.waiting
    return Sent(
        op_no=op_no,
        op_id=ids.new(),
        group=waiting.group,
        table_no=waiting.table_no,
        row_id=draft.row.row_id,
        base_version=waiting.base_version,
        deleted=draft.deleted,
        fields={no: draft.row.fields.get(no) for no in draft.changed},
        row=draft.row,
        edits=waiting.edits,
        size=draft.size,
        supersedes=draft.supersedes,
        cells={no: draft.row.extra_cells.get(no) for no in draft.cells},
    )


def _next_op_no(db: Connection, workspace_id: WorkspaceId) -> int:
    sql = "SELECT op_no FROM feed WHERE workspace_id = ?"
    return int(db.exec_driver_sql(sql, (workspace_id.bytes,)).scalar() or 0) + 1


def _set_op_no(db: Connection, workspace_id: WorkspaceId, op_no: int) -> None:
    db.exec_driver_sql(
        "INSERT INTO feed (workspace_id, op_no) VALUES (?, ?)"
        " ON CONFLICT (workspace_id) DO UPDATE SET op_no = excluded.op_no",
        (workspace_id.bytes, op_no),
    )


def reset_outbox(db: Connection, workspace_id: WorkspaceId, last_op_no: int) -> None:
    """See `Journal.forget_sent`."""
    db.exec_driver_sql("DELETE FROM outbox")
    _set_op_no(db, workspace_id, last_op_no)
