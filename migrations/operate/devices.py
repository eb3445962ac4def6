"""The operator's view of enrolled devices, and shutting one out when no owner's device can."""

from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa

from core.domain.errors import NotFound
from core.domain.ids import DeviceId, UserId, WorkspaceId
from core.domain.printable import one_line
from migrations.operate.connection import operator
from migrations.operate.upgrade import installed_revision
from migrations.server.programs import execute
from sync.postgres.errors import no_verifier

_DEVICES = sa.text("""SELECT g.workspace_id, d.device_id, d.user_id, m.role, d.name, d.login_role,
  g.granted_at, d.last_seen_at, coalesce(g.revoked_at, d.revoked_at), d.program
FROM pz.device_grants g JOIN pz.devices d ON d.device_id = g.device_id
LEFT JOIN pz.members m ON m.workspace_id = g.workspace_id AND m.user_id = d.user_id
ORDER BY g.workspace_id, g.granted_at, d.device_id""")
_RESET = sa.text("SELECT pz.reset_login(:device)")
_WITHDRAW = sa.text("SELECT pz.withdraw(:ws, :device)")


@dataclass(frozen=True, slots=True)
class EnrolledDevice:
    """One device in one workspace; a device of two workspaces appears twice."""

    workspace_id: WorkspaceId
    device_id: DeviceId
    user_id: UserId
    role: str | None
    name: str
    login_role: str
    enrolled_at: datetime
    last_seen_at: datetime | None
    revoked_at: datetime | None
    program: str | None
    """The version it last said it runs."""


def list_devices(address: str | sa.URL) -> tuple[EnrolledDevice, ...]:
    with operator(address) as db:
        installed_revision(db)
        return _devices(db)


def revoke(address: str | sa.URL, device_id: DeviceId) -> tuple[EnrolledDevice, ...]:
    """Shuts a device out of every workspace of this database; returns what it had."""
    with operator(address) as db:
        installed_revision(db)
        found = tuple(device for device in _devices(db) if device.device_id == device_id)
        if not found:
            raise NotFound("There is no such device on this server.")
        execute(db, "SET LOCAL ROLE pz_prov")
        for device in found:
            db.execute(_WITHDRAW, {"ws": device.workspace_id, "device": device_id})
    return found


def reset_login(address: str | sa.URL, device_id: DeviceId) -> EnrolledDevice:
    """Gives a device back the password that it came in with. Raises NotFound for one that is not in."""
    with operator(address) as db:
        installed_revision(db)
        found = [one for one in _devices(db) if one.device_id == device_id and one.revoked_at is None]
        if not found:
            raise NotFound("There is no such device on this server, or it was removed; nothing was changed.")
        execute(db, "SET LOCAL ROLE pz_prov")
        if not db.scalar(_RESET, {"device": device_id}):
            raise no_verifier()
    return found[0]


def _devices(db: sa.Connection) -> tuple[EnrolledDevice, ...]:
    found = (EnrolledDevice(*row) for row in db.execute(_DEVICES))
    return tuple(replace(device, name=one_line(device.name)) for device in found)
