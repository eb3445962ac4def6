"""What the window and the process that decodes say to each other, and the bounds that both keep.

To the process: `OPENING` (kind, length) and the content, once; then `WISH` (page, width, height) for each
picture of a page. From it: `OPENED` (reason, count of pages) and a `SIZE` for each page; then `DRAWN`
(reason, width, height) and four bytes for each pixel. The name of the file is no part of it.

Of a PDF that is to be written anew come `STRIPPED` (reason, length) and the file, of no length where nothing
was to go.
"""

import math
import struct
from dataclasses import dataclass
from enum import IntEnum
from typing import IO

OPENING = struct.Struct("!BQ")
OPENED = struct.Struct("!BI")
SIZE = struct.Struct("!dd")
WISH = struct.Struct("!III")
DRAWN = struct.Struct("!BII")
STRIPPED = struct.Struct("!BQ")

MOST_BYTES = 100 * 10**6
"""Of a file that is shown; of it, the copy for the library and the pixels, all have room in the process."""
MOST_PAGES = 10_000
LARGEST_SIDE = 200_000.0
"""Of a page, in pixels of a picture or points of a PDF."""
MOST_PIXELS = 16 * 10**6
"""Of one picture of a page: two screens of 4K."""
BYTES_A_PIXEL = 4
MOST_GROWTH = 2**20
"""Beside twice its length: no more may come back of a PDF that was written anew."""


class Kind(IntEnum):
    """What the file's name says that it is."""

    PICTURE = 1
    PDF = 2
    PDF_TO_STRIP = 3
    """Not to be shown: to come back without what it tells about its author."""


class Reason(IntEnum):
    """Why a file, or a page of it, is not shown or not written anew."""

    NONE = 0
    TOO_LARGE = 1
    NOT_AS_NAMED = 2
    DAMAGED = 3
    PASSWORD = 4
    UNAVAILABLE = 5
    """The library that reads this kind is missing."""
    LOST = 6
    """The process ended, or said what it should not."""
    TOO_SLOW = 7
    SIGNED = 8
    """Written anew it would be signed by nobody."""


class Refused(Exception):
    """It is not shown; `reason` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.name)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class PageSize:
    """In pixels of a picture or points of a PDF."""

    width: float
    height: float

    @property
    def is_sound(self) -> bool:
        """Whether there can be such a page."""
        sides = (self.width, self.height)
        return all(math.isfinite(side) and 0 < side <= LARGEST_SIDE for side in sides)


@dataclass(frozen=True, slots=True)
class Pixels:
    """Row by row, blue, green, red and opacity, without gaps."""

    width: int
    height: int
    data: bytes


def bounded(width: float, height: float) -> tuple[int, int]:
    """Whole pixels in about this shape, not more than may be asked for."""
    wide, high = max(width, 1.0), max(height, 1.0)
    shrink = min(1.0, math.sqrt(MOST_PIXELS / (wide * high)))
    across, down = max(1, int(wide * shrink)), max(1, int(high * shrink))
    # A page as thin as a line: its other side alone would still be more than there is room for.
    return min(across, MOST_PIXELS // down) or 1, min(down, MOST_PIXELS)


def exactly(source: IO[bytes], length: int) -> bytes:
    """EOFError where there is less: whoever speaks has ended."""
    found = source.read(length)
    if len(found) < length:
        raise EOFError
    return found
