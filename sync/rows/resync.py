"""When the server is not the one that we left: reading everything anew without losing what was typed here.

After a restore the server knows less than its devices. What waits here stays; what it lost comes back from
us. Only where it merely forgot old deletions (the tombstone floor) do rows go that it does not have.
"""

import uuid
from enum import StrEnum

from sqlalchemy import Connection

from core.domain.ids import RowKey
from core.domain.names import DEVICES, PERSONS, names_others
from core.domain.registry import AUDIT_EVENTS, BY_NAME, SESSION_VERSIONS, SESSIONS
from core.store.attachments import blob_states
from core.store.database.facts import get_fact, set_fact
from core.store.outbox import feed_store, reading_anew
from core.store.outbox.kept_seals import kept_seals
from core.store.outbox.wire_row import WireRow, wire_to_json
from core.store.unit_of_work.settlement import Lost, Settlement, Told
from sync.keys.role_keeper import see_to_all_again
from sync.remote import WorkspaceHead
from sync.rows.apply_page import SHARED
from sync.rows.conflict_versions import giving_way
from sync.rows.local_rows import LocalRows
from sync.rows.pull import check_removal
from sync.rows.rollback_watch import SHOWN
from sync.rows.verify import WENT_BACK

_NOTE = SESSION_VERSIONS.by_name["session_id"].no
_USER = AUDIT_EVENTS.by_name["user_id"].no
REPLACING = "sync/replacing"
"""Fact: why the feed is being read anew; survives a crash in the middle."""
PUT_BACK = "sync/put_back"
"""Fact: in which epoch the server was found to have lost what others did and this device offers again; until
nothing of that waits any more."""
FLOOR = "sync/floor"
"""Fact: which tombstones were gone when this device began to read the feed from its start."""


class Why(StrEnum):
    """What makes this device read the feed from its start."""

    RESTORED = "restored"
    """Another epoch, or an older state than we have seen."""
    FORGOTTEN = "forgotten"
    """Tombstones that we have not seen are gone."""


def reason_to_replace(
    head: WorkspaceHead, cursor: feed_store.Cursor, unsent_from: int, floor: int
) -> Why | None:
    """Whether the feed must be read anew. `unsent_from` is the first op_no that has no stored answer.

    Of the tombstones up to `floor` (see `floor_at_start`) none was missed.
    """
    if cursor.epoch is None:
        return None
    # The last of the three: answers that are stored here are missing in its ledger.
    if head.epoch != cursor.epoch or head.seq < cursor.seq or head.last_op_no + 1 < unsent_from:
        return Why.RESTORED
    # Who begins at 0 has nothing yet that could have been deleted.
    if max(floor, cursor.seq) < head.tombstone_floor and cursor.seq:
        return Why.FORGOTTEN
    return None


def begin(db: Connection, ground: LocalRows, head: WorkspaceHead, why: Why) -> None:
    """Forgets the place in the feed and what was sent without an answer; the work itself stays."""
    ground.journal.forget_sent(db, head.last_op_no)
    reading_anew.forget_our_times(db)
    feed_store.start_replacement(db, ground.me.workspace_id, head.epoch)
    blob_states.forget_clinic(db)
    note_floor(db, head)
    for name in (SHARED, WENT_BACK, SHOWN):
        set_fact(db, name, None)
    if why is Why.RESTORED:
        see_to_all_again(db)
    # What a restored server lost stays lost to it, whatever else it forgets before all of it was read.
    if under_way(db) is not Why.RESTORED:
        set_fact(db, REPLACING, why.value.encode())


def note_floor(db: Connection, head: WorkspaceHead) -> None:
    """In the transaction that sets the cursor to the start."""
    set_fact(db, FLOOR, str(head.tombstone_floor).encode())


def floor_at_start(db: Connection) -> int:
    """Up to where tombstones were gone when the reading of the feed began: it could miss none of those.

    A pass that breaks off goes on where it ended; else it would begin again each time, perhaps for ever.
    """
    return int(get_fact(db, FLOOR) or 0)


