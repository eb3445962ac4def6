"""Row seals: a keyed digest of a row's content, and a signature by the device that wrote it.

The rows of one push share one signature: their leaves form a Merkle tree, the device signs its root, and
each row carries the path from its leaf to that root. Verifying a signature costs 50 times a hash.
"""

import hashlib
import hmac
import struct
from collections.abc import Mapping, Sequence
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core.crypto.signatures import SIGNATURE_BYTES, is_signed
from core.domain.errors import Tampered
from core.domain.ids import DeviceId, WorkspaceId

# A seal has two bytes for its place in the tree.
MAX_BATCH = 1 << 16
_HASH = 32
_FORMAT = b"\x01"
_HEAD = struct.Struct(">B64sH")
_ROW = struct.Struct(">16sH16sB")
_LEAF = struct.Struct(">16sH16sIB32s")
_FIELD = struct.Struct(">HI")
# Nothing is known whose hash is all zeros, so the padding proves no row.
_PADDING = bytes(_HASH)
_REMEMBERED = 4096
"""Ways to a root: 1.3 MB of those of batches of a thousand rows."""
_SENTENCE = "A row's signature does not hold, so the row was not used."


def row_mac(
    index_key: bytes,
    workspace_id: WorkspaceId,
    table_no: int,
    row_id: UUID,
    deleted: bool,
    fields: Mapping[int, bytes],
) -> bytes:
    """32 bytes over the row's canonical content: `fields` are its non-null columns by number."""
    parts = [b"pazpaz/row/1\0", _ROW.pack(workspace_id.bytes, table_no, row_id.bytes, deleted)]
    for column_no in sorted(fields):
        value = fields[column_no]
        # Each value behind its length, so that no letter can move from one column into the next unnoticed.
        parts += (_FIELD.pack(column_no, len(value)), value)
    return hmac.digest(index_key, b"".join(parts), "sha256")


def leaf(
    workspace_id: WorkspaceId, table_no: int, row_id: UUID, version: int, deleted: bool, mac: bytes
) -> bytes:
    """What is signed for one row. `version` is the one the row has once accepted (its base + 1)."""
    if len(mac) != _HASH or not 0 <= version < 1 << 32:
        raise Tampered(_SENTENCE)
    packed = _LEAF.pack(workspace_id.bytes, table_no, row_id.bytes, version, deleted, mac)
    return hashlib.sha256(b"pazpaz/leaf/1\0" + packed).digest()


def seal_batch(sign_key: Ed25519PrivateKey, device_id: DeviceId, leaves: Sequence[bytes]) -> list[bytes]:
    """One seal per leaf, in their order; at most 65,536 leaves, one signature."""
    if len(leaves) > MAX_BATCH:
        raise ValueError("too many rows for one batch")
    if not leaves:
        return []
    levels = _tree(leaves)
    signature = sign_key.sign(_signed(device_id, levels[-1][0]))
    return [_seal(signature, index, levels) for index in range(len(leaves))]


class SealVerifier:
    """Checks seals of trusted devices. Remembers the ways to roots whose signature held, so a batch costs one
    signature, and a row of it about two hashes.

    `trusted` maps a device to its signing key and must come from `certs.verify_chain`. Several threads may
    use one verifier.
    """

    def __init__(self, trusted: Mapping[DeviceId, bytes]) -> None:
        self._trusted = dict(trusted)
        self._known: set[bytes] = set()

    def check(self, device_id: DeviceId, leaf: bytes, seal: bytes) -> None:
        """Returns when the device signed the leaf; raises Tampered otherwise."""
        signature, index, path = _parts_of(seal)
        signed_by, node = device_id.bytes + signature, leaf
        passed: list[bytes] = []
        for at in range(0, len(path), _HASH):
            sibling = path[at : at + _HASH]
            node = _node(sibling, node) if index & 1 else _node(node, sibling)
            index >>= 1
            # All that the root still depends on: what is known of it needs no more hashes.
            way = b"".join((signed_by, node, index.to_bytes(2), path[at + _HASH :]))
            if way in self._known:
                break
            passed.append(way)
        else:
            self._check_root(device_id, signature, node)
        self._remember(passed)

    def _check_root(self, device_id: DeviceId, signature: bytes, root: bytes) -> None:
        public_key = self._trusted.get(device_id)
        if public_key is None or not is_signed(public_key, signature, _signed(device_id, root)):
            raise Tampered(_SENTENCE)

    def _remember(self, ways: Sequence[bytes]) -> None:
        if len(self._known) >= _REMEMBERED:
            self._known.clear()
        self._known.update(ways)

    def holds(self, device_id: DeviceId, leaf: bytes, seal: bytes) -> bool:
        """Whether it is this device's."""
        try:
            self.check(device_id, leaf, seal)
        except Tampered:
            return False
        return True


def _signed(device_id: DeviceId, root: bytes) -> bytes:
    return b"pazpaz/seal/1\0" + device_id.bytes + root


def _node(left: bytes, right: bytes) -> bytes:
    # Nodes begin otherwise than leaves (RFC 6962, 2.1): else an inner node could pass for a row.
    return hashlib.sha256(b"pazpaz/node/1\0" + left + right).digest()


def _tree(leaves: Sequence[bytes]) -> list[list[bytes]]:
    """All levels, leaves first; every level but the root's is padded to an even length."""
    levels = [list(leaves)]
    while len(levels[-1]) > 1:
        level = levels[-1]
        if len(level) % 2:
            # Not with its own copy: lists of different lengths would then have one root (CVE-2012-2459).
            level.append(_PADDING)
        levels.append([_node(level[i], level[i + 1]) for i in range(0, len(level), 2)])
    return levels


def _seal(signature: bytes, index: int, levels: Sequence[Sequence[bytes]]) -> bytes:
    path = b"".join(level[(index >> depth) ^ 1] for depth, level in enumerate(levels[:-1]))
    return _FORMAT + signature + index.to_bytes(2) + path


def _parts_of(seal: bytes) -> tuple[bytes, int, bytes]:
    """The signature, the leaf's place in the tree, and the path from there to the root that it claims."""
    path_bytes = len(seal) - _HEAD.size
    # Sixteen hashes for 65,536 leaves; the server bounds its column by the same 579 bytes.
    if path_bytes < 0 or path_bytes % _HASH or path_bytes > 16 * _HASH or seal[:1] != _FORMAT:
        raise Tampered(_SENTENCE)
    depth = path_bytes // _HASH
    index = int.from_bytes(seal[1 + SIGNATURE_BYTES : _HEAD.size])
    # `check` never looks at bits above the path: with any of them allowed, one leaf would have many seals.
    if index >> depth:
        raise Tampered(_SENTENCE)
    return seal[1 : 1 + SIGNATURE_BYTES], index, seal[_HEAD.size :]
