"""TIFF without what it tells, and files of it that mean harm: refused before a library sees them."""

from collections.abc import Callable, Collection
from struct import pack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.errors import Cancelled
from core.picture_file import tiff_parts
from core.picture_file.damage import Damaged
from core.picture_file.stripping import Metadata, is_strippable, is_telling, strip
from core.picture_file.tiff import strip_tiff
from core.picture_file.tiff_parts import Tiff, TiffEntry
from tests.core.patience import Patience
from tests.core.picture_file.samples import JPEG, SECRET, jpeg_with, segment, tiff
from tests.core.picture_file.tiff_samples import (
    PIXELS,
    SMALL,
    TELLING,
    Made,
    Value,
    of_unsaid_length,
    one_more,
    overlapping,
    picture,
    sizes_of,
)

FORMS = [("<", False), (">", False), ("<", True), (">", True)]


def pixels_of(content: bytes) -> list[bytes]:
    return [b"".join(content[at : at + size] for at, size in page.pieces) for page in Tiff(content).pages]


@pytest.mark.parametrize(("order", "large"), FORMS)
def test_given_a_tiff_that_tells_when_stripped_then_nothing_of_it_is_left_and_no_pixel_is_touched(
    order: str, large: bool
) -> None:
    telling = picture(order, large=large, more=TELLING)
    stripped, what = strip(telling)
    assert what is Metadata.STRIPPED
    assert SECRET in telling
    assert SECRET not in stripped
    assert stripped[:4] == telling[:4]
    assert pixels_of(stripped) == [PIXELS]
    assert sizes_of(stripped) == [(4, 4)]
    assert strip(stripped) == (stripped, Metadata.NONE)


@pytest.mark.parametrize(("order", "large"), FORMS)
def test_given_a_tiff_that_tells_nothing_when_stripped_then_it_is_the_very_same(
    order: str, large: bool
) -> None:
    content = picture(order, large=large)
    assert strip(content) == (content, Metadata.NONE)
    assert strip(content + bytes(9)) == (content + bytes(9), Metadata.NONE)


@pytest.mark.parametrize(("order", "large"), FORMS)
def test_given_one_strip_of_unsaid_length_when_stripped_then_it_is_told_from_the_size_of_the_picture(
    order: str, large: bool
) -> None:
    plain = of_unsaid_length(order=order, large=large)
    assert pixels_of(plain) == [PIXELS]
    assert strip(plain) == (plain, Metadata.NONE)
    stripped, what = strip(of_unsaid_length(TELLING, order=order, large=large) + SECRET)
    assert (what, SECRET in stripped, pixels_of(stripped)) == (Metadata.STRIPPED, False, [PIXELS])
    assert strip(stripped) == (stripped, Metadata.NONE)


@pytest.mark.parametrize(
    ("more", "without", "size"),
    [
        ({256: 9, 257: 5, 262: 1}, {258, 259, 277, 278}, 10),
        ({256: 9, 257: 5, 258: 1, 277: 1, 278: 5}, (), 10),
        ({256: 3, 258: 16, 277: 1, 284: 2}, (), 24),
        ({256: 2, 257: 3, 258: [5, 6, 5], 278: 3}, (), 12),
        ({258: 8, 278: 2**32 - 1}, (), 48),
    ],
)
def test_given_one_strip_of_unsaid_length_then_each_row_begins_with_a_whole_byte(
    more: dict[int, Value], without: Collection[int], size: int
) -> None:
    (pixels,) = pixels_of(of_unsaid_length(more, without))
    assert pixels == PIXELS[:size]


def test_given_bytes_that_nothing_names_when_stripped_then_they_go() -> None:
    made = Made()
    made.put(SECRET)
    content = one_more(made) + SECRET
    stripped, what = strip(content)
    assert (what, SECRET in stripped, pixels_of(stripped)) == (Metadata.STRIPPED, False, [PIXELS])


def test_given_several_pages_with_a_small_copy_when_stripped_then_the_pages_stay_and_the_copy_goes() -> None:
    made = Made(">")
    one_more(made, {315: SECRET, 274: 6})
    one_more(made, {254: 1, 256: 2, 257: 2, 278: 2}, PIXELS[11::-1])
    content = one_more(made, {254: 2, 34675: b"a profile of colours"}, PIXELS[3:] + PIXELS[:3])
    stripped, what = strip(content)
    assert (what, SECRET in stripped) == (Metadata.STRIPPED, False)
    assert pixels_of(stripped) == [PIXELS, PIXELS[3:] + PIXELS[:3]]
    assert b"a profile of colours" in stripped
    assert Tiff(stripped).number(Tiff(stripped).pages[0], 274) == 6, "which side is up"


