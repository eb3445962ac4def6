"""Hands an adopted practice to its owner's first device: a certificate from the root, the keys wrapped."""

import json
import secrets
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field

import sqlalchemy as sa

from core.crypto.certs import DeviceCert, issue
from core.crypto.keys import DeviceKeys
from core.crypto.wrap import wrap_key
from core.domain.enums import Role
from core.domain.ids import DeviceId, UserId, Uuid7Source, WorkspaceId
from migrations.server.programs import execute
from sync.enrol_papers import JoinRequest

ADOPTER = "Adoption"
"""How the list of devices calls the one that wrapped the keys: it never logs in and is revoked from birth."""
_MAKE_ADOPTER = sa.text("""INSERT INTO pz.devices
(device_id, login_role, user_id, name, sign_pub, hpke_pub, enrolled_by, revoked_at)
VALUES (:device, :login, :user, :name, :sign, :hpke, session_user, now())""")
_GRANT_ADOPTER = sa.text("""INSERT INTO pz.device_grants
(workspace_id, device_id, cert, granted_by, revoked_at) VALUES (:ws, :device, :cert, session_user, now())""")
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
    adopter = DeviceKeys.generate()
    adopter_id = DeviceId(Uuid7Source().new())
    execute(db, "SET LOCAL ROLE pz_prov")
    _make_adopter(db, given, adopter, adopter_id)
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
        "keys": _wrapped(given, request, adopter),
        "by": adopter_id,
    }
    for statement in (_CHECK, _PLACE, _GRANT, _KEYS):
        db.execute(statement, values)
    execute(db, "RESET ROLE")


def _make_adopter(db: sa.Connection, given: Handover, keys: DeviceKeys, device_id: DeviceId) -> None:
    """Devices accept keys from a certified device alone. Its secret ends with this process."""
    values = {
        "ws": given.workspace_id,
        "user": given.owner_id,
        "device": device_id,
        "login": f"pzd_{secrets.token_hex(16)}",
        "name": ADOPTER,
        "sign": keys.sign_pub,
        "hpke": keys.hpke_pub,
        "cert": _cert(given, device_id, keys.sign_pub, keys.hpke_pub),
    }
    db.execute(_MAKE_ADOPTER, values)
    db.execute(_GRANT_ADOPTER, values)


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


def _wrapped(given: Handover, request: JoinRequest, adopter: DeviceKeys) -> str:
    device_id, found = request.device_id, []
    for number, key in sorted(given.keys.items()):
        blob = wrap_key(key, request.hpke_pub, given.workspace_id, number, device_id, adopter.sign)
        found.append([number, str(device_id), b64encode(blob).decode("ascii")])
    return json.dumps(found)
