"""TIFF, as scanners write it: shown page by page in a process of its own, and refused with a reason there."""

from collections.abc import Callable, Iterator

import pytest

from core.store.attachments.listing import ListedAttachment
from desktop.files.decoder_process import DecoderProcess
from desktop.files.pixels import Kind, PageSize, Reason
from desktop.files.presenter import Adding
from desktop.files.view import FilesSection
from tests.core.picture_file.samples import SECRET
from tests.core.picture_file.test_tiff import HARMFUL as BROKEN
from tests.core.picture_file.tiff_samples import PIXELS, Made, of_unsaid_length, one_more, picture
from tests.desktop.files import hostile
from tests.desktop.files.test_decoder import reason_of
from tests.desktop.records_room import Room, practice, room

__all__ = ["practice", "room"]


@pytest.fixture
def decoder() -> Iterator[DecoderProcess]:
    made = DecoderProcess(answer_s=60)
    yield made
    made.close()


def two_pages() -> bytes:
    """The second lies on its side, and its colours are turned round."""
    made = Made()
    one_more(made)
    return one_more(made, {256: 4, 257: 2, 278: 2, 274: 6}, PIXELS[24:])


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("large", [False, True])
def test_given_a_tiff_of_either_order_and_width_when_drawn_then_it_has_its_pixels(
    decoder: DecoderProcess, order: str, large: bool
) -> None:
    assert decoder.open(Kind.PICTURE, picture(order, large=large)) == [PageSize(4, 4)]
    drawn = decoder.draw(0, 4, 4).data
    assert drawn[:4] == bytes((2, 1, 0, 255)), "blue, green, red of the first pixel"
    assert drawn[-4:] == bytes((47, 46, 45, 255))


def test_given_a_scan_of_two_pages_when_drawn_then_each_is_there_with_its_right_side_up(
    decoder: DecoderProcess,
) -> None:
    assert decoder.open(Kind.PICTURE, two_pages()) == [PageSize(4, 4), PageSize(2, 4)]
    second = decoder.draw(1, 2, 4).data
    first = decoder.draw(0, 4, 4).data
    assert second[4:8] == bytes((26, 25, 24, 255)), "turned by a quarter, it begins at the upper right"
    assert first[:4] == bytes((2, 1, 0, 255))


def test_given_a_picture_as_another_program_packs_it_when_drawn_then_it_is_there(
    decoder: DecoderProcess,
) -> None:
    assert decoder.open(Kind.PICTURE, hostile.picture("TIFF")) == [PageSize(400, 300)]
    assert len(decoder.draw(0, 200, 150).data) == 200 * 150 * 4


def test_given_a_scan_that_does_not_say_how_long_its_strip_is_when_drawn_then_it_has_its_pixels(
    decoder: DecoderProcess,
) -> None:
    assert decoder.open(Kind.PICTURE, of_unsaid_length()) == [PageSize(4, 4)]
    drawn = decoder.draw(0, 4, 4).data
    assert (drawn[:4], drawn[-4:]) == (bytes((2, 1, 0, 255)), bytes((47, 46, 45, 255)))


def bomb(**more: int) -> bytes:
    """A few bytes that say they are thousands of millions of pixels."""
    return one_more(Made(), {256: 60_000, 257: 60_000, **{int(key[1:]): each for key, each in more.items()}})


HARMFUL = {
    "a bomb of sixty thousand pixels a side": (bomb(), Reason.TOO_LARGE),
    "a bomb of fine colours": (bomb(t256=7_000, t257=7_000, t258=16), Reason.TOO_LARGE),
    "no width": (one_more(Made(), {256: 0}), Reason.DAMAGED),
    "packed as nothing that is": (one_more(Made(), {259: 60_001}), Reason.DAMAGED),
    "with a pdf in it": (picture() + hostile.pdf(), Reason.NOT_AS_NAMED),
    **{name: (content, Reason.DAMAGED) for name, content in BROKEN.items()},
}


@pytest.mark.parametrize("name", HARMFUL)
def test_given_a_tiff_that_means_harm_when_opened_then_it_is_refused_with_its_reason(name: str) -> None:
    content, reason = HARMFUL[name]
    assert reason_of(Kind.PICTURE, content) is reason


def fewer_pixels_than_said() -> bytes:
    return one_more(Made(), {256: 400, 257: 400, 278: 400})


def lies_about_its_colours() -> bytes:
    return one_more(Made(), {258: 64, 277: 60_000})


@pytest.mark.parametrize("make", [fewer_pixels_than_said, lies_about_its_colours])
def test_given_a_tiff_that_lies_within_its_bounds_when_opened_then_only_its_process_may_end(
    make: Callable[[], bytes],
) -> None:
    assert reason_of(Kind.PICTURE, make()) in {Reason.NONE, Reason.DAMAGED, Reason.TOO_LARGE, Reason.LOST}


def test_given_a_scan_when_added_then_what_it_told_is_gone_and_each_of_its_pages_can_be_turned_to(
    room: Room, section: FilesSection
) -> None:
    made = Made()
    one_more(made, {315: SECRET})
    section.presenter.add([Adding("scan.tif", one_more(made))])
    room.settle()
    (held,) = section.model.items
    assert isinstance(held, ListedAttachment)
    assert SECRET not in room.practice.contents.read(held.row.id)
    room.qtbot.waitUntil(lambda: section.thumbnails._known.get(held.row.id) is not None, timeout=60_000)
    section.open(held)
    room.settle()
    preview = section.preview
    assert preview is not None
    room.qtbot.waitUntil(lambda: preview.pages is not None, timeout=60_000)
    assert preview.position.text() == "Page 1 of 2"
