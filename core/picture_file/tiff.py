"""TIFF without what it tells: the pieces of each picture as they were, with the entries that it needs."""

from collections import deque
from collections.abc import Iterable, Iterator
from struct import pack

from core.picture_file.tiff_page import SMALL_COPY, BarePage
from core.picture_file.tiff_parts import (
    BEGINNINGS,
    HEIGHT,
    STRIP_LENGTHS,
    STRIPS,
    TILE_LENGTHS,
    TILES,
    WIDTH,
    Page,
    Tiff,
    TiffEntry,
)
from core.runtime.stopping import Check, checked, go_on

_LOOKED_BACK = 64
"""Sizes: a small copy stands near its page, and ten thousand pages are not compared with each other."""


def is_tiff(beginning: bytes) -> bool:
    return beginning.startswith(BEGINNINGS)


def strip_tiff(content: bytes, check: Check = go_on) -> bytes:
    """Everything else goes: Exif, places, texts, names, times, small copies, and bytes that nothing names.

    `check` is called before each page, and ends it by what it raises.
    """
    tiff = Tiff(content, check)
    bare = {page.begin: BarePage(tiff, page) for page in tiff.pages}
    kept = list(_without_small_copies(tiff))
    tells = len(kept) < len(tiff.pages) or any(bare[page.begin].tells() for page in checked(kept, check))
    if not tells and not _has_more(tiff):
        return content
    return _Written(tiff).all_of(bare[page.begin] for page in checked(kept, check))


def _without_small_copies(tiff: Tiff) -> Iterator[Page]:
    """The label alone tells nothing: some scanners put it on every page but the first."""
    before = deque[tuple[int, int]](maxlen=_LOOKED_BACK)
    for page in tiff.pages:
        size = tiff.number(page, WIDTH), tiff.number(page, HEIGHT)
        if tiff.number(page, SMALL_COPY) & 1 and any(_is_smaller(size, other) for other in before):
            continue
        if size not in before:
            before.append(size)
        yield page


def _is_smaller(size: tuple[int, int], other: tuple[int, int]) -> bool:
    """Both sides, and of the same shape but for what rounding to whole pixels leaves."""
    width, height = size
    wide, high = other
    return 0 < width < wide and 0 < height < high and abs(width * high - height * wide) <= max(wide, high)


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
        self._form = tiff.form
        self._made = bytearray(tiff.content[: 8 if self._form.is_large else 4])
        self._link = len(self._made)
        self._made += bytes(self._form.room)

    def all_of(self, pages: Iterable[BarePage]) -> bytes:
        for page in pages:
            self._add(page)
        return bytes(self._made)

    def _add(self, page: BarePage) -> None:
        places, lengths = [], []
        for piece in page.pieces():
            places.append(self._stored(piece))
            lengths.append(len(piece))
        numbers = {STRIPS: places, TILES: places, STRIP_LENGTHS: lengths, TILE_LENGTHS: lengths}
        told = b"".join(self._entry(each, page.value(each), numbers.get(each.tag)) for each in page.entries)
        counts = "Q" if self._form.is_large else "H"
        count = pack(f"{self._form.order}{counts}", len(page.entries))
        begin = self._stored(count + told + bytes(self._form.room))
        self._made[self._link : self._link + self._form.room] = pack(self._form.place, begin)
        self._link = begin + len(count) + len(told)

    def _entry(self, entry: TiffEntry, value: bytes, numbers: list[int] | None) -> bytes:
        """`numbers`: of its pieces, as they are now."""
        kind, count = entry.kind, entry.count
        if numbers is not None:
            # Whole numbers as long as places are: LONG8 of BigTIFF, LONG of TIFF 6.
            kind = 16 if self._form.is_large else 4
            value = b"".join(pack(self._form.place, number) for number in numbers)
        elif len(value) != entry.size:
            count = len(value)
        head = pack(f"{self._form.order}HH{self._form.place[1]}", entry.tag, kind, count)
        if len(value) > self._form.room:
            value = pack(self._form.place, self._stored(value))
        return head + value.ljust(self._form.room, b"\0")

    def _stored(self, value: bytes) -> int:
        """Where it stands now; at an even place, as the format wants it."""
        self._made += bytes(len(self._made) % 2)
        begin = len(self._made)
        self._made += value
        return begin
