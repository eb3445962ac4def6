"""Writes adopted rows into a clinic's tables and reads them back, stamps and all."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from core.crypto.cells import KeyRing
from core.crypto.inventory import RowInventory
from core.domain.clock import from_micros
from core.domain.errors import Tampered
from core.domain.ids import WorkspaceId
from core.domain.registry import AUDIT_EVENTS, TABLES, Column, ColumnKind, Table
from core.store.database.columns import compact_json
from migrations.operate.adopting.rows import AdoptedRow
from migrations.server.programs import execute

_RESERVE = sa.text("SELECT pz.reserve(:ws, :count)")
_CHAINED = sa.text("""INSERT INTO pz.audit_events SELECT c.* FROM pz.chained(
jsonb_populate_record(NULL::pz.audit_events, CAST(:document AS jsonb))) c""")
_STAMPS = ("created_at", "updated_at", "deleted_at")


@contextmanager
def as_adopter(db: sa.Connection, table: Table, *, write: bool = False) -> Iterator[None]:
    """Inside one transaction the owner of the tables passes its own policies, and keeps old stamps.

    Both walls stand again when the block ends, and a transaction that fails never moved them. Devices wait
    meanwhile: the table is locked.
    """
    execute(db, "SET LOCAL ROLE pz_owner")
    execute(db, f"ALTER TABLE pz.{table.name} NO FORCE ROW LEVEL SECURITY")
    if write:
        execute(db, f"ALTER TABLE pz.{table.name} DISABLE TRIGGER guard")
    yield
    if write:
        execute(db, f"ALTER TABLE pz.{table.name} ENABLE TRIGGER guard")
    execute(db, f"ALTER TABLE pz.{table.name} FORCE ROW LEVEL SECURITY")
    execute(db, "RESET ROLE")


def write_rows(db: sa.Connection, ring: KeyRing, rows: Sequence[AdoptedRow]) -> None:
    """Rows of one table, numbered in their order; inside `as_adopter(write=True)`."""
    if not rows:
        return
    table, workspace_id = rows[0].table, ring.workspace_id
    first = int(db.scalar(_RESERVE, {"ws": workspace_id, "count": len(rows)}) or 0) + 1
    values = [_values(ring, row, first + place) for place, row in enumerate(rows)]
    if table is AUDIT_EVENTS:
        db.execute(_CHAINED, [{"document": _document(each)} for each in values])
    else:
        db.execute(_insert(table), values)


def read_rows(db: sa.Connection, ring: KeyRing, table: Table) -> Iterator[AdoptedRow]:
    """Every row of the workspace, cells opened and digests checked (Tampered); inside `as_adopter`."""
    told = ", ".join(_told(column) for column in table.columns)
    stamps = ", ".join(_micros(name) for name in _STAMPS)
    query = (
        f"SELECT id, version, mac, {stamps}{', ' if told else ''}{told} FROM pz.{table.name}"
        " WHERE workspace_id = :ws ORDER BY seq"
    )
    for found in db.execute(sa.text(query), {"ws": ring.workspace_id}).mappings():
        row = _row(ring, table, found)
        if bytes(found["mac"] or b"") != row.mac(ring.index_key, ring.workspace_id):
            raise Tampered("A row that was written does not read back as it was; nothing was handed over.")
        yield row


def inventory(db: sa.Connection, ring: KeyRing) -> RowInventory:
    """Every row that was adopted and that no device has sealed yet."""
    found = RowInventory(ring.index_key, ring.workspace_id)
    for table in TABLES:
        query = sa.text(
            f"SELECT id, version, mac FROM pz.{table.name} WHERE workspace_id = :ws AND sealed_by IS NULL"
        )
        with as_adopter(db, table):
            for row_id, version, mac in db.execute(query, {"ws": ring.workspace_id}):
                found.add(table.no, row_id, version, bytes(mac or b""))
    return found


def _values(ring: KeyRing, row: AdoptedRow, seq: int) -> dict[str, Any]:
    values: dict[str, Any] = {
        "id": row.row_id,
        "workspace_id": ring.workspace_id,
        "version": row.version,
        "created_at": from_micros(row.created_at),
        "updated_at": from_micros(row.updated_at),
        "deleted_at": None if row.deleted_at is None else from_micros(row.deleted_at),
        "seq": seq,
        "mac": row.mac(ring.index_key, ring.workspace_id),
    }
    for column in row.table.columns:
        values[column.name] = _stored(ring, row, column)
    return values


def _stored(ring: KeyRing, row: AdoptedRow, column: Column) -> Any:
    value = row.values.get(column.name)
    if value is None:
        return None
    if column.enc:
        return ring.seal(str(value).encode(), row.table.no, row.row_id, column.no)
    if column.kind is ColumnKind.UUID:
        return UUID(str(value))
    if column.kind is ColumnKind.TIME:
        return from_micros(int(value))
    return value


def _insert(table: Table) -> sa.TextClause:
    names = ["id", "workspace_id", "version", *_STAMPS, "seq", "mac", *table.by_name]
    json_names = {column.name for column in table.plain if column.kind is ColumnKind.JSON}
    values = ", ".join(f"CAST(:{name} AS jsonb)" if name in json_names else f":{name}" for name in names)
    return sa.text(f"INSERT INTO pz.{table.name} ({', '.join(names)}) VALUES ({values})")


def _document(values: dict[str, Any]) -> str:
    """An audit event as JSON; its metadata goes in as the text it is, so that no number loses a digit.

    Whoever seals it later does not enter its link of the chain: it is made now.
    """
    metadata = values["metadata"]
    told = {name: _json(value) for name, value in values.items() if name != "metadata"}
    told |= {"sealed_late": False, "cut": False}
    return compact_json(told)[:-1] + (f',"metadata":{metadata}' if metadata else "") + "}"


def _json(value: Any) -> Any:
    if isinstance(value, bytes):
        return "\\x" + value.hex()
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def _told(column: Column) -> str:
    name = column.name
    if column.enc:
        return name
    if column.kind is ColumnKind.TIME:
        return _micros(name)
    if column.kind in {ColumnKind.UUID, ColumnKind.JSON}:
        return f"{name}::text AS {name}"
    return f"encode({name}, 'hex') AS {name}" if column.kind is ColumnKind.BYTES else name


def _micros(name: str) -> str:
    # As `extract` gives a numeric (since PostgreSQL 14), no digit is lost beyond 2**53.
    return f"(extract(epoch FROM {name}) * 1000000)::bigint AS {name}"


def _row(ring: KeyRing, table: Table, found: Any) -> AdoptedRow:
    values: dict[str, str | int | bool | None] = {}
    for column in table.columns:
        value = found[column.name]
        if column.enc and value is not None:
            value = ring.open(bytes(value), table.no, found["id"], column.no).decode()
        values[column.name] = value
    return AdoptedRow(
        table=table,
        row_id=found["id"],
        version=found["version"],
        created_at=found["created_at"],
        updated_at=found["updated_at"],
        deleted_at=found["deleted_at"],
        values=values,
    )


def is_whole(db: sa.Connection, workspace_id: WorkspaceId) -> bool:
    """Whether the audit chain that began with the adoption holds."""
    execute(db, "SET LOCAL ROLE pz_authz")
    broken = db.scalar(sa.text("SELECT pz.audit_break(:ws)"), {"ws": workspace_id})
    execute(db, "RESET ROLE")
    return broken is None
