"""Brings a clinic's database to this program's schema and functions."""

from dataclasses import dataclass

import sqlalchemy as sa

from core.domain.errors import UserError, VersionMismatch
from core.domain.registry import SCHEMA_VERSION
from migrations.operate.connection import operator
from migrations.operate.roles import close_database, create_roles, prepare_database
from migrations.server import chain
from migrations.server.programs import execute

_NEWEST = sa.text(
    "UPDATE pz.sync_workspace SET max_client_schema = :newest WHERE max_client_schema < :newest"
)


@dataclass(frozen=True, slots=True)
class Upgraded:
    before: str
    after: str


def upgrade(address: str | sa.URL) -> Upgraded:
    """Devices see the old state or the new one; may be repeated, and mends drifted functions and policies
    even without news."""
    with operator(address) as db:
        before = installed_revision(db)
        create_roles(db)
        prepare_database(db)
        # Who lets a device in or out holds the tables and then waits for what these two have locked.
        db.commit()
        chain.upgrade(db)
        close_database(db)
        execute(db, "SET LOCAL ROLE pz_authz")
        db.execute(_NEWEST, {"newest": SCHEMA_VERSION})
        execute(db, "SET LOCAL ROLE pz_prov")
        execute(db, "SELECT pz.settle_logins()")
    return Upgraded(before, chain.head())


def installed_revision(db: sa.Connection) -> str:
    """The database's revision; refuses a database without PazPaz or of a newer one."""
    revision = chain.current(db)
    if revision is None:
        raise UserError(
            "This database holds no PazPaz; run `pazpaz server init` first.", code="not_initialised"
        )
    if not chain.knows(revision):
        raise VersionMismatch("This database was made by a newer PazPaz; update this program first.")
    return revision


def refuse_unless_current(db: sa.Connection) -> None:
    """For what only this program's revision has."""
    if installed_revision(db) != chain.head():
        raise UserError(
            "This database is of an older PazPaz; nothing was changed. Run `pazpaz server upgrade` first.",
            code="not_upgraded",
        )
