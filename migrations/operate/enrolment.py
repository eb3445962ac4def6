"""A device that no other device lets in: a practice's first one, and one with the recovery paper."""

import uuid

import sqlalchemy as sa

from sync.postgres.logins import NewDevice
from sync.postgres.wire import encode_keys

_CHECK = sa.text("SELECT pz.check_device(:login, :verifier, :name, :sign, :hpke, :cert)")
_PLACE = sa.text("SELECT pz.place_device(:user, :device, :login, :verifier, :name, :sign, :hpke)")
_GRANT = sa.text("SELECT pz.grant_device(:ws, :device, :cert)")
_KEYS = sa.text("SELECT pz.store_keys(:ws, CAST(:keys AS jsonb), :by)")


def enrol(db: sa.Connection, device: NewDevice, wrapped_by: uuid.UUID) -> None:
    """As pz_prov and in the caller's transaction: the device may log in when it commits, and not before.

    `wrapped_by` is the device that wrapped the keys; the practice's own id stands for the recovery paper.
    """
    values: dict[str, object] = {
        "ws": device.workspace_id,
        "user": device.user_id,
        "device": device.device_id,
        "login": device.login_role,
        "verifier": device.verifier,
        "name": device.name,
        "sign": device.sign_pub,
        "hpke": device.hpke_pub,
        "cert": device.cert,
        "keys": encode_keys(device.keys),
        "by": wrapped_by,
    }
    for statement in (_CHECK, _PLACE, _GRANT, _KEYS):
        db.execute(statement, values)
