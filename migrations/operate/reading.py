"""Reading a whole clinic as its operator, whom the policies hold back like everybody else."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from core.domain.errors import ServerRefused
from core.domain.ids import WorkspaceId
from migrations.server.programs import execute
from migrations.server.tables import SCHEMA

_WORKSPACES = sa.text("SELECT workspace_id FROM pz.sync_workspace ORDER BY created_at, workspace_id")
_LET_IN = (
    sa.text("INSERT INTO pz.members (workspace_id, user_id, role) VALUES (:ws, :me, 'OWNER')"),
    sa.text(
        "INSERT INTO pz.device_grants (workspace_id, device_id, cert, granted_by)"
        " VALUES (:ws, :me, '', session_user)"
    ),
)
_OWN_DEVICE = sa.text("""INSERT INTO pz.devices (device_id, login_role, user_id, name, sign_pub, hpke_pub,
  enrolled_by) VALUES (:me, session_user, :me, 'reading', '', '', session_user)""")
_READABLE = sa.text("SELECT pz.my_workspaces('{OWNER}')")
_NARROW = sa.text("SELECT set_config('app.current_workspace_id', :ws, true)")
_COLUMNS = sa.text("""SELECT a.attname FROM pg_attribute a WHERE a.attrelid = to_regclass(:table)
AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' ORDER BY a.attnum""")


@contextmanager
def reading_all(db: sa.Connection) -> Iterator[tuple[WorkspaceId, ...]]:
    """Lets the operator read every workspace until the block ends; the transaction is always rolled back.

    Policies hold for the operator too. So the operator becomes an owner of each workspace, who may read all
    of it, in a transaction that is never committed: no policy is lifted for anybody, no lock stops a device,
    and nobody else sees that owner.
    """
    me = uuid.uuid4()
    found = tuple(WorkspaceId(each) for each in db.scalars(_WORKSPACES))
    try:
        execute(db, "SET LOCAL ROLE pz_prov")
        db.execute(_OWN_DEVICE, {"me": me})
        for workspace_id in found:
            for statement in _LET_IN:
                db.execute(statement, {"ws": workspace_id, "me": me})
        # What a policy hides is missing without a word, so it is asked first whether all can be read.
        if set(db.scalar(_READABLE) or ()) != set(found):
            raise unreadable()
        execute(db, "RESET ROLE")
        execute(db, f"SELECT set_config('app.reading_as', '{me}', true)")
        yield found
    finally:
        if not db.closed:
            db.rollback()


def narrow(db: sa.Connection, workspace_id: WorkspaceId) -> None:
    """Reading goes workspace by workspace, as the policies want it."""
    db.execute(_NARROW, {"ws": str(workspace_id)})


def columns(db: sa.Connection, name: str) -> tuple[str, ...]:
    """Of a table as it stands in this database."""
    return tuple(db.scalars(_COLUMNS, {"table": f"{SCHEMA}.{name}"}))


def unreadable() -> ServerRefused:
    return ServerRefused("The server does not let its operator read everything; run `pazpaz server doctor`.")
