"""The digest that stands for a row's clinical fields where they are not shown: who may read them checks it,
and who may not carries it on.

It is made with a clinical key, so that nobody without one can try guesses on it, and names that key, so
that it holds after the next rotation too.
"""

import hmac
import struct
from collections.abc import Iterator, Mapping
from uuid import UUID

from core.crypto.cells import KeyRing, base_no

_HEAD = struct.Struct(">I")
_ROW = struct.Struct(">16sH16s")
_FIELD = struct.Struct(">HI")
_BYTES = _HEAD.size + 32


def clinical_digest(ring: KeyRing, table_no: int, row_id: UUID, fields: Mapping[int, bytes]) -> bytes:
    """36 bytes over the clinical fields of a row, by column, with the newest clinical key of the ring.

    `fields` are those that are not null. A ring without a clinical key makes none (ValueError).
    """
    if ring.clinical is None:
        raise ValueError("this ring has no clinical key")
    return _made(ring, ring.clinical, table_no, row_id, fields)


def possible_digests(
    ring: KeyRing, table_no: int, row_id: UUID, fields: Mapping[int, bytes]
) -> Iterator[bytes]:
    """The digest of these fields with each clinical key of the ring, the newest first."""
    twins = sorted((no for no in ring.numbers if base_no(no) != no), reverse=True)
    return (_made(ring, no, table_no, row_id, fields) for no in twins)


def holds(ring: KeyRing, digest: bytes, table_no: int, row_id: UUID, fields: Mapping[int, bytes]) -> bool:
    """Whether these are the fields for which the digest stands; False also for a key that is not here."""
    if len(digest) != _BYTES:
        return False
    (key_no,) = _HEAD.unpack_from(digest)
    # A key that is no twin is one that assistants have: they could make such a digest for any text.
    if key_no not in ring.numbers or base_no(key_no) == key_no:
        return False
    return hmac.compare_digest(digest, _made(ring, key_no, table_no, row_id, fields))


def _made(ring: KeyRing, key_no: int, table_no: int, row_id: UUID, fields: Mapping[int, bytes]) -> bytes:
    parts = [b"pazpaz/clinical/1\0", _ROW.pack(ring.workspace_id.bytes, table_no, row_id.bytes)]
    for column_no in sorted(fields):
        value = fields[column_no]
        # Each value behind its length, so that no letter can move from one column into the next unnoticed.
        parts += (_FIELD.pack(column_no, len(value)), value)
    return _HEAD.pack(key_no) + hmac.digest(ring.digest_key(key_no), b"".join(parts), "sha256")
