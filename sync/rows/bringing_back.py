"""Rows that were set aside in the clinic and that this laptop holds as genuine: they come back.

A stolen login of an owner's could set aside whatever a removed device wrote. Each laptop compares for itself.
"""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from sqlalchemy import Connection

from core.domain.errors import VersionMismatch
from core.domain.ids import RowKey
from core.domain.registry import BY_NO
from core.store.database.engine import Store
from core.store.outbox.wire_row import DELETED_AT, WireRow
from core.store.unit_of_work.settlement import Settlement, Told
from sync.remote import Remote, RowMark
from sync.rows.local_rows import LocalRows

BROUGHT_BACK = "brought_back"
PAGE = 1000
_FIRST = uuid.UUID(int=0)


def bring_back(store: Store, ground: LocalRows, remote: Remote, tables: Iterable[int]) -> frozenset[RowKey]:
    """What was set aside and is here just as it was, is shown to all again; where rubbish over it was set
    aside, ours waits to be sent in its place. Returns these rows."""
    try:
        return frozenset(key for table_no in tables for key in _of_table(store, ground, remote, table_no))
    except VersionMismatch:
        return frozenset()  # a server from before anything could be set aside


def _of_table(store: Store, ground: LocalRows, remote: Remote, table_no: int) -> Iterator[RowKey]:
    for listed in _listed(remote, ground, table_no):
        with store.read() as db:
            known = ground.known(db, table_no, [each.row_id for each in listed])
        same = [
            each
            for each in listed
            if (mine := known.get(each.row_id)) and (mine.version, mine.mac) == (each.version, each.mac)
        ]
        over = [
            each for each in listed if (mine := known.get(each.row_id)) and 0 < mine.version < each.version
        ]
        if same:
            remote.bring_rows_back(ground.me.workspace_id, table_no, same)
        with store.write() as db:
            # What only grows cannot be written over, so nothing of ours can take its place.
            bases = [] if BY_NO[table_no].insert_only else _bases(db, ground, table_no, over)
            ids = [each.row_id for each in same] + [each.row_id for each in bases]
            back = [(table_no, row_id) for row_id in ids]
            told = tuple(Told(key=key, notices=((BROUGHT_BACK, None),)) for key in back)
            ground.settle(db, Settlement(bases=tuple(bases), told=told))
        yield from back


def _listed(remote: Remote, ground: LocalRows, table_no: int) -> Iterator[Sequence[RowMark]]:
    after = _FIRST
    while rows := remote.rows_set_aside(ground.me.workspace_id, table_no, after, PAGE):
        after = max(row.row_id for row in rows)
        yield rows


def _bases(db: Connection, ground: LocalRows, table_no: int, rows: Sequence[RowMark]) -> list[WireRow]:
    """Whole, for nobody can say what the rubbish left of it."""
    held = ground.load(db, table_no, [each.row_id for each in rows])
    found = []
    for each in rows:
        entry = ground.journal.entry(db, table_no, each.row_id)
        base = entry.base if entry else held.get(each.row_id)
        if base is not None and base.version < each.version:
            columns = {*BY_NO[table_no].by_no, *base.extra_cells, DELETED_AT}
            found.append(replace(base, version=each.version, spoiled=frozenset(columns)))
    return found