@pytest.mark.parametrize(
    ("pages", "stay"),
    [
        ([(1700, 2200), (1700, 2200), (1700, 2200)], [0, 1, 2]),
        ([(1700, 2200), (2200, 1700), (1700, 1100)], [0, 1, 2]),
        ([(1700, 2200), (1700, 1100), (850, 2200)], [0, 1, 2]),
        ([(1700, 2200), (1600, 2201), (0, 0)], [0, 1, 2]),
        ([(1700, 2200), (850, 1100), (99, 128), (100, 129)], [0]),
        ([(1700, 2200), (2200, 1700), (80, 62), (80, 80)], [0, 1, 3]),
    ],
)
def test_given_pages_that_are_all_labelled_as_small_copies_when_stripped_then_only_those_that_are_go(
    pages: list[tuple[int, int]], stay: list[int]
) -> None:
    made = Made()
    for number, (width, height) in enumerate(pages):
        one_more(made, {254: 1, 256: width, 257: height, 315: SECRET}, bytes((number,)) * 48)
    stripped, what = strip(bytes(made.content))
    assert (what, SECRET in stripped) == (Metadata.STRIPPED, False)
    assert sizes_of(stripped) == [pages[number] for number in stay]
    assert pixels_of(stripped) == [bytes((number,)) * 48 for number in stay]
    assert strip(stripped) == (stripped, Metadata.NONE)


def test_given_tiles_and_many_strips_when_stripped_then_each_piece_is_as_it_was() -> None:
    made = Made()
    places = [made.put(PIXELS[at : at + 12]) for at in range(0, 48, 12)]
    tiled = {key: value for key, value in SMALL.items() if key != 278}
    made.directory({**SMALL, 273: places, 279: [12] * 4, 315: SECRET})
    made.directory({**tiled, 322: 16, 323: 16, 324: places[:1], 325: [12]})
    stripped, _ = strip(bytes(made.content))
    assert pixels_of(stripped) == [PIXELS, PIXELS[:12]]
    assert SECRET not in stripped


TABLES = b"\xff\xd8" + segment(0xDB, bytes(65)) + b"\xff\xd9"
TOLD = segment(0xE1, b"Exif\0\0" + tiff(None)) + segment(0xFE, SECRET)


def of_jpeg(*pieces: bytes, tables: Value = TABLES, made: Made | None = None, tiled: bool = False) -> bytes:
    """A page in pieces of JPEG; 347 is what they share."""
    made = made or Made()
    entries: dict[int, Value] = {**SMALL, 258: [8, 8, 8], 259: 7, 347: tables}
    places, lengths = (324, 325) if tiled else (273, 279)
    at = [made.put(piece) for piece in pieces]
    made.directory({**entries, places: at, lengths: [len(piece) for piece in pieces]})
    return bytes(made.content)


@pytest.mark.parametrize("tiled", [False, True])
@pytest.mark.parametrize(("order", "large"), FORMS)
def test_given_pieces_of_jpeg_that_tell_when_stripped_then_nothing_of_it_is_left_and_no_pixel_is_touched(
    order: str, large: bool, tiled: bool
) -> None:
    bare, pieces = (JPEG, b"", JPEG), (jpeg_with(TOLD), b"", jpeg_with(after=SECRET))
    telling = of_jpeg(*pieces, made=Made(order, large), tiled=tiled)
    stripped, what = strip(telling)
    assert (what, SECRET in stripped) == (Metadata.STRIPPED, False)
    assert [[stripped[at : at + size] for at, size in page.pieces] for page in Tiff(stripped).pages] == [
        [*bare]
    ]
    assert TABLES in stripped
    assert strip(stripped) == (stripped, Metadata.NONE)


def test_given_tables_of_jpeg_that_tell_when_stripped_then_they_are_as_they_were_but_for_that() -> None:
    stripped, what = strip(of_jpeg(JPEG, tables=TABLES[:2] + TOLD + TABLES[2:]))
    assert (what, SECRET in stripped) == (Metadata.STRIPPED, False)
    entry = Tiff(stripped).pages[0].entries[347]
    assert stripped[entry.begin : entry.begin + entry.size] == TABLES
    assert strip(stripped) == (stripped, Metadata.NONE)


def test_given_pieces_of_jpeg_that_tell_nothing_when_stripped_then_it_is_the_very_same() -> None:
    content = of_jpeg(JPEG, JPEG)
    assert strip(content) == (content, Metadata.NONE)


