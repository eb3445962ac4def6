"""Sealed fields and chunks: one AES-256-GCM cell each, bound to its workspace and to its place there."""

import hmac
import re
import struct
from collections.abc import Iterator, Mapping, Sequence
from os import urandom
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from typing_extensions import override

from core.crypto.chunks import ChunkPlace
from core.domain.errors import Tampered
from core.domain.ids import WorkspaceId

KEY_BYTES = 32
INDEX_KEY_NO = 0
# A cell's label has eight digits at most; numbers above TWIN are those of clinical keys.
MAX_KEY_NO = 99_999_999
TWIN = 50_000_000
"""What is clinical lies under a key of its own, the twin of the key of its time: key n has the twin n +
TWIN."""
_NONCE = 12
_SHORTEST = _NONCE + 16
# No leading zero: a key has exactly one label.
_LABEL = re.compile(rb"v([1-9][0-9]{0,7}):")
_LEGACY_LABEL = re.compile(rb"v[0-9]+:")
# Fixed widths, so that no two places have the same bytes.
_AAD_ROW, _AAD_CELL = struct.Struct(">H16s"), struct.Struct(">HI")
_LONGEST_LABEL = len(b"v12345678:")
_KEY_NO = struct.Struct(">I")


def new_key() -> bytes:
    """A random 256-bit key for cells, rows or files."""
    return urandom(KEY_BYTES)


def twin_no(key_no: int) -> int:
    """The number of a key's clinical twin."""
    return key_no + TWIN


def base_no(key_no: int) -> int:
    """The number of the key whose twin this is; of a key that is no twin its own."""
    return key_no - TWIN if key_no > TWIN else key_no


