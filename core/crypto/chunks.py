"""Files in pieces: a content address for the whole, and an AES-256-GCM seal for each chunk in its place."""

import hmac
import struct
from dataclasses import dataclass
from os import urandom
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from core.domain.errors import Tampered
from core.domain.ids import WorkspaceId

CHUNK = 1 << 20
"""Bytes of a file that are sealed, kept and sent together; the last chunk of a file is shorter."""
ADDRESS_BYTES = 32
_NONCE, _TAG = 12, 16
_PLACE = struct.Struct(">32sII")


@dataclass(frozen=True, slots=True)
class ChunkPlace:
    """Where a chunk belongs: `number` counts from 0 and is below `count`."""

    blob_key: bytes
    number: int
    count: int

    def packed(self) -> bytes:
        """Fixed width, for what is authenticated with the chunk."""
        if len(self.blob_key) != ADDRESS_BYTES or not 0 <= self.number < self.count < 1 << 32:
            raise ValueError("a chunk has an address of 32 bytes and a number below their count")
        # The count as well: else a server could cut a file short by leaving out its last chunks.
        return _PLACE.pack(self.blob_key, self.number, self.count)


class Address:
    """Computes the content address of a file: HMAC-SHA-256 under a key of the workspace's own.

    Equal files have equal addresses within a workspace, and nobody without its index key can tell which file
    an address stands for.
    """

    def __init__(self, index_key: bytes, workspace_id: WorkspaceId) -> None:
        # A key for addresses alone: the index key also makes the digests of rows, and neither use may tell of
        # the other.
        purpose = b"pazpaz/blob/1\0" + workspace_id.bytes
        # Without a salt, which RFC 5869 (3.1) leaves open: all laptops must come to the same address.
        key = HKDF(hashes.SHA256(), 32, None, purpose).derive(index_key)
        self._mac = hmac.new(key, digestmod="sha256")
        self.size = 0

    def update(self, piece: bytes) -> Self:
        """Takes the next piece of the file, of any size, in the file's order. Returns itself."""
        self._mac.update(piece)
        self.size += len(piece)
        return self

    def digest(self) -> bytes:
        """The address, 32 bytes, of all that was taken so far."""
        return self._mac.digest()

    def count(self, chunk_bytes: int = CHUNK) -> int:
        """How many chunks the file has."""
        return -(-self.size // chunk_bytes)


class ChunkSeal:
    """Seals chunks at rest on this device, under the vault's file key."""

    def __init__(self, file_key: bytes) -> None:
        self._aead = AESGCM(file_key)

    def seal(self, plaintext: bytes, place: ChunkPlace) -> bytes:
        """Nonce, ciphertext and tag. Bound to its place: moved to another one, it does not open."""
        nonce = urandom(_NONCE)
        return nonce + self._aead.encrypt(nonce, plaintext, _at_rest(place))

    def open(self, sealed: bytes, place: ChunkPlace) -> bytes:
        """Raises Tampered for anything but an untouched chunk in its own place."""
        try:
            # The library has a ValueError for a nonce that is cut short; here that is damage like any other.
            if len(sealed) < _NONCE + _TAG:
                raise InvalidTag
            return self._aead.decrypt(sealed[:_NONCE], sealed[_NONCE:], _at_rest(place))
        except InvalidTag:
            raise Tampered("A part of an attachment is damaged on this computer; it was not used.") from None


def _at_rest(place: ChunkPlace) -> bytes:
    return b"pazpaz/file/1\0" + place.packed()
