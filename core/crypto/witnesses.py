"""The audit chain's links, and what a device signs of the head that it saw.

A link is SHA-256 of the hash before it and of what its event says; the event's keyed digest is part of
that, so nobody without the practice's index key can put an event of his own into the chain. Whoever owns the
server could still build the chain anew from fewer events: that is what signed heads are for.
"""

import hashlib
import struct

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core.crypto.signatures import is_signed
from core.domain.ids import DeviceId, WorkspaceId

_WITNESS = struct.Struct(">16s16sQ32s")
_HASH = 32
# Links are numbered by a bigint of PostgreSQL.
_MOST = 1 << 63


def first_hash(workspace_id: WorkspaceId) -> bytes:
    """What stands before the first link."""
    return hashlib.sha256(workspace_id.bytes).digest()


def next_hash(previous: bytes, said: str) -> bytes:
    """The hash of the link whose event says `said`."""
    # A server may say half a surrogate pair: that makes a link that does not hold, and no error here.
    return hashlib.sha256(previous + said.encode("utf-8", "surrogatepass")).digest()


def sign_head(
    key: Ed25519PrivateKey, workspace_id: WorkspaceId, device_id: DeviceId, chain_no: int, digest: bytes
) -> bytes:
    """64 bytes: the device saw link number `chain_no` with this hash."""
    return key.sign(_signed(workspace_id, device_id, chain_no, digest))


def is_head_signed(
    public_key: bytes,
    signature: bytes,
    workspace_id: WorkspaceId,
    device_id: DeviceId,
    chain_no: int,
    digest: bytes,
) -> bool:
    """Whether the device of that key signed exactly this head."""
    if len(digest) != _HASH or not 0 < chain_no < _MOST:
        return False
    return is_signed(public_key, signature, _signed(workspace_id, device_id, chain_no, digest))


def _signed(workspace_id: WorkspaceId, device_id: DeviceId, chain_no: int, digest: bytes) -> bytes:
    packed = _WITNESS.pack(workspace_id.bytes, device_id.bytes, chain_no, digest)
    return b"pazpaz/witness/1\0" + packed
