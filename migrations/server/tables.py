"""The server's tables (PostgreSQL) from the registry, and those that only the server has."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from core.domain.registry import TABLES, Column, Table
from migrations.server.columns import (
    MAC_BYTES,
    MAX_CHUNK_BYTES,
    MOST_CHUNKS,
    NAME_BYTES,
    at_most,
    checks,
    column_of,
    common_columns,
    now,
    provenance,
    stamp,
    uuid_column,
)

SCHEMA = "pz"
SERVER = sa.MetaData(schema=SCHEMA)


def _links(table: Table) -> Iterator[sa.ForeignKeyConstraint]:
    """Composite with workspace_id, so that a row can never point into another workspace."""
    yield sa.ForeignKeyConstraint(
        ["workspace_id"],
        [f"{SCHEMA}.sync_workspace.workspace_id"],
        name=f"fk_{table.name}_workspace",
        ondelete="CASCADE",
    )
    for column in table.columns:
        if column.references:
            yield sa.ForeignKeyConstraint(
                ["workspace_id", column.name],
                [f"{SCHEMA}.{column.references}.workspace_id", f"{SCHEMA}.{column.references}.id"],
                name=f"fk_{table.name}_{column.name}",
                # The column alone, for workspace_id beside it may not be NULL.
                ondelete="CASCADE" if column.required else f"SET NULL ({column.name})",
            )


def _uniques(table: Table) -> Iterator[sa.UniqueConstraint]:
    yield sa.UniqueConstraint("workspace_id", "id", name=f"uq_{table.name}_workspace_id")


def _indexes(table: Table) -> Iterator[sa.Index]:
    yield sa.Index(f"ix_{table.name}_id", "id")  # not unique: ids of other workspaces stay unknown
    yield sa.Index(f"ix_{table.name}_seq", "workspace_id", "seq")
    if table.name == "audit_events":
        yield sa.Index("ix_audit_events_chain_no", "workspace_id", "chain_no")
    for columns in table.indexes:
        yield sa.Index(f"ix_{table.name}_{columns[0]}", "workspace_id", *columns)
    for column in table.columns:
        if column.references and not _is_indexed(table, column):
            yield sa.Index(
                f"ix_{table.name}_{column.name}",
                "workspace_id",
                column.name,
                postgresql_where=sa.text(f"{column.name} IS NOT NULL"),
            )
    if table.unique_living:
        yield sa.Index(
            f"uq_{table.name}_living",
            "workspace_id",
            *table.unique_living,
            unique=True,
            postgresql_where=sa.text("deleted_at IS NULL"),
        )


def _is_indexed(table: Table, column: Column) -> bool:
    return any(columns[0] == column.name for columns in table.indexes)


def _build(table: Table) -> sa.Table:
    return sa.Table(
        table.name,
        SERVER,
        *common_columns(),
        *(column_of(column) for column in table.columns),
        *provenance(table),
        *checks(table),
        *_uniques(table),
        *_links(table),
        *_indexes(table),
    )


SYNC_WORKSPACE = sa.Table(
    "sync_workspace",
    SERVER,
    uuid_column("workspace_id", primary_key=True),
    sa.Column("seq", sa.BigInteger(), nullable=False, server_default=sa.text("0")),
    uuid_column("epoch"),
    sa.Column("min_client_schema", sa.Integer(), nullable=False),
    sa.Column("max_client_schema", sa.Integer(), nullable=False),
    sa.Column("tombstone_floor", sa.BigInteger(), nullable=False, server_default=sa.text("0")),
    sa.Column(
        "batch_xid", sa.BigInteger(), comment="transaction that reserved (batch_after, seq] for a push"
    ),
    sa.Column("batch_after", sa.BigInteger()),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=now()),
    # Each push updates this row: room on its page lets PostgreSQL do so without touching an index (HOT).
    postgresql_with={"fillfactor": 10},
)

SYNCED = {table.name: _build(table) for table in TABLES}


def _workspace_link(name: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workspace_id"],
        [f"{SCHEMA}.sync_workspace.workspace_id"],
        name=f"fk_{name}_workspace",
        ondelete="CASCADE",
    )


MEMBERS = sa.Table(
    "members",
    SERVER,
    uuid_column("workspace_id", primary_key=True),
    uuid_column("user_id", primary_key=True),
    sa.Column("role", sa.Text(), nullable=False),
    stamp("revoked_at", nullable=True),
    sa.CheckConstraint("role IN ('OWNER', 'THERAPIST', 'ASSISTANT', 'READONLY')", name="ck_members_role"),
    _workspace_link("members"),
)

DEVICES = sa.Table(
    "devices",
    SERVER,
    uuid_column("device_id", primary_key=True),
    sa.Column("login_role", sa.Text(), nullable=False),
    uuid_column("user_id"),
    sa.Column("name", sa.Text(), nullable=False),
    sa.Column("sign_pub", sa.LargeBinary(), nullable=False),
    sa.Column("hpke_pub", sa.LargeBinary(), nullable=False),
    sa.Column("enrolled_at", sa.DateTime(timezone=True), nullable=False, server_default=now()),
    sa.Column("enrolled_by", sa.Text(), nullable=False),
    stamp("last_seen_at", nullable=True),
    stamp("revoked_at", nullable=True),
    sa.Column("verifier", sa.Text()),
    sa.Column("program", sa.Text()),
    sa.UniqueConstraint("login_role", name="uq_devices_login_role"),
    # A hundred letters, each of four bytes at most.
    sa.CheckConstraint("octet_length(name) <= 400", name="ck_devices_name_size"),
    sa.CheckConstraint("octet_length(program) <= 40", name="ck_devices_program_size"),
    at_most("devices", "login_role", NAME_BYTES),
    at_most("devices", "enrolled_by", NAME_BYTES),
    at_most("devices", "sign_pub", 32),
    at_most("devices", "hpke_pub", 32),
    # Ours has 133: SCRAM-SHA-256, its iterations, a salt of 16 bytes and two keys of 32.
    at_most("devices", "verifier", 200),
)

DEVICE_GRANTS = sa.Table(
    "device_grants",
    SERVER,
    uuid_column("workspace_id", primary_key=True),
    uuid_column("device_id", primary_key=True),
    sa.Column("cert", sa.LargeBinary(), nullable=False),
    sa.Column("granted_by", sa.Text(), nullable=False),
    sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False, server_default=now()),
    stamp("revoked_at", nullable=True),
    _workspace_link("device_grants"),
    sa.ForeignKeyConstraint(["device_id"], [f"{SCHEMA}.devices.device_id"], name="fk_device_grants_device"),
    sa.CheckConstraint("octet_length(cert) <= 4096", name="ck_device_grants_cert_size"),
    at_most("device_grants", "granted_by", NAME_BYTES),
)

DEVICE_CERTS = sa.Table(
    "device_certs",
    SERVER,
    uuid_column("workspace_id", primary_key=True),
    uuid_column("device_id", primary_key=True),
    sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
    sa.Column("cert", sa.LargeBinary(), nullable=False),
    sa.Column("given_by", sa.Text()),
    sa.Column("given_at", sa.DateTime(timezone=True), nullable=False, server_default=now()),
    sa.CheckConstraint("number > 0", name="ck_device_certs_number"),
    _workspace_link("device_certs"),
    sa.ForeignKeyConstraint(["device_id"], [f"{SCHEMA}.devices.device_id"], name="fk_device_certs_device"),
    # A certificate of today's format has 203 bytes.
    at_most("device_certs", "cert", 512),
    at_most("device_certs", "given_by", NAME_BYTES),
)
"""Every certificate that a device was given; `device_grants` holds the last one, whatever it is worth."""

WRAPPED_KEYS = sa.Table(
    "wrapped_keys",
    SERVER,
    uuid_column("workspace_id", primary_key=True),
    sa.Column("key_no", sa.Integer(), primary_key=True, autoincrement=False),
    uuid_column("device_id", primary_key=True),
    sa.Column("blob", sa.LargeBinary(), nullable=False),
    uuid_column("wrapped_by"),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=now()),
    _workspace_link("wrapped_keys"),
    sa.ForeignKeyConstraint(["device_id"], [f"{SCHEMA}.devices.device_id"], name="fk_wrapped_keys_device"),
    sa.CheckConstraint("key_no >= 0", name="ck_wrapped_keys_key_no"),
    sa.CheckConstraint("octet_length(blob) <= 4096", name="ck_wrapped_keys_blob_size"),
)

KEY_MANIFESTS = sa.Table(
    "key_manifests",
    SERVER,
    uuid_column("workspace_id", primary_key=True),
    sa.Column("generation", sa.Integer(), primary_key=True, autoincrement=False),
    sa.Column("key_no", sa.Integer(), nullable=False),
    sa.Column("papers", sa.LargeBinary(), nullable=False),
    uuid_column("made_by"),
    sa.Column("made_at", sa.DateTime(timezone=True), nullable=False, server_default=now()),
    stamp("grace_until"),
    sa.Column("clinical", sa.Boolean(), nullable=False, server_default=sa.text("false")),
    sa.CheckConstraint("generation > 0", name="ck_key_manifests_generation"),
    sa.CheckConstraint("key_no > 0", name="ck_key_manifests_key_no"),
    # Of some 1,300 devices, each of 48 bytes.
    sa.CheckConstraint("octet_length(papers) <= 65536", name="ck_key_manifests_papers_size"),
    _workspace_link("key_manifests"),
)

WIPE_ORDERS = sa.Table(
    "wipe_orders",
    SERVER,
    uuid_column("workspace_id", primary_key=True),
    uuid_column("device_id", primary_key=True),
    sa.Column("papers", sa.LargeBinary(), nullable=False),
    uuid_column("ordered_by"),
    sa.Column("ordered_at", sa.DateTime(timezone=True), nullable=False, server_default=now()),
    stamp("obeyed_at", nullable=True),
    # An order, and the certificates from its issuer to the root: 32 of them take less than half of it.
    sa.CheckConstraint("octet_length(papers) <= 16384", name="ck_wipe_orders_papers_size"),
    _workspace_link("wipe_orders"),
    sa.ForeignKeyConstraint(["device_id"], [f"{SCHEMA}.devices.device_id"], name="fk_wipe_orders_device"),
)

RECOVERY_PAPERS = sa.Table(
    "recovery_papers",
    SERVER,
    uuid_column("workspace_id", primary_key=True),
    sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
    sa.Column("practice", pg.JSONB(), comment="the row of pz.workspaces as it was, with its seal"),
    sa.Column(
        "paper", sa.LargeBinary(), comment="keys for the paper, signed by the device that changed them"
    ),
    sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False, server_default=now()),
    sa.CheckConstraint("number > 0", name="ck_recovery_papers_number"),
    sa.CheckConstraint("octet_length((practice)::text) <= 400000", name="ck_recovery_papers_practice_size"),
    sa.CheckConstraint("num_nonnulls(practice, paper) = 1", name="ck_recovery_papers_one"),
    sa.CheckConstraint("octet_length(paper) <= 65536", name="ck_recovery_papers_paper_size"),
    _workspace_link("recovery_papers"),
)
"""The recovery paper opens the newest of these that an owner sealed; the row itself may be overwritten."""

LEDGER = sa.Table(
    "ledger",
    SERVER,
    uuid_column("workspace_id", primary_key=True),
    uuid_column("device_id", primary_key=True),
    sa.Column("op_no", sa.BigInteger(), primary_key=True, autoincrement=False),
    uuid_column("op_id"),
    sa.Column("status", sa.Text(), nullable=False),
    sa.Column("version", sa.Integer(), nullable=False),
    sa.Column("code", sa.Text()),
    sa.CheckConstraint("op_no > 0", name="ck_ledger_op_no"),
    sa.CheckConstraint("status IN ('ok', 'stale', 'refused')", name="ck_ledger_status"),
    # A word of `pz.refusal` or `pz.verdicts`; the longest has thirteen letters.
    at_most("ledger", "code", 20),
    _workspace_link("ledger"),
)

ACCESS_EVENTS = sa.Table(
    "access_events",
    SERVER,
    sa.Column("id", sa.BigInteger(), sa.Identity(always=True), primary_key=True),
    uuid_column("workspace_id"),
    uuid_column("device_id"),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False, server_default=now()),
    sa.Column("after_seq", sa.BigInteger(), nullable=False),
    sa.Column("upto_seq", sa.BigInteger(), nullable=False),
    sa.Column("row_count", sa.Integer(), nullable=False),
    sa.Column("blob_key", sa.LargeBinary(), comment="the file of which a chunk was read"),
    _workspace_link("access_events"),
    at_most("access_events", "blob_key", 32),
    sa.Index("ix_access_events_at", "workspace_id", "at"),
    sa.Index("ix_access_events_reach", "workspace_id", "device_id", "upto_seq"),
    sa.Index("ix_access_events_day", "workspace_id", "device_id", "at"),
)

BLOB_CHUNKS = sa.Table(
    "blob_chunks",
    SERVER,
    uuid_column("workspace_id", primary_key=True),
    sa.Column("blob_key", sa.LargeBinary(), primary_key=True),
    sa.Column("chunk_count", sa.Integer(), primary_key=True, autoincrement=False),
    sa.Column("chunk_no", sa.Integer(), primary_key=True, autoincrement=False),
    sa.Column(
        "cell", sa.LargeBinary(), nullable=False, comment="ENCRYPTED: bytes, sealed with the workspace key"
    ),
    uuid_column("uploaded_by"),
    sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False, server_default=now()),
    sa.CheckConstraint("octet_length(blob_key) = 32", name="ck_blob_chunks_key"),
    sa.CheckConstraint(
        f"chunk_count <= {MOST_CHUNKS} AND chunk_no >= 0 AND chunk_no < chunk_count", name="ck_blob_chunks_no"
    ),
    sa.CheckConstraint(f"octet_length(cell) <= {MAX_CHUNK_BYTES}", name="ck_blob_chunks_cell_size"),
    _workspace_link("blob_chunks"),
)
"""Content of attachments. The count of chunks is part of a chunk's identity, so that one which claims another
count stands beside the true one and not in its place."""

EARLIER_CHUNKS = sa.Table(
    "earlier_chunks",
    SERVER,
    uuid_column("workspace_id", primary_key=True),
    sa.Column("blob_key", sa.LargeBinary(), primary_key=True),
    sa.Column("chunk_count", sa.Integer(), primary_key=True, autoincrement=False),
    sa.Column("chunk_no", sa.Integer(), primary_key=True, autoincrement=False),
    sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
    sa.Column(
        "cell", sa.LargeBinary(), nullable=False, comment="ENCRYPTED: bytes, sealed with the workspace key"
    ),
    uuid_column("uploaded_by"),
    uuid_column("replaced_by"),
    sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=False, server_default=now()),
    sa.CheckConstraint("number > 0", name="ck_earlier_chunks_number"),
    sa.CheckConstraint("octet_length(blob_key) = 32", name="ck_earlier_chunks_key"),
    sa.CheckConstraint(f"octet_length(cell) <= {MAX_CHUNK_BYTES}", name="ck_earlier_chunks_cell_size"),
    _workspace_link("earlier_chunks"),
)
"""What stood in a chunk's place before an owner's login replaced it: nobody spoils a file for good."""

LIMITS = sa.Table(
    "limits",
    SERVER,
    uuid_column("workspace_id", primary_key=True),
    sa.Column("name", sa.Text(), primary_key=True),
    sa.Column("value", sa.BigInteger(), nullable=False),
    sa.CheckConstraint("name ~ '^[a-z_]{1,40}$'", name="ck_limits_name"),
    sa.CheckConstraint("value >= 0", name="ck_limits_value"),
    _workspace_link("limits"),
)
"""What a practice may take of the server, where its operator set another value than the usual one."""


def _counts() -> "Iterator[sa.Column[Any]]":
    for name in ("rows", "bytes", "file_bytes"):
        yield sa.Column(name, sa.BigInteger(), nullable=False, server_default=sa.text("0"))


PRACTICE_USAGE = sa.Table(
    "practice_usage",
    SERVER,
    uuid_column("workspace_id", primary_key=True),
    *_counts(),
    _workspace_link("practice_usage"),
)
"""What a practice has written, as it was counted; `bytes` are of rows."""

DEVICE_USAGE = sa.Table(
    "device_usage",
    SERVER,
    uuid_column("workspace_id", primary_key=True),
    uuid_column("device_id", primary_key=True),
    sa.Column("day", sa.Date(), primary_key=True),
    *_counts(),
    _workspace_link("device_usage"),
)
"""What a device has written on a day, kept for a week."""

AUDIT_HEAD = sa.Table(
    "audit_head",
    SERVER,
    uuid_column("workspace_id", primary_key=True),
    sa.Column("chain_no", sa.BigInteger(), nullable=False, server_default=sa.text("0")),
    sa.Column("hash", sa.LargeBinary(), nullable=False),
    _workspace_link("audit_head"),
    at_most("audit_head", "hash", MAC_BYTES),
    # As of sync_workspace: each event updates it.
    postgresql_with={"fillfactor": 10},
)

AUDIT_WITNESSES = sa.Table(
    "audit_witnesses",
    SERVER,
    uuid_column("workspace_id", primary_key=True),
    uuid_column("device_id", primary_key=True),
    sa.Column("chain_no", sa.BigInteger(), primary_key=True, autoincrement=False),
    sa.Column("hash", sa.LargeBinary(), nullable=False),
    sa.Column("signature", sa.LargeBinary(), nullable=False),
    sa.Column("made_at", sa.DateTime(timezone=True), nullable=False, server_default=now()),
    sa.CheckConstraint("chain_no > 0", name="ck_audit_witnesses_chain_no"),
    sa.CheckConstraint("octet_length(hash) = 32", name="ck_audit_witnesses_hash_size"),
    sa.CheckConstraint("octet_length(signature) = 64", name="ck_audit_witnesses_signature_size"),
    _workspace_link("audit_witnesses"),
)

FORMER_NAMES = sa.Table(
    "former_names",
    SERVER,
    uuid_column("workspace_id", primary_key=True),
    sa.Column("table_no", sa.Integer(), primary_key=True, autoincrement=False),
    uuid_column("row_id", primary_key=True),
    sa.Column("column_no", sa.Integer(), primary_key=True, autoincrement=False),
    uuid_column("named", primary_key=True),
    sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False, server_default=now()),
    _workspace_link("former_names"),
)
"""Who stood in a row as the one who acted, before that was changed: who may be put back there."""

WENT_BACK = sa.Table(
    "went_back",
    SERVER,
    uuid_column("workspace_id", primary_key=True),
    uuid_column("epoch", primary_key=True),
    sa.Column("told_by", sa.Text(), primary_key=True),
    sa.Column("told_at", sa.DateTime(timezone=True), nullable=False, server_default=now()),
    at_most("went_back", "told_by", NAME_BYTES),
    _workspace_link("went_back"),
)
"""Which login said that this server was put back to an earlier state: then laptops offer what it lost."""

SET_ASIDES = sa.Table(
    "set_asides",
    SERVER,
    sa.Column("id", sa.BigInteger(), sa.Identity(always=True), primary_key=True),
    uuid_column("workspace_id"),
    uuid_column("of_device"),
    uuid_column("by_device"),
    sa.Column("table_no", sa.Integer(), nullable=False),
    sa.Column("rows", sa.Integer(), nullable=False),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False, server_default=now()),
    _workspace_link("set_asides"),
)
"""Who set rows of whom aside, and how many."""

INFRASTRUCTURE = (
    SYNC_WORKSPACE,
    MEMBERS,
    DEVICES,
    DEVICE_GRANTS,
    DEVICE_CERTS,
    WRAPPED_KEYS,
    KEY_MANIFESTS,
    WIPE_ORDERS,
    RECOVERY_PAPERS,
    LEDGER,
    ACCESS_EVENTS,
    BLOB_CHUNKS,
    EARLIER_CHUNKS,
    LIMITS,
    PRACTICE_USAGE,
    DEVICE_USAGE,
    AUDIT_HEAD,
    AUDIT_WITNESSES,
    FORMER_NAMES,
    WENT_BACK,
    SET_ASIDES,
)
