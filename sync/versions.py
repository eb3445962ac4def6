"""Two devices finalized or amended one note alike numbered: the server's version stays, ours is proposed."""

import uuid
from typing import NamedTuple

from sqlalchemy import Connection

from core.domain.enums import ConflictReason
from core.domain.registry import BY_NAME
from core.store.wire import WireRow, wire_to_json
from sync.ground import Ground, Key
from sync.merge import SOAP, Loser

TABLE = BY_NAME["session_versions"]
NOTES = BY_NAME["sessions"]

# A version that was accepted by a server which has forgotten it since is unsent again, whatever its number.
_UNSENT = """
    FROM journal j JOIN session_versions mine ON mine.id = j.row_id
    WHERE j.table_no = ? AND j.base_version = 0
"""
_CLASHES = f"""
    SELECT mine.session_id, min(mine.version_number) {_UNSENT} AND EXISTS (
        SELECT 1 FROM session_versions other
        WHERE other.workspace_id = mine.workspace_id AND other.session_id = mine.session_id
        AND other.version_number = mine.version_number AND other.id <> mine.id AND other.version > 0
    ) GROUP BY mine.session_id
"""
_GIVING_WAY = f"""
    SELECT mine.id {_UNSENT} AND mine.session_id = ? AND mine.version_number >= ?
    ORDER BY mine.version_number
"""
_VERSION = """
    SELECT id FROM session_versions WHERE session_id = ? AND version_number = ?
"""
_NEWEST = """
    SELECT id FROM session_versions WHERE session_id = ? ORDER BY version_number DESC LIMIT 1
"""


class Clash(NamedTuple):
    """From `number` on, this device's unsent versions of a note give way."""

    note: uuid.UUID
    number: int


def give_way(db: Connection, ground: Ground) -> list[Key]:
    """Takes back our unsent versions whose number another device's version has; returns what changed.

    Those that amended them go along: they amend what nobody else has. The texts of a first version that
    differ are asked about by the merge of the note itself; those of an amendment become a proposed amendment
    here. Each of our versions stays whole in history.
    """
    changed: list[Key] = []
    for note, number in db.exec_driver_sql(_CLASHES, (TABLE.no,)).all():
        changed += _give_way(db, ground, Clash(uuid.UUID(bytes=note), number))
    return changed


def _give_way(db: Connection, ground: Ground, clash: Clash) -> list[Key]:
    found = db.exec_driver_sql(_GIVING_WAY, (TABLE.no, clash.note.bytes, clash.number)).scalars().all()
    ids = [uuid.UUID(bytes=each) for each in found]
    rows = ground.load(db, TABLE.no, ids)
    for row_id in ids:
        ground.journal.forget(db, TABLE.no, row_id)
        db.exec_driver_sql("DELETE FROM session_versions WHERE id = ?", (row_id.bytes,))
    theirs = _find(db, ground, _NEWEST, (clash.note.bytes,))
    for row_id in ids:
        told = wire_to_json(theirs) if theirs else None
        ground.add_history(
            db, (TABLE.no, row_id), Loser("", "replaced", None, wire_to_json(rows[row_id]), told, None)
        )
    first = clash.number == 1
    before = rows[ids[0]] if first else _find(db, ground, _VERSION, (clash.note.bytes, clash.number - 1))
    _propose(db, ground, clash, (before, rows[ids[-1]], theirs))
    return [*((TABLE.no, row_id) for row_id in ids), (NOTES.no, clash.note)]


def _find(db: Connection, ground: Ground, sql: str, about: tuple[bytes | int, ...]) -> WireRow | None:
    """A version of the note. None where it is not here: it may be one that this device cannot read."""
    found = db.exec_driver_sql(sql, about).scalar()
    return ground.load(db, TABLE.no, [uuid.UUID(bytes=found)]).popitem()[1] if found else None


def _propose(
    db: Connection, ground: Ground, clash: Clash, versions: tuple[WireRow | None, WireRow, WireRow | None]
) -> None:
    """What our versions changed, as the last of them says it, and not what that only carried along."""
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
