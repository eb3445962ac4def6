"""TIFF without what it tells: the pieces of each picture as they were, with the entries that it needs."""

from collections.abc import Iterable
from struct import pack

from core.picture_file.damage import Damaged
from core.picture_file.tiff_parts import (
    BEGINNINGS,
    STRIP_LENGTHS,
    STRIPS,
    TILE_LENGTHS,
    TILES,
    Entry,
    Page,
    Tiff,
)
from core.runtime.stopping import Check, checked, go_on

_SMALL_COPY, _COMPRESSION = 254, 259
_LOOK = frozenset(
    {
        *(_SMALL_COPY, 255, 256, 257, 258, _COMPRESSION, 262, 263, 264, 265, 266, STRIPS, 274, 277, 278),
        *(STRIP_LENGTHS, 280, 281, 282, 283, 284, 290, 291, 292, 293, 296, 297, 301, 317, 318, 319, 320),
        *(321, 322, 323, TILES, TILE_LENGTHS, 332, 334, 336, 338, 339, 340, 341, 342, 347),
        *(529, 530, 531, 532, 34675, 37439),
    }
)
"""Size, colours, which side is up, how it is packed, and the colour profile."""
_PLACES = (STRIPS, TILES)
_PARTS_ELSEWHERE = frozenset({330, 400, 512, 513, 519, 520, 521, 32803, 33421, 50706})
"""A picture that is partly kept in another place, as in the raw files of cameras: it would be torn apart."""
_OLD_JPEG = 6


def is_tiff(beginning: bytes) -> bool:
    return beginning.startswith(BEGINNINGS)


def strip_tiff(content: bytes, check: Check = go_on) -> bytes:
    """Everything else goes: Exif, places, texts, names, times, small copies, and bytes that nothing names.

    `check` is called before each page, and ends it by what it raises.
    """
    tiff = Tiff(content, check)
    for page in tiff.pages:
        packed = tiff.number(page, _COMPRESSION, missing=1)
        if packed == _OLD_JPEG or not _PARTS_ELSEWHERE.isdisjoint(page.entries):
            raise Damaged
    kept = [page for page in tiff.pages if not _is_small_copy(tiff, page)] or tiff.pages
    tells = len(kept) < len(tiff.pages) or any(page.entries.keys() - _LOOK for page in kept)
    if not tells and not _has_more(tiff):
        return content
    return _Written(tiff).all_of(checked(kept, check))


def _is_small_copy(tiff: Tiff, page: Page) -> bool:
    return page is not tiff.pages[0] and bool(tiff.number(page, _SMALL_COPY) & 1)


def _has_more(tiff: Tiff) -> bool:
    """Whether bytes that are not zero stand where no page leads to."""
    room = tiff.form.room
    named = [(0, 16 if tiff.form.is_large else 8)]
    for page in tiff.pages:
        named.append((page.begin, page.end))
        named += [(each.begin, each.begin + each.size) for each in page.entries.values() if each.size > room]
        named += [(begin, begin + size) for begin, size in page.pieces]
    at = 0
    for begin, end in sorted(named):
        if tiff.content[at:begin].strip(b"\0"):
            return True
        at = max(at, end)
    return bool(tiff.content[at:].strip(b"\0"))


class _Written:
    """The same byte order and the same width of places."""

    def __init__(self, tiff: Tiff) -> None:
        self._tiff, self._form = tiff, tiff.form
        self._made = bytearray(tiff.content[: 8 if self._form.is_large else 4])
        self._link = len(self._made)
        self._made += bytes(self._form.room)

    def all_of(self, pages: Iterable[Page]) -> bytes:
        for page in pages:
            self._add(page)
        return bytes(self._made)

    def _add(self, page: Page) -> None:
        places = [self._stored(self._tiff.content[at : at + size]) for at, size in page.pieces]
        entries = [each for tag, each in sorted(page.entries.items()) if tag in _LOOK]
        told = b"".join(self._entry(each, places) for each in entries)
        counts = "Q" if self._form.is_large else "H"
        count = pack(f"{self._form.order}{counts}", len(entries))
        begin = self._stored(count + told + bytes(self._form.room))
        self._made[self._link : self._link + self._form.room] = pack(self._form.place, begin)
        self._link = begin + len(count) + len(told)

    def _entry(self, entry: Entry, places: list[int]) -> bytes:
        kind, value = entry.kind, self._tiff.content[entry.begin : entry.begin + entry.size]
        if entry.tag in _PLACES:
            kind = 16 if self._form.is_large else 4
            value = b"".join(pack(self._form.place, place) for place in places)
        head = pack(f"{self._form.order}HH{self._form.place[1]}", entry.tag, kind, entry.count)
        if len(value) > self._form.room:
            value = pack(self._form.place, self._stored(value))
        return head + value.ljust(self._form.room, b"\0")

    def _stored(self, value: bytes) -> int:
        """Where it stands now; at an even place, as the format wants it."""
        self._made += bytes(len(self._made) % 2)
        begin = len(self._made)
        self._made += value
        return begin
