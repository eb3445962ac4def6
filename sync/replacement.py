"""When the server is not the one that we left: reading everything anew without losing what was typed here.

After a restore the server knows less than its devices. What waits here stays; what it lost comes back from
us. Only where it merely forgot old deletions (the tombstone floor) do rows go that it does not have.
"""

import uuid
from enum import StrEnum

from sqlalchemy import Connection

from core.domain.registry import BY_NAME, Table
from core.store import blob_states, feed, search_index
from core.store.facts import get_fact, set_fact
from core.store.rows import chunks, marks
from core.store.tables import SEARCHED
from core.store.wire import UPDATED_AT, wire_to_json
from sync.ground import Ground, Key
from sync.merge import Loser
from sync.pull import check_removal
from sync.remote import WorkspaceHead
from sync.versions import give_way

REPLACING = "sync/replacing"
"""Fact: why the feed is being read anew; survives a crash in the middle."""


class Why(StrEnum):
    RESTORED = "restored"
    """Another epoch, or an older state than we have seen."""
    FORGOTTEN = "forgotten"
    """Tombstones that we have not seen are gone."""


def reason_to_replace(head: WorkspaceHead, cursor: feed.Cursor, unsent_from: int) -> Why | None:
    """Whether the feed must be read anew. `unsent_from` is the first op_no that has no stored answer."""
    if cursor.epoch is None:
        return None
    if head.epoch != cursor.epoch or head.seq < cursor.seq or head.last_op_no + 1 < unsent_from:
        return Why.RESTORED
    if 0 < cursor.seq < head.tombstone_floor:
        return Why.FORGOTTEN
    return None


def begin(db: Connection, ground: Ground, head: WorkspaceHead, why: Why) -> None:
    """Forgets the place in the feed and what was sent without an answer; the work itself stays."""
    ground.journal.forget_sent(db, head.last_op_no)
    _forget_our_times(db)
    feed.start_replacement(db, ground.me.workspace_id, head.epoch)
    blob_states.forget_clinic(db)
    set_fact(db, REPLACING, why.value.encode())


def _forget_our_times(db: Connection) -> None:
    """Rows that were accepted and did not come back bear the time of this computer, not the server's.

    Whether the server wrote before or after them cannot be told, so what differs will be asked.
    """
    for table in BY_NAME.values():
        ours = f"SELECT id FROM {table.name} WHERE seq IS NULL AND version > 0"
        db.exec_driver_sql(
            f"UPDATE journal SET base = json_set(base, '$[{UPDATED_AT}]', 0)"
            f" WHERE base IS NOT NULL AND table_no = ? AND row_id IN ({ours})",
            (table.no,),
        )
        db.exec_driver_sql(f"UPDATE {table.name} SET updated_at = 0 WHERE id IN ({ours})")


def begin_as_new_device(db: Connection, ground: Ground, epoch: uuid.UUID | None = None) -> None:
    """For a restored or copied store that joined again: its own numbering, everything unsent is kept."""
    ground.journal.forget_sent(db)
    blob_states.forget_clinic(db)
    cursor = feed.cursor(db, ground.me.workspace_id)
    known = epoch or cursor.epoch
    if known is not None:
        feed.start_replacement(db, ground.me.workspace_id, known)


def under_way(db: Connection) -> Why | None:
    told = get_fact(db, REPLACING)
    return Why(told.decode()) if told else None


def finish(db: Connection, ground: Ground, why: Why) -> set[Key]:
    """After the last page: settles what did not come back. Returns rows that changed here."""
    missing = feed.not_replaced(db, ground.me.workspace_id)
    keys = {(BY_NAME[name].no, row_id) for name, ids in missing.items() for row_id in ids}
    if why is Why.RESTORED:
        _send_again(db, ground, missing)
        keys.update(give_way(db, ground))
    else:
        check_removal(db, len(keys), _living(db))
        _remove(db, ground, missing)
    _forget_bases(db)
    set_fact(db, REPLACING, None)
    return keys


def _send_again(db: Connection, ground: Ground, missing: dict[str, set[uuid.UUID]]) -> None:
    """Rows that only we have now wait as new ones, in an order in which no child comes before its parent."""
    for name, ids in missing.items():
        for row_id in sorted(ids, key=lambda each: each.bytes):
            db.exec_driver_sql(f"UPDATE {name} SET version = 0 WHERE id = ?", (row_id.bytes,))
            ground.journal.retry(db, BY_NAME[name].no, row_id, ground.journal.new_group(db))


def _remove(db: Connection, ground: Ground, missing: dict[str, set[uuid.UUID]]) -> None:
    for name, ids in missing.items():
        table = BY_NAME[name]
        for row_id, row in ground.load(db, table.no, ids).items():
            if row.deleted_at is None:
                loser = Loser("", "removed", None, wire_to_json(row), None, None)
                ground.add_history(db, (table.no, row_id), loser)
        _delete(db, table, ids)


def _delete(db: Connection, table: Table, ids: set[uuid.UUID]) -> None:
    for chunk in chunks([row_id.bytes for row_id in ids], 500):
        condition = f"id IN ({marks(len(chunk))})"
        if table.name in SEARCHED:
            found = db.exec_driver_sql(f"SELECT rid FROM {table.name} WHERE {condition}", tuple(chunk))
            search_index.refresh(db, table.name, [], [rid for (rid,) in found])
        db.exec_driver_sql(f"DELETE FROM {table.name} WHERE {condition}", tuple(chunk))


def _forget_bases(db: Connection) -> None:
    """Waiting rows that the server does not have any more go to it as new ones."""
    for table in BY_NAME.values():
        gone = f"SELECT id FROM {table.name} WHERE seq IS NULL AND version > 0"
        db.exec_driver_sql(
            f"UPDATE journal SET base = NULL, base_version = 0 WHERE table_no = ? AND row_id IN ({gone})",
            (table.no,),
        )
        waiting = "SELECT row_id FROM journal WHERE table_no = ?"
        db.exec_driver_sql(
            f"UPDATE {table.name} SET version = 0 WHERE seq IS NULL AND version > 0 AND id IN ({waiting})",
            (table.no,),
        )


def _living(db: Connection) -> int:
    counts = (f"(SELECT count(*) FROM {name} WHERE deleted_at IS NULL)" for name in BY_NAME)
    return int(db.exec_driver_sql(f"SELECT {' + '.join(counts)}").scalar_one())
