"""WebP (RFC 9649): a RIFF container of chunks; the first of an extended file says which others there are."""

from core.picture_file.damage import Damaged
from core.picture_file.exif import UPRIGHT, only_orientation, orientation_of

_HEAD = 12
_PICTURES = frozenset({b"VP8 ", b"VP8L", b"ANMF"})
_LOOK = frozenset({*_PICTURES, b"VP8X", b"ICCP", b"ALPH", b"ANIM"})
# Flags of an extended file (RFC 9649, 2.7).
_HAS_EXIF, _HAS_XMP = 0x08, 0x04


def is_webp(beginning: bytes) -> bool:
    """Of at least twelve bytes."""
    return beginning[:4] == b"RIFF" and beginning[8:_HEAD] == b"WEBP"


def strip_webp(content: bytes) -> bytes:
    """Exif, XMP, unknown chunks and what follows the end go."""
    # The size that the file says counts from behind itself (RFC 9649, 2.4).
    end, at, kept, orientation = _HEAD - 4 + int.from_bytes(content[4:8], "little"), _HEAD, [], UPRIGHT
    if end > len(content):
        raise Damaged
    while at < end:
        kind, told = content[at : at + 4], content[at + 8 : at + 8 + _length_at(content, at, end)]
        # RIFF fills each chunk up to an even length, and does not count that byte (RFC 9649, 2.3).
        at += 8 + len(told) + len(told) % 2
        if kind == b"EXIF" and orientation == UPRIGHT:
            orientation = orientation_of(told)
        if kind in _LOOK:
            kept.append((kind, told))
    if not any(kind in _PICTURES for kind, _told in kept):
        raise Damaged
    return _written(kept, orientation)


def _length_at(content: bytes, at: int, end: int) -> int:
    length = int.from_bytes(content[at + 4 : at + 8], "little")
    if at + 8 + length > end:
        raise Damaged
    return length


def _written(kept: list[tuple[bytes, bytes]], orientation: int) -> bytes:
    """Only an extended file can say which side is up."""
    first, told = kept[0]
    if first == b"VP8X" and told:
        turned = orientation != UPRIGHT
        flags = told[0] & ~(_HAS_EXIF | _HAS_XMP) | (_HAS_EXIF if turned else 0)
        kept[0] = first, bytes((flags,)) + told[1:]
        if turned:
            kept.append((b"EXIF", only_orientation(orientation)))
    chunks = b"".join(map(_chunk, kept))
    return b"RIFF" + (4 + len(chunks)).to_bytes(4, "little") + b"WEBP" + chunks


def _chunk(chunk: tuple[bytes, bytes]) -> bytes:
    kind, told = chunk
    return kind + len(told).to_bytes(4, "little") + told + bytes(len(told) % 2)
