"""Pictures without place and camera: said after all are in, and the original kept where it is wanted."""

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QImage, QImageReader, QImageWriter
from PySide6.QtWidgets import QApplication

from core.domain.records import Client
from core.picture_file.stripping import Metadata, strip
from desktop.files.presenter import Adding, FilesOwner
from desktop.files.texts import copy_words, file_row
from desktop.files.view import FilesSection
from desktop.kit.bus import FilesLine
from desktop.kit.unfinished import Unfinished
from desktop.widgets.question import QuestionDialog
from tests.core.picture_file.samples import SECRET, jpeg_with, segment, tiff
from tests.desktop.files.telling_pdf import TOLD, signed_pdf, telling_pdf
from tests.desktop.files.test_section import add, drop, listed
from tests.desktop.records_room import Room

PHOTO = jpeg_with(segment(0xE1, b"Exif\0\0" + tiff(6)))


@pytest.fixture
def photos(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / f"photo {number}.jpg" for number in range(3)]
    for path in paths:
        path.write_bytes(PHOTO)
    return paths


def held(room: Room, section: FilesSection) -> list[bytes]:
    return [room.practice.contents.read(each.row.id) for each in section.model.items]


def test_given_photos_and_a_letter_when_dropped_then_their_data_is_taken_off_and_it_is_said_once(
    room: Room, section: FilesSection, photos: list[Path], letter: Path
) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in (*photos, letter)])
    drop(section, data)
    room.settle()
    room.settle()
    assert len(listed(section)) == 4
    assert not any(SECRET in content for content in held(room, section))
    assert room.navigator.toasts == ["Place and camera data were taken off 3 pictures"]


def test_given_no_picture_when_a_file_is_added_then_nothing_is_said(
    room: Room, section: FilesSection, letter: Path
) -> None:
    add(room, section, letter)
    assert room.navigator.toasts == []


def test_given_the_original_is_wanted_when_a_photo_is_added_then_it_is_kept_here_and_in_every_list(
    room: Room, section: FilesSection, mira: Client, photos: list[Path]
) -> None:
    other = room.show(FilesSection(room.context), 760, 420)
    other.show_place(FilesOwner(mira.id))
    room.key(section.originals.box, Qt.Key.Key_Space)
    assert other.originals.box.isChecked()
    add(room, other, photos[0])
    assert held(room, other) == [PHOTO]
    assert room.navigator.toasts == []
    assert FilesSection(room.context).originals.box.isChecked(), "as long as the session goes on"
    other.originals.box.click()
    add(room, section, photos[1])
    assert PHOTO in held(room, section)
    assert len(set(held(room, section))) == 2


def test_given_a_damaged_photo_when_added_then_it_is_kept_as_it_is_and_said_so_by_name(
    room: Room, section: FilesSection, photos: list[Path], letter: Path
) -> None:
    photos[0].write_bytes(PHOTO[:-2])
    add(room, section, photos[0], letter)
    assert PHOTO[:-2] in held(room, section)
    assert section.banner.text.startswith(
        "\u2068photo 0.jpg\u2069: Camera and place data could not be taken off"
    )
    assert room.navigator.toasts == []


def test_given_pdfs_and_a_photo_when_added_then_it_is_said_what_was_taken_off_each_kind(
    room: Room, section: FilesSection, photos: list[Path], tmp_path: Path
) -> None:
    letters = [tmp_path / f"letter {number}.pdf" for number in range(2)]
    for letter in letters:
        letter.write_bytes(telling_pdf())
    add(room, section, letters[0])
    assert not any(told in content for content in held(room, section) for told in TOLD)
    add(room, section, letters[1], photos[0])
    assert room.navigator.toasts == [
        "Author, title and dates were taken off 1 PDF",
        "Place and camera data were taken off 1 picture · Author, title and dates were taken off 1 PDF",
    ]


def test_given_a_signed_pdf_when_added_then_it_is_kept_as_it_is_and_said_so_by_name(
    room: Room, section: FilesSection, tmp_path: Path
) -> None:
    letter = tmp_path / "letter.pdf"
    letter.write_bytes(signed_pdf())
    add(room, section, letter)
    assert held(room, section) == [signed_pdf()]
    assert section.banner.text.startswith("\u2068letter.pdf\u2069: What it tells about its author could not")
    assert room.navigator.toasts == []


def test_given_the_original_is_wanted_when_a_pdf_is_added_then_it_is_kept_byte_for_byte(
    room: Room, section: FilesSection, tmp_path: Path
) -> None:
    section.originals.box.click()
    letter = tmp_path / "letter.pdf"
    letter.write_bytes(telling_pdf())
    add(room, section, letter)
    assert held(room, section) == [telling_pdf()]
    assert room.navigator.toasts == []


