"""Two devices finalized or amended one note alike numbered: the server's version stays, ours is proposed."""

import uuid
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection

from core.domain.enums import ConflictReason
from core.domain.registry import BY_NAME
from core.store.feed import FeedRow
from core.store.wire import WireRow, wire_to_json
from sync.ground import Ground, Key
from sync.merge import SOAP, Loser

TABLE = BY_NAME["session_versions"]
NOTES = BY_NAME["sessions"]

_CLASHES = """
    SELECT mine.id, other.id, mine.session_id, mine.version_number
    FROM journal j
    JOIN session_versions mine ON mine.id = j.row_id
    JOIN session_versions other ON other.workspace_id = mine.workspace_id
        AND other.session_id = mine.session_id
        AND other.version_number = mine.version_number AND other.id <> mine.id AND other.version > 0
    WHERE j.table_no = ? AND mine.version = 0
    ORDER BY mine.session_id, mine.version_number
"""


class Clash(NamedTuple):
    mine: uuid.UUID
    other: uuid.UUID
    note: uuid.UUID
    number: int


def give_way(db: Connection, ground: Ground, arrived: Sequence[FeedRow]) -> list[Key]:
    """Takes back our unsent versions whose number another device's version has; returns what changed.

    The texts of a first version that differ are asked about by the merge of the note itself; those of an
    amendment become a proposed amendment here. Our version stays whole in history.
    """
    if not any(each.row.table_no == TABLE.no for each in arrived):
        return []
    changed: list[Key] = []
    gone: dict[tuple[uuid.UUID, int], WireRow] = {}
    for found in db.exec_driver_sql(_CLASHES, (TABLE.no,)).all():
        mine, other, note = (uuid.UUID(bytes=each) for each in found[:3])
        clash = Clash(mine, other, note, found[3])
        # What was amended may be a version of ours that just gave way, with its own words in a proposal.
        before = gone.get((note, clash.number - 1)) or _before(db, ground, clash)
        gone[note, clash.number] = _give_way(db, ground, clash, before)
        changed += [(TABLE.no, mine), (NOTES.no, note)]
    return changed


def _give_way(db: Connection, ground: Ground, clash: Clash, before: WireRow | None) -> WireRow:
    """Returns our version, which is in history now."""
    rows = ground.load(db, TABLE.no, [clash.mine, clash.other])
    mine, other = rows[clash.mine], rows[clash.other]
    loser = Loser("", "replaced", None, wire_to_json(mine), wire_to_json(other), None)
    ground.add_history(db, (TABLE.no, clash.mine), loser)
    if clash.number > 1:
        _propose(db, ground, clash, (before, mine, other))
    ground.journal.forget(db, TABLE.no, clash.mine)
    db.exec_driver_sql("DELETE FROM session_versions WHERE id = ?", (clash.mine.bytes,))
    return mine


def _before(db: Connection, ground: Ground, clash: Clash) -> WireRow | None:
    """The version that both amended, None when it is not here."""
    sql = "SELECT id FROM session_versions WHERE session_id = ? AND version_number = ?"
    found = db.exec_driver_sql(sql, (clash.note.bytes, clash.number - 1)).scalar()
    return ground.load(db, TABLE.no, [uuid.UUID(bytes=found)]).popitem()[1] if found else None


def _propose(
    db: Connection, ground: Ground, clash: Clash, versions: tuple[WireRow | None, WireRow, WireRow]
) -> None:
    """What our version changed; what it only carried along is not asked about."""
    writer = ground.writer(db)
    for name in SOAP:
        no = TABLE.by_name[name].no
        before, ours, theirs = (version.fields.get(no) if version else None for version in versions)
        if ours in (None, before, theirs):
            continue
        values = {
            "table_no": NOTES.no,
            "row_id": clash.note,
            "field": name,
            "reason": ConflictReason.AMENDMENT,
            "base": theirs,
            "ours": ours,
            "theirs": theirs,
            "our_device_id": ground.me.device_id,
            "noticed_at": writer.now,
        }
        writer.insert("conflicts", values)