def under_way(db: Connection) -> Why | None:
    """Why the feed is being read anew; None when it is not."""
    told = get_fact(db, REPLACING)
    return Why(told.decode()) if told else None


def finish(db: Connection, ground: LocalRows, why: Why) -> set[RowKey]:
    """After the last page: settles what did not come back. Returns rows that changed here."""
    missing = feed_store.not_replaced(db, ground.me.workspace_id)
    keys = {(BY_NAME[name].no, row_id) for name, ids in missing.items() for row_id in ids}
    if why is Why.RESTORED:
        _send_again(db, ground, _offered(db, ground, missing))
        keys.update(ground.settle(db, giving_way(db, ground)).changed)
    else:
        check_removal(db, len(keys), reading_anew.living(db))
        _remove(db, ground, missing)
    reading_anew.forget_bases(db)
    # What waited with an edit, and was lost as well, is among them only now.
    if why is Why.RESTORED and waits_for_others(db, ground):
        epoch = feed_store.cursor(db, ground.me.workspace_id).epoch
        set_fact(db, PUT_BACK, epoch.bytes if epoch else None)
    set_fact(db, REPLACING, None)
    return keys


def waits_for_others(db: Connection, ground: LocalRows) -> bool:
    """Whether a row waits that is new to the server and names somebody else as who acted."""
    me = ground.me
    return any(
        names_others(row.table_no, row.fields, me.user_id, me.device_id)
        for name in {*PERSONS, *DEVICES}
        for row in ground.load(db, BY_NAME[name].no, ground.journal.new_among(db, BY_NAME[name].no)).values()
    )


def _offered(
    db: Connection, ground: LocalRows, missing: dict[str, set[uuid.UUID]]
) -> dict[str, set[uuid.UUID]]:
    """All but events of others that this store has without their seal: theirs to say, not ours."""
    events = missing.get(AUDIT_EVENTS.name, set())
    strange = [
        row_id
        for row_id, row in ground.load(db, AUDIT_EVENTS.no, events).items()
        if row.fields.get(_USER) not in (None, str(ground.me.user_id))
    ]
    unproved = set(strange) - kept_seals(db, strange).keys()
    return {**missing, AUDIT_EVENTS.name: events - unproved} if events else missing


def _send_again(db: Connection, ground: LocalRows, missing: dict[str, set[uuid.UUID]]) -> None:
    """Rows that only we have now wait as new ones, in an order in which no child comes before its parent."""
    for name, ids in missing.items():
        for row_id in sorted(ids, key=lambda each: each.bytes):
            reading_anew.forget_version(db, BY_NAME[name], row_id)
            reading_anew.forget_digest(db, ground.me.workspace_id, BY_NAME[name], row_id)
            # Each in a group of its own, so that one that is refused holds up no other.
            ground.journal.retry(db, BY_NAME[name].no, row_id, ground.journal.new_group(db))
    _sign_together(db, ground, missing.get(SESSION_VERSIONS.name, set()))


def _sign_together(db: Connection, ground: LocalRows, versions: set[uuid.UUID]) -> None:
    """A note goes with what was signed of it, as it went the first time: between the two another laptop
    could sign the note with other words."""
    for row_id, version in ground.load(db, SESSION_VERSIONS.no, versions).items():
        note = uuid.UUID(str(version.fields[_NOTE]))
        ground.journal.join(db, (SESSION_VERSIONS.no, row_id), (SESSIONS.no, note))


def _remove(db: Connection, ground: LocalRows, missing: dict[str, set[uuid.UUID]]) -> None:
    for name, ids in missing.items():
        table = BY_NAME[name]
        living = (row for row in ground.load(db, table.no, ids).values() if row.deleted_at is None)
        ground.settle(db, Settlement(told=tuple(map(_removed, living))))
        reading_anew.delete_rows(db, table, ids)


def _removed(row: WireRow) -> Told:
    return Told(key=row.key, history=(Lost(about=row.key, kind="removed", ours=wire_to_json(row)),))
