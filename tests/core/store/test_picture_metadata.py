"""Pictures that are brought in: what they tell about place and camera stays outside, unless it is wanted."""

import threading
from pathlib import Path

import pytest

from core.domain.errors import Cancelled, RuleBroken
from core.domain.file_limits import MB
from core.domain.ids import ClientId
from core.domain.new_rows import ClientDraft
from core.picture_file.stripping import Metadata
from core.store.attachments.without_metadata import AS_IT_IS, TELLING, Stripping, without_metadata
from core.store.practice.practice import Practice
from tests.core.picture_file.samples import JPEG, SECRET, jpeg_with, segment, tiff
from tests.core.picture_file.tiff_samples import picture

PHOTO = jpeg_with(segment(0xE1, b"Exif\0\0" + tiff(1)))
HEIC = b"\0\0\0\x18ftypheic" + SECRET


@pytest.fixture
def client(practice: Practice) -> ClientId:
    return practice.clients.add(ClientDraft(first_name="Testa", last_name="Invented")).value.id


@pytest.mark.parametrize(
    ("content", "kept", "metadata"),
    [
        (PHOTO, JPEG, Metadata.STRIPPED),
        (JPEG, JPEG, Metadata.NONE),
        (PHOTO[:-2], PHOTO[:-2], Metadata.LEFT),
        (HEIC, HEIC, Metadata.LEFT),
        (SECRET, SECRET, Metadata.NONE),
    ],
)
@pytest.mark.parametrize("in_memory", [True, False])
def test_given_a_file_when_added_then_a_picture_tells_nothing_but_itself_and_the_rest_is_as_it_was(
    practice: Practice,
    client: ClientId,
    tmp_path: Path,
    content: bytes,
    kept: bytes,
    metadata: Metadata,
    in_memory: bool,
) -> None:
    path = tmp_path / "knee.bin"
    path.write_bytes(content)
    done = practice.attachments.add(content if in_memory else path, client, file_name="knee.bin")
    assert done.metadata is metadata
    assert done.value.file_size_bytes == len(kept)
    assert practice.contents.read(done.value.id) == kept
    assert path.read_bytes() == content, "the person's own file is never touched"


def test_given_a_person_who_wants_the_original_when_added_then_it_is_kept_byte_for_byte(
    practice: Practice, client: ClientId
) -> None:
    done = practice.attachments.add(PHOTO, client, file_name="knee.jpg", stripping=AS_IT_IS)
    assert done.metadata is Metadata.NONE
    assert practice.contents.read(done.value.id) == PHOTO


def test_given_a_picture_that_fits_only_without_what_it_tells_when_added_then_its_own_size_decides(
    practice: Practice, client: ClientId
) -> None:
    practice.settings.set(file_limits={"client": 1})
    practice.attachments.add(PHOTO, client, file_name="knee.jpg")
    assert practice.attachments.room()[0].practice == len(JPEG)
    assert len(PHOTO) < MB


def test_given_a_person_who_is_to_be_asked_when_a_heic_is_added_then_it_is_refused_and_nothing_is_added(
    practice: Practice, client: ClientId
) -> None:
    with pytest.raises(RuleBroken) as refused:
        practice.attachments.add(HEIC, client, file_name="knee.heic", stripping=Stripping(asks=True))
    assert refused.value.code == TELLING
    assert practice.attachments.all() == []


@pytest.mark.parametrize("content", [HEIC, PHOTO, b"%PDF-1.7"])
def test_given_nobody_who_wants_it_any_more_when_a_file_is_added_then_nothing_is(
    practice: Practice, client: ClientId, content: bytes
) -> None:
    gone = threading.Event()
    gone.set()
    with pytest.raises(Cancelled):
        practice.attachments.add(content, client, file_name="a.bin", cancel=gone)
    assert practice.attachments.all() == []


def test_given_a_picture_that_is_read_when_nobody_wants_it_any_more_then_nothing_is_added(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gone = threading.Event()

    def read_then_gone(source: bytes, _most: int, _cancel: threading.Event) -> bytes:
        gone.set()
        return source

    monkeypatch.setattr("core.store.attachments.without_metadata.read_whole", read_then_gone)
    with pytest.raises(Cancelled):
        without_metadata(picture(), Stripping(), gone)
