"""PDFs that are brought in: whoever takes off what they tell is given, and some files stay as they are."""

import threading
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from core.domain.errors import Cancelled
from core.domain.file_limits import MB
from core.domain.ids import ClientId
from core.domain.new_rows import ClientDraft
from core.picture_file.damage import Damaged
from core.picture_file.stripping import Metadata
from core.store.attachments.attachments import Added
from core.store.attachments.without_metadata import AS_IT_IS, BareFile, Stripping, without_metadata
from core.store.practice.practice import Practice
from tests.core.picture_file.samples import JPEG, PNG

TELLING, SILENT = b"%PDF-1.7 by Testa Invented", b"%PDF-1.7 by nobody"


@dataclass
class Stripper:
    """Answers with `given`, or the very same where that is None."""

    given: bytes | None = SILENT
    asked: list[bytes] = field(default_factory=list)

    def __call__(self, content: bytes, _cancel: threading.Event) -> bytes:
        self.asked.append(content)
        return content if self.given is None else self.given


def damaged(_content: bytes, _cancel: threading.Event) -> bytes:
    raise Damaged


@pytest.fixture
def client(practice: Practice) -> ClientId:
    return practice.clients.add(ClientDraft(first_name="Testa", last_name="Invented")).value.id


def add(practice: Practice, client: ClientId, content: bytes | Path, stripping: Stripping) -> Added:
    return practice.attachments.add(content, client, file_name="letter.pdf", stripping=stripping)


@pytest.mark.parametrize("in_memory", [True, False])
@pytest.mark.parametrize(
    ("stripping", "kept", "metadata", "is_pdf"),
    [
        (Stripping(pdf=Stripper()), SILENT, Metadata.STRIPPED, True),
        (Stripping(pdf=Stripper(None)), TELLING, Metadata.NONE, True),
        (Stripping(pdf=damaged), TELLING, Metadata.LEFT, True),
        (Stripping(), TELLING, Metadata.NONE, False),
        (AS_IT_IS, TELLING, Metadata.NONE, False),
    ],
    ids=["stripped", "silent", "left", "nobody to ask", "wanted as it is"],
)
def test_given_a_pdf_when_added_then_what_was_made_of_it_is_kept_and_told(
    practice: Practice,
    client: ClientId,
    tmp_path: Path,
    stripping: Stripping,
    kept: bytes,
    metadata: Metadata,
    is_pdf: bool,
    in_memory: bool,
) -> None:
    path = tmp_path / "letter.pdf"
    path.write_bytes(TELLING)
    done = add(practice, client, TELLING if in_memory else path, stripping)
    assert (done.metadata, done.is_pdf) == (metadata, is_pdf)
    assert practice.contents.read(done.value.id) == kept
    assert done.value.file_size_bytes == len(kept)
    assert path.read_bytes() == TELLING, "the person's own file is never touched"


@pytest.mark.parametrize(
    ("content", "is_asked"),
    [
        (b"\n" * 1000 + TELLING, True),
        (b"\n" * 1024 + TELLING, False),
        (PNG, False),
        (JPEG, False),
        (b"words", False),
    ],
    ids=["mark late", "mark too late", "png", "jpeg", "words"],
)
def test_given_a_file_when_added_then_it_is_asked_about_where_readers_would_find_a_pdf(
    practice: Practice, client: ClientId, content: bytes, is_asked: bool
) -> None:
    stripper = Stripper(None)
    add(practice, client, content, Stripping(pdf=stripper))
    assert stripper.asked == ([content] if is_asked else [])


def test_given_a_pdf_that_grows_when_added_then_it_is_kept_anew_where_that_fits_and_else_as_it_was(
    practice: Practice, client: ClientId
) -> None:
    practice.settings.set(file_limits={"file": 1})
    fits, grown = (Stripping(pdf=Stripper(SILENT.ljust(size))) for size in (1000, MB + 1))
    done = add(practice, client, TELLING, fits)
    assert (done.metadata, done.value.file_size_bytes) == (Metadata.STRIPPED, 1000)
    done = add(practice, client, TELLING, grown)
    assert (done.metadata, done.is_pdf) == (Metadata.LEFT, True)
    assert practice.contents.read(done.value.id) == TELLING


@pytest.mark.parametrize("in_memory", [True, False])
def test_given_a_pdf_that_is_larger_than_may_be_stripped_when_added_then_it_is_left_and_nobody_is_asked(
    practice: Practice, client: ClientId, tmp_path: Path, in_memory: bool
) -> None:
    path = tmp_path / "letter.pdf"
    path.write_bytes(TELLING)
    source = TELLING if in_memory else path
    stripper = Stripper()
    done = add(practice, client, source, Stripping(pdf=stripper, most_pdf_bytes=len(TELLING) - 1))
    assert (done.metadata, done.is_pdf, stripper.asked) == (Metadata.LEFT, True, [])
    assert practice.contents.read(done.value.id) == TELLING
    add(practice, client, source, Stripping(pdf=stripper, most_pdf_bytes=len(TELLING)))
    assert stripper.asked == [TELLING]


@pytest.mark.parametrize("most", [1000, 10], ids=["it cannot be stripped", "it is too large for that"])
def test_given_a_pdf_that_is_left_then_it_is_not_held_in_memory(tmp_path: Path, most: int) -> None:
    path = tmp_path / "letter.pdf"
    path.write_bytes(TELLING)
    left = without_metadata(path, Stripping(pdf=damaged, most_pdf_bytes=most), threading.Event())
    assert left == BareFile(path, Metadata.LEFT, is_pdf=True)


def test_given_a_pdf_that_grows_while_it_is_read_then_no_part_of_it_is_taken_for_the_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "letter.pdf"
    path.write_bytes(TELLING)
    monkeypatch.setattr("core.store.attachments.without_metadata.size_of", lambda _source: 10)
    left = without_metadata(path, Stripping(pdf=Stripper(None), most_pdf_bytes=10), threading.Event())
    assert left == BareFile(path, Metadata.LEFT, is_pdf=True)


def test_given_a_pdf_that_is_cancelled_while_it_is_stripped_then_nothing_of_it_is_there(
    practice: Practice, client: ClientId
) -> None:
    cancel = threading.Event()

    def give_up(_content: bytes, told: threading.Event) -> bytes:
        assert told is cancel
        told.set()
        raise Damaged

    with pytest.raises(Cancelled):
        practice.attachments.add(
            TELLING, client, file_name="letter.pdf", cancel=cancel, stripping=Stripping(pdf=give_up)
        )
    assert practice.attachments.of_client(client) == []
