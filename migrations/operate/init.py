"""Makes a clinic on a server: roles, database, schema, the first workspace and its owner's device."""

import json
import uuid
from base64 import b64encode
from dataclasses import dataclass

import sqlalchemy as sa

from core.domain.enums import Role
from core.domain.errors import RuleBroken
from core.domain.ids import WorkspaceId
from core.domain.registry import SCHEMA_VERSION
from migrations.operate.connection import operator, parse_address
from migrations.operate.roles import close_database, create_roles, prepare_database
from migrations.server import chain
from migrations.server.programs import execute, is_current
from sync.postgres.logins import NewDevice

_MAKE_WORKSPACE = sa.text("""INSERT INTO pz.sync_workspace
(workspace_id, epoch, min_client_schema, max_client_schema) VALUES (:ws, :epoch, 1, :newest)""")
_MAKE_CHAIN = sa.text("INSERT INTO pz.audit_head (workspace_id, hash) VALUES (:ws, sha256(:seed))")
_MAKE_OWNER = sa.text("SELECT pz.register_member(:ws, :user, 'OWNER', true)")
_CHECK = sa.text("SELECT pz.check_device(:login, :verifier, :name, :sign, :hpke, :cert)")
_PLACE = sa.text("SELECT pz.place_device(:user, :device, :login, :verifier, :name, :sign, :hpke)")
_GRANT = sa.text("SELECT pz.grant_device(:ws, :device, :cert)")
_KEYS = sa.text("SELECT pz.store_keys(:ws, CAST(:keys AS jsonb), :device)")


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
    _enrol(db, first)
    return epoch


def _enrol(db: sa.Connection, device: NewDevice) -> None:
    fields: dict[str, object] = {
        "ws": device.workspace_id,
        "user": device.user_id,
        "device": device.device_id,
        "login": device.login_role,
        "verifier": device.verifier,
        "name": device.name,
        "sign": device.sign_pub,
        "hpke": device.hpke_pub,
        "cert": device.cert,
        "keys": json.dumps([[key.key_no, str(key.device_id), _b64(key.blob)] for key in device.keys]),
    }
    for statement in (_CHECK, _PLACE, _GRANT, _KEYS):
        db.execute(statement, fields)


def _b64(raw: bytes) -> str:
    return b64encode(raw).decode("ascii")
