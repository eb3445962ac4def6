"""Brings a backup back into a new or empty database, as one transaction, under a new epoch."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from core.domain.errors import BadInput, UserError, VersionMismatch
from core.domain.printable import one_line
from migrations.operate import hardening
from migrations.operate.backup import driver, driver_errors
from migrations.operate.backup_file import BackupProgress, BackupReader, Manifest, SavedTable
from migrations.operate.connection import operator, parse_address
from migrations.operate.epoch import renew
from migrations.operate.init import make_database
from migrations.operate.roles import close_database, create_roles, prepare_database
from migrations.operate.status import recount
from migrations.server import chain
from migrations.server.programs import execute
from migrations.server.tables import SCHEMA

_TAKEN = sa.text("SELECT to_regnamespace('pz') IS NOT NULL OR to_regnamespace('pzapi') IS NOT NULL")
_TABLES = sa.text("""SELECT relname FROM pg_class
WHERE relnamespace = 'pz'::regnamespace AND relkind = 'r' AND relname <> 'schema_version'""")
_FORGET_BATCHES = "UPDATE pz.sync_workspace SET batch_xid = NULL, batch_after = NULL"
"""Numbers of another server's transactions: one of ours could be the same and pass for them."""
_COUNTERS = sa.text("""SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relnamespace = 'pz'::regnamespace AND a.attidentity <> '' AND a.attname = 'id'""")
_WENT_BACK = """INSERT INTO pz.went_back (workspace_id, epoch, told_by)
  SELECT workspace_id, epoch, session_user FROM pz.sync_workspace"""
_LOGINS = sa.text("""SELECT d.device_id, d.name, d.login_role, r.rolcanlogin AND r.rolconnlimit <> 2 AS open,
  r.rolcanlogin AND r.rolconnlimit = 2 AS hears,
  CASE WHEN d.login_role ~ '^pzd_[0-9a-f]{32}$' AND d.verifier ~ '^SCRAM-SHA-256\\$' THEN d.verifier END
    AS verifier
FROM pz.devices d LEFT JOIN pg_roles r ON r.rolname = d.login_role
WHERE d.revoked_at IS NULL ORDER BY d.enrolled_at, d.device_id""")
"""A login that is open with two connections is out, and may only hear that its laptop is to wipe itself."""
_MAKE_LOGIN = sa.text("SELECT pz.make_login(:login, :verifier)")
_GRANTS = sa.text(
    "SELECT workspace_id FROM pz.device_grants WHERE device_id = :device AND revoked_at IS NULL"
)
_WITHDRAW = sa.text("SELECT pz.withdraw(:ws, :device)")
_LET_HEAR = sa.text("SELECT pz.open_login(:device, true)")


@dataclass(frozen=True, slots=True)
class Logins:
    """Names of devices by what became of their login."""

    kept: tuple[str, ...] = ()
    """Their login was still on the server."""
    made: tuple[str, ...] = ()
    """Made anew from the backup: they go on without noticing."""
    shut: tuple[str, ...] = ()
    """Revoked on this server since the backup was made, and so revoked in it."""
    lost: tuple[str, ...] = ()
    """No verifier was saved: they must join again."""


@dataclass(frozen=True, slots=True)
class Restored:
    database: str
    revision: str
    manifest: Manifest
    logins: Logins
    unhardened: tuple[str, ...] = ()
    """What a superuser closed in the old database and has to close in this one, or never did."""


def restore(
    address: str | sa.URL, path: Path, progress: BackupProgress, *, create_database: bool = False
) -> Restored:
    """Checks all of the file first, then writes all of it or nothing."""
    url = parse_address(address)
    with BackupReader(path) as saved:
        if not chain.knows(saved.manifest.revision):
            raise VersionMismatch("This backup was made by a newer PazPaz; update this program first.")
        # Before CREATE DATABASE, which stands in no transaction and is not taken back.
        saved.verify(progress)
        if create_database:
            make_database(url)
        with operator(url) as db:
            _refuse_unless_empty(db)
            # Filled before this program's guards are put on: they name columns that older tables lack.
            _make_tables(db, saved.manifest)
            _fill(db, saved, progress)
            chain.upgrade(db)
            # After the upgrade: a backup of before may have no such table.
            _tell_of_it(db)
            logins = _bring_back_logins(db)
            close_database(db)
            unhardened = tuple(each.name for each in hardening.missing(db))
    recount(url)  # a transaction of its own: it reads what no role may read for good
    return Restored(url.database or "", chain.head(), saved.manifest, logins, unhardened)


