"""What is kept of a page of a TIFF: the entries that it needs, and its pieces without words of their own."""

from collections.abc import Iterator

from core.picture_file.damage import Damaged
from core.picture_file.jpeg import strip_jpeg, strip_tables
from core.picture_file.tiff_parts import STRIP_LENGTHS, STRIPS, TILE_LENGTHS, TILES, Page, Tiff, TiffEntry

SMALL_COPY = 254
_COMPRESSION, _JPEG_TABLES = 259, 347
_LOOK = frozenset(
    {
        *(SMALL_COPY, 255, 256, 257, 258, _COMPRESSION, 262, 263, 264, 265, 266, STRIPS, 274, 277, 278),
        *(STRIP_LENGTHS, 280, 281, 282, 283, 284, 290, 291, 292, 293, 296, 297, 301, 317, 318, 319, 320),
        *(321, 322, 323, TILES, TILE_LENGTHS, 332, 334, 336, 338, 339, 340, 341, 342),
        *(529, 530, 531, 532, 34675, 37439),
    }
)
"""Size, colours, which side is up, how it is packed, and the colour profile."""
_PARTS_ELSEWHERE = frozenset({330, 400, 512, 513, 519, 520, 521, 32803, 33421, 50706})
"""A picture that is partly kept in another place, as in the raw files of cameras: it would be torn apart."""
# Of Adobe's second technical note. The older kind, 6, keeps its tables in other places of the file.
_JPEG = 7
_PIXELS_ALONE = frozenset(
    {1, 2, 3, 4, 5, 8, 32766, 32771, 32773, 32809, 32946, 34676, 34677, 34887, 34925, 50000}
)
"""Packed so that there is no room for words. A piece of another kind, such as JPEG 2000 or WebP, may
tell what a file of it tells."""


class BarePage:
    """Raises Damaged where it cannot be told from the picture what the page says."""

    def __init__(self, tiff: Tiff, page: Page) -> None:
        self._tiff, self._page = tiff, page
        packing = tiff.number(page, _COMPRESSION, missing=1)
        self._is_jpeg = packing == _JPEG
        if not (self._is_jpeg or packing in _PIXELS_ALONE) or not _PARTS_ELSEWHERE.isdisjoint(page.entries):
            raise Damaged
        needed = _LOOK | {_JPEG_TABLES} if self._is_jpeg else _LOOK
        self.entries = [each for tag, each in sorted(page.entries.items()) if tag in needed]

    def tells(self) -> bool:
        """Whether anything of it is to go."""
        if len(self.entries) < len(self._page.entries):
            return True
        content = self._tiff.content
        if any(self.value(each) != self._plain(each) for each in self.entries):
            return True
        places = self._page.pieces
        return any(
            bare != content[at : at + size] for (at, size), bare in zip(places, self.pieces(), strict=True)
        )

    def value(self, entry: TiffEntry) -> bytes:
        """As it is to stand."""
        plain = self._plain(entry)
        if entry.tag != _JPEG_TABLES:
            return plain
        if len(plain) != entry.count:  # of no bytes, but of numbers
            raise Damaged
        return strip_tables(plain)

    def _plain(self, entry: TiffEntry) -> bytes:
        return self._tiff.content[entry.begin : entry.begin + entry.size]

    def pieces(self) -> Iterator[bytes]:
        """One after another; those of JPEG are each built like a file of it."""
        for at, size in self._page.pieces:
            piece = self._tiff.content[at : at + size]
            yield strip_jpeg(piece) if self._is_jpeg and piece else piece
