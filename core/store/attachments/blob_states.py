"""What this device knows of the content of attachments: local bookkeeping that never travels.

Installers that the owner gives to all laptops travel in the same way. No table has them: the practice's
settings name them, under `release`.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from core.crypto.chunks import ADDRESS_BYTES
from core.store.database.rows import chunks, marks

MOST_CHUNKS = 500
"""Of one file, as the server has it."""


@dataclass(frozen=True, slots=True)
class BlobState:
    """`in_clinic` counts the chunks that the server was last known to have; `verified`: the whole was
    compared with its address since its last chunk came; `leaving`: its room here is to be freed."""

    in_clinic: int = 0
    wanted: bool = False
    leaving: bool = False
    verified: bool = False
    problem: str | None = None


UNKNOWN = BlobState()
_LEAVING = -1
"""In the column `wanted`."""


@dataclass(frozen=True, slots=True)
class Blob:
    """The content of one or more living attachments, or an installer."""

    key: bytes
    count: int
    state: BlobState


def states(db: Connection, keys: Iterable[bytes]) -> dict[bytes, BlobState]:
    """Of these addresses; nothing is known of those that are missing."""
    found = {}
    for chunk in chunks(sorted(set(keys)), 400):
        sql = (
            "SELECT blob_key, in_clinic, wanted, verified, problem FROM blobs"
            f" WHERE blob_key IN ({marks(len(chunk))})"
        )
        for key, *told in db.exec_driver_sql(sql, tuple(chunk)):
            found[bytes(key)] = _state(told)
    return found


def _state(told: Sequence[object]) -> BlobState:
    in_clinic, wanted, verified, problem = told
    return BlobState(
        in_clinic=int(str(in_clinic)),
        wanted=wanted == 1,
        leaving=wanted == _LEAVING,
        verified=bool(verified),
        problem=None if problem is None else str(problem),
    )


def living(db: Connection) -> list[Blob]:
    """Blobs of attachments that are not deleted, the oldest first, then the installers."""
    sql = (
        "SELECT a.blob_key, max(a.chunk_count), b.in_clinic, b.wanted, b.verified, b.problem"
        " FROM session_attachments a LEFT JOIN blobs b USING (blob_key)"
        " WHERE a.deleted_at IS NULL GROUP BY a.blob_key ORDER BY min(a.rid)"
    )
    found = [
        Blob(bytes(key), count, _state((in_clinic or 0, *told)))
        for key, count, in_clinic, *told in db.exec_driver_sql(sql)
    ]
    return found + _installers(db, {blob.key for blob in found})


def _installers(db: Connection, known: set[bytes]) -> list[Blob]:
    counts = {key: count for key, count in released(db).items() if key not in known}
    kept = states(db, counts)
    return [Blob(key, count, kept.get(key, UNKNOWN)) for key, count in counts.items()]


def released(db: Connection) -> dict[bytes, int]:
    """Addresses of the installers that the practice's settings name, and how many chunks each has.

    Another laptop wrote the settings: what makes no sense there counts as nothing.
    """
    found = db.exec_driver_sql("SELECT settings FROM workspaces WHERE deleted_at IS NULL").scalars().all()
    counts: dict[bytes, int] = {}
    for settings in found:
        try:
            files = json.loads(settings or "{}")["release"]["files"]
            counts.update({bytes.fromhex(each["blob_key"]): int(each["chunk_count"]) for each in files})
        # JSON that another laptop wrote may hold 1e999, of which int() makes an OverflowError.
        except (ArithmeticError, KeyError, RecursionError, TypeError, ValueError):
            continue
    return {
        key: count for key, count in counts.items() if len(key) == ADDRESS_BYTES and 0 < count <= MOST_CHUNKS
    }


def workspaces_of(db: Connection, blob_keys: Iterable[bytes]) -> list[bytes]:
    """Ids of the practices whose settings name one of these as an installer."""
    if released(db).keys().isdisjoint(blob_keys):
        return []
    rows = db.exec_driver_sql("SELECT id FROM workspaces WHERE deleted_at IS NULL")
    return [bytes(row_id) for (row_id,) in rows]


def attachments_of(db: Connection, blob_key: bytes) -> list[bytes]:
    """Ids of the living attachments with this content."""
    sql = "SELECT id FROM session_attachments WHERE blob_key = ? AND deleted_at IS NULL"
    return [bytes(row_id) for (row_id,) in db.exec_driver_sql(sql, (blob_key,))]


def set_in_clinic(db: Connection, blob_key: bytes, count: int) -> None:
    """How many chunks the clinic has just said that it has."""
    _set(db, blob_key, "in_clinic", count)


def set_wanted(db: Connection, blob_key: bytes, *, wanted: bool) -> None:
    """Whether it is to be fetched. Either way its room here is not to be freed any more."""
    _set(db, blob_key, "wanted", int(wanted))


def set_leaving(db: Connection, blob_key: bytes) -> None:
    """Its room here is to be freed, once the clinic has said again that it has all of it."""
    _set(db, blob_key, "wanted", _LEAVING)


def set_verified(db: Connection, blob_key: bytes, *, verified: bool) -> None:
    """What was verified has no problem any more."""
    _set(db, blob_key, "verified", int(verified))
    if verified:
        _set(db, blob_key, "problem", None)


def set_problem(db: Connection, blob_key: bytes, problem: str) -> None:
    """`problem` is a stable word; it is not fetched again until somebody wants it anew."""
    _set(db, blob_key, "problem", problem)
    _set(db, blob_key, "wanted", 0)
    _set(db, blob_key, "verified", 0)


def forget_problem(db: Connection, blob_key: bytes) -> None:
    """It may be fetched again."""
    _set(db, blob_key, "problem", None)


def forget_clinic(db: Connection) -> None:
    """The server is not the one that we left: it is asked again what it has."""
    db.exec_driver_sql("UPDATE blobs SET in_clinic = 0")


def _set(db: Connection, blob_key: bytes, column: str, value: object) -> None:
    db.exec_driver_sql(
        f"INSERT INTO blobs (blob_key, {column}) VALUES (?, ?)"
        f" ON CONFLICT (blob_key) DO UPDATE SET {column} = excluded.{column}",
        (blob_key, value),
    )


def orphans(db: Connection, present: Iterable[bytes]) -> list[bytes]:
    """Of the blobs that are here, those that no attachment has, deleted or not, and no release."""
    found = [key for key in present if not _rows_of(db, key)[0]]
    kept = released(db) if found else {}
    return [key for key in found if key not in kept]


def buried(db: Connection, present: Iterable[bytes]) -> list[Blob]:
    """Of blobs that are here, those that only deleted attachments have and the clinic was seen to hold."""
    found = []
    known = states(db, present := list(present))
    for key in present:
        rows, alive, count = _rows_of(db, key)
        state = known.get(key, UNKNOWN)
        if rows and not alive and state.in_clinic >= count:
            found.append(Blob(key, count, state))
    return found


def _rows_of(db: Connection, blob_key: bytes) -> tuple[int, int, int]:
    """How many attachments have it, how many of them are not deleted, and how many chunks it has."""
    sql = (
        "SELECT count(*), count(*) FILTER (WHERE deleted_at IS NULL), coalesce(max(chunk_count), 0)"
        " FROM session_attachments WHERE blob_key = ?"
    )
    rows, alive, count = db.exec_driver_sql(sql, (blob_key,)).one()
    return int(rows), int(alive), int(count)
