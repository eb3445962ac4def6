"""What a clinic's server holds, as its operator may know it: counts, sizes and times, no content."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from core.domain.ids import WorkspaceId
from migrations.operate.connection import operator
from migrations.operate.upgrade import installed_revision
from migrations.server import chain

_WORKSPACES = sa.text("""SELECT w.workspace_id, w.seq, w.created_at, w.min_client_schema, w.max_client_schema,
  (SELECT count(*) FROM pz.members m WHERE m.workspace_id = w.workspace_id AND m.revoked_at IS NULL),
  (SELECT count(*) FROM pz.device_grants g WHERE g.workspace_id = w.workspace_id AND g.revoked_at IS NULL),
  (SELECT max(d.last_seen_at) FROM pz.device_grants g JOIN pz.devices d ON d.device_id = g.device_id
    WHERE g.workspace_id = w.workspace_id)
FROM pz.sync_workspace w ORDER BY w.created_at, w.workspace_id""")
_SIZES = sa.text("""SELECT c.relname, pg_total_relation_size(c.oid) AS size FROM pg_class c
WHERE c.relnamespace = 'pz'::regnamespace AND c.relkind = 'r' ORDER BY 2 DESC, 1""")


@dataclass(frozen=True, slots=True)
class WorkspaceStatus:
    """`seq` counts every change ever accepted; `last_seen_at` is the latest contact of any device."""

    workspace_id: WorkspaceId
    seq: int
    created_at: datetime
    min_schema: int
    max_schema: int
    members: int
    devices: int
    last_seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class ServerStatus:
    server_version: str
    revision: str
    newest_revision: str
    database_bytes: int
    table_bytes: dict[str, int]
    workspaces: tuple[WorkspaceStatus, ...]


def status(address: str | sa.URL) -> ServerStatus:
    """Read as the operator role."""
    with operator(address) as db:
        revision = installed_revision(db)
        return ServerStatus(
            server_version=str(db.scalar(sa.text("SELECT current_setting('server_version')"))),
            revision=revision,
            newest_revision=chain.head(),
            database_bytes=int(db.scalar(sa.text("SELECT pg_database_size(current_database())")) or 0),
            table_bytes={row.relname: int(row.size) for row in db.execute(_SIZES)},
            workspaces=tuple(WorkspaceStatus(*row) for row in db.execute(_WORKSPACES)),
        )
