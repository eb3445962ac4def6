"""Small pictures in a list of files: for rows in sight, in memory alone, and not for others."""

import sys
from functools import partial

import pytest
from PySide6.QtGui import QColor, QImage

from core.domain.ids import AttachmentId
from core.domain.records import Client
from core.store.attachments.blob_states import BlobState
from core.store.attachments.listing import ListedAttachment
from desktop.files import thumbnails
from desktop.files.decoder_process import DecoderProcess
from desktop.files.file_delegate import kind_icon
from desktop.files.presenter import Adding
from desktop.files.view import FilesSection
from tests.desktop.files import hostile
from tests.desktop.records_room import Room

SIDE = 40


def add(room: Room, section: FilesSection, **files: bytes) -> dict[str, ListedAttachment]:
    """Their names have a _ for the dot."""
    section.presenter.add(Adding(name.replace("_", "."), content) for name, content in files.items())
    for _ in range(len(files) + 1):
        room.settle()
    return {held.row.file_name.replace(".", "_"): held for held in section.model.items}


def made(room: Room, section: FilesSection, count: int) -> None:
    """Of so many files it is known whether there is one."""
    room.qtbot.waitUntil(lambda: len(section.thumbnails._known) >= count, timeout=60_000)


def row_picture(section: FilesSection, number: int) -> QImage:
    """What is painted of a row, at its leading edge."""
    rect = section.list.visualRect(section.model.index(number))
    return section.list.viewport().grab(rect.adjusted(0, 0, -rect.width() + 3 * SIDE // 2, 0)).toImage()


def has_colour(image: QImage, wanted: QColor) -> bool:
    return any(image.pixelColor(x, y) == wanted for x in range(image.width()) for y in range(image.height()))


def test_given_pictures_and_pdf_when_listed_then_each_has_its_own_and_the_others_their_kind(
    room: Room, section: FilesSection
) -> None:
    one_colour = hostile.gif(1, 60, 60)
    files = add(
        room, section, a_png=hostile.picture("PNG"), b_gif=one_colour, c_pdf=hostile.pdf(), d_txt=b"x"
    )
    made(room, section, 3)
    known = section.thumbnails._known
    assert set(known) == {files[name].row.id for name in ("a_png", "b_gif", "c_pdf")}
    assert all(
        picture is not None and min(picture.width(), picture.height()) == SIDE for picture in known.values()
    )
    assert "d.txt" not in {held.row.file_name for held in section.model.items if held.row.id in known}
    number = next(at for at, held in enumerate(section.model.items) if held.row.file_name == "b.gif")
    assert has_colour(row_picture(section, number), hostile.TEAL)


def test_given_the_privacy_blur_when_on_then_no_picture_is_painted_and_none_is_made(
    room: Room, section: FilesSection
) -> None:
    add(room, section, a_gif=hostile.gif(1, 60, 60))
    made(room, section, 1)
    assert has_colour(row_picture(section, 0), hostile.TEAL)
    room.bus.set_blurred(True)
    assert not has_colour(row_picture(section, 0), hostile.TEAL)
    add(room, section, b_gif=hostile.gif(2, 60, 60))
    section.list.repaint()
    assert (len(section.thumbnails._known), section.thumbnails._busy_with) == (1, None)
    room.bus.set_blurred(False)
    assert has_colour(row_picture(section, 0), hostile.TEAL) or section.thumbnails._busy_with is not None


def test_given_small_pictures_when_locked_then_they_are_forgotten_and_made_again_after_it(
    room: Room, section: FilesSection
) -> None:
    add(room, section, a_gif=hostile.gif(1, 60, 60))
    made(room, section, 1)
    room.bus.locking.emit()
    assert not section.thumbnails._known
    assert not has_colour(row_picture(section, 0), hostile.TEAL)
    room.settle()
    assert not section.thumbnails._known, "nor made behind the curtain"
    room.bus.unlocked.emit()
    section.list.repaint()
    made(room, section, 1)
    assert has_colour(row_picture(section, 0), hostile.TEAL)


@pytest.mark.skipif(sys.platform != "linux", reason="reads how a process ended")
def test_given_one_that_is_being_made_when_locked_then_its_process_is_ended(
    room: Room, section: FilesSection
) -> None:
    begun: list[DecoderProcess] = []

    def begin() -> DecoderProcess:
        begun.append(DecoderProcess([sys.executable, "-c", "import sys; sys.stdin.read()"], answer_s=600))
        return begun[-1]

    section.thumbnails._start = begin
    add(room, section, a_png=hostile.picture("PNG"))
    room.qtbot.waitUntil(lambda: bool(begun) and begun[0]._process is not None, timeout=60_000)
    process = begun[0]._process
    assert process is not None
    room.bus.locking.emit()
    assert process.wait(30) != 0
    room.settle()
    assert section.thumbnails._busy_with is None


def test_given_a_process_that_is_lost_once_when_painted_again_then_the_small_picture_comes(
    room: Room, section: FilesSection
) -> None:
    processes = iter((DecoderProcess([sys.executable, "-c", ""]), DecoderProcess(answer_s=60)))
    section.thumbnails._start = partial(next, processes)
    add(room, section, a_gif=hostile.gif(1, 60, 60))
    made(room, section, 1)
    assert has_colour(row_picture(section, 0), hostile.TEAL)
    assert next(processes, None) is None


def test_given_hostile_files_when_listed_then_they_have_their_kinds_icon_and_the_list_works_on(
    room: Room, section: FilesSection
) -> None:
    files = add(
        room,
        section,
        a_png=hostile.png_bomb(),
        b_jpg=hostile.truncated_jpeg(),
        c_pdf=hostile.pdf_with_a_password(),
        d_png=hostile.pdf(),
    )
    made(room, section, 4)
    assert set(section.thumbnails._known.values()) == {None}
    section.list.setCurrentIndex(section.model.index(2))
    assert section.chosen is not None
    assert {held.row.id for held in files.values()} == set(section.thumbnails._known)


def test_given_many_files_when_listed_then_only_those_in_sight_are_asked_for_and_few_wait(
    room: Room, section: FilesSection
) -> None:
    asked: list[AttachmentId] = []

    def read(file_id: AttachmentId) -> bytes:
        asked.append(file_id)
        return b""

    section.thumbnails._read = read
    add(room, section, **{f"p{number}_png": b"%d" % number for number in range(20)})
    made(room, section, 1)
    room.settle()
    assert len(section.model.items) == 20
    assert len(set(asked)) < 20


def test_given_a_file_that_is_not_here_or_damaged_or_huge_when_painted_then_it_is_not_read(
    room: Room, section: FilesSection, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = add(room, section, a_png=hostile.picture("PNG"))["a_png"]
    made(room, section, 1)
    section.thumbnails.rest()
    section.thumbnails.wake()
    away = ListedAttachment(held.row, 0, held.state)
    damaged = ListedAttachment(held.row, held.here, BlobState(0, problem="damaged"))
    for each in (away, damaged):
        assert section.thumbnails.of(each, SIDE) is None
    monkeypatch.setattr(thumbnails, "MOST_BYTES", 10)
    assert section.thumbnails.of(held, SIDE) is None
    assert section.thumbnails._busy_with is None
    monkeypatch.undo()
    section.thumbnails.of(held, SIDE)
    assert section.thumbnails._busy_with == held.row.id
    made(room, section, 1)


def test_given_more_than_are_kept_when_made_then_the_oldest_go(
    room: Room, section: FilesSection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(thumbnails, "MOST_KEPT", 1)
    add(room, section, a_gif=hostile.gif(1, 50, 50))
    made(room, section, 1)
    first = set(section.thumbnails._known)
    add(room, section, b_gif=hostile.gif(2, 50, 50))
    room.qtbot.waitUntil(lambda: set(section.thumbnails._known) != first, timeout=60_000)
    assert len(section.thumbnails._known) == 1


@pytest.mark.parametrize(
    ("name", "icon"),
    [
        ("a.png", "picture"),
        ("a.tiff", "picture"),
        ("a.pdf", "notes"),
        ("a.txt", "notes"),
        ("a.docx", "notes"),
        ("a.mp4", "video"),
        ("a.zip", "attach"),
    ],
)
def test_given_a_kind_of_file_when_it_has_no_picture_then_an_icon_stands_for_it(
    room: Room, mira: Client, name: str, icon: str
) -> None:
    row = room.practice.attachments.add(b"x", mira.id, file_name=name).value
    assert kind_icon(row) == icon
