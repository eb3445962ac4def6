"""Which practice of a server a recovery paper belongs to: the one whose devices lead to the paper's root."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from core.crypto.certs import DeviceCert, newest_certs
from core.crypto.recovery import workspace_keys
from core.domain.errors import NotFound, UserError
from core.domain.ids import DeviceId, WorkspaceId
from migrations.server.programs import execute
from sync.keys.certificates import devices_of

_WORKSPACES = sa.text("SELECT DISTINCT workspace_id FROM pz.device_grants ORDER BY workspace_id")
_KEEPS_CERTS = sa.text("SELECT to_regprocedure('pz.shown_certs(uuid)') IS NOT NULL")
_CERTS = sa.text("SELECT device_id, cert FROM pz.shown_certs(:ws)")


@dataclass(frozen=True, slots=True)
class PaperPractice:
    """`certs` as the server holds them, the newest of each device first; `devices` those of which one leads
    to the paper, removed ones too."""

    workspace_id: WorkspaceId
    certs: Mapping[DeviceId, Sequence[bytes]]
    devices: Mapping[DeviceId, DeviceCert]


def practice_of(db: sa.Connection, code: str) -> PaperPractice:
    """Raises BadInput for a mistyped code, NotFound for one of another server. Leaves the role pz_prov."""
    root = workspace_keys(code)
    if not db.scalar(_KEEPS_CERTS):
        raise UserError(
            "This server is older than this program; nothing was changed. Run `pazpaz server upgrade`, then "
            "try again.",
            code="server_too_old",
        )
    execute(db, "SET LOCAL ROLE pz_prov")
    for workspace_id in map(WorkspaceId, db.scalars(_WORKSPACES).all()):
        certs: dict[DeviceId, list[bytes]] = {}
        for row in db.execute(_CERTS, {"ws": workspace_id}):
            certs.setdefault(DeviceId(row.device_id), []).append(bytes(row.cert))
        devices = devices_of(newest_certs(certs, root.sign_pub, workspace_id).newest)
        if devices:
            return PaperPractice(workspace_id, certs, devices)
    raise NotFound("No practice on this server has this recovery paper; nothing was changed.")
