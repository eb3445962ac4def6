"""What a clinic's server holds, as its operator may know it: counts, sizes and times, no content."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa

from core.domain.ids import DeviceId, WorkspaceId
from core.domain.printable import one_line
from core.domain.registry import TABLES
from migrations.operate.connection import operator
from migrations.operate.reading import columns, narrow, reading_all
from migrations.operate.room import ConnectionRoom, room
from migrations.operate.upgrade import installed_revision
from migrations.server import chain
from migrations.server.programs import execute
from migrations.server.tables import BLOB_CHUNKS, EARLIER_CHUNKS, PRACTICE_USAGE, SCHEMA

_WORKSPACES = sa.text("""SELECT w.workspace_id, w.seq, w.created_at, w.min_client_schema, w.max_client_schema,
  (SELECT count(*) FROM pz.members m WHERE m.workspace_id = w.workspace_id AND m.revoked_at IS NULL),
  (SELECT count(*) FROM pz.device_grants g WHERE g.workspace_id = w.workspace_id AND g.revoked_at IS NULL),
  (SELECT max(d.last_seen_at) FROM pz.device_grants g JOIN pz.devices d ON d.device_id = g.device_id
    WHERE g.workspace_id = w.workspace_id)
FROM pz.sync_workspace w ORDER BY w.created_at, w.workspace_id""")
_SIZES = sa.text("""SELECT c.relname, pg_total_relation_size(c.oid) AS size FROM pg_class c
WHERE c.relnamespace = 'pz'::regnamespace AND c.relkind = 'r' ORDER BY 2 DESC, 1""")

_LAGS = sa.text("""SELECT g.workspace_id, g.device_id, d.name, d.last_seen_at,
  w.seq - least(w.seq, coalesce((SELECT a.upto_seq FROM pz.access_events a
    WHERE a.workspace_id = g.workspace_id AND a.device_id = g.device_id
      AND a.upto_seq > 0  -- a page of the feed, which parts of files and links of the audit chain are not
    ORDER BY a.at DESC, a.id DESC LIMIT 1), 0))
FROM pz.device_grants g JOIN pz.devices d ON d.device_id = g.device_id
JOIN pz.sync_workspace w ON w.workspace_id = g.workspace_id
WHERE g.revoked_at IS NULL AND d.revoked_at IS NULL ORDER BY g.workspace_id, g.granted_at, g.device_id""")

_CONNECTIONS = sa.text("""SELECT d.device_id, count(*) AS connections,
  max(extract(epoch FROM clock_timestamp() - a.xact_start))::float8 AS oldest_s
