"""Changes that the server never takes: kept with their text until a person deals with them."""

import json
import uuid
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import Connection

from core.domain.ids import RowKey
from core.domain.plain import Plain
from core.domain.registry import BY_NO, SESSION_VERSIONS
from core.store.database.rows import StoredKey
from core.store.outbox.batching import parents
from core.store.outbox.sent_op import Sent
from core.store.outbox.wire_row import WireRow, wire_from_json, wire_to_json


def keep(
    db: Connection, new_id: uuid.UUID, sent: Sent, base: Mapping[int, Plain], code: str, now: int
) -> None:
    """Puts a refused op into the inbox. `base`: what its fields began from; `now` in microseconds."""
    told: dict[str, object] = {"changed": sorted(sent.fields), "deleted": sent.deleted}
    told["base"] = {str(no): base.get(no) for no in sent.fields}
    payload = json.dumps({"row": json.loads(wire_to_json(sent.row)), **told})
    db.exec_driver_sql(
        "INSERT INTO refused (id, table_no, row_id, payload, code, at) VALUES (?, ?, ?, ?, ?, ?)",
        (new_id.bytes, sent.table_no, sent.row_id.bytes, payload, code, now),
    )


class KeptRefusal(NamedTuple):
    """A change that was refused, as it is kept. `at` and `dismissed_at` in microseconds."""

    id: uuid.UUID
    table_no: int
    row_id: uuid.UUID
    payload: str
    code: str
    at: int
    dismissed_at: int | None


_KEPT = "SELECT id, table_no, row_id, payload, code, at, dismissed_at FROM refused"


def waiting(db: Connection) -> list[KeptRefusal]:
    """Those that nobody dealt with, newest first."""
    return [_read(*row) for row in db.exec_driver_sql(f"{_KEPT} WHERE dismissed_at IS NULL ORDER BY at DESC")]


def dealt_with(db: Connection) -> list[KeptRefusal]:
    """Those that were put away or sent again, the latest first."""
    sql = f"{_KEPT} WHERE dismissed_at IS NOT NULL ORDER BY dismissed_at DESC"
    return [_read(*row) for row in db.exec_driver_sql(sql)]


def find(db: Connection, refused_id: uuid.UUID) -> KeptRefusal | None:
    """Also one that was dealt with."""
    found = db.exec_driver_sql(f"{_KEPT} WHERE id = ?", (refused_id.bytes,)).first()
    return _read(*found) if found else None


def count_waiting(db: Connection) -> int:
    """How many refused changes nobody has dealt with."""
    return int(db.exec_driver_sql("SELECT count(*) FROM refused WHERE dismissed_at IS NULL").scalar_one())


def dismiss(db: Connection, refused_id: uuid.UUID, now: int) -> None:
    """Takes it off the list; its text stays. An id of something else is left alone. `now` in microseconds."""
    _dismiss(db, [refused_id.bytes], now)


def dismiss_sent(db: Connection, refused_id: uuid.UUID, now: int) -> None:
    """Takes off the list what went again, or what the record says already; see `was_sent`."""
    _dismiss_sent(db, [refused_id.bytes], now)


def bring_up(db: Connection, refused_id: uuid.UUID) -> None:
    """Puts one that was put away on the list again. What went again, and an id of something else, is left
    alone."""
    kept = find(db, refused_id)
    if kept is not None and not was_sent(kept.payload):
        _dismiss(db, [refused_id.bytes], None)


def _read(
    number: bytes, table_no: int, row_id: bytes, payload: str, code: str, at: int, dismissed_at: int | None
) -> KeptRefusal:
    ids = uuid.UUID(bytes=number), uuid.UUID(bytes=row_id)
    return KeptRefusal(ids[0], table_no, ids[1], payload, code, at, dismissed_at)


def row_of(payload: str) -> WireRow:
    """The whole row as it was when it was sent."""
    return wire_from_json(json.dumps(json.loads(payload)["row"]))


