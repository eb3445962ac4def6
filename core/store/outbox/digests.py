"""What stands in the feed here, as a count and a sum of macs for each table: the server tells the same.

The sums are kept up with every write: triggers note what came and went
(`core.store.database.digest_triggers`), and the notes are added to the sums. Asking costs what changed, and
not what there is.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sqlalchemy import Connection

from core.domain.ids import WorkspaceId
from core.domain.registry import BY_NO
from core.runtime.yielding import FOREGROUND
from core.store.database.rows import execute_many

_MACS = " UNION ALL ".join(
    f"SELECT {table.no}, mac FROM {table.name} WHERE workspace_id = :ws AND seq <= :hi"
    for table in BY_NO.values()
)
_LAST = " UNION ALL ".join(
    f"SELECT max(seq) AS seq FROM {table.name} WHERE workspace_id = :ws" for table in BY_NO.values()
)
_NOTED = "SELECT table_no, mac, sign FROM digest_notes WHERE workspace_id = ?"
_SUMS = "SELECT table_no, rows, total FROM digest_sums WHERE workspace_id = ?"
_PUT = (
    "INSERT INTO digest_sums (workspace_id, table_no, rows, total) VALUES (?, ?, ?, ?)"
    " ON CONFLICT (workspace_id, table_no) DO UPDATE SET rows = excluded.rows, total = excluded.total"
)
# A sum, so that a row that comes or goes is one addition, in whatever order.
_WRAP = 2**64


class Digest(NamedTuple):
    """`total` is the sum, modulo 2**64, of the first 8 bytes of each mac."""

    table_no: int
    rows: int
    total: int


class Recount(NamedTuple):
    """`noted`: the last note that the rows counted already show."""

    sums: list[Digest]
    noted: int


def counted(db: Connection, workspace_id: WorkspaceId, hi: int) -> list[Digest]:
    """By a look at each row that stands in the feed at `hi` or before."""
    macs: dict[int, list[bytes]] = {no: [] for no in sorted(BY_NO)}
    for no, mac in FOREGROUND.behind(db.exec_driver_sql(_MACS, {"ws": workspace_id.bytes, "hi": hi})):
        macs[no].append(mac or b"")
    return [Digest(no, len(found), sum(map(_number, found)) % _WRAP) for no, found in macs.items()]


def kept(db: Connection, workspace_id: WorkspaceId, hi: int) -> list[Digest] | None:
    """From the sums that were kept; None where they were never counted, or a row stands beyond `hi`."""
    last = db.exec_driver_sql(f"SELECT max(seq) FROM ({_LAST})", {"ws": workspace_id.bytes}).scalar()
    sums = _sums(db, workspace_id.bytes)
    if len(sums) < len(BY_NO) or (last or 0) > hi:
        return None
    return list(_with_notes(db, workspace_id.bytes, sums).values())


def count_anew(db: Connection, workspace_id: WorkspaceId) -> Recount:
    """The sums from the rows, whatever is kept says; in a snapshot: nobody who writes waits."""
    noted = db.exec_driver_sql("SELECT coalesce(max(no), 0) FROM digest_notes").scalar_one()
    # All rows: no place in the feed is above what SQLite's numbers hold.
    return Recount(counted(db, workspace_id, _WRAP // 2 - 1), noted)


def keep(db: Connection, workspace_id: WorkspaceId, found: Recount) -> None:
    """Keeps these sums; what was noted since they were counted goes on top. No `add_up` may come between."""
    values = (workspace_id.bytes, found.noted)
    db.exec_driver_sql("DELETE FROM digest_notes WHERE workspace_id = ? AND no <= ?", values)
    _put(db, workspace_id.bytes, found.sums)


def add_up(db: Connection, workspace_id: WorkspaceId) -> None:
    """Adds the notes to the sums, so that there are never many of them."""
    sums = _sums(db, workspace_id.bytes)
    # Without sums for every table there is nothing to add to: they will be counted from the rows, notes and
    # all.
    if len(sums) == len(BY_NO):
        fresh = _with_notes(db, workspace_id.bytes, sums)
        _put(db, workspace_id.bytes, (each for no, each in fresh.items() if each != sums[no]))
    db.exec_driver_sql("DELETE FROM digest_notes WHERE workspace_id = ?", (workspace_id.bytes,))


def _sums(db: Connection, owner: bytes) -> dict[int, Digest]:
    found = db.exec_driver_sql(_SUMS, (owner,))
    return {no: Digest(no, rows, _number(total)) for no, rows, total in found if no in BY_NO}


def _with_notes(db: Connection, owner: bytes, sums: Mapping[int, Digest]) -> dict[int, Digest]:
    rows = {no: each.rows for no, each in sums.items()}
    totals = {no: each.total for no, each in sums.items()}
    for no, mac, sign in db.exec_driver_sql(_NOTED, (owner,)).all():
        rows[no] += sign
        totals[no] += sign * int.from_bytes(mac or b"")
    return {no: Digest(no, rows[no], totals[no] % _WRAP) for no in sums}


def _put(db: Connection, owner: bytes, sums: Iterable[Digest]) -> None:
    values = [(owner, each.table_no, each.rows, each.total.to_bytes(8)) for each in sums]
    execute_many(db, _PUT, values)


def _number(mac: bytes) -> int:
    return int.from_bytes(mac[:8])