class KeyRing:
    """Keys of one workspace by number: 0 is the index key, 1 and up seal cells, twins seal clinical ones.

    `legacy` keys come from a PazPaz installation: no AAD, so cells could be swapped between rows unnoticed.
    They only ever open, and only while they are given.
    """

    def __init__(
        self, workspace_id: WorkspaceId, keys: Mapping[int, bytes], legacy: Sequence[bytes] = ()
    ) -> None:
        _check_keys(keys)
        self.workspace_id = workspace_id
        self.current = max((no for no in keys if no < TWIN), default=INDEX_KEY_NO)
        self.clinical = max((no for no in keys if no > TWIN), default=None)
        self._keys = dict(keys)
        # Made once: 31 us for a cipher object, where opening 300 bytes with it takes 2.3 us.
        self._aeads = {no: AESGCM(key) for no, key in keys.items() if no != INDEX_KEY_NO}
        self._labelled = {b"v%d:" % no: (no, aead) for no, aead in self._aeads.items()}
        self._legacy = tuple(AESGCM(key) for key in legacy)
        self._aad_start = b"pazpaz/cell/1\0" + workspace_id.bytes
        self._chunk_start = b"pazpaz/chunk/1\0" + workspace_id.bytes

    @override
    def __repr__(self) -> str:
        # Without the keys: what is printed may end in a log.
        return f"KeyRing(current={self.current})"

    @property
    def index_key(self) -> bytes:
        """Key number 0: row macs and digests that are searched by; never rotated."""
        return self._keys[INDEX_KEY_NO]

    @property
    def numbers(self) -> frozenset[int]:
        """Which keys are here, the index key included."""
        return frozenset(self._keys)

    def key_for(self, *, clinical: bool) -> int:
        """Number of the key under which such a cell belongs; without twins one key serves all."""
        return self.clinical if clinical and self.clinical is not None else self.current

    def digest_key(self, key_no: int) -> bytes:
        """For digests of clinical fields (core/crypto/clinical.py); of a key that is here."""
        # Derived, so that the key of a cipher is never the key of a mac as well.
        return hmac.digest(self._keys[key_no], b"pazpaz/clinical-digest-key/1", "sha256")

    def seal(
        self, plaintext: bytes, table_no: int, row_id: UUID, column_no: int, *, clinical: bool = False
    ) -> bytes:
        """The cell, under its current key. A ring without a cell key cannot seal (ValueError)."""
        key_no = self.key_for(clinical=clinical)
        return self._sealed(key_no, plaintext, self._aad(table_no, row_id, column_no, key_no))

    def seal_chunk(self, plaintext: bytes, place: ChunkPlace) -> bytes:
        """Like `seal`, for one chunk of a file, all of which are clinical. Chunks that two devices sealed mix
        freely."""
        key_no = self.key_for(clinical=True)
        return self._sealed(key_no, plaintext, self._chunk_aad(place, key_no))

    def _sealed(self, key_no: int, plaintext: bytes, aad: bytes) -> bytes:
        if key_no == INDEX_KEY_NO:
            raise ValueError("this ring has no cell key")
        # Random nonces are good for 2^32 cells under one key (NIST SP 800-38D, 8.3). A practice of five
        # million rows is far below that, and its key changes with every removed device.
        nonce = urandom(_NONCE)
        return b"v%d:" % key_no + nonce + self._aeads[key_no].encrypt(nonce, plaintext, aad)

    def open_row(self, cells: Mapping[int, bytes], table_no: int, row_id: UUID) -> dict[int, bytes]:
        """The plaintexts of a row's cells by column; raises Tampered as `open` does."""
        start = self._aad_start + _AAD_ROW.pack(table_no, row_id.bytes)
        opened: dict[int, bytes] = {}
        for column_no, blob in cells.items():
            plaintext = self._open_labelled(blob, start, column_no)
            if plaintext is None:
                # It may still be a cell of an old installation; `open` tries these as well, and raises for
                # the rest.
                plaintext = self.open(blob, table_no, row_id, column_no)
            opened[column_no] = plaintext
        return opened

    def _open_labelled(self, blob: bytes, aad_start: bytes, column_no: int) -> bytes | None:
        """A cell in our form under a key that is here, the usual case; None for any other."""
        # Not further than a label can be long: the ciphertext may hold a colon as well.
        end = blob.find(b":", 0, _LONGEST_LABEL) + 1
        key = self._labelled.get(blob[:end])
        if key is None:
            return None
        return _decrypt(key[1], blob[end:], aad_start + _AAD_CELL.pack(column_no, key[0]))

    def open(self, blob: bytes, table_no: int, row_id: UUID, column_no: int) -> bytes:
        """The cell's plaintext. Raises Tampered for anything but an untouched cell in its own place."""
        for aead, sealed, aad in self._attempts(blob, table_no, row_id, column_no):
            plaintext = _decrypt(aead, sealed, aad)
            if plaintext is not None:
                return plaintext
        raise Tampered("A field's encryption seal does not hold, so its content was not used.")

    def open_chunk(self, blob: bytes, place: ChunkPlace) -> bytes:
        """The chunk's plaintext. Raises Tampered for anything but an untouched chunk in its own place."""
        label = _LABEL.match(blob)
        key_no = int(label[1]) if label else INDEX_KEY_NO
        if label and key_no in self._aeads:
            aad = self._chunk_aad(place, key_no)
            plaintext = _decrypt(self._aeads[key_no], blob[label.end() :], aad)
            if plaintext is not None:
                return plaintext
        raise Tampered("A part of an attachment is not what was sent, so it was not used.")

    def key_no(self, blob: bytes) -> int | None:
        """The number on the cell's label, None without one. Unproven until the cell is opened."""
        label = _LABEL.match(blob)
        return int(label[1]) if label else None

    def _attempts(
        self, blob: bytes, table_no: int, row_id: UUID, column_no: int
    ) -> Iterator[tuple[AESGCM, bytes, bytes | None]]:
        """Our form first. A legacy nonce may begin like a label, so a legacy cell is read both ways."""
        label = _LABEL.match(blob)
        if label and int(label[1]) in self._aeads:
            key_no = int(label[1])
            yield self._aeads[key_no], blob[label.end() :], self._aad(table_no, row_id, column_no, key_no)
        legacy_label = _LEGACY_LABEL.match(blob)
        for aead in self._legacy:
            if legacy_label:
                yield aead, blob[legacy_label.end() :], None
            yield aead, blob, None

    def _aad(self, table_no: int, row_id: UUID, column_no: int, key_no: int) -> bytes:
        row = _AAD_ROW.pack(table_no, row_id.bytes)
        return self._aad_start + row + _AAD_CELL.pack(column_no, key_no)

    def _chunk_aad(self, place: ChunkPlace, key_no: int) -> bytes:
        return self._chunk_start + place.packed() + _KEY_NO.pack(key_no)


def _decrypt(aead: AESGCM, sealed: bytes, aad: bytes | None) -> bytes | None:
    # A nonce that is cut short would be a ValueError, which stands for a mistake of ours.
    if len(sealed) < _SHORTEST:
        return None
    try:
        return aead.decrypt(sealed[:_NONCE], sealed[_NONCE:], aad)
    except InvalidTag:
        return None


def _check_keys(keys: Mapping[int, bytes]) -> None:
    for key_no, key in keys.items():
        if not 0 <= key_no <= MAX_KEY_NO or len(key) != KEY_BYTES:
            raise ValueError("a workspace key has a number of at most eight digits and 32 bytes")
