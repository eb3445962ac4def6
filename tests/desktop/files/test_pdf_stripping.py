"""What a PDF tells about its author: taken off by another process, or the file is left byte for byte."""

import contextlib
import threading
import zlib
from dataclasses import dataclass, field

import pypdfium2
import pytest

from core.picture_file.damage import Damaged
from desktop.files import decoder_child
from desktop.files.decoder_process import DecoderProcess
from desktop.files.pdf_stripping import strip_pdf, stripping
from desktop.files.pixels import MOST_BYTES, MOST_GROWTH, STRIPPED, PageSize, Reason
from tests.core.picture_file.samples import JPEG, SECRET
from tests.desktop.files import hostile
from tests.desktop.files.telling_pdf import (
    AUTHOR,
    INFO,
    PHOTO,
    PRIVATE,
    TOLD,
    XMP,
    amended,
    parts,
    signed_pdf,
    silent_pdf,
    stream,
    telling_pdf,
)
from tests.desktop.files.test_decoder import one_that


def strip(content: bytes) -> bytes:
    return strip_pdf(content, threading.Event(), lambda: DecoderProcess(answer_s=60))


def looks(content: bytes) -> list[tuple[tuple[float, float], bytes]]:
    """Of each page its size and its pixels."""
    document = pypdfium2.PdfDocument(content)
    return [(page.get_size(), bytes(page.render(scale=1).buffer)) for page in document]


def test_given_a_pdf_that_tells_of_its_author_when_stripped_then_only_its_pages_are_left() -> None:
    telling = telling_pdf()
    stripped = strip(telling)
    assert [told for told in TOLD if told in stripped] == []
    assert looks(stripped) == looks(telling)
    assert stripped.startswith(b"%PDF-1.7")
    assert b"pypdf" not in stripped, "nor does it tell what was done to it"
    assert JPEG[-40:] in stripped, "the photo itself is as it was"
    assert pypdfium2.PdfDocument(stripped).get_metadata_dict(skip_empty=True) == {}


PACKED = zlib.compress(PHOTO)
FILTERS = {
    "in a list": (b"/Filter [/DCTDecode]", PHOTO),
    "alone": (b"/Filter /DCTDecode", PHOTO),
    "said elsewhere": (b"/Filter 8 0 R", PHOTO),
    "said elsewhere, in a list": (b"/Filter [8 0 R]", PHOTO),
    "packed": (b"/Filter [/FlateDecode /DCTDecode]", PACKED),
    "packed, its ways of packing none": (b"/Filter [/FlateDecode 8 0 R] /DecodeParms [null null]", PACKED),
    "packed, no ways of packing": (b"/Filter [/FlateDecode 8 0 R] /DecodeParms null", PACKED + b"\n"),
}


def one_photo(picture: bytes, photo: bytes) -> bytes:
    """A PDF that tells nothing but what its photo does; part 8 is the name of the way it is packed."""
    plain = [part.replace(b"/Metadata 7 0 R", b"") for part in parts(photo=photo, picture=picture)]
    plain[3] = plain[2]
    return hostile.pdf_of([*plain[:6], b"null", b"/DCTDecode"])


@pytest.mark.parametrize("name", FILTERS)
def test_given_a_photo_in_a_pdf_when_that_is_all_that_tells_then_it_is_taken_off(name: str) -> None:
    telling = one_photo(*FILTERS[name])
    stripped = strip(telling)
    assert SECRET not in stripped
    assert JPEG[-40:] in stripped
    assert looks(stripped) == looks(telling)


OTHERWISE = {
    "with ways of packing": (
        b"/Filter [/FlateDecode /DCTDecode] /DecodeParms [<< /Predictor 1 >> null]",
        PACKED,
    ),
    "packed twice": (b"/Filter [/FlateDecode /FlateDecode /DCTDecode]", zlib.compress(PACKED)),
    "in letters": (b"/Filter [/ASCIIHexDecode /DCTDecode]", PHOTO.hex().encode() + b">"),
    "damaged": (b"/Filter [/FlateDecode /DCTDecode]", b"no" + PACKED),
    "cut off": (b"/Filter [/FlateDecode /DCTDecode]", PACKED[:-20]),
    "packed, with nothing to take off": (b"/Filter [/FlateDecode /DCTDecode]", zlib.compress(JPEG)),
}


@pytest.mark.parametrize("name", OTHERWISE)
def test_given_a_photo_that_is_packed_otherwise_when_stripped_then_the_very_same_bytes_come_back(
    name: str,
) -> None:
    telling = one_photo(*OTHERWISE[name])
    assert strip(telling) == telling


