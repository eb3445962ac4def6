"""TIFF (Adobe, revision 6) and its large sister: directories of entries that may stand anywhere in the file.

Read without a picture library: what a hostile file says is looked at before any other code believes it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from struct import calcsize, unpack_from

from core.picture_file.damage import Damaged
from core.runtime.stopping import Check, go_on

MOST_PAGES = 10_000
MOST_ENTRIES, MOST_PIECES = 250_000, 1_000_000
"""Of all pages together: each takes between 100 and 200 bytes of memory once it is read."""
_MOST_OF_ONE, _MOST_NUMBERS = 1_000, 500_000
WIDTH, HEIGHT, STRIPS, STRIP_LENGTHS, TILES, TILE_LENGTHS = 256, 257, 273, 279, 324, 325
_BITS, _PACKING, _COLOURS, _SAMPLES, _ROWS, _PLANES = 258, 259, 262, 277, 278, 284
_UNPACKED, _TOGETHER, _SUBSAMPLED = 1, 1, 6
PIECES = ((STRIPS, STRIP_LENGTHS), (TILES, TILE_LENGTHS))
# 1 to 12 are TIFF 6's (section 2), 13 is of Adobe's first technical note, 16 to 18 are BigTIFF's.
_BYTES = {
    1: 1,
    2: 1,
    3: 2,
    4: 4,
    5: 8,
    6: 1,
    7: 1,
    8: 2,
    9: 4,
    10: 8,
    11: 4,
    12: 8,
    13: 4,
    16: 8,
    17: 8,
    18: 8,
}
"""Of one value of each type."""
_WHOLE = {1: "B", 3: "H", 4: "I", 16: "Q"}


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """How numbers stand in this file: its byte order, and whether places take four or eight bytes."""

    order: str
    is_large: bool

    @property
    def place(self) -> str:
        return f"{self.order}Q" if self.is_large else f"{self.order}I"

    @property
    def room(self) -> int:
        """Bytes of an entry in which its value stands, or the place of it."""
        return calcsize(self.place)

    def at(self, content: bytes, where: int, what: str) -> int:
        """One number; Damaged beyond the end."""
        if where + calcsize(what) > len(content):
            raise Damaged
        return int(unpack_from(f"{self.order}{what}", content, where)[0])


_FORMS = {
    b"II*\0": NumberFormat("<", is_large=False),
    b"MM\0*": NumberFormat(">", is_large=False),
    b"II+\0": NumberFormat("<", is_large=True),
    b"MM\0+": NumberFormat(">", is_large=True),
}
BEGINNINGS = tuple(_FORMS)


@dataclass(frozen=True, slots=True)
class TiffEntry:
    """One fact of a page; `begin` is where its value stands, of `size` bytes."""

    tag: int
    kind: int
    count: int
    begin: int
    size: int


@dataclass(frozen=True, slots=True)
class Page:
    """One picture of the file; `begin` and `end` are those of its directory.

    `pieces` are begin and length of each strip or tile.
    """

    begin: int
    end: int
    entries: dict[int, TiffEntry]
    pieces: list[tuple[int, int]] = field(default_factory=list)


class Tiff:
    """Every place in it lies within the file, and no directory comes twice. Raises Damaged.

    All that is named is together no longer than the file: what shares bytes would grow when it is written.
    The directories too are no longer than it: a few bytes apart, each reads those of all that follow.
    `check` is called before each page, and ends it by what it raises.
    """

    def __init__(self, content: bytes, check: Check = go_on) -> None:
        form = _FORMS.get(content[:4])
        if form is None:
            raise Damaged
        self.content, self.form = content, form
        self._left = self._left_of_directories = len(content)
        self._entries_left, self._pieces_left = MOST_ENTRIES, MOST_PIECES
        # BigTIFF says here how many bytes a place takes, eight in every file, and then a zero.
        if form.is_large and content[4:8] != (b"\x08\0\0\0" if form.order == "<" else b"\0\x08\0\0"):
            raise Damaged
        self.pages = list(self._pages(check))
        if not self.pages:
            raise Damaged

    def _pages(self, check: Check) -> Iterator[Page]:
        form, seen = self.form, set[int]()
        head = 8 if form.is_large else 4
        begin = form.at(self.content, head, form.place[1])
        while begin:
            if begin in seen or len(seen) >= MOST_PAGES:
                raise Damaged
            check()
            seen.add(begin)
            page = self._page(begin)
            page.pieces.extend(self._pieces(page))
            yield page
            begin = form.at(self.content, page.end - form.room, form.place[1])

    def _page(self, begin: int) -> Page:
        form = self.form
        counts = "Q" if form.is_large else "H"
        count, first = form.at(self.content, begin, counts), begin + calcsize(f"<{counts}")
        if not 0 < count <= _MOST_OF_ONE:
            raise Damaged
        step = 4 + 2 * form.room
        self._left_of_directories -= step * count
        self._entries_left -= count
        if self._left_of_directories < 0 or self._entries_left < 0:
            raise Damaged
        entries = [self._entry(first + step * number) for number in range(count)]
        by_tag = {each.tag: each for each in entries}
        if len(by_tag) < count:  # readers differ in which of two they take
            raise Damaged
        return Page(begin, first + step * count + form.room, by_tag)

    def _entry(self, at: int) -> TiffEntry:
        form = self.form
        if at + 4 + 2 * form.room > len(self.content):
            raise Damaged
        tag, kind, count = unpack_from(f"{form.order}HH{form.place[1]}", self.content, at)
        if kind not in _BYTES:
            raise Damaged
        size, begin = _BYTES[kind] * count, at + 4 + form.room
        if size > form.room:
            begin = form.at(self.content, begin, form.place[1])
            self._take(size)
        if begin + size > len(self.content):
            raise Damaged
        return TiffEntry(tag, kind, count, begin, size)

    def numbers(self, page: Page, tag: int) -> Sequence[int]:
        """What stands under this tag; none where it is missing. Damaged where those are no whole numbers."""
        entry = page.entries.get(tag)
        if entry is None:
            return ()
        if entry.kind not in _WHOLE or entry.count > _MOST_NUMBERS:
            raise Damaged
        return unpack_from(f"{self.form.order}{entry.count}{_WHOLE[entry.kind]}", self.content, entry.begin)

    def number(self, page: Page, tag: int, missing: int = 0) -> int:
        found = self.numbers(page, tag)
        return found[0] if found else missing

    def _pieces(self, page: Page) -> list[tuple[int, int]]:
        named = [pair for pair in PIECES if any(tag in page.entries for tag in pair)]
        if len(named) != 1:  # readers differ in which of two they take
            raise Damaged
        begins, sizes = (self.numbers(page, tag) for tag in named[0])
        if named[0] == PIECES[0] and STRIP_LENGTHS not in page.entries:
            sizes = (self._size_of_only_strip(page),)
        self._pieces_left -= len(begins)
        if not begins or len(begins) != len(sizes) or self._pieces_left < 0:
            raise Damaged
        found = list(zip(begins, sizes, strict=True))
        self._take(sum(sizes))
        if max(begin + size for begin, size in found) > len(self.content):
            raise Damaged
        return found

    def _size_of_only_strip(self, page: Page) -> int:
        """Old scanners leave its length out: it is clear from the size of a picture that is not packed."""
        height, samples = self.number(page, HEIGHT), self.number(page, _SAMPLES, missing=1)
        bits = self.numbers(page, _BITS) or (1,)
        is_plain = (
            self.number(page, _PACKING, missing=_UNPACKED) == _UNPACKED
            and (samples == 1 or self.number(page, _PLANES, missing=_TOGETHER) == _TOGETHER)
            and self.number(page, _COLOURS) != _SUBSAMPLED
            and self.number(page, _ROWS, missing=height) >= height
            and len(bits) in {1, samples}
        )
        row = self.number(page, WIDTH) * (bits[0] * samples if len(bits) == 1 else sum(bits))
        if not is_plain or not row or not height:
            raise Damaged
        return (row + 7) // 8 * height

    def _take(self, size: int) -> None:
        self._left -= size
        if self._left < 0:
            raise Damaged
