"""Hands an adopted practice to its owner's first device: a certificate from the root, the keys wrapped."""

import json
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field

import sqlalchemy as sa

from core.crypto.certs import DeviceCert, issue
from core.crypto.keys import DeviceKeys
from core.crypto.wrap import wrap_key
from core.domain.enums import Role
from core.domain.ids import DeviceId, UserId, WorkspaceId
from migrations.server.programs import execute
from sync.enrolment.messages import JoinRequest

_CHECK = sa.text("SELECT pz.check_device(:login, :verifier, :name, :sign, :hpke, :cert)")
_PLACE = sa.text("SELECT pz.place_device(:user, :device, :login, :verifier, :name, :sign, :hpke)")
_GRANT = sa.text("SELECT pz.grant_device(:ws, :device, :cert)")
_KEYS = sa.text("SELECT pz.store_keys(:ws, CAST(:keys AS jsonb), :by)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """The owner, and everything that opens the practice; in memory only."""

    workspace_id: WorkspaceId
    owner_id: UserId
    root: DeviceKeys = field(repr=False)
    keys: Mapping[int, bytes] = field(repr=False)
    at: int


def hand_over(db: sa.Connection, given: Handover, request: JoinRequest) -> None:
    """In the caller's transaction: the device may log in when it commits, and not before."""
    execute(db, "SET LOCAL ROLE pz_prov")
    device_id = request.device_id
    values: dict[str, object] = {
        "ws": given.workspace_id,
        "user": given.owner_id,
        "device": device_id,
        "login": request.login_role,
        "verifier": request.verifier,
        "name": request.device_name,
        "sign": request.sign_pub,
        "hpke": request.hpke_pub,
        "cert": _cert(given, device_id, request.sign_pub, request.hpke_pub),
        "keys": _wrapped(given, request),
        "by": given.workspace_id,  # so the recovery paper, whose root signs the keys, goes by name
    }
    for statement in (_CHECK, _PLACE, _GRANT, _KEYS):
        db.execute(statement, values)
    execute(db, "RESET ROLE")


def _cert(given: Handover, device_id: DeviceId, sign_pub: bytes, hpke_pub: bytes) -> bytes:
    cert = DeviceCert(
        workspace_id=given.workspace_id,
        user_id=given.owner_id,
        device_id=device_id,
        role=Role.OWNER,
        sign_pub=sign_pub,
        hpke_pub=hpke_pub,
        issued_at=given.at,
    )
    return issue(given.root.sign, cert)


def _wrapped(given: Handover, request: JoinRequest) -> str:
    device_id, found = request.device_id, []
    for number, key in sorted(given.keys.items()):
        blob = wrap_key(key, request.hpke_pub, given.workspace_id, number, device_id, given.root.sign)
        found.append([number, str(device_id), b64encode(blob).decode("ascii")])
    return json.dumps(found)
