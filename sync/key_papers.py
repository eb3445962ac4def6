"""The signed list that goes with every key: its manifest, and by name who got the key and who was removed."""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core.crypto.certs import DeviceCert
from core.crypto.manifests import KeyManifest, open_manifest, recipients_digest, sign_manifest
from core.domain.errors import Tampered
from core.domain.ids import DeviceId, WorkspaceId

_HEAD = struct.Struct(">BHI")
_ENTRY = struct.Struct(">16s32s")
_FORMAT = 1
_OUT = bytes(32)
"""In place of a public key: the device was removed. No honest device has this key (it is of small order)."""


@dataclass(frozen=True, slots=True)
class KeyPapers:
    """`recipients` got the current key; `removed` may not vouch for anything from here on."""

    manifest: KeyManifest
    recipients: Mapping[DeviceId, bytes]
    removed: frozenset[DeviceId]


def list_digest(recipients: Mapping[DeviceId, bytes], removed: frozenset[DeviceId]) -> bytes:
    """What the manifest says of both lists, so that a server can neither hide a removal nor add a reader."""
    return recipients_digest({**recipients, **dict.fromkeys(removed, _OUT)})


def write_papers(
    sign_key: Ed25519PrivateKey,
    manifest: KeyManifest,
    recipients: Mapping[DeviceId, bytes],
    removed: frozenset[DeviceId],
) -> bytes:
    """`manifest.recipients` must be the `list_digest` of the two."""
    signed = sign_manifest(sign_key, manifest)
    entries = {**recipients, **dict.fromkeys(removed, _OUT)}
    packed = b"".join(_ENTRY.pack(device_id.bytes, entries[device_id]) for device_id in sorted(entries))
    return _HEAD.pack(_FORMAT, len(signed), len(entries)) + signed + packed


def open_papers(
    blob: bytes, workspace_id: WorkspaceId, devices: Mapping[DeviceId, DeviceCert], at_least: int = 0
) -> KeyPapers:
    """Proven to an owner's device of `devices` (from `verify_chain`). Raises Tampered, for older ones too."""
    signed, entries = _split(blob)
    manifest = open_manifest(signed, workspace_id, devices, at_least)
    if recipients_digest(entries) != manifest.recipients:
        raise Tampered("The list of devices is not the one that the practice's owner signed.")
    removed = frozenset(device_id for device_id, public_key in entries.items() if public_key == _OUT)
    if manifest.issuer_device_id in removed:
        raise Tampered("The list of the practice's keys was made by a removed device.")
    recipients = {device_id: key for device_id, key in entries.items() if device_id not in removed}
    return KeyPapers(manifest, recipients, removed)


def without_late_guests(
    devices: Mapping[DeviceId, DeviceCert], papers: KeyPapers
) -> Mapping[DeviceId, DeviceCert]:
    """Leaves out whom a removed device let in after its removal, and whom those let in."""
    known = papers.recipients.keys() | papers.removed
    late: set[DeviceId] = set()
    newly = set(papers.removed)
    while newly:
        newly = {no for no, cert in devices.items() if cert.issuer_device_id in newly} - known - late
        late |= newly
    return {device_id: cert for device_id, cert in devices.items() if device_id not in late}


def _split(blob: bytes) -> tuple[bytes, dict[DeviceId, bytes]]:
    try:
        form, length, count = _HEAD.unpack_from(blob)
        start = _HEAD.size + length
        entries = {
            DeviceId(UUID(bytes=device)): bytes(public_key)
            for device, public_key in _ENTRY.iter_unpack(blob[start:])
        }
    except struct.error:
        raise Tampered("The list of the practice's keys is damaged, so it was not used.") from None
    if form != _FORMAT or len(entries) != count:
        raise Tampered("The list of the practice's keys is damaged, so it was not used.")
    return blob[_HEAD.size : start], entries
