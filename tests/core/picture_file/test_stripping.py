"""Pictures without what they tell: nothing of it is left, no pixel is touched, and damage is left alone."""

from struct import pack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.picture_file.exif import only_orientation, orientation_of
from core.picture_file.stripping import Metadata, is_strippable, is_telling, strip
from tests.core.picture_file.samples import (
    JFIF_BYTES,
    JPEG,
    PNG,
    PNG_DATA,
    PNG_END,
    PNG_HEAD,
    SECRET,
    WEBP,
    WEBP_PICTURE,
    chunk,
    extended,
    jpeg_with,
    png_with,
    riff,
    segment,
    tiff,
)

EXIF = b"Exif\0\0"
ICC = segment(0xE2, b"ICC_PROFILE\0\1\1profile")
ADOBE = segment(0xEE, b"Adobe\0\x64\0\0\0\0\1")
TURNED = segment(0xE1, EXIF + only_orientation(6))
BARE = (JPEG, PNG, WEBP, riff(extended(0), WEBP_PICTURE))


@pytest.mark.parametrize("content", BARE)
def test_given_a_picture_that_tells_nothing_when_stripped_then_it_is_the_very_same(content: bytes) -> None:
    assert strip(content) == (content, Metadata.NONE)


@pytest.mark.parametrize(
    ("content", "bare"),
    [
        (jpeg_with(segment(0xE1, EXIF + tiff(None))), JPEG),
        (jpeg_with(segment(0xE1, EXIF + tiff(1, "<"))), JPEG),
        (jpeg_with(segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + SECRET)), JPEG),
        (jpeg_with(segment(0xED, b"Photoshop 3.0\0" + SECRET)), JPEG),
        (jpeg_with(segment(0xE2, b"MPF\0" + SECRET), after=JPEG + SECRET), JPEG),
        (jpeg_with(segment(0xFE, SECRET), ICC, ADOBE), jpeg_with(ICC, ADOBE)),
        (jpeg_with(segment(0xE0, b"JFXX\0" + SECRET), segment(0xE0, b"JFIF\0" + SECRET)), JPEG),
        (jpeg_with(segment(0xEE, SECRET), segment(0xE0, b"JFIF\0\1")), JPEG),
        (JPEG[:-2] + segment(0xFE, SECRET) + JPEG[-2:], JPEG),
        (JPEG[:2] + b"\xff\xff" + JPEG[2:], JPEG),
        (png_with(chunk(b"tEXt", b"Author\0" + SECRET), chunk(b"eXIf", tiff(None))), PNG),
        (png_with(chunk(b"iTXt", SECRET), behind=chunk(b"tIME", bytes(7)), after=SECRET), PNG),
        (png_with(chunk(b"miNe", SECRET), chunk(b"gAMA", bytes(4))), png_with(chunk(b"gAMA", bytes(4)))),
        (riff(extended(0x0C), WEBP_PICTURE, (b"EXIF", tiff(1)), (b"XMP ", SECRET)), BARE[3]),
        (riff(WEBP_PICTURE, (b"mine", SECRET + b"!")) + SECRET, WEBP),
    ],
)
def test_given_what_cameras_and_programs_add_when_stripped_then_the_bare_picture_is_left(
    content: bytes, bare: bytes
) -> None:
    assert is_strippable(content[:16])
    assert strip(content) == (bare, Metadata.STRIPPED)
    assert strip(bare) == (bare, Metadata.NONE)


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("orientation", range(2, 9))
def test_given_a_picture_that_lies_on_its_side_when_stripped_then_it_still_says_which_side_is_up(
    orientation: int, order: str
) -> None:
    told, alone = tiff(orientation, order), only_orientation(orientation)
    stripped = {
        jpeg_with(segment(0xE1, EXIF + told)): jpeg_with(segment(0xE1, EXIF + alone)),
        png_with(behind=chunk(b"eXIf", told)): png_with(chunk(b"eXIf", alone)),
        riff(extended(0x0C), WEBP_PICTURE, (b"EXIF", EXIF + told)): riff(
            extended(0x08), WEBP_PICTURE, (b"EXIF", alone)
        ),
    }
    for content, bare in stripped.items():
        assert strip(content) == (bare, Metadata.STRIPPED)
        assert strip(bare) == (bare, Metadata.NONE)
    assert orientation_of(alone) == orientation


def test_given_a_picture_with_two_that_say_which_side_is_up_when_stripped_then_the_first_holds() -> None:
    told, other = tiff(6), tiff(8)
    assert strip(jpeg_with(segment(0xE1, EXIF + told), segment(0xE1, EXIF + other)))[0] == jpeg_with(TURNED)
    alone = only_orientation(6)
    png = png_with(chunk(b"eXIf", told), chunk(b"eXIf", other))
    assert strip(png)[0] == png_with(chunk(b"eXIf", alone))
    webp = riff(extended(8), WEBP_PICTURE, (b"EXIF", told), (b"EXIF", other))
    assert strip(webp)[0] == riff(extended(8), WEBP_PICTURE, (b"EXIF", alone))


def test_given_a_jpeg_without_a_header_of_its_own_when_stripped_then_none_is_made_up() -> None:
    bare = JPEG[:2] + JPEG[2 + JFIF_BYTES :]
    content = JPEG[:2] + segment(0xE1, EXIF + tiff(6)) + bare[2:]
    assert strip(content)[0] == JPEG[:2] + TURNED + bare[2:]