def deletion_of(payload: str) -> bool | None:
    """Whether it deleted the record or (False) brought it back. None: neither, or an old entry."""
    deleted: bool | None = json.loads(payload).get("deleted")
    return deleted


def was_sent(payload: str) -> bool:
    """Whether it went again since, or its record came to say it: it is done, and goes no second time."""
    sent: bool = json.loads(payload).get("sent", False)
    return sent


def base_of(payload: str) -> dict[int, Plain]:
    """What its fields held before. Empty for a new row, and in an old entry."""
    return {int(no): value for no, value in json.loads(payload).get("base", {}).items()}


def settle(db: Connection, made: Sequence[StoredKey], now: int) -> list[RowKey]:
    """After the server took these new rows: takes off the list what needs no person any more.

    Those rows themselves, with all that they say; and new rows that were refused because they belong to
    one of them, which are returned, to be sent again.
    """
    # Asked with every answer of the server, and nearly always nothing waits.
    if not made or db.exec_driver_sql("SELECT 1 FROM refused WHERE dismissed_at IS NULL").first() is None:
        return []
    for table_no, row_id in made:
        sql = "SELECT id, payload FROM refused WHERE dismissed_at IS NULL AND table_no = ? AND row_id = ?"
        found = db.exec_driver_sql(sql, (table_no, row_id)).all()
        _dismiss_sent(db, [no for no, payload in found if row_of(payload).version == 0], now)
    return _left_behind(db, frozenset(made), now)


def _left_behind(db: Connection, made: frozenset[StoredKey], now: int) -> list[RowKey]:
    # "reference": the server did not have a record that this one points to.
    sql = "SELECT id, payload FROM refused WHERE dismissed_at IS NULL AND code = 'reference'"
    waiting = [(no, row_of(payload)) for no, payload in db.exec_driver_sql(sql)]
    follow = [(no, row) for no, row in waiting if row.version == 0 and not made.isdisjoint(parents(row))]
    _dismiss_sent(db, [no for no, _ in follow], now)
    for _, row in follow:
        bring_back(db, row)
    return [row.key for _, row in follow if _is_here(db, row)]


def take_away(db: Connection, sent: Sent, now: int) -> None:
    """A new version of a note that was refused is none: nothing may be shown of it or built on it."""
    if sent.table_no == SESSION_VERSIONS.no:
        sql = "UPDATE session_versions SET deleted_at = coalesce(deleted_at, ?) WHERE id = ?"
        db.exec_driver_sql(sql, (now, sent.row_id.bytes))


def bring_back(db: Connection, row: WireRow) -> None:
    """Before a version goes again: it stands as it did when it was sent, living or having given way."""
    if row.table_no == SESSION_VERSIONS.no:
        sql = "UPDATE session_versions SET deleted_at = ? WHERE id = ?"
        db.exec_driver_sql(sql, (row.deleted_at, row.row_id.bytes))


def _is_here(db: Connection, row: WireRow) -> bool:
    sql = f"SELECT 1 FROM {BY_NO[row.table_no].name} WHERE id = ?"
    return db.exec_driver_sql(sql, (row.row_id.bytes,)).first() is not None


def _dismiss(db: Connection, numbers: Sequence[bytes], now: int | None) -> None:
    for number in numbers:
        db.exec_driver_sql("UPDATE refused SET dismissed_at = ? WHERE id = ?", (now, number))


def _dismiss_sent(db: Connection, numbers: Sequence[bytes], now: int) -> None:
    for number in numbers:
        found = db.exec_driver_sql("SELECT payload FROM refused WHERE id = ?", (number,)).scalars().all()
        for payload in found:
            told = json.dumps({**json.loads(payload), "sent": True})
            db.exec_driver_sql("UPDATE refused SET payload = ? WHERE id = ?", (told, number))
    _dismiss(db, numbers, now)
