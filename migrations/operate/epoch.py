"""After a database was restored from a dump: devices must notice, or they would skip what is gone."""

import uuid

import sqlalchemy as sa

from core.domain.ids import WorkspaceId
from migrations.operate.connection import operator
from migrations.operate.upgrade import installed_revision
from migrations.server.programs import execute

_RENEW = sa.text("UPDATE pz.sync_workspace SET epoch = gen_random_uuid() RETURNING workspace_id, epoch")


def renew_epochs(address: str | sa.URL) -> dict[WorkspaceId, uuid.UUID]:
    """Gives every workspace a new epoch: each device then compares all it has and keeps its unsent work."""
    with operator(address) as db:
        installed_revision(db)
        execute(db, "SET LOCAL ROLE pz_authz")
        return renew(db)


def renew(db: sa.Connection) -> dict[WorkspaceId, uuid.UUID]:
    """In the caller's transaction and as a role that may."""
    return {row.workspace_id: row.epoch for row in db.execute(_RENEW)}
