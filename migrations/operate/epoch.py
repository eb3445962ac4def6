"""After a database was restored from a dump: devices must notice, or they would skip what is gone."""

import uuid

import sqlalchemy as sa

from core.domain.ids import WorkspaceId

_RENEW = sa.text("UPDATE pz.sync_workspace SET epoch = gen_random_uuid() RETURNING workspace_id, epoch")


def renew(db: sa.Connection) -> dict[WorkspaceId, uuid.UUID]:
    """In the caller's transaction and as a role that may."""
    return {row.workspace_id: row.epoch for row in db.execute(_RENEW)}
