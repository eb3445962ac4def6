"""The workspace's recovery paper: every workspace key, sealed so that the paper's code alone opens it."""

import base64
import json
import struct
from collections.abc import Mapping
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core.crypto.base64_text import to_base64
from core.crypto.certs import DeviceCert
from core.crypto.keys import DeviceKeys
from core.crypto.recovery import workspace_keys
from core.crypto.signatures import SIGNATURE_BYTES, is_signed
from core.crypto.wrap import open_sealed, seal_to
from core.domain.enums import Role
from core.domain.errors import Tampered
from core.domain.ids import DeviceId, WorkspaceId
from core.store.database.columns import compact_json

SETTING = "recovery_paper"
"""Where the sealed keys are, in the workspace's settings: they must outlive every laptop."""
_INFO = struct.Struct(">16sI")
_SIGNED = struct.Struct(">B16s")
_FORMAT = 1
_NOT_SIGNED = "The keys for the recovery paper were not signed by an owner's device; nothing was changed."


def sealed_for_paper(
    root: DeviceKeys, workspace_id: WorkspaceId, keys: Mapping[int, bytes]
) -> dict[str, object]:
    """As the setting holds it. `public_key` seals the keys of later rotations without the paper."""
    sealed = {
        str(no): to_base64(seal_to(root.hpke_pub, key, _info(workspace_id, no))) for no, key in keys.items()
    }
    return {"public_key": to_base64(root.hpke_pub), "keys": sealed}


def missing_in_paper(held: Mapping[str, object], keys: Mapping[int, bytes]) -> bool:
    """Whether a key that this device holds could not be opened with the paper."""
    sealed = held.get("keys")
    return isinstance(sealed, dict) and not {str(no) for no in keys} <= sealed.keys()


def extended_paper(
    held: Mapping[str, object], workspace_id: WorkspaceId, keys: Mapping[int, bytes]
) -> dict[str, object]:
    """The setting with all of these keys. The paper itself is not needed: its public key is kept."""
    public_key = base64.b64decode(str(held["public_key"]))
    sealed = held["keys"]
    present = dict(sealed) if isinstance(sealed, dict) else {}
    for no, key in keys.items():
        # HPKE seals the same key otherwise each time: what is there stays, and is no change to send.
        if str(no) not in present:
            present[str(no)] = to_base64(seal_to(public_key, key, _info(workspace_id, no)))
    return {**held, "keys": present}


def sign_paper(
    sign_key: Ed25519PrivateKey, workspace_id: WorkspaceId, device_id: DeviceId, held: Mapping[str, object]
) -> bytes:
    """The setting by itself. Anybody can seal keys to the paper, so an owner's device vouches for them."""
    body = _SIGNED.pack(_FORMAT, device_id.bytes) + compact_json(held).encode()
    return body + sign_key.sign(_told(workspace_id, body))


def read_signed(
    blob: bytes, workspace_id: WorkspaceId, devices: Mapping[DeviceId, DeviceCert]
) -> Mapping[str, object]:
    """The setting. Raises Tampered unless an owner's device of `devices` signed it."""
    body, signature = blob[:-SIGNATURE_BYTES], blob[-SIGNATURE_BYTES:]
    try:
        form, by = _SIGNED.unpack_from(body)
        held = json.loads(body[_SIGNED.size :])
    except (struct.error, ValueError, RecursionError):
        raise Tampered(_NOT_SIGNED) from None
    cert = devices.get(DeviceId(UUID(bytes=by)))
    if form != _FORMAT or cert is None or cert.role is not Role.OWNER or not isinstance(held, dict):
        raise Tampered(_NOT_SIGNED)
    if not is_signed(cert.sign_pub, signature, _told(workspace_id, body)):
        raise Tampered(_NOT_SIGNED)
    return held


def open_paper(code: str, workspace_id: WorkspaceId, held: Mapping[str, object]) -> dict[int, bytes]:
    """All workspace keys, by number. Raises BadInput for a mistyped code, Tampered for another paper's."""
    root = workspace_keys(code)
    sealed = held.get("keys")
    if not isinstance(sealed, dict):
        raise Tampered("The practice holds nothing that a recovery paper could open.")
    return {
        int(no): open_sealed(root.hpke, base64.b64decode(blob), _info(workspace_id, int(no)))
        for no, blob in sealed.items()
    }


def _told(workspace_id: WorkspaceId, body: bytes) -> bytes:
    return b"pazpaz/paper/keys/1\0" + workspace_id.bytes + body


def _info(workspace_id: WorkspaceId, key_no: int) -> bytes:
    return b"pazpaz/paper/wk/1\0" + _INFO.pack(workspace_id.bytes, key_no)
