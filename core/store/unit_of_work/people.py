"""Who works in the practice and what they may, as an owner wrote it: what rights and keys are decided by."""

import uuid
from collections.abc import Mapping

from sqlalchemy import Connection, select

from core.domain.enums import Role
from core.domain.ids import DeviceId, UserId, WorkspaceId
from core.store.database.tables import SYNCED


def practice_settings(db: Connection, workspace_id: WorkspaceId) -> Mapping[str, object]:
    """As they stand in the practice's row; empty where that is not here yet."""
    place = SYNCED["workspaces"].c
    found: Mapping[str, object] | None = db.execute(
        select(place.settings).where(place.id == workspace_id)
    ).scalar()
    return found or {}


def people(db: Connection, workspace_id: WorkspaceId) -> dict[UserId, Role | None]:
    """Roles as an owner sealed them; None for whoever is no longer active."""
    c = SYNCED["users"].c
    rows = db.execute(select(c.id, c.role, c.is_active, c.deleted_at).where(c.workspace_id == workspace_id))
    return {
        UserId(user_id): Role(role) if is_active and deleted_at is None else None
        for user_id, role, is_active, deleted_at in rows
    }


def people_written_by(db: Connection, device_id: DeviceId) -> set[UserId]:
    """Those whose rows this device wrote last."""
    rows = db.exec_driver_sql("SELECT id FROM users WHERE origin_device = ?", (device_id.bytes,))
    return {UserId(uuid.UUID(bytes=row[0])) for row in rows}


def practice_written_by(db: Connection, workspace_id: WorkspaceId, device_id: DeviceId) -> bool:
    """Whether this device wrote the practice's own row last."""
    sql = "SELECT 1 FROM workspaces WHERE id = ? AND origin_device = ?"
    return db.exec_driver_sql(sql, (workspace_id.bytes, device_id.bytes)).first() is not None
