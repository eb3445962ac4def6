"""Takes off what a picture tells about camera, place, time and person. Its first bytes say its kind."""

from enum import StrEnum

from core.picture_file import jpeg, png
from core.picture_file.damage import Damaged
from core.picture_file.jpeg import strip_jpeg
from core.picture_file.png import strip_png
from core.picture_file.tiff import is_tiff, strip_tiff
from core.picture_file.webp import is_webp, strip_webp
from core.runtime.stopping import Check, go_on

_TELLING = frozenset({b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis"})
"""Kinds of HEIF, such as phones write."""


class Metadata(StrEnum):
    """What became of it when a file was brought in."""

    NONE = "none"
    """There was none, or the file is of a kind that has none."""
    STRIPPED = "stripped"
    LEFT = "left"
    """The file is as it was: damaged, or of a kind from which nothing can be taken off."""


def is_strippable(beginning: bytes) -> bool:
    """Whether `strip` may change a file that begins so."""
    return beginning.startswith((jpeg.BEGINNING, png.BEGINNING)) or is_webp(beginning) or is_tiff(beginning)


def is_telling(beginning: bytes) -> bool:
    """Whether it is a picture of another kind that cameras write, of which nothing can be taken off."""
    # The first box says which kind of ISO's media files it is (ISO/IEC 14496-12, 4.3).
    return beginning[4:8] == b"ftyp" and beginning[8:12] in _TELLING


def strip(content: bytes, check: Check = go_on) -> tuple[bytes, Metadata]:
    """The picture without its metadata, pixel for pixel; the very same bytes where nothing is to go.

    `check` is called before each page of many, and ends it by what it raises.
    """
    try:
        stripped = _strip(content, check)
    except Damaged:
        return content, Metadata.LEFT
    return stripped, Metadata.NONE if stripped == content else Metadata.STRIPPED


def _strip(content: bytes, check: Check) -> bytes:
    if content.startswith(jpeg.BEGINNING):
        return strip_jpeg(content)
    if content.startswith(png.BEGINNING):
        return strip_png(content)
    return strip_tiff(content, check) if is_tiff(content) else strip_webp(content)
