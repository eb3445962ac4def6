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
_ALL_SEALED = b"pazpaz: every row has its seal".ljust(32, b"\0")
"""In place of a public key of the workspace itself, which is no device: programs that do not know this line
read it as one more name in the list, and go on."""
_PARTED = b"pazpaz: clinical keys of its own".ljust(32, b"\0")
"""Likewise, of an id beside the workspace's: what is clinical lies under keys of its own from here on."""


@dataclass(frozen=True, slots=True)
class KeyPapers:
    """`recipients` got the current key; `removed` may not vouch for anything from here on. `all_sealed`: from
    here on no row without a seal is genuine, not even one that an adoption brought in."""

    manifest: KeyManifest
    recipients: Mapping[DeviceId, bytes]
    removed: frozenset[DeviceId]
    all_sealed: bool = False
    parted: bool = False
    """What is clinical is sealed under clinical keys: a laptop that reads it and has none was kept from
    it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyList:
    """What goes with a manifest: who got the key, who was removed, and whether every row has a seal."""

    workspace_id: WorkspaceId
    recipients: Mapping[DeviceId, bytes]
    removed: frozenset[DeviceId] = frozenset()
    all_sealed: bool = False
    parted: bool = False

    def entries(self) -> dict[DeviceId, bytes]:
        """By device its public key. In the place of one a mark: who was removed, and what holds for the
        practice."""
        marked = {DeviceId(self.workspace_id): _ALL_SEALED} if self.all_sealed else {}
        if self.parted:
            marked[_beside(self.workspace_id)] = _PARTED
        return {**self.recipients, **dict.fromkeys(self.removed, _OUT), **marked}

    def digest(self) -> bytes:
        """What the manifest says of it, so that a server can neither hide a removal nor add a reader."""
        return recipients_digest(self.entries())


def write_papers(sign_key: Ed25519PrivateKey, manifest: KeyManifest, listed: KeyList) -> bytes:
    """`manifest.recipients` must be the digest of the list."""
    entries, signed = listed.entries(), sign_manifest(sign_key, manifest)
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
    all_sealed = entries.pop(DeviceId(workspace_id), None) == _ALL_SEALED
    parted = entries.pop(_beside(workspace_id), None) == _PARTED
    removed = frozenset(device_id for device_id, public_key in entries.items() if public_key == _OUT)
    if manifest.issuer_device_id in removed:
        raise Tampered("The list of the practice's keys was made by a removed device.")
    recipients = {device_id: key for device_id, key in entries.items() if device_id not in removed}
    return KeyPapers(manifest, recipients, removed, all_sealed, parted)


def _beside(workspace_id: WorkspaceId) -> DeviceId:
    """An id that no device has: that of the workspace with its last bit turned."""
    return DeviceId(UUID(int=workspace_id.int ^ 1))


def without_late_guests(
    devices: Mapping[DeviceId, DeviceCert], papers: KeyPapers
) -> Mapping[DeviceId, DeviceCert]:
    """Leaves out whom a removed device let in after its removal, and whom those let in."""
    # Whom the list names was in when it was made: only those that came later are looked at.
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
