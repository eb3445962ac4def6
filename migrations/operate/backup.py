"""Saves a clinic's database in one file, from one snapshot, while devices go on working.

A logical copy by COPY, not pg_dump: that would have to be of the server's version or newer, would stumble
over the forced policies, and would carry functions and privileges that the program makes anew anyway.
"""

import errno
import os
import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import sqlalchemy as sa

from core.domain.errors import BadInput, DiskFull, ServerRefused, ServerUnreachable
from core.domain.ids import WorkspaceId
from core.domain.registry import BY_NAME
from migrations.operate.backup_file import BackupProgress, BackupReader, BackupWriter, Manifest, Member
from migrations.operate.connection import operator
from migrations.operate.reading import columns, narrow, reading_all, unreadable
from migrations.operate.upgrade import installed_revision
from migrations.server.programs import execute
from migrations.server.tables import BLOB_CHUNKS, EARLIER_CHUNKS, SCHEMA, SERVER

_ABOUT = sa.text("""SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS made_at,
current_database() AS database, current_setting('server_version') AS server_version""")
_READER = sa.text("""SELECT r FROM unnest(ARRAY['pz_authz', 'pz_prov']) r
WHERE has_table_privilege(r, :table, 'SELECT') AND EXISTS (SELECT FROM pg_policies p
  WHERE format('%I.%I', p.schemaname, p.tablename) = :table AND p.permissive = 'PERMISSIVE'
    AND p.qual = 'true' AND p.cmd IN ('ALL', 'SELECT') AND r = ANY (p.roles::text[])) LIMIT 1""")
# Rows of the reader who is let in for the backup: no restore may bring them back.
_OURSELVES = {"members": "user_id", "devices": "device_id", "device_grants": "device_id"}
# Distributions add words of their own: "16.4 (Debian 16.4-1.pgdg120+2)".
_VERSION = re.compile(r"[0-9.]+")


@dataclass(frozen=True, slots=True)
class ServerBackupReport:
    path: Path
    size_bytes: int
    manifest: Manifest


def backup(address: str | sa.URL, to: Path, progress: BackupProgress) -> ServerBackupReport:
    """Writes and reads back `to`, mode 0600; when anything fails or is interrupted there is no new file."""
    with _new_file(to) as (temporary, file):
        with closing(BackupWriter(file)) as writer:
            manifest = _save(address, writer, progress)
        # On the disk before it gets its name: after a power cut there is the old file or the new one.
        file.flush()
        os.fsync(file.fileno())
        # What a disk made of it is to be noticed now, and not on the day when it is needed.
        with BackupReader(temporary) as written:
            written.verify(progress)
    return ServerBackupReport(to, to.stat().st_size, manifest)


def _save(address: str | sa.URL, writer: BackupWriter, progress: BackupProgress) -> Manifest:
    with operator(address) as db:
        # One snapshot for all tables: a row that is saved later never points to one that was not there yet.
        db.execution_options(isolation_level="REPEATABLE READ")
        revision = installed_revision(db)
        about = db.execute(_ABOUT).one()
        with reading_all(db) as workspaces, driver_errors(db):
            # A server that was not upgraded yet lacks the newest tables: it is saved before it is upgraded.
            there = [table for table in saved_tables() if columns(db, table)]
            saved = [_save_table(db, writer, table, workspaces, progress) for table in there]
        manifest = Manifest(
            about.made_at, about.database, _server_version(about.server_version), revision, tuple(saved)
        )
        writer.finish(manifest)
    return manifest


def _server_version(told: str) -> str:
    found = _VERSION.match(told)
    return found.group() if found else "unknown"


def saved_tables() -> list[str]:
    """Parents before children."""
    return [table.name for table in SERVER.sorted_tables]


def _save_table(
    db: sa.Connection,
    writer: BackupWriter,
    name: str,
    workspaces: tuple[WorkspaceId, ...],
    progress: BackupProgress,
) -> Any:
    member = Member(name, columns(db, name))
    for rows in writer.write(member, _blocks(db, member, workspaces)):
        progress(f"Saving {name}", rows, None)
    return member.saved()


def _blocks(db: sa.Connection, member: Member, workspaces: tuple[WorkspaceId, ...]) -> Iterator[bytes]:
    order = _order(member.name)
    if order is None:
        execute(db, f"SET LOCAL ROLE {_reader(db, member.name)}")
        yield from _copy_out(db, member, _not_us(member.name))
        return
    execute(db, "SET LOCAL ROLE pz_owner")
    for workspace_id in workspaces:
        narrow(db, workspace_id)
        yield from _copy_out(db, member, f"WHERE workspace_id = '{workspace_id}' ORDER BY {order}")


def _order(name: str) -> str | None:
    """For tables that are read workspace by workspace; None for those that the program's roles read whole."""
    if name == BLOB_CHUNKS.name:
        return "blob_key, chunk_count, chunk_no"
    if name == EARLIER_CHUNKS.name:
        return "blob_key, chunk_count, chunk_no, number"
    return "seq" if name in BY_NAME else None


def _reader(db: sa.Connection, name: str) -> str:
    """Whoever sees all rows of a table; rows that a policy hid would be missing without a word."""
    found = db.scalar(_READER, {"table": f"{SCHEMA}.{name}"})
    if found is None:
        raise unreadable()
    return str(found)


def _not_us(name: str) -> str:
    column = _OURSELVES.get(name)
    return f"WHERE {column} <> current_setting('app.reading_as')::uuid" if column else ""


def _copy_out(db: sa.Connection, member: Member, rest: str) -> Iterator[bytes]:
    query = f"SELECT {', '.join(member.columns)} FROM {SCHEMA}.{member.name} {rest}"
    with driver(db).cursor() as cursor, cursor.copy(f"COPY ({query}) TO STDOUT") as copy:
        for block in copy:
            yield bytes(block)


def driver(db: sa.Connection) -> Any:
    """The driver's own connection: SQLAlchemy has no word for COPY."""
    return db.connection.driver_connection


@contextmanager
def driver_errors(db: sa.Connection) -> Iterator[None]:
    """What COPY raises does not pass through SQLAlchemy; its text may quote a row and stays here."""
    module: Any = db.dialect.loaded_dbapi
    try:
        yield
    except module.OperationalError as error:
        raise ServerUnreachable(
            f"The server went away or gave up (SQLSTATE {error.sqlstate or 'unknown'}); nothing was changed."
        ) from None
    except module.Error as error:
        raise ServerRefused(
            f"The server refused (SQLSTATE {error.sqlstate or 'unknown'}); nothing was changed."
        ) from None


@contextmanager
def _new_file(to: Path) -> Iterator[tuple[Path, BinaryIO]]:
    """All of it or nothing, readable by its owner alone."""
    if to.is_dir() or not to.absolute().parent.is_dir():
        raise BadInput(f"{to} is no place for a file; nothing was written.")
    temporary = to.with_name(to.name + ".new")
    try:
        # That of a run that was killed. O_EXCL then writes into nothing that somebody else put there.
        temporary.unlink(missing_ok=True)
        handle = os.open(temporary, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w+b") as file:
            yield temporary, file
        temporary.replace(to)
    except OSError as error:
        raise _no_file(to, error) from None
    finally:
        temporary.unlink(missing_ok=True)


def _no_file(to: Path, error: OSError) -> BadInput | DiskFull:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return DiskFull("The disk is full; no backup was written.")
    return BadInput(f"{to} cannot be written: {(error.strerror or 'no reason given').lower()}.")