FROM pz.devices d JOIN pg_stat_activity a ON a.usename = d.login_role GROUP BY d.device_id""")
_SCARCE = sa.text("""SELECT x.workspace_id, x.device_id, x.name, x.used, x.most FROM (
  SELECT u.workspace_id, NULL::uuid AS device_id, v.name, v.used, pz.limit_of(u.workspace_id, v.name) AS most
    FROM pz.practice_usage u,
      LATERAL (VALUES ('rows', u.rows), ('bytes', u.bytes), ('file_bytes', u.file_bytes)) v(name, used)
  UNION ALL SELECT u.workspace_id, u.device_id, v.name, v.used, pz.limit_of(u.workspace_id, v.name)
    FROM pz.device_usage u, LATERAL (VALUES ('rows_day', u.rows), ('bytes_day', u.bytes),
      ('file_bytes_day', u.file_bytes)) v(name, used)
    WHERE u.day = (now() AT TIME ZONE 'UTC')::date
  UNION ALL SELECT a.workspace_id, a.device_id, 'reads_day', a.used, pz.limit_of(a.workspace_id, 'reads_day')
    FROM (SELECT workspace_id, device_id, greatest(count(*) FILTER (WHERE NOT of_file),
        count(*) FILTER (WHERE of_file)) AS used FROM pz.access_events e,
        -- A server that was not upgraded yet has no such column.
        LATERAL (SELECT to_jsonb(e) ->> 'blob_key' IS NOT NULL AS of_file) f
      WHERE at >= date_trunc('day', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' GROUP BY 1, 2) a) x
WHERE x.most > 0 AND x.used * 5 >= x.most * 4 ORDER BY 1, 2 NULLS FIRST, 3""")
_LOGIN_BYTES = sa.text("SELECT pg_total_relation_size('pg_db_role_setting'::regclass)")
_COUNTED = sa.text("""INSERT INTO pz.practice_usage (workspace_id, rows, bytes, file_bytes)
VALUES (:ws, :rows, :bytes, :files) ON CONFLICT (workspace_id) DO UPDATE
SET rows = excluded.rows, bytes = excluded.bytes, file_bytes = excluded.file_bytes""")
_LOGGED = sa.text("SELECT current_setting('log_min_messages')")
_FILE_BYTES = "SELECT sum(octet_length(cell)) FROM pz.{table} WHERE workspace_id = :ws"


@dataclass(frozen=True, slots=True)
class DeviceLag:
    """`behind` is how many changes the device has not fetched yet, as its last page told.

    `oldest_s` is how long the oldest transaction of its connections is open, where the operator may see that.
    """

    workspace_id: WorkspaceId
    device_id: DeviceId
    name: str
    last_seen_at: datetime | None
    behind: int
    connections: int = 0
    oldest_s: float | None = None


@dataclass(frozen=True, slots=True)
class NearlyFull:
    """A limit of which four fifths are used: a practice's, or a device's for today (in UTC)."""

    workspace_id: WorkspaceId
    device_id: DeviceId | None
    name: str
    used: int
    most: int


@dataclass(frozen=True, slots=True)
class WorkspaceStatus:
    """`seq` counts every change ever accepted; `last_seen_at` is the latest contact of any device.

    `rows` and `bytes` are of the practice's records as they are stored, without indexes; `file_bytes` of
    its attachments' content.
    """

    workspace_id: WorkspaceId
    seq: int
    created_at: datetime
    min_schema: int
    max_schema: int
    members: int
    devices: int
    last_seen_at: datetime | None
    rows: int = 0
    bytes: int = 0
    file_bytes: int = 0


@dataclass(frozen=True, slots=True)
class ServerStatus:
    server_version: str
    revision: str
    newest_revision: str
    database_bytes: int
    table_bytes: dict[str, int]
    workspaces: tuple[WorkspaceStatus, ...]
    devices: tuple[DeviceLag, ...] = ()
    room: ConnectionRoom | None = None
    nearly_full: tuple[NearlyFull, ...] = ()
    login_bytes: int = 0
    """Of the catalog in which all logins of the server keep their settings."""
    logged: str = ""
    """From which level on messages go into the server's log in this database."""


def status(address: str | sa.URL) -> ServerStatus:
    """Read as the operator role."""
    with operator(address) as db:
        revision = installed_revision(db)
        found = [WorkspaceStatus(*row) for row in db.execute(_WORKSPACES)]
        about = ServerStatus(
            server_version=str(db.scalar(sa.text("SELECT current_setting('server_version')"))),
            revision=revision,
            newest_revision=chain.head(),
            database_bytes=int(db.scalar(sa.text("SELECT pg_database_size(current_database())")) or 0),
            table_bytes={row.relname: int(row.size) for row in db.execute(_SIZES)},
            workspaces=(),
            devices=_devices(db),
            room=room(db),
            nearly_full=_nearly_full(db),
            login_bytes=int(db.scalar(_LOGIN_BYTES) or 0),
            logged=str(db.scalar(_LOGGED)),
        )
        return replace(about, workspaces=_measured(db, found))


def _devices(db: sa.Connection) -> tuple[DeviceLag, ...]:
    open_now = {row.device_id: row for row in db.execute(_CONNECTIONS)}
    found = []
    for row in db.execute(_LAGS):
        known = open_now.get(row.device_id)
        lag = DeviceLag(*row, *((known.connections, known.oldest_s) if known else ()))
        found.append(replace(lag, name=one_line(lag.name)))
    return tuple(found)


def _nearly_full(db: sa.Connection) -> tuple[NearlyFull, ...]:
    if not columns(db, PRACTICE_USAGE.name):  # a server that was not upgraded yet
        return ()
    return tuple(NearlyFull(*row) for row in db.execute(_SCARCE))


def recount(address: str | sa.URL) -> None:
    """Puts what lies in each practice in the place of what was counted while it was sent."""
    with operator(address) as db:
        found = _measured(db, [WorkspaceStatus(*row) for row in db.execute(_WORKSPACES)])
        # Only now: measuring rolls its transaction back, and with it each role that was taken on.
        execute(db, "SET LOCAL ROLE pz_authz")
        for each in found:
            counts = {"rows": each.rows, "bytes": each.bytes, "files": each.file_bytes}
            db.execute(_COUNTED, counts | {"ws": each.workspace_id})


def _measured(db: sa.Connection, found: Sequence[WorkspaceStatus]) -> tuple[WorkspaceStatus, ...]:
    with reading_all(db):
        execute(db, "SET LOCAL ROLE pz_owner")
        return tuple(_with_size(db, each) for each in found)


def _with_size(db: sa.Connection, workspace: WorkspaceStatus) -> WorkspaceStatus:
    narrow(db, workspace.workspace_id)
    tables = [table.name for table in TABLES if columns(db, table.name)]
    sizes = [db.execute(_size_of(db, name), {"ws": workspace.workspace_id}).one() for name in tables]
    return replace(
        workspace,
        rows=sum(size.rows for size in sizes),
        bytes=sum(int(size.bytes) for size in sizes),
        file_bytes=_file_bytes(db, workspace.workspace_id),
    )


def _file_bytes(db: sa.Connection, workspace_id: WorkspaceId) -> int:
    kept = (BLOB_CHUNKS.name, EARLIER_CHUNKS.name)
    there = [name for name in kept if columns(db, name)]  # a server that was not upgraded yet lacks some
    return sum(
        int(db.scalar(sa.text(_FILE_BYTES.format(table=name)), {"ws": workspace_id}) or 0) for name in there
    )


def _size_of(db: sa.Connection, name: str) -> sa.TextClause:
    """What each value takes, which is known without reading long ones."""
    total = " + ".join(f"coalesce(pg_column_size({column}), 0)" for column in columns(db, name))
    return sa.text(
        f"SELECT count(*) AS rows, coalesce(sum({total}), 0) AS bytes"
        f" FROM {SCHEMA}.{name} WHERE workspace_id = :ws"
    )
