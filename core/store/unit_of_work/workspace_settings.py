"""The practice's settings as they stand in its row."""

from typing import Any

from sqlalchemy import Connection, select

from core.domain.ids import WorkspaceId
from core.store.database.tables import SYNCED


def stored_settings(db: Connection, workspace_id: WorkspaceId) -> dict[str, Any]:
    """Without defaults; empty where there is no row yet."""
    place = SYNCED["workspaces"].c
    return db.execute(select(place.settings).where(place.id == workspace_id)).scalar() or {}
