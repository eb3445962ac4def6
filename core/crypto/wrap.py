"""Workspace keys on their way to a device: sealed with HPKE to its key, signed by the device that sends."""

import struct

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from core.crypto.signatures import SIGNATURE_BYTES, is_signed
from core.domain.errors import Tampered
from core.domain.ids import DeviceId, WorkspaceId

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_FORMAT = b"\x01"
_INFO = struct.Struct(">16sI16s")


def seal_to(public_key: bytes, secret: bytes, info: bytes) -> bytes:
    """HPKE of RFC 9180, base mode: only the holder of the private key reads, anybody may have written."""
    try:
        return _SUITE.encrypt(secret, X25519PublicKey.from_public_bytes(public_key), info=info)
    except ValueError:
        # A key of small order, or of a wrong length: nobody honest has one.
        raise Tampered("A device's public key is not usable, so nothing was sent to it.") from None


def open_sealed(private_key: X25519PrivateKey, sealed: bytes, info: bytes) -> bytes:
    """The inverse of `seal_to`; raises Tampered."""
    try:
        return _SUITE.decrypt(sealed, private_key, info=info)
    except (InvalidTag, ValueError):
        raise Tampered("A sealed key does not open, so it was not used.") from None


def wrap_key(
    key: bytes,
    hpke_pub: bytes,
    workspace_id: WorkspaceId,
    key_no: int,
    device_id: DeviceId,
    signer: Ed25519PrivateKey,
) -> bytes:
    """The workspace key for one device. `hpke_pub` must come from that device's verified certificate."""
    info = _info(workspace_id, key_no, device_id)
    body = _FORMAT + seal_to(hpke_pub, key, info)
    # HPKE's base mode does not say who wrote (RFC 9180, 5.1.1). Unsigned, a server could hand out a key of
    # its own and read all that is sealed with it from then on.
    return body + signer.sign(info + body)


def unwrap_key(
    blob: bytes,
    hpke_priv: X25519PrivateKey,
    workspace_id: WorkspaceId,
    key_no: int,
    device_id: DeviceId,
    signer_pub: bytes,
) -> bytes:
    """The workspace key. `signer_pub` must belong to a device with a valid certificate. Raises Tampered."""
    info = _info(workspace_id, key_no, device_id)
    body, signature = blob[:-SIGNATURE_BYTES], blob[-SIGNATURE_BYTES:]
    if body[:1] != _FORMAT or not is_signed(signer_pub, signature, info + body):
        raise Tampered("A workspace key was not signed by a trusted device, so it was not used.")
    return open_sealed(hpke_priv, body[1:], info)


def _info(workspace_id: WorkspaceId, key_no: int, device_id: DeviceId) -> bytes:
    # Number and receiver are bound to the key: a server cannot file it under another number or for another
    # device.
    return b"pazpaz/wk/1\0" + _INFO.pack(workspace_id.bytes, key_no, device_id.bytes)
