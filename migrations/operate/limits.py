"""What each practice may take of the server, as its operator sets it."""

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from core.domain.errors import BadInput, NotFound
from core.domain.ids import WorkspaceId
from migrations.operate.connection import operator
from migrations.operate.upgrade import refuse_unless_current
from migrations.server.limit_programs import BY_NAME, LIMITS
from migrations.server.programs import execute

MOST = 2**53
_PRACTICES = sa.text("SELECT workspace_id FROM pz.sync_workspace ORDER BY created_at, workspace_id")
_VALUE = sa.text("SELECT pz.limit_of(:ws, :name)")
_SET = sa.text("""INSERT INTO pz.limits AS l (workspace_id, name, value) VALUES (:ws, :name, :value)
ON CONFLICT (workspace_id, name) DO UPDATE SET value = excluded.value""")


@dataclass(frozen=True, slots=True)
class PracticeLimits:
    """By the names of `LIMITS`."""

    workspace_id: WorkspaceId
    values: dict[str, int]


def limits(
    address: str | sa.URL, wanted: Mapping[str, int] | None = None, only: WorkspaceId | None = None
) -> tuple[PracticeLimits, ...]:
    """Sets what is `wanted`, for all practices of this database or for one; returns what holds then."""
    _check(wanted or {})
    with operator(address) as db:
        refuse_unless_current(db)
        known = tuple(WorkspaceId(each) for each in db.scalars(_PRACTICES))
        if only is not None and only not in known:
            raise NotFound("There is no such practice on this server; nothing was changed.")
        practices = known if only is None else (only,)
        execute(db, "SET LOCAL ROLE pz_prov")
        for workspace_id in practices:
            for name, value in (wanted or {}).items():
                db.execute(_SET, {"ws": workspace_id, "name": name, "value": value})
        # PostgreSQL holds each login to its part of them, which was shared out by the limit of before.
        if "connections" in (wanted or {}):
            execute(db, "SELECT pz.share_all_connections()")
        return tuple(PracticeLimits(each, values_of(db, each)) for each in practices)


def values_of(db: sa.Connection, workspace_id: WorkspaceId) -> dict[str, int]:
    return {
        limit.name: int(db.scalar(_VALUE, {"ws": workspace_id, "name": limit.name}) or 0) for limit in LIMITS
    }


def _check(wanted: Mapping[str, int]) -> None:
    for name, value in wanted.items():
        if name not in BY_NAME:
            known = ", ".join(BY_NAME)
            raise BadInput(f"There is no limit {name}; nothing was changed. There are: {known}.")
        if not 0 <= value <= MOST:
            raise BadInput(f"{value} cannot be the limit {name}; nothing was changed.")
