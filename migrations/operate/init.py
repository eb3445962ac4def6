"""Makes a clinic on a server: roles, database, schema, the first workspace and its owner's device."""

import uuid
from dataclasses import dataclass

import sqlalchemy as sa

from core.domain.enums import Role
from core.domain.errors import RuleBroken
from core.domain.ids import WorkspaceId
from core.domain.registry import SCHEMA_VERSION
from migrations.operate.connection import operator, parse_address
from migrations.operate.enrolment import enrol
from migrations.operate.roles import close_database, create_roles, prepare_database
from migrations.server import chain
from migrations.server.programs import execute, is_current
from sync.postgres.logins import NewDevice

_MAKE_WORKSPACE = sa.text("""INSERT INTO pz.sync_workspace
(workspace_id, epoch, min_client_schema, max_client_schema) VALUES (:ws, :epoch, 1, :newest)""")
_MAKE_CHAIN = sa.text("INSERT INTO pz.audit_head (workspace_id, hash) VALUES (:ws, sha256(:seed))")
_MAKE_OWNER = sa.text("SELECT pz.register_member(:ws, :user, 'OWNER', true)")


@dataclass(frozen=True, slots=True)
class Initialised:
    """What the first device needs to connect, beside its own password."""

    database: str
    workspace_id: WorkspaceId
    epoch: uuid.UUID
    revision: str


def init(address: str | sa.URL, first: NewDevice, *, create_database: bool = False) -> Initialised:
    """Prepares the database in `address` and lets the owner's first device in.

    `address` is the operator's (CREATEROLE, and CREATEDB when the database is to be made). Repeating it
    with another workspace adds that workspace to the same database.
    """
    url = parse_address(address)
    if first.user_role is not Role.OWNER:
        raise RuleBroken("The first device of a practice must be its owner's.")
    install(url, create_database=create_database)
    with operator(url) as db:
        epoch = _add_workspace(db, first)
    return Initialised(url.database or "", first.workspace_id, epoch, chain.head())


def install(address: str | sa.URL, *, create_database: bool = False) -> None:
    """Roles, schemas, tables and functions, without any workspace; may be repeated."""
    if create_database:
        make_database(parse_address(address))
    with operator(address) as db:
        create_roles(db)
        prepare_database(db)
        db.commit()
        # Installing anew makes every device wait, and a second practice needs none of it.
        if chain.current(db) != chain.head() or not is_current(db):
            chain.upgrade(db)
        close_database(db)


def make_database(url: sa.URL) -> None:
    """The database of the address, when it is missing; needs CREATEDB."""
    # CREATE DATABASE refuses to run in a transaction.
    with operator(url.set(database="postgres"), autocommit=True) as db:
        known = db.scalar(
            sa.text("SELECT count(*) FROM pg_database WHERE datname = :name"), {"name": url.database}
        )
        if not known:
            name = db.scalar(sa.text("SELECT quote_ident(:name)"), {"name": url.database})
            # Only template0 may be copied under another encoding than its own (CREATE DATABASE).
            execute(db, f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")


def _add_workspace(db: sa.Connection, first: NewDevice) -> uuid.UUID:
    epoch = uuid.uuid4()
    ws = {"ws": first.workspace_id}
    execute(db, "SET LOCAL ROLE pz_authz")
    db.execute(_MAKE_WORKSPACE, ws | {"epoch": epoch, "newest": SCHEMA_VERSION})
    # The chain begins with the practice's id, so that no other practice's passes for it.
    db.execute(_MAKE_CHAIN, ws | {"seed": first.workspace_id.bytes})
    execute(db, "SET LOCAL ROLE pz_prov")
    db.execute(_MAKE_OWNER, ws | {"user": first.user_id})
    enrol(db, first, first.device_id)
    return epoch
