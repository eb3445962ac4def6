"""TIFF files of a few bytes, made entry by entry: sound ones, telling ones, and such as mean harm."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from struct import pack

from core.picture_file.tiff_parts import HEIGHT, WIDTH, Tiff
from tests.core.picture_file.samples import SECRET

SHORT, LONG, TEXT = 3, 4, 2
PIXELS = bytes(range(48))
"""Of four by four, three bytes each."""
SMALL = {256: 4, 257: 4, 259: 1, 262: 2, 277: 3, 278: 4}
Value = int | bytes | Sequence[int]


@dataclass
class Made:
    """A file that grows at its end."""

    order: str = "<"
    large: bool = False
    content: bytearray = field(default_factory=bytearray)

    def __post_init__(self) -> None:
        mark = {("<", False): b"II*\0", (">", False): b"MM\0*", ("<", True): b"II+\0", (">", True): b"MM\0+"}
        self.content += mark[self.order, self.large]
        if self.large:
            self.content += pack(f"{self.order}HH", 8, 0)
        self.link = len(self.content)
        self.content += bytes(self.room)

    @property
    def room(self) -> int:
        return 8 if self.large else 4

    @property
    def place(self) -> str:
        return f"{self.order}{'Q' if self.large else 'I'}"

    def put(self, value: bytes) -> int:
        self.content += bytes(len(self.content) % 2)
        self.content += value
        return len(self.content) - len(value)

    def directory(self, entries: Mapping[int, Value], following: int | None = None) -> int:
        """Its place; the one before leads to it, and it to `following` or to the next."""
        told = b"".join(self._entry(tag, value) for tag, value in sorted(entries.items()))
        count = pack(f"{self.order}{'Q' if self.large else 'H'}", len(entries))
        begin = self.put(count + told + bytes(self.room))
        self.content[self.link : self.link + self.room] = pack(self.place, begin)
        self.link = begin + len(count) + len(told)
        if following is not None:
            self.content[self.link : self.link + self.room] = pack(self.place, following)
        return begin

    def _entry(self, tag: int, value: Value) -> bytes:
        if isinstance(value, bytes):
            kind, count, told = TEXT, len(value), value
        else:
            numbers = [value] if isinstance(value, int) else value
            kind, count = LONG, len(numbers)
            told = pack(f"{self.order}{count}I", *numbers)
        if len(told) > self.room:
            told = pack(self.place, self.put(told))
        return pack(f"{self.order}HH{self.place[1]}", tag, kind, count) + told.ljust(self.room, b"\0")


def picture(order: str = "<", *, large: bool = False, more: Mapping[int, Value] | None = None) -> bytes:
    """Of one page; `more`: entries that are not needed."""
    return one_more(Made(order, large), more)


def one_more(made: Made, more: Mapping[int, Value] | None = None, pixels: bytes = PIXELS) -> bytes:
    """With another page."""
    at = made.put(pixels)
    made.directory({**SMALL, 258: [8, 8, 8], 273: at, 279: len(pixels), **(more or {})})
    return bytes(made.content)


def of_unsaid_length(
    more: Mapping[int, Value] | None = None,
    without: Collection[int] = (),
    pixels: bytes = PIXELS,
    order: str = "<",
    *,
    large: bool = False,
) -> bytes:
    """One strip as old scanners write it: how long it is has to be told from its size."""
    made = Made(order, large)
    entries: dict[int, Value] = {**SMALL, 258: [8, 8, 8], 273: made.put(pixels), **(more or {})}
    made.directory({tag: value for tag, value in entries.items() if tag not in without})
    return bytes(made.content)


TELLING: dict[int, Value] = dict.fromkeys(
    (269, 270, 271, 272, 305, 306, 315, 316, 700, 33432, 33723, 34377, 34665, 34735, 34853, 65000), SECRET
)
"""Names, times, programs, places, and what only one program knows."""


def sizes_of(content: bytes) -> list[tuple[int, int]]:
    """Width and height of each page."""
    tiff = Tiff(content)
    return [(tiff.number(page, WIDTH), tiff.number(page, HEIGHT)) for page in tiff.pages]


def overlapping(directories: int = 998, entries: int = 1000) -> bytes:
    """Directories twelve bytes apart in one row of entries, so each reads nearly all that the others read.

    The last bytes of an entry are the count of the directory that begins there, and the first bytes of one
    behind the row lead to the next directory.
    """
    begin, step = 2**16 + 1000, 12
    row = [pack("<HHIHH", 40_000 + number, 1, 1, 0, entries) for number in range(entries - 2)]
    row += [pack("<HHII", 273, 4, 1, 8), pack("<HHII", 279, 4, 1, 1)]
    row += [pack("<III", begin + step * number, 1, 0) for number in range(1, directories)]
    head = (b"II*\0" + pack("<I", begin)).ljust(begin, b"\0")
    return head + pack("<H", entries) + b"".join(row) + bytes(4)
