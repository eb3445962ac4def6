"""Sealed files: the STREAM construction over AES-256-GCM in chunks of 64 KiB.

Each chunk's nonce holds its number and whether it is the last, so that chunks cannot be swapped, dropped
or cut off at the end. No byte of a chunk leaves before the whole chunk has been verified.
"""

from collections.abc import Iterator
from os import urandom
from typing import BinaryIO, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from core.domain.errors import Tampered

CHUNK = 64 * 1024
_TAG = 16
_SALT = 32
_MAGIC = b"PZS1"
HEADER = len(_MAGIC) + _SALT
_SENTENCE = "A sealed file is damaged or cut off, so it was not used."


def sealed_size(size: int) -> int:
    """How long a file of `size` bytes is once sealed."""
    return HEADER + size + max(1, -(-size // CHUNK)) * _TAG


class SealedWriter:
    """Writes a sealed file onto an open binary file, which stays the caller's to close.

    Only `close` ends the stream; leaving the `with` block by an exception does not, so that a half-written
    file is refused by the reader. `context` must be the same when reading: it says which file this is.
    """

    def __init__(self, target: BinaryIO, key: bytes, context: bytes) -> None:
        salt = urandom(_SALT)
        self._target = target
        self._cipher = _Chunks(key, salt, context)
        self._pending = bytearray()
        self._closed = False
        target.write(_MAGIC + salt)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self.close()

    def write(self, data: bytes) -> int:
        """Takes all of it; a full chunk is kept back until more follows, since it may be the last."""
        if self._closed:
            raise ValueError("the sealed file is closed")
        self._pending += data
        while len(self._pending) > CHUNK:
            self._target.write(self._cipher.seal(bytes(self._pending[:CHUNK]), last=False))
            del self._pending[:CHUNK]
        return len(data)

    def close(self) -> None:
        """Writes the last chunk; a second call does nothing."""
        if not self._closed:
            self._closed = True
            self._target.write(self._cipher.seal(bytes(self._pending), last=True))
            self._pending.clear()


class SealedReader:
    """Reads what a SealedWriter wrote. Raises Tampered at the first chunk that does not hold.

    What was read before that chunk is genuine, but the file is whole only once `read` has returned b"".
    """

    def __init__(self, source: BinaryIO, key: bytes, context: bytes) -> None:
        header = _read_full(source, HEADER)
        if len(header) != HEADER or not header.startswith(_MAGIC):
            raise Tampered(_SENTENCE)
        self._source = source
        self._cipher = _Chunks(key, header[len(_MAGIC) :], context)
        self._ahead = _read_full(source, CHUNK + _TAG)
        self._pending = bytearray()
        self._done = False
        self._broken = False

    def __iter__(self) -> Iterator[bytes]:
        """Chunks of at most 64 KiB."""
        while chunk := self.read(CHUNK):
            yield chunk

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes, all that is left when negative; b"" at the verified end."""
        while not self._done and (size < 0 or len(self._pending) < size):
            self._pending += self._next_chunk()
        taken = bytes(self._pending if size < 0 else self._pending[:size])
        del self._pending[: len(taken)]
        return taken

    def _next_chunk(self) -> bytes:
        if self._broken:
            raise Tampered(_SENTENCE)
        self._broken = True  # until this chunk has been verified, and for ever if it is not
        sealed, self._ahead = self._ahead, _read_full(self._source, CHUNK + _TAG)
        last, first = not self._ahead, self._cipher.number == 0
        chunk = self._cipher.open(sealed, last=last)
        if last and not chunk and not first:
            raise Tampered(_SENTENCE)
        self._broken, self._done = False, last
        return chunk


class _Chunks:
    """The cipher and the running number of one file."""

    def __init__(self, key: bytes, salt: bytes, context: bytes) -> None:
        purpose = b"pazpaz/stream/1\0" + context
        self._aead = AESGCM(HKDF(hashes.SHA256(), 32, salt, purpose).derive(key))
        self.number = 0

    def seal(self, chunk: bytes, *, last: bool) -> bytes:
        return self._aead.encrypt(self._nonce(last), chunk, None)

    def open(self, sealed: bytes, *, last: bool) -> bytes:
        try:
            return self._aead.decrypt(self._nonce(last), sealed, None)
        except InvalidTag:
            raise Tampered(_SENTENCE) from None

    def _nonce(self, last: bool) -> bytes:
        nonce = self.number.to_bytes(11) + bytes([last])
        self.number += 1
        return nonce


def _read_full(source: BinaryIO, size: int) -> bytes:
    """A raw file may hand over less than was asked before its end."""
    parts = []
    while size and (part := source.read(size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