def test_given_a_packed_photo_without_end_when_stripped_then_no_more_is_unpacked_than_is_opened() -> None:
    bomb = zlib.compress(PHOTO + bytes(MOST_BYTES), 1)
    telling = one_photo(b"/Filter [/FlateDecode /DCTDecode]", bomb)
    assert strip(telling) == telling


def test_given_a_picture_that_is_no_sound_jpeg_when_stripped_then_it_stays_and_the_rest_goes() -> None:
    stripped = strip(telling_pdf(photo=PHOTO[:-2]))
    assert AUTHOR not in stripped
    assert SECRET in stripped


def test_given_an_older_state_in_the_file_when_stripped_then_its_author_is_gone_too() -> None:
    changed = amended(telling_pdf(), 9, b"<< /Author (Somebody else) >>")
    assert AUTHOR in changed
    stripped = strip(changed)
    assert AUTHOR not in stripped
    assert b"Somebody" not in stripped


def test_given_a_changed_page_when_stripped_then_what_stood_there_before_is_gone() -> None:
    changed = amended(telling_pdf(), 5, stream(b"", b"1 0 0 rg 0 0 9 9 re f"))
    stripped = strip(changed)
    assert b"0.2 0.4 0.6 rg" not in stripped
    assert looks(stripped) == looks(changed)


def test_given_an_older_state_that_told_when_the_last_one_tells_nothing_then_the_older_is_gone() -> None:
    emptied = amended(telling_pdf(), 9, b"<< >>")
    silent = [part.replace(b"/Metadata 7 0 R", b"") for part in parts(photo=JPEG)]
    for number, part in ((1, silent[0]), (4, silent[2]), (6, silent[5])):
        emptied = amended(emptied, number, part)
    assert AUTHOR in emptied
    stripped = strip(emptied)
    assert [told for told in (AUTHOR, XMP, SECRET) if told in stripped] == []
    assert looks(stripped) == looks(emptied)


def test_given_a_page_that_was_changed_when_nothing_else_tells_then_what_stood_there_before_is_gone() -> None:
    changed = amended(hostile.pdf(1, content=b"0.2 0.4 0.6 rg 9 9 9 9 re f"), 3, stream(b"", b"0 0 9 9 re f"))
    stripped = strip(changed)
    assert b"0.2 0.4 0.6 rg" not in stripped
    assert looks(stripped) == looks(changed)


def test_given_a_file_for_the_web_whose_two_tables_are_one_state_then_the_very_same_bytes_come_back() -> None:
    parted = amended(hostile.pdf_of(WEB_PARTS), 3, WEB_PARTS[2])
    assert parted.count(b"startxref") == 2
    assert strip(parted) == parted
    again = amended(parted, 3, WEB_PARTS[2].replace(b"100", b"101"))
    assert strip(again) != again


def test_given_nothing_that_tells_when_stripped_then_the_very_same_bytes_come_back() -> None:
    assert strip(silent_pdf()) == silent_pdf()
    assert strip(hostile.pdf(3)) == hostile.pdf(3)


WEB_PARTS = [
    b"<< /Linearized 1 /Type /Catalog /Pages 2 0 R >>",
    b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] >>",
]
"""What is laid out for the web says so in its first bytes."""


@pytest.mark.parametrize("name", [b"Metadata", b"PieceInfo", b"LastModified"])
def test_given_a_picture_with_a_free_name_of_that_kind_when_stripped_then_the_page_still_shows_it(
    name: bytes,
) -> None:
    named = [part.replace(b"/I ", b"/%s " % name) for part in parts()]
    named[4] = stream(b"", b"q 80 0 0 40 100 40 cm /%s Do Q" % name)
    telling = hostile.pdf_of(named, INFO)
    blank = hostile.pdf_of([*named[:4], stream(b"", b""), *named[5:]], INFO)
    stripped = strip(telling)
    assert [told for told in (AUTHOR, XMP, PRIVATE, SECRET, b"D:2026") if told in stripped] == []
    assert b"/%s " % name in stripped
    assert looks(stripped) == looks(telling) != looks(blank)


@pytest.mark.parametrize(
    ("at", "kind"),
    [(3, b"/Type /Metadata"), (3, b"/Subtype /XML"), (3, b"/Type 8 0 R"), (0, b"")],
    ids=["by its type", "by its subtype", "said elsewhere", "of no kind, at the catalogue"],
)
def test_given_xmp_at_one_place_when_stripped_then_it_is_gone(at: int, kind: bytes) -> None:
    plain = [part.replace(b"/Metadata 7 0 R", b"") for part in parts()]
    plain[3] = plain[2]
    plain[at] = plain[at].removesuffix(b">>") + b"/Metadata 7 0 R >>"
    telling = hostile.pdf_of([*plain[:6], stream(kind, XMP), b"/Metadata"])
    assert XMP in telling
    assert XMP not in strip(telling)