def test_given_tables_of_jpeg_where_nothing_is_packed_so_when_stripped_then_they_go() -> None:
    stripped, what = strip(picture(more={347: SECRET}))
    assert (what, SECRET in stripped, pixels_of(stripped)) == (Metadata.STRIPPED, False, [PIXELS])


def raw(**entries: int) -> Callable[[], bytes]:
    return lambda: one_more(Made(), {int(name[1:]): value for name, value in entries.items()})


LEFT = {
    "the raw file of a camera": raw(t330=8),
    "an old jpeg in it": raw(t259=6),
    "a jpeg 2000 in it": raw(t259=34712),
    "a webp in it": raw(t259=50001),
    "a jpeg in it that is none": raw(t259=7),
    "tables that are none": lambda: of_jpeg(JPEG, tables=b"tables"),
    "tables with a picture in them": lambda: of_jpeg(JPEG, tables=JPEG),
    "tables of numbers": lambda: of_jpeg(JPEG, tables=list(TABLES)),
    "a jpeg in it that is cut off": lambda: of_jpeg(JPEG[:-2]),
    "the first version of a raw file": raw(t50706=1),
}


@pytest.mark.parametrize("name", LEFT)
def test_given_a_picture_that_cannot_be_told_from_its_words_when_stripped_then_it_is_left_whole(
    name: str,
) -> None:
    content = LEFT[name]()
    assert strip(content) == (content, Metadata.LEFT)


def in_a_circle() -> bytes:
    made = Made()
    at = made.put(PIXELS)
    first = made.directory({**SMALL, 273: at, 279: 48})
    made.directory({**SMALL, 273: at, 279: 0}, following=first)
    return bytes(made.content)


def shared() -> bytes:
    """A hundred pages of the same ten thousand bytes: written anew they would be a megabyte."""
    made = Made()
    at = made.put(bytes(10_000))
    for _ in range(100):
        made.directory({**SMALL, 273: at, 279: 10_000})
    return bytes(made.content)


def many_pages() -> bytes:
    made = Made()
    for _ in range(tiff_parts.MOST_PAGES + 1):
        made.directory({273: 8, 279: 0})
    return bytes(made.content)


def entry(told: bytes) -> bytes:
    return b"II*\0" + pack("<IH", 8, 1) + told + bytes(4)


HARMFUL = {
    "directories in a circle": in_a_circle(),
    "a directory that leads to itself": b"II*\0" + pack("<IHHHIII", 8, 1, 256, 4, 1, 4, 8),
    "the same bytes a hundred times": shared(),
    "more pages than are shown": many_pages(),
    "directories a few bytes apart": overlapping(),
    "a directory beyond the end": b"II*\0" + pack("<I", 2**31),
    "as many entries as there can be": b"II*\0" + pack("<IH", 8, 0xFFFF) + bytes(100),
    "no entry": b"II*\0" + pack("<IH", 8, 0) + bytes(4),
    "no page": b"II*\0" + bytes(20),
    "a value of four billion numbers": entry(pack("<HHII", 273, 4, 2**32 - 1, 0)),
    "a value that begins beyond the end": entry(pack("<HHII", 270, 2, 10, 2**31)),
    "a value beyond the end": entry(pack("<HHII", 270, 2, 100, 2**31)),
    "a value of no known type": entry(pack("<HHII", 256, 99, 1, 1)),
    "a strip that begins beyond the end": one_more(Made(), {273: 2**30}),
    "a strip beyond the end": one_more(Made(), {279: 2**30}),
    "a strip of another kind of number": one_more(Made(), {279: b"text"}),
    "fewer lengths than strips": one_more(Made(), {273: [8, 8]}),
    "strips, and tiles beyond the end": one_more(Made(), {324: [4_000_000_000] * 2, 325: [12] * 2}),
    "strips, and places of tiles": one_more(Made(), {324: 8}),
    "strips, and lengths of tiles": one_more(Made(), {325: 12}),
    "an entry twice": b"II*\0" + pack("<IH", 8, 2) + pack("<HHII", 256, 4, 1, 1) * 2 + bytes(4),
    "no strip": entry(pack("<HHII", 256, 4, 1, 1)),
    "places of another width": b"II+\0" + pack("<HHQ", 4, 0, 16) + bytes(50),
    "no length of a packed strip": of_unsaid_length({259: 32773}),
    "no length of two strips": of_unsaid_length({273: [8, 32]}),
    "no length of a strip of fewer rows": of_unsaid_length({278: 2}),
    "no length of a strip of colours apart": of_unsaid_length({284: 2}),
    "no length of a strip of halved colours": of_unsaid_length({262: 6}),
    "no length of a strip of two depths for three colours": of_unsaid_length({258: [8, 8]}),
    "no length of a strip without height": of_unsaid_length({257: 0}),
    "no length of a strip without width": of_unsaid_length({256: 0}),
    "no length of a strip without depth": of_unsaid_length({258: 0}),
    "no length of a strip beyond the end": of_unsaid_length({256: 4_000}),
    "no length of a strip of four billion rows": of_unsaid_length({257: 2**32 - 1}, {278}),
    "no length of a strip that begins beyond the end": of_unsaid_length({273: 2**31}),
    "no lengths of tiles": of_unsaid_length({324: 8}, {273}),
    "lengths of a strip, of none": of_unsaid_length({279: []}),
    "cut off": picture()[:-30],
    "nothing": b"II*\0",
}