def test_given_a_header_with_a_small_copy_of_the_picture_when_stripped_then_the_copy_goes() -> None:
    told = JPEG[6 : 2 + JFIF_BYTES]
    content = JPEG[:2] + segment(0xE0, told[:12] + b"\x04\x03" + SECRET) + JPEG[2 + JFIF_BYTES :]
    assert strip(content) == (JPEG, Metadata.STRIPPED)


@pytest.mark.parametrize(
    "told",
    [
        b"",
        b"II*\0",
        b"GG*\0" + bytes(40),
        b"MM\0*" + pack(">I", 2**32 - 1),
        b"MM\0*" + pack(">IH", 8, 65535),
        tiff(0),
        tiff(9),
    ],
)
def test_given_what_is_no_exif_when_read_then_the_picture_is_upright(told: bytes) -> None:
    assert orientation_of(told) == 1


@pytest.mark.parametrize(
    "content",
    [
        JPEG[:-2],
        JPEG[:40],
        b"\xff\xd8\xff",
        b"\xff\xd8\xff\xd9",
        JPEG[:2] + b"\xff\xe1\0\1" + JPEG[2:],
        JPEG[:2] + b"\xff\xf7\0\2" + JPEG[2:],
        JPEG[:20] + b"!" + JPEG[20:],
        PNG[:-1],
        PNG[:30] + b"!" + PNG[31:],
        PNG_HEAD + PNG_END,
        PNG[:8] + PNG_DATA + PNG_END,
        PNG[:8] + b"\xff\xff\xff\xff" + PNG[12:],
        WEBP[:-2],
        riff((b"EXIF", tiff(1))),
        riff((b"VP8 ", b""))[:-4] + pack("<I", 99),
        riff() + b"VP8 ",
        b"RIFF\0\0\0\0WEBP",
    ],
)
def test_given_a_damaged_picture_when_stripped_then_it_is_left_as_it_is(content: bytes) -> None:
    assert strip(content) == (content, Metadata.LEFT)


@pytest.mark.parametrize(
    ("beginning", "strippable", "telling"),
    [
        (JPEG[:16], True, False),
        (PNG[:16], True, False),
        (WEBP[:16], True, False),
        (b"\0\0\0\x18ftypheic\0\0\0\0", False, True),
        (b"\0\0\0\x18ftypmp42\0\0\0\0", False, False),
        (b"II*\0\x08\0\0\0", True, False),
        (b"RIFF\0\0\0\0WAVE", False, False),
        (b"%PDF-1.7", False, False),
        (b"", False, False),
    ],
)
def test_given_the_first_bytes_of_a_file_then_it_is_known_what_can_be_taken_off_and_what_cannot(
    beginning: bytes, strippable: bool, telling: bool
) -> None:
    assert (is_strippable(beginning), is_telling(beginning)) == (strippable, telling)


TOLD = st.tuples(st.sampled_from([0xE1, 0xE2, 0xE3, 0xEC, 0xED, 0xEF, 0xFE]), st.binary(max_size=60))
KINDS = st.sampled_from([b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME", b"caBX", b"prVt"])


@given(st.lists(TOLD, max_size=6), st.binary(max_size=40))
def test_given_any_segments_when_stripped_then_the_coded_picture_is_the_same_and_once_is_enough(
    told: list[tuple[int, bytes]], after: bytes
) -> None:
    content = jpeg_with(*(segment(marker, SECRET + text) for marker, text in told), after=after)
    stripped, metadata = strip(content)
    assert stripped == JPEG
    assert (metadata is Metadata.STRIPPED) == bool(told or after)


@given(st.lists(st.tuples(KINDS, st.binary(max_size=60)), max_size=6), st.binary(max_size=40))
def test_given_any_chunks_when_stripped_then_the_picture_is_the_same(
    told: list[tuple[bytes, bytes]], after: bytes
) -> None:
    content = png_with(*(chunk(kind, SECRET + text) for kind, text in told), after=after)
    assert strip(content)[0] == PNG


TELLING = (
    jpeg_with(segment(0xE1, EXIF + tiff(6)), ICC, after=SECRET),
    png_with(chunk(b"eXIf", tiff(3)), chunk(b"iTXt", SECRET), behind=chunk(b"tEXt", SECRET)),
    riff(extended(0x0C), (b"ICCP", b"odd"), WEBP_PICTURE, (b"EXIF", tiff(8)), (b"XMP ", SECRET)),
)


@given(
    st.sampled_from(TELLING),
    st.lists(st.tuples(st.integers(0, 2000), st.binary(max_size=4)), max_size=4),
    st.integers(0, 2000),
)
def test_given_any_damage_when_stripped_then_it_is_left_or_what_comes_out_is_stable(
    content: bytes, changes: list[tuple[int, bytes]], length: int
) -> None:
    spoilt = bytearray(content)
    for at, put in changes:
        spoilt[at : at + len(put)] = put
    spoilt = spoilt[: max(16, length)]
    if not is_strippable(bytes(spoilt[:16])):
        return
    stripped, metadata = strip(bytes(spoilt))
    if metadata is Metadata.LEFT:
        assert stripped == spoilt
    else:
        assert len(stripped) <= len(spoilt)
        assert strip(stripped) == (stripped, Metadata.NONE)