LEFT = {
    "signed": signed_pdf(),
    "said to be signed": telling_pdf(b"/AcroForm << /Fields [] /SigFlags 3 >>"),
    "with rights that a signature gives": telling_pdf(b"/Perms << /DocMDP << >> >>"),
    "with a password": hostile.pdf_with_a_password(),
    "cut off": telling_pdf()[:-200],
    "with bytes before it": b"junk" * 20 + telling_pdf(),
    "its pages in a circle": hostile.pdf_in_a_circle().replace(
        b"trailer\n<<", b"trailer\n<< /Info << /A (M) >>"
    ),
    "a page of a million points": hostile.pdf(1, (1e6, 1e6)),
    "a mark and nothing": b"%PDF-1.7 and no more",
    "no pdf": b"words",
    "nothing": b"",
    "more than is opened": b"%PDF-1.7" + bytes(MOST_BYTES),
}


@pytest.mark.parametrize("name", LEFT)
def test_given_a_pdf_that_is_not_to_be_changed_or_cannot_be_then_it_is_left(name: str) -> None:
    with pytest.raises(Damaged):
        strip(LEFT[name])


def test_given_parts_that_go_on_for_ever_when_stripped_then_it_is_left_or_comes_to_an_end() -> None:
    chain = [b"<< /Next %d 0 R >>" % (11 + number) for number in range(3000)]
    long = hostile.pdf_of([*parts(b"/Outlines << /First 10 0 R >>"), *chain, b"<< >>"], b"/Info 9 0 R")
    with contextlib.suppress(Damaged):
        assert looks(strip(long)) == looks(long)


LIES = {
    "more than there can be": STRIPPED.pack(Reason.NONE, 2 * len(telling_pdf()) + MOST_GROWTH + 1),
    "less than it said": STRIPPED.pack(Reason.NONE, 5000) + b"%PDF",
    "a reason that is none": STRIPPED.pack(99, 0),
    "nothing": b"",
}


@pytest.mark.parametrize("name", LIES)
def test_given_a_process_that_was_taken_over_when_it_lies_then_the_file_is_left(name: str) -> None:
    with one_that(LIES[name]) as decoder, pytest.raises(Damaged):
        strip_pdf(telling_pdf(), threading.Event(), lambda: decoder)


def test_given_a_process_that_never_answers_when_cancelled_then_it_is_ended() -> None:
    cancel = threading.Event()
    with one_that(b"", "time.sleep(600)") as decoder:
        threading.Timer(0.2, cancel.set).start()
        with pytest.raises(Damaged):
            strip_pdf(telling_pdf(), cancel, lambda: decoder)
        assert decoder._closed


def test_given_the_original_is_wanted_then_nothing_is_asked_of_any_process() -> None:
    assert stripping(strips=True).pdf is strip_pdf
    assert stripping(strips=True).most_pdf_bytes == MOST_BYTES
    assert stripping(strips=False).pdf is None
    assert not stripping(strips=False).pictures


@dataclass
class Pages:
    """A document whose pages are painted in one colour each."""

    colours: list[int]
    sizes: list[PageSize] = field(default_factory=list)
    drawn: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.sizes = self.sizes or [PageSize(595, 842)] * len(self.colours)

    def draw(self, page: int, width: int, height: int) -> bytes:
        self.drawn.append(page)
        assert max(width, height) == 400
        return bytes([self.colours[page]]) * 4


def test_given_a_document_that_was_written_anew_then_it_is_taken_only_where_it_looks_as_it_did() -> None:
    before = Pages([1, 2, 3])
    assert decoder_child._look_alike(before, Pages([1, 2, 3]))
    assert before.drawn == [0, 1, 2]
    assert not decoder_child._look_alike(before, Pages([1, 2, 4]))
    assert not decoder_child._look_alike(before, Pages([1, 2]))
    assert not decoder_child._look_alike(before, Pages([1, 2, 3], [PageSize(595, 841)] * 3))


def test_given_a_long_document_then_pages_here_and_there_are_compared() -> None:
    long = Pages([7] * 1000)
    assert decoder_child._look_alike(long, Pages([7] * 1000))
    assert long.drawn == list(range(0, 1000, 50))
