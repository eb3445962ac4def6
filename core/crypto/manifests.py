"""Signed statements by an owner's device: which workspace keys are current, and orders to wipe."""

import hashlib
import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core.crypto.certs import DeviceCert
from core.crypto.signatures import SIGNATURE_BYTES, is_signed
from core.domain.enums import Role
from core.domain.errors import Tampered
from core.domain.ids import DeviceId, WorkspaceId

_MANIFEST = struct.Struct(">B16sIIq16s32s")
_ORDER = struct.Struct(">B16s16sq16s")
_FORMAT = 1
_SENTENCE = "The list of the practice's keys was not made by its owner, so it was not used."


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyManifest:
    """Which key is current. `generation` only ever grows.

    `recipients` is the `recipients_digest` of the devices for which the keys were wrapped.
    """

    workspace_id: WorkspaceId
    generation: int
    current_key_no: int
    issued_at: int
    issuer_device_id: DeviceId
    recipients: bytes


def recipients_digest(hpke_pubs: Mapping[DeviceId, bytes]) -> bytes:
    """32 bytes that name exactly these devices with exactly these keys."""
    # Sorted, because a server lists devices in any order; each entry is 48 bytes, so their edges are certain.
    entries = sorted(device_id.bytes + hpke_pub for device_id, hpke_pub in hpke_pubs.items())
    return hashlib.sha256(b"pazpaz/recipients/1\0" + b"".join(entries)).digest()


def sign_manifest(sign_key: Ed25519PrivateKey, manifest: KeyManifest) -> bytes:
    """The manifest with its signature behind it, as `open_manifest` reads it. Raises ValueError for
    recipients that are no digest."""
    if len(manifest.recipients) != hashlib.sha256().digest_size:
        raise ValueError("recipients are named by a digest of 32 bytes")
    body = _MANIFEST.pack(
        _FORMAT,
        manifest.workspace_id.bytes,
        manifest.generation,
        manifest.current_key_no,
        manifest.issued_at,
        manifest.issuer_device_id.bytes,
        manifest.recipients,
    )
    return body + sign_key.sign(b"pazpaz/manifest/1\0" + body)


def open_manifest(
    blob: bytes,
    workspace_id: WorkspaceId,
    devices: Mapping[DeviceId, DeviceCert],
    at_least: int = 0,
) -> KeyManifest:
    """The manifest, proven. `devices` come from `verify_chain`, `at_least` is the highest generation seen.

    Raises Tampered for another workspace's, an older one, or one not signed by an owner's device.
    """
    body, signature = blob[: _MANIFEST.size], blob[_MANIFEST.size :]
    if len(body) != _MANIFEST.size or body[0] != _FORMAT:
        raise Tampered(_SENTENCE)
    _, workspace, generation, key_no, issued_at, issuer, recipients = _MANIFEST.unpack(body)
    issuer_id = DeviceId(UUID(bytes=issuer))
    signed = b"pazpaz/manifest/1\0" + body
    if workspace != workspace_id.bytes or not _is_by_owner(issuer_id, devices, signature, signed):
        raise Tampered(_SENTENCE)
    # Only after the signature: whoever plants a list must not be able to raise this alarm with it.
    if generation < at_least:
        raise Tampered("The server shows an older list of the practice's keys than it did before.")
    return KeyManifest(
        workspace_id=workspace_id,
        generation=generation,
        current_key_no=key_no,
        issued_at=issued_at,
        issuer_device_id=issuer_id,
        recipients=recipients,
    )


def sign_wipe_order(
    sign_key: Ed25519PrivateKey,
    workspace_id: WorkspaceId,
    target: DeviceId,
    issued_at: int,
    issuer_device_id: DeviceId,
) -> bytes:
    """Tells one device to erase what it holds of the workspace."""
    body = _ORDER.pack(_FORMAT, workspace_id.bytes, target.bytes, issued_at, issuer_device_id.bytes)
    return body + sign_key.sign(b"pazpaz/wipe/1\0" + body)


def is_wipe_order(
    blob: bytes, workspace_id: WorkspaceId, target: DeviceId, devices: Mapping[DeviceId, DeviceCert]
) -> bool:
    """Whether an owner's device ordered this one to erase. Its own signature is not enough."""
    body, signature = blob[: _ORDER.size], blob[_ORDER.size :]
    if len(body) != _ORDER.size or body[0] != _FORMAT:
        return False
    _, workspace, ordered, _, issuer = _ORDER.unpack(body)
    if (workspace, ordered) != (workspace_id.bytes, target.bytes) or issuer == target.bytes:
        return False
    return _is_by_owner(DeviceId(UUID(bytes=issuer)), devices, signature, b"pazpaz/wipe/1\0" + body)


def owners(devices: Mapping[DeviceId, DeviceCert]) -> Iterable[DeviceId]:
    """Devices that may issue."""
    return (device_id for device_id, cert in devices.items() if cert.role is Role.OWNER)


def _is_by_owner(
    issuer_id: DeviceId, devices: Mapping[DeviceId, DeviceCert], signature: bytes, signed: bytes
) -> bool:
    if issuer_id not in set(owners(devices)) or len(signature) != SIGNATURE_BYTES:
        return False
    return is_signed(devices[issuer_id].sign_pub, signature, signed)
