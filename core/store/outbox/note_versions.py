"""Versions of notes that this device has not sent yet, beside those that others brought to the server."""

import uuid
from collections.abc import Collection

from sqlalchemy import Connection

from core.domain.ids import DeviceId
from core.domain.registry import SESSION_VERSIONS

# A version that was accepted by a server which has forgotten it since is unsent again, whatever its number.
_UNSENT = """
    FROM journal j JOIN session_versions mine ON mine.id = j.row_id
    WHERE j.table_no = ? AND j.base_version = 0 AND mine.deleted_at IS NULL
"""
_CLASHES = f"""
    SELECT mine.session_id, min(mine.version_number) {_UNSENT} AND EXISTS (
        SELECT 1 FROM session_versions other
        WHERE other.workspace_id = mine.workspace_id AND other.session_id = mine.session_id
        AND other.version_number = mine.version_number AND other.id <> mine.id AND other.version > 0
        AND other.deleted_at IS NULL
    ) GROUP BY mine.session_id
"""
_FROM_NUMBER_ON = f"""
    SELECT mine.id {_UNSENT} AND mine.session_id = ? AND mine.version_number >= ?
    ORDER BY mine.version_number
"""
_NUMBERED = """
    SELECT id FROM session_versions WHERE session_id = ? AND version_number = ? AND deleted_at IS NULL
"""
_LATEST_FIRST = """
    SELECT id FROM session_versions WHERE session_id = ? AND deleted_at IS NULL
    ORDER BY version_number DESC
"""


def clashes(db: Connection) -> list[tuple[uuid.UUID, int]]:
    """Notes of which an unsent version has the number of another device's, with the first such number."""
    found = db.exec_driver_sql(_CLASHES, (SESSION_VERSIONS.no,)).all()
    return [(uuid.UUID(bytes=note), number) for note, number in found]


def unsent_from(db: Connection, note: uuid.UUID, number: int) -> list[uuid.UUID]:
    """This device's unsent versions of a note from a number on, in their order."""
    found = db.exec_driver_sql(_FROM_NUMBER_ON, (SESSION_VERSIONS.no, note.bytes, number))
    return [uuid.UUID(bytes=each) for each in found.scalars()]


def numbered(db: Connection, note: uuid.UUID, number: int) -> uuid.UUID | None:
    """The version of a note that has this number."""
    return _id(db.exec_driver_sql(_NUMBERED, (note.bytes, number)).scalar())


def newest(db: Connection, note: uuid.UUID, without: Collection[uuid.UUID]) -> uuid.UUID | None:
    """The last version of a note that is none of these."""
    found = (uuid.UUID(bytes=each) for each in db.exec_driver_sql(_LATEST_FIRST, (note.bytes,)).scalars())
    return next((each for each in found if each not in without), None)


def origin(db: Connection, version_id: uuid.UUID) -> DeviceId | None:
    """The device that sealed a version."""
    sql = "SELECT origin_device FROM session_versions WHERE id = ?"
    found = _id(db.exec_driver_sql(sql, (version_id.bytes,)).scalar())
    return DeviceId(found) if found else None


def _id(found: bytes | None) -> uuid.UUID | None:
    return uuid.UUID(bytes=found) if found else None
