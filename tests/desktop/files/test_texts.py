"""Where a file is, in words, for every state and every kind of connection."""

import uuid
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from core.domain.ids import AttachmentId, ClientId, WorkspaceId
from core.domain.records import Attachment
from core.store.attachments.blob_states import Blob, BlobState
from core.store.attachments.listing import ListedAttachment
from core.store.attachments.transfer_totals import Moving, moving
from desktop.files.presenter import Batch
from desktop.files.texts import badge, file_row, size_text, stripped_text, trouble_text
from desktop.kit.bus import FilesLine
from desktop.sync_status.panel import file_lines

NOW = datetime(2026, 11, 23, 8, 30, tzinfo=UTC).astimezone(ZoneInfo("Europe/Berlin"))
ROW = Attachment(
    id=AttachmentId(uuid.UUID(int=9)),
    workspace_id=WorkspaceId(uuid.UUID(int=1)),
    created_at=NOW,
    updated_at=NOW,
    client_id=ClientId(uuid.UUID(int=3)),
    file_name="knee.png",
    file_size_bytes=12_400_000,
    blob_key=b"k" * 32,
    chunk_count=12,
)


def held(here: int, in_clinic: int, *, wanted: bool = False, problem: str | None = None) -> ListedAttachment:
    return ListedAttachment(ROW, here, BlobState(in_clinic, wanted, problem=problem))


@pytest.mark.parametrize(
    ("file", "line", "text", "icon"),
    [
        (held(12, 0), FilesLine.NONE, "on this laptop", "device"),
        (held(12, 0), FilesLine.OPEN, "waits to be sent", "upload"),
        (held(12, 3), FilesLine.OPEN, "sending 3 of 12", "upload"),
        (held(12, 3), FilesLine.OFFLINE, "waiting for a connection", "cloud-off"),
        (held(12, 3), FilesLine.METERED, "waiting: this connection costs by volume", "cloud-off"),
        (held(12, 3), FilesLine.PAUSED, "waiting: syncing is paused", "cloud-off"),
        (held(12, 12), FilesLine.OPEN, "on this laptop and in the clinic", "device"),
        (held(12, 12), FilesLine.OFFLINE, "on this laptop and in the clinic", "device"),
        (held(0, 12), FilesLine.OPEN, "in the clinic only", "cloud"),
        (held(0, 5), FilesLine.OPEN, "on its way from another laptop", "cloud"),
        (held(4, 12, wanted=True), FilesLine.OPEN, "fetching 4 of 12", "download"),
        (held(4, 12, wanted=True), FilesLine.OFFLINE, "waiting for a connection", "cloud-off"),
        (held(12, 12, problem="damaged"), FilesLine.OPEN, "damaged on this laptop", "alert"),
        (held(0, 12, problem="not_genuine"), FilesLine.OPEN, "not what was added", "alert"),
    ],
)
def test_given_a_file_when_listed_then_words_and_a_picture_say_where_it_is(
    file: ListedAttachment, line: FilesLine, text: str, icon: str
) -> None:
    found = badge(file, line)
    assert (found.text, found.icon) == (text, icon)


@pytest.mark.parametrize(
    ("size", "text"),
    [(999, "999 bytes"), (27_400, "27 kB"), (1_449_000, "1.4 MB"), (52_000_000, "52 MB")],
)
def test_given_a_size_when_told_then_as_people_say_it(size: int, text: str) -> None:
    assert size_text(size) == text


def test_given_a_caption_of_the_other_direction_when_listed_then_it_stands_apart_from_the_size() -> None:
    file = replace(
        held(12, 12), row=replace(ROW, caption="\u05de\u05d4\u05d0\u05d5\u05e8\u05ea\u05d5\u05e4\u05d3")
    )
    second = file_row(file, FilesLine.OPEN, NOW, blurred=False).second
    assert second.startswith("\u2068\u05de")
    assert second.endswith("\u2069 · 12 MB · today, 09:30")


def test_given_blobs_in_every_state_when_counted_then_only_what_moves_is_and_the_disk_is_asked() -> None:
    asked: list[bytes] = []
    here = {b"unsent": 4, b"elsewhere": 0, b"wanted": 1, b"partly": 2}

    def present(key: bytes) -> int:
        asked.append(key)
        return here[key]

    blobs = [
        Blob(b"unsent", 4, BlobState(in_clinic=1)),
        Blob(b"both", 3, BlobState(in_clinic=3)),
        Blob(b"elsewhere", 5, BlobState()),
        Blob(b"wanted", 6, BlobState(in_clinic=6, wanted=True)),
        Blob(b"partly", 7, BlobState(in_clinic=3)),
    ]
    assert moving(blobs, present, keeps_all=False) == Moving(files=2, unsent=1, done=2, total=10)
    assert b"both" not in asked
    here[b"both"] = 0
    assert moving(blobs, present, keeps_all=True).files == 5


@pytest.mark.parametrize(
    ("line", "sentence", "lines"),
    [
        (FilesLine.NONE, "", []),
        (FilesLine.OPEN, "", ["2 files are on their way, 15 of 210 MB"]),
        (FilesLine.OFFLINE, "", ["2 files are waiting, 15 of 210 MB"]),
        (FilesLine.OPEN, "The disk is full.", ["2 files are waiting, 15 of 210 MB", "The disk is full."]),
    ],
)
def test_given_files_on_their_way_when_the_panel_tells_then_with_counts_and_the_reason(
    line: FilesLine, sentence: str, lines: list[str]
) -> None:
    assert file_lines(Moving(files=2, unsent=2, done=14, total=200), line, sentence) == lines
    assert file_lines(Moving(), line, sentence) == []


def test_given_a_connection_by_volume_when_the_panel_tells_then_it_says_where_to_allow_it() -> None:
    lines = file_lines(Moving(files=1, unsent=1, done=0, total=3), FilesLine.METERED)
    assert lines[0] == "1 file is waiting, 0 of 3 MB"
    assert "Settings" in lines[1]


@pytest.mark.parametrize(
    ("pictures", "pdfs", "said"),
    [
        (2, 0, "Place and camera data were taken off 2 pictures"),
        (0, 3, "Author, title and dates were taken off 3 PDFs"),
        (
            1,
            1,
            "Place and camera data were taken off 1 picture · Author, title and dates were taken off 1 PDF",
        ),
    ],
)
def test_given_files_of_which_something_was_taken_off_then_each_kind_is_told(
    pictures: int, pdfs: int, said: str
) -> None:
    assert stripped_text(Batch(stripped=pictures, stripped_pdfs=pdfs)) == said


def test_given_a_pdf_that_stays_as_it_was_when_names_are_hidden_then_only_its_ending_is_told() -> None:
    assert trouble_text(Batch(left_pdfs=["Mira.pdf"]), blurred=True).startswith(
        "\u2068….pdf\u2069: What it tells"
    )