@pytest.mark.parametrize("kind", ["jpg", "png", "webp", "progressive"])
def test_given_a_picture_of_any_program_when_stripped_then_every_pixel_is_the_same(
    tmp_path: Path, kind: str
) -> None:
    picture = QImage(61, 43, QImage.Format.Format_RGB32)
    for at in range(61 * 43):
        picture.setPixel(at % 61, at // 61, (at * 2654435761) & 0xFFFFFF)
    path = tmp_path / f"picture.{'jpg' if kind == 'progressive' else kind}"
    writer = QImageWriter(str(path))
    writer.setProgressiveScanWrite(kind == "progressive")
    writer.setText("Author", "Mira Talbot")
    assert writer.write(picture)
    stripped, metadata = strip(path.read_bytes())
    assert metadata is not Metadata.LEFT
    assert b"Mira" not in stripped
    before = QImage(str(path))
    path.write_bytes(stripped)
    assert QImage(str(path)) == before


def test_given_a_photo_on_its_side_when_stripped_then_it_is_still_shown_upright(tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(strip(PHOTO)[0])
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    shown = reader.read()
    assert (shown.width(), shown.height()) == (8, 16)


HEIC = b"\0\0\0\x18ftypheic\0\0\0\0" + SECRET


def questions() -> list[QuestionDialog]:
    return [one for one in QApplication.allWidgets() if isinstance(one, QuestionDialog) and one.isVisible()]


def question() -> QuestionDialog:
    (found,) = questions()
    return found


def test_given_a_heic_when_added_then_it_is_asked_before_it_is_kept_with_all_that_it_tells(
    room: Room, section: FilesSection, tmp_path: Path, letter: Path
) -> None:
    photo = tmp_path / "photo.heic"
    photo.write_bytes(HEIC)
    add(room, section, photo, letter)
    assert len(listed(section)) == 1, "the letter alone"
    asked = question()
    assert asked.windowTitle() == "Keep this picture unchanged?"
    asked.yes.click()
    room.settle()
    room.settle()
    assert HEIC in held(room, section)
    assert section.banner.isHidden(), "it was said before"
    rows = [file_row(each, FilesLine.NONE, room.clock.now(), blurred=False) for each in section.model.items]
    assert sorted("not shown here" in row.second for row in rows) == [False, True]


def test_given_a_heic_when_it_is_not_to_be_kept_then_it_stays_outside(
    room: Room, section: FilesSection, tmp_path: Path
) -> None:
    photo = tmp_path / "photo.heic"
    photo.write_bytes(HEIC)
    add(room, section, photo)
    question().reject()
    room.settle()
    assert listed(section) == []


def test_given_a_question_about_a_heic_when_locked_then_it_is_told_that_it_stayed_outside(
    room: Room, section: FilesSection, tmp_path: Path
) -> None:
    photo = tmp_path / "photo.heic"
    photo.write_bytes(HEIC)
    told: list[tuple[object, int]] = []
    room.bus.cut_short.connect(lambda kind, count: told.append((kind, count)))
    add(room, section, photo)
    room.bus.locking.emit()
    question().reject()
    assert told == [(Unfinished.FILES, 1)]


@pytest.mark.parametrize("of_the_heic", [True, False], ids=["the picture", "what follows it"])
def test_given_a_heic_when_adding_is_cancelled_then_it_is_not_asked_about(
    room: Room,
    section: FilesSection,
    tmp_path: Path,
    letter: Path,
    monkeypatch: pytest.MonkeyPatch,
    of_the_heic: bool,
) -> None:
    photo = tmp_path / "photo.heic"
    photo.write_bytes(HEIC)
    begun: list[str | None] = []

    def show_adding(name: str | None) -> None:
        begun.append(name)
        if name == letter.name:
            section.presenter.cancel_adding()

    monkeypatch.setattr(section, "show_adding", show_adding)
    section.presenter.add(Adding(path.name, path) for path in (photo, letter))
    if of_the_heic:
        room.jobs._pool.submit(lambda: None).result()  # it is read, and nobody heard of it yet
        section.presenter.cancel_adding()
    room.settle()
    room.settle()
    assert begun == ([photo.name, None] if of_the_heic else [photo.name, letter.name, None])
    assert listed(section) == []
    assert questions() == []


def test_given_files_on_their_way_when_it_is_shut_twice_then_each_that_stayed_outside_is_counted_once(
    room: Room, section: FilesSection, tmp_path: Path, photos: list[Path]
) -> None:
    told: list[tuple[object, int]] = []
    room.bus.cut_short.connect(lambda kind, count: told.append((kind, count)))
    goes = threading.Event()
    room.jobs.run(lambda: goes.wait(30))
    section.presenter.add(Adding(path.name, path) for path in photos)
    room.bus.leaving.emit()
    room.bus.leaving.emit()
    goes.set()
    room.settle()
    assert told == [(Unfinished.FILES, 3)]


def test_given_the_original_is_wanted_when_a_heic_is_added_then_nothing_is_asked(
    room: Room, section: FilesSection, tmp_path: Path
) -> None:
    section.originals.box.click()
    photo = tmp_path / "photo.heic"
    photo.write_bytes(HEIC)
    add(room, section, photo)
    assert held(room, section) == [HEIC]


def test_given_a_heic_when_opened_then_it_is_said_plainly_that_it_cannot_be_shown_here(
    room: Room, section: FilesSection, tmp_path: Path
) -> None:
    section.originals.box.click()
    photo = tmp_path / "photo.heic"
    photo.write_bytes(HEIC)
    add(room, section, photo)
    row = section.model.items[0]
    section.open(row)
    room.settle()
    assert question().windowTitle() == "Save a copy?"
    assert copy_words(row.row).startswith("This picture is kept as it is; PazPaz cannot show HEIC pictures.")
