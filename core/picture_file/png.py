"""PNG (W3C): a row of chunks, each with its length, kind and check sum."""

from zlib import crc32

from core.picture_file.damage import Damaged
from core.picture_file.exif import UPRIGHT, only_orientation, orientation_of

BEGINNING = b"\x89PNG\r\n\x1a\n"
_LOOK = frozenset(
    {
        *(b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"mDCV", b"cLLI"),
        *(b"bKGD", b"hIST", b"pHYs", b"sPLT", b"acTL", b"fcTL", b"fdAT"),
    }
)
"""Chunks that need not be there and change how the picture looks: colours, size, movement."""
# PNG, 5.4.
_ADDITIONAL = 0x20
"""This bit of a kind's first letter is set where the picture can be shown without the chunk."""


def strip_png(content: bytes) -> bytes:
    """Exif, XMP, texts, times, what only one program knows and what follows the end go."""
    kept, at, picture, orientation = [BEGINNING], len(BEGINNING), 0, UPRIGHT
    kind = b""
    while kind != b"IEND":
        chunk = _chunk_at(content, at)
        kind, at = chunk[4:8], at + len(chunk)
        # It stands first in every file (PNG, 5.6).
        if len(kept) == 1 and kind != b"IHDR":
            raise Damaged
        if kind == b"IDAT" and not picture:
            picture = len(kept)
        if kind == b"eXIf" and orientation == UPRIGHT:
            orientation = orientation_of(chunk[8:-4])
        if kind in _LOOK or not kind[0] & _ADDITIONAL:
            kept.append(chunk)
    if not picture:
        raise Damaged
    if orientation != UPRIGHT:
        # Before the picture, where PNG's third edition has it.
        kept.insert(picture, _chunk(b"eXIf", only_orientation(orientation)))
    return b"".join(kept)


def _chunk_at(content: bytes, at: int) -> bytes:
    """Whole, and with the check sum that it says."""
    length = int.from_bytes(content[at : at + 4], "big")
    chunk = content[at : at + 12 + length]
    if len(chunk) < 12 + length or crc32(chunk[4:-4]) != int.from_bytes(chunk[-4:], "big"):
        raise Damaged
    return chunk


def _chunk(kind: bytes, told: bytes) -> bytes:
    return len(told).to_bytes(4, "big") + kind + told + crc32(kind + told).to_bytes(4, "big")