@pytest.mark.parametrize("name", HARMFUL)
def test_given_a_tiff_that_means_harm_when_read_then_it_is_refused_and_left(name: str) -> None:
    with pytest.raises(Damaged):
        sizes_of(HARMFUL[name])
    assert strip(HARMFUL[name]) == (HARMFUL[name], Metadata.LEFT)


@pytest.fixture
def made_entries(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Each entry that is made is put here."""
    made: list[object] = []
    plain = Tiff._entry

    def counted(tiff: Tiff, at: int) -> TiffEntry:
        made.append(at)
        return plain(tiff, at)

    monkeypatch.setattr(Tiff, "_entry", counted)
    return made


def test_given_directories_that_overlap_when_read_then_no_more_entries_are_made_than_the_file_has_room_for(
    made_entries: list[object],
) -> None:
    bomb = overlapping()
    assert len(bomb) < 100_000
    assert strip(bomb) == (bomb, Metadata.LEFT)
    assert len(made_entries) <= len(bomb) / 12
    made_entries.clear()
    strip(overlapping(directories=5))
    assert len(made_entries) == 5 * 1000, "the same with few is read to its end"


def test_given_many_pages_of_many_entries_when_read_then_it_is_left_before_they_fill_the_memory(
    made_entries: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tiff_parts, "MOST_ENTRIES", 20)
    content = three_pages()
    assert strip(content) == (content, Metadata.LEFT)
    assert len(made_entries) <= 20


def test_given_many_pages_of_many_pieces_when_read_then_it_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    content = three_pages()
    monkeypatch.setattr(tiff_parts, "MOST_PIECES", 3)
    assert strip(content)[1] is Metadata.STRIPPED
    monkeypatch.setattr(tiff_parts, "MOST_PIECES", 2)
    assert strip(content) == (content, Metadata.LEFT)


def three_pages() -> bytes:
    made = Made()
    for _ in range(3):
        one_more(made, {315: SECRET})
    return bytes(made.content)


@pytest.mark.parametrize("page", range(6))
def test_given_nobody_who_wants_it_any_more_when_stripped_then_it_ends_at_the_next_page(page: int) -> None:
    """Three pages are read, and three are written."""
    patience = Patience(page)
    with pytest.raises(Cancelled):
        strip(three_pages(), patience)
    assert patience.asked == page + 1


def test_given_another_kind_of_file_when_read_as_a_tiff_then_it_is_refused() -> None:
    with pytest.raises(Damaged):
        Tiff(JPEG)


WHOLE = picture(more=TELLING)


@given(at=st.integers(0, len(WHOLE) - 1), byte=st.integers(0, 255), cut=st.integers(0, len(WHOLE)))
def test_given_any_broken_byte_or_end_when_stripped_then_it_is_left_or_no_longer_than_it_was(
    at: int, byte: int, cut: int
) -> None:
    broken = (WHOLE[:at] + bytes((byte,)) + WHOLE[at + 1 :])[: cut or None]
    if is_strippable(broken):
        stripped, what = strip(broken)
        assert len(stripped) <= len(broken) + 16
        assert what is not Metadata.LEFT or stripped == broken


def test_given_the_beginning_of_a_tiff_then_it_can_be_stripped_and_is_not_said_to_be_left() -> None:
    for order, large in FORMS:
        assert is_strippable(picture(order, large=large)[:12])
        assert not is_telling(picture(order, large=large)[:12])
    with pytest.raises(Damaged):
        strip_tiff(b"MM\0*")
