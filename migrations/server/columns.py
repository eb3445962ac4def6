"""Columns of the server's tables, and how much each may hold."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from core.domain.registry import CLINICAL_DIGEST_NAME, Column, ColumnKind, Table

MAX_CELL_BYTES = 1_000_000
"""A SOAP field of 5,000 characters is at most 20,000 bytes; this leaves room for drafts that are too long."""
MAX_TEXT_BYTES = 20_000
MAX_JSON_BYTES = 65_536
# Levels count from 0, so 51 is the first that is too deep.
DOCUMENT_RULE = (
    "NOT jsonb_path_exists({0}, 'strict $.**{{51}}') AND NOT jsonb_path_exists({0}, 'strict $.** ?"
    ' (@.type() == "number" && (@ > 1e100 || @ < -1e100))\')'
)
"""`wire_validation.is_read_everywhere` in SQL: a few letters of JSON are a number of a hundred thousand
digits, so this is asked before the size."""
MOST_DIGITS = 400
"""Behind the point of a number in a document; no laptop writes more than 324."""
MAC_BYTES = 32
MAX_SEAL_BYTES = 579
"""67 bytes and a path of at most sixteen hashes (core/crypto/seals.py)."""
CLINICAL_DIGEST_BYTES = 36
"""The number of its key and a digest (core/crypto/clinical.py)."""
MAX_CHUNK_BYTES = 1_048_640
"""A chunk of 1 MiB, its label, nonce and tag."""
MOST_CHUNKS = 500
"""Of one file."""
NAME_BYTES = 63
"""Of a role's name."""

_TYPES: dict[ColumnKind, sa.types.TypeEngine[Any]] = {
    ColumnKind.UUID: sa.Uuid(),
    ColumnKind.TEXT: sa.Text(),
    ColumnKind.INT: sa.Integer(),
    ColumnKind.BOOL: sa.Boolean(),
    ColumnKind.TIME: sa.DateTime(timezone=True),
    ColumnKind.DATE: sa.Date(),
    ColumnKind.JSON: pg.JSONB(),
    ColumnKind.BYTES: sa.LargeBinary(),
}
_LIMITS = {
    ColumnKind.TEXT: ("octet_length({})", MAX_TEXT_BYTES),
    ColumnKind.BYTES: ("octet_length({})", MAX_TEXT_BYTES),
    ColumnKind.JSON: ("octet_length(({})::text)", MAX_JSON_BYTES),
}


def now() -> sa.TextClause:
    """The server's own clock, at the beginning of the transaction."""
    return sa.text("now()")


def stamp(name: str, *, nullable: bool = False) -> "sa.Column[Any]":
    """A moment with its zone."""
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def uuid_column(name: str, *, primary_key: bool = False, nullable: bool = False) -> "sa.Column[Any]":
    """An id, in 16 bytes."""
    return sa.Column(name, sa.Uuid(), primary_key=primary_key, nullable=nullable)


def column_of(column: Column) -> "sa.Column[Any]":
    """As the registry has it; an encrypted one is bytes, whatever is in it."""
    kind: sa.types.TypeEngine[Any] = sa.LargeBinary() if column.enc else _TYPES[column.kind]
    comment = f"ENCRYPTED: {column.kind.value}, sealed with the workspace key" if column.enc else None
    return sa.Column(
        column.name, kind, nullable=not column.required, server_default=_default(column), comment=comment
    )


def _default(column: Column) -> sa.TextClause | None:
    # Of an encrypted column the server could not make a value: it has no key.
    if column.default is None or column.enc:
        return None
    if isinstance(column.default, str):
        return sa.text(f"'{column.default}'")
    return sa.text(str(column.default).lower())


def common_columns() -> "Iterator[sa.Column[Any]]":
    """What every synced table begins with."""
    yield uuid_column("id")
    yield uuid_column("workspace_id")
    yield sa.Column("version", sa.Integer(), nullable=False)
    yield stamp("created_at")
    yield stamp("updated_at")
    yield stamp("deleted_at", nullable=True)


def provenance(table: Table) -> "Iterator[sa.Column[Any]]":
    """What the feed and the seals need. `hash` chains the audit events of a workspace; those that were
    `sealed_late` had no signer then, and of one that was `cut` an upgrade took what was without bounds."""
    yield sa.Column("seq", sa.BigInteger(), nullable=False)
    yield sa.Column("mac", sa.LargeBinary())
    yield sa.Column("seal", sa.LargeBinary())
    yield sa.Column("sealed_by", sa.Uuid())
    if table.clinical:
        yield sa.Column(CLINICAL_DIGEST_NAME, sa.LargeBinary())
    yield stamp("set_aside_at", nullable=True)
    if table.name == "audit_events":
        yield sa.Column("chain_no", sa.BigInteger(), nullable=False)
        yield sa.Column("hash", sa.LargeBinary(), nullable=False)
        yield sa.Column("sealed_late", sa.Boolean(), nullable=False, server_default=sa.text("false"))
        yield sa.Column("cut", sa.Boolean(), nullable=False, server_default=sa.text("false"))


def checks(table: Table) -> Iterator[sa.CheckConstraint]:
    """All conditions of a synced table: the registry's, and the most that each column may hold."""
    yield sa.CheckConstraint("version > 0", name=f"ck_{table.name}_version")
    for number, condition in enumerate(table.checks, start=1):
        yield sa.CheckConstraint(condition, name=f"ck_{table.name}_{number}")
    for column in table.columns:
        if column.check:
            yield sa.CheckConstraint(column.check, name=f"ck_{table.name}_{column.name}")
        yield from _size_check(table, column)
    yield at_most(table.name, "mac", MAC_BYTES)
    yield at_most(table.name, "seal", MAX_SEAL_BYTES)
    if table.clinical:
        yield at_most(table.name, CLINICAL_DIGEST_NAME, CLINICAL_DIGEST_BYTES)
    if table.name == "audit_events":
        yield at_most(table.name, "hash", MAC_BYTES)
    if table.name == "workspaces":
        yield sa.CheckConstraint("id = workspace_id", name="ck_workspaces_identity")


def _size_check(table: Table, column: Column) -> Iterator[sa.CheckConstraint]:
    """Names end in `_size`: the push tells `too_large` from other broken conditions by that. PostgreSQL asks
    in the order of names."""
    if column.kind is ColumnKind.JSON and not column.enc:
        rule = DOCUMENT_RULE.format(column.name)
        yield sa.CheckConstraint(rule, name=f"ck_{table.name}_{column.name}_document")
    measure, limit = ("octet_length({})", MAX_CELL_BYTES) if column.enc else _LIMITS.get(column.kind, ("", 0))
    if measure:
        condition = f"{measure.format(column.name)} <= {limit}"
        yield sa.CheckConstraint(condition, name=f"ck_{table.name}_{column.name}_size")


def at_most(table: str, column: str, octets: int) -> sa.CheckConstraint:
    """The most that a column may hold; its name ends in `_size`, see `_size_check`."""
    return sa.CheckConstraint(f"octet_length({column}) <= {octets}", name=f"ck_{table}_{column}_size")