def _refuse_unless_empty(db: sa.Connection) -> None:
    if db.scalar(_TAKEN):
        raise UserError(
            "This database already holds a PazPaz; a backup goes into an empty one. Nothing was changed.",
            code="not_empty",
        )


def _make_tables(db: sa.Connection, manifest: Manifest) -> None:
    """Of the backup's revision and without guards: its rows were guarded when they were first written."""
    create_roles(db)
    prepare_database(db)
    chain.make_tables(db, manifest.revision)
    execute(db, "SET LOCAL ROLE pz_owner")
    if {table.name for table in manifest.tables} != set(db.scalars(_TABLES)):
        raise BadInput(
            "The backup does not hold the tables of its version; nothing was changed.", code="damaged"
        )


def _fill(db: sa.Connection, saved: BackupReader, progress: BackupProgress) -> None:
    """As pz_owner; no policy is there yet."""
    done = 0
    with driver_errors(db):
        for table in saved.manifest.tables:
            done = _copy_in(db, saved, table, done, progress)
    for statement in (_FORGET_BATCHES, *_go_on_counting(db)):
        execute(db, statement)
    renew(db)
    execute(db, "RESET ROLE")


def _go_on_counting(db: sa.Connection) -> list[str]:
    """Tables that number their rows themselves go on behind what came back."""
    return [
        # False: the next row gets this very number, so that an empty table begins at 1.
        f"SELECT setval(pg_get_serial_sequence('pz.{name}', 'id'),"
        f" coalesce((SELECT max(id) FROM pz.{name}), 0) + 1, false)"
        for name in db.scalars(_COUNTERS)
    ]


def _tell_of_it(db: sa.Connection) -> None:
    """Laptops will offer again what this backup lacks, whoever did it."""
    # The row is told by session_user, which the role does not change: laptops see that it was the operator.
    execute(db, "SET LOCAL ROLE pz_authz")
    execute(db, _WENT_BACK)
    execute(db, "RESET ROLE")


def _copy_in(
    db: sa.Connection, saved: BackupReader, table: SavedTable, done: int, progress: BackupProgress
) -> int:
    statement = f"COPY {SCHEMA}.{table.name} ({', '.join(table.columns)}) FROM STDIN"
    with driver(db).cursor() as cursor:
        with cursor.copy(statement) as copy:
            for block in saved.blocks(table):
                copy.write(block)
                done += block.count(b"\n")
                progress(f"Restoring {table.name}", done, saved.manifest.rows)
        if cursor.rowcount != table.rows:
            raise BadInput("The backup's counts are not true; nothing was changed.", code="damaged")
    return done


def _bring_back_logins(db: sa.Connection) -> Logins:
    """Logins belong to the server, not to the database: on the same server they are still there."""
    devices = db.execute(_LOGINS).all()
    execute(db, "SET LOCAL ROLE pz_prov")
    for device in devices:
        if device.open is None and device.verifier is not None:
            db.execute(_MAKE_LOGIN, {"login": device.login_role, "verifier": device.verifier})
        elif device.open is False:
            for workspace_id in db.scalars(_GRANTS, {"device": device.device_id}).all():
                db.execute(_WITHDRAW, {"ws": workspace_id, "device": device.device_id})
            if device.hears:  # in the database that is brought back beside its own, say
                db.execute(_LET_HEAR, {"device": device.device_id})
    # Logins that were made anew are held to no part of the practice's connections yet.
    execute(db, "SELECT pz.share_all_connections()")
    execute(db, "RESET ROLE")
    return Logins(
        kept=_names(each for each in devices if each.open),
        made=_names(each for each in devices if each.open is None and each.verifier is not None),
        shut=_names(each for each in devices if each.open is False),
        lost=_names(each for each in devices if each.open is None and each.verifier is None),
    )


def _names(devices: Iterable[sa.Row[Any]]) -> tuple[str, ...]:
    return tuple(one_line(each.name) for each in devices)
