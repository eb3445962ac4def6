"""JPEG (ITU-T T.81): a row of segments, and after each SOS the coded picture until the next marker."""

import re

from core.picture_file.damage import Damaged
from core.picture_file.exif import UPRIGHT, only_orientation, orientation_of

BEGINNING = b"\xff\xd8\xff"
_SOI, _EOI = b"\xff\xd8", b"\xff\xd9"
_SOS, _APP0, _APP1, _APP2, _APP14 = 0xDA, 0xE0, 0xE1, 0xE2, 0xEE
# ITU-T T.81, table B.1.
_TABLES = frozenset({*range(0xC0, 0xD0), *range(0xDA, 0xE0)})
"""What the coded picture needs."""
_TOLD = frozenset({*range(0xE0, 0xF0), 0xFE})
"""Segments of programs, and comments."""
_NEXT_MARKER = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")
"""Within a coded picture 0xFF stands before a zero, a restart or another 0xFF."""


def strip_jpeg(content: bytes) -> bytes:
    """Exif, XMP, IPTC, comments, small copies of the picture and what follows its end go.

    Colour profiles stay, and which side is up. Raises Damaged.
    """
    return _stripped(content, of_picture=True)


def strip_tables(content: bytes) -> bytes:
    """As `strip_jpeg`, of what several pictures share and none holds: built as one, without a picture."""
    return _stripped(content, of_picture=False)


def _stripped(content: bytes, *, of_picture: bool) -> bytes:
    kept: list[bytes] = []
    header, orientation, has_picture, at = b"", UPRIGHT, False, len(_SOI)
    if not content.startswith(BEGINNING):
        raise Damaged
    while True:
        marker, begin = _marker_at(content, at)
        if marker == _EOI[1]:
            break
        at = begin + _length_at(content, begin)
        segment, told = content[begin - 2 : at], content[begin + 2 : at]
        if marker in _TABLES:
            kept.append(segment)
        elif marker not in _TOLD:
            raise Damaged
        elif marker == _APP0 and told.startswith(b"JFIF\0") and len(told) >= 14 and not header:
            header = _without_small_copy(told)
        elif marker == _APP1 and told.startswith(b"Exif\0") and orientation == UPRIGHT:
            orientation = orientation_of(told)
        elif _is_colour(marker, told):
            kept.append(segment)
        if marker == _SOS:
            has_picture, end = True, _end_of_coded(content, at)
            kept.append(content[at:end])
            at = end
    if has_picture != of_picture:
        raise Damaged
    # JFIF's header has to be the first segment (ITU-T T.871), so it stands before what says which side is up.
    turned = b"" if orientation == UPRIGHT else _segment(_APP1, b"Exif\0\0" + only_orientation(orientation))
    return b"".join((_SOI, header, turned, *kept, _EOI))


def _marker_at(content: bytes, at: int) -> tuple[int, int]:
    """The marker's second byte, and where it ends; any number of 0xFF may stand before it."""
    begin = at
    # Fill bytes (ITU-T T.81, B.1.1.2).
    while content[at : at + 1] == b"\xff":
        at += 1
    if at == begin or at >= len(content):
        raise Damaged
    return content[at], at + 1


def _length_at(content: bytes, at: int) -> int:
    """Of a segment, with the two bytes that tell it."""
    length = int.from_bytes(content[at : at + 2], "big")
    if length < 2 or at + length > len(content):
        raise Damaged
    return length


def _end_of_coded(content: bytes, at: int) -> int:
    found = _NEXT_MARKER.search(content, at)
    if found is None:
        raise Damaged
    return found.start()


def _is_colour(marker: int, told: bytes) -> bool:
    """A profile, or how Adobe's programs coded the colours."""
    if marker == _APP2:
        return told.startswith(b"ICC_PROFILE\0")
    return marker == _APP14 and told.startswith(b"Adobe")


def _without_small_copy(told: bytes) -> bytes:
    """JFIF's header, which may hold the picture once more, of before it was cropped."""
    # Twelve bytes are mark, version and density; the two behind them are the sides of the copy (ITU-T T.871).
    return _segment(_APP0, told[:12] + bytes(2))


def _segment(marker: int, told: bytes) -> bytes:
    return bytes((0xFF, marker)) + (len(told) + 2).to_bytes(2, "big") + told
