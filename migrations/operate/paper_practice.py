"""Which practice of a server a recovery paper belongs to: the one whose devices lead to the paper's root."""

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from core.crypto.certs import DeviceCert, verify_chain
from core.crypto.recovery import workspace_keys
from core.domain.errors import NotFound
from core.domain.ids import DeviceId, WorkspaceId
from migrations.server.programs import execute

_WORKSPACES = sa.text("SELECT DISTINCT workspace_id FROM pz.device_grants ORDER BY workspace_id")
_CERTS = sa.text("SELECT device_id, cert FROM pz.device_grants WHERE workspace_id = :ws")


@dataclass(frozen=True, slots=True)
class PaperPractice:
    """`certs` as the server holds them; `devices` those that lead to the paper, removed ones too."""

    workspace_id: WorkspaceId
    certs: Mapping[DeviceId, bytes]
    devices: Mapping[DeviceId, DeviceCert]


def practice_of(db: sa.Connection, code: str) -> PaperPractice:
    """Raises BadInput for a mistyped code, NotFound for one of another server. Leaves the role pz_prov."""
    root = workspace_keys(code)
    execute(db, "SET LOCAL ROLE pz_prov")
    for workspace_id in map(WorkspaceId, db.scalars(_WORKSPACES).all()):
        rows = db.execute(_CERTS, {"ws": workspace_id})
        certs = {DeviceId(row.device_id): bytes(row.cert) for row in rows}
        devices = verify_chain(certs, root.sign_pub, workspace_id)
        if devices:
            return PaperPractice(workspace_id, certs, devices)
    raise NotFound("No practice on this server has this recovery paper; nothing was changed.")
