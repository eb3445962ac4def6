"""A client's whole record with the files: listed, each page with its name, and none left out silently."""

import threading
from datetime import timedelta
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QCheckBox, QWidget
from typing_extensions import override

from core.domain.enums import AuditAction
from core.domain.errors import Cancelled
from core.domain.ids import NoteId
from core.domain.records import Client
from core.store.attachments import blob_states
from desktop.files import record_files
from desktop.files.decoder_process import DecoderProcess
from desktop.files.pixels import Kind, PageSize
from desktop.files.record_files import RecordFiles, source_with_files
from desktop.paper.file_page import FilePage
from desktop.paper.progress_dialog import ProgressDialog
from desktop.paper.record import Section
from desktop.paper.record_out import RecordOut
from tests.desktop.files.conftest import note_of
from tests.desktop.files.hostile import pdf, picture, truncated_jpeg
from tests.desktop.paper.pdf_bytes import pdf_of
from tests.desktop.paper.pdf_question import save_without_password
from tests.desktop.records_room import Room


@pytest.fixture
def out(room: Room) -> RecordOut:
    return RecordOut(room.context, room.show(QWidget()))


def add(room: Room, client: Client, name: str, content: bytes, note: NoteId | None = None) -> None:
    caption = f"About {name}"
    room.practice.attachments.add(content, client.id, session_id=note, file_name=name, caption=caption)
    room.clock.advance(timedelta(seconds=1))


def files_of(room: Room, client: Client) -> RecordFiles:
    return RecordFiles(room.practice, client.id)


def listed(files: RecordFiles) -> str:
    section = next(leaf for leaf in files.read().files() if isinstance(leaf, Section))
    rows = [" | ".join(row) for part in section.parts for row in part.rows]
    return "\n".join(row.replace("\n", " · ") for row in rows)


def pages_of(files: RecordFiles) -> list[FilePage]:
    return [leaf for leaf in files.read().files() if isinstance(leaf, FilePage)]


def text_of(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    return [page.get_textpage().get_text_range() for page in document]


def has_teal(data: bytes, page: int) -> bool:
    bitmap = pypdfium2.PdfDocument(data)[page].render(scale=1)
    size = bitmap.width, bitmap.height
    drawn = QImage(bytes(bitmap.buffer), *size, bitmap.stride, QImage.Format.Format_BGR888)
    colours = (drawn.pixelColor(x, y) for x in range(0, size[0], 5) for y in range(0, size[1], 5))
    return any(each.red() < 80 and each.green() > 85 for each in colours)


def made(files: RecordFiles) -> bytes:
    *_, data = pdf_of(files.read())
    files.close()
    assert isinstance(data, bytes)
    return data


def test_given_files_then_each_is_listed_with_its_day_caption_size_and_note(room: Room, mira: Client) -> None:
    add(room, mira, "knee.png", picture("PNG"))
    add(room, mira, "scan.pdf", pdf(pages=3), note_of(room, mira))
    files = files_of(room, mira)
    first, second = listed(files).splitlines()
    files.close()
    assert first.startswith("23.11.2026 | knee.png | About knee.png · ")
    assert "kB" in first
    assert second.endswith(" bytes · note of 23.11.2026 · 3 pages")


def test_given_pictures_and_pdf_then_each_page_shows_one_under_its_name_client_and_number(
    room: Room, mira: Client
) -> None:
    add(room, mira, "knee.png", picture("PNG"))
    add(room, mira, "scan.pdf", pdf(pages=2))
    data = made(files_of(room, mira))
    pages = text_of(data)
    assert len(pages) == 5  # facts, the list, a picture, two pages
    assert all(
        "Mira Talbot" in page and f"Page {number} of 5" in page for number, page in enumerate(pages, 1)
    )
    assert "knee.png" in pages[2]
    assert "About knee.png" in pages[2]
    assert ["page 1 of 2" in pages[3], "page 2 of 2" in pages[4]] == [True, True]
    assert has_teal(data, page=2)
    assert not has_teal(data, page=3)
    assert b"/SMask" not in data.replace(b"/SMask /None", b"")


def test_given_files_that_cannot_be_shown_then_each_is_named_with_its_reason_and_no_page(
    room: Room, mira: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(record_files, "MOST_BYTES", 50_000)
    monkeypatch.setattr(record_files, "MOST_PAGES_OF_FILE", 4)
    for name, content in {
        "cut.jpg": truncated_jpeg()[:40_000],
        "false.pdf": picture("PNG"),
        "letter.docx": b"PK",
        "large.png": picture("BMP"),
        "long.pdf": pdf(pages=5),
    }.items():
        add(room, mira, name, content)
    add(room, mira, "sealed.png", picture("PNG", 20, 20))
    broken = room.practice.attachments.of_client(mira.id)[0].row
    with room.practice.store.write() as db:
        blob_states.set_problem(db, broken.blob_key, "damaged")
    files = files_of(room, mira)
    said = dict(
        zip(("cut", "false", "letter", "large", "long", "sealed"), listed(files).splitlines(), strict=True)
    )
    assert said["cut"].endswith("Not shown: it is damaged.")
    assert said["false"].endswith("Not shown: it is not what its name says.")
    assert said["letter"].endswith("Not shown: files of this kind are not printed.")
    assert said["large"].endswith("Not shown: it is too large.")
    assert said["long"].endswith("Not shown: it has more pages than are printed of one file.")
    assert said["sealed"].endswith("Not shown: it is damaged.")
    assert not pages_of(files)
    files.close()


def test_given_a_file_that_went_since_it_was_listed_then_its_page_says_why_it_is_empty(
    room: Room, mira: Client
) -> None:
    add(room, mira, "scan.pdf", pdf(pages=2))
    files = files_of(room, mira)
    first, second = pages_of(files)
    assert isinstance(first.make(), QImage)
    files._open_file = None
    room.practice.contents.let_go(room.practice.attachments.of_client(mira.id)[0].row.blob_key)
    assert second.make() == "Not shown: it is damaged."
    files.close()


def test_given_a_process_that_ends_then_what_is_left_of_its_file_is_named_and_the_next_is_shown(
    room: Room, mira: Client
) -> None:
    add(room, mira, "scan.pdf", pdf(pages=3))
    add(room, mira, "knee.png", picture("PNG"))
    begun: list[DecoderProcess] = []

    def start() -> DecoderProcess:
        begun.append(DecoderProcess())
        return begun[-1]

    files = RecordFiles(room.practice, mira.id, start)
    pages = pages_of(files)
    assert isinstance(pages[0].make(), QImage)
    begun[-1].close()
    lost = "Not shown: what opens it stopped working."
    assert [page.make() for page in pages[1:3]] == [lost, lost]
    assert isinstance(pages[3].make(), QImage)
    files.close()


def test_given_no_files_then_the_list_says_so(room: Room, mira: Client) -> None:
    section = next(leaf for leaf in files_of(room, mira).read().files() if isinstance(leaf, Section))
    assert [part.heading for part in section.parts] == ["No files"]


def test_given_a_hebrew_practice_then_list_and_reasons_are_hebrew(room: Room, mira: Client) -> None:
    room.practice.settings.edit_workspace(locale="he")
    add(room, mira, "letter.docx", b"PK")
    assert listed(files_of(room, mira)).endswith("לא מוצג: קבצים מסוג זה אינם מודפסים.")


def exported(room: Room) -> list[str]:
    return [
        str(event.metadata) for event in room.practice.audit.list() if event.event_type == "client.export"
    ]


def test_given_files_when_the_pdf_is_saved_then_only_that_file_is_written_and_the_files_are_audited(
    room: Room, mira: Client, out: RecordOut, tmp_path: Path
) -> None:
    add(room, mira, "knee.png", picture("PNG"))
    folder = tmp_path / "chosen"
    folder.mkdir()
    out.save_to(source_with_files(room.practice, mira.id), folder / "record.pdf")
    room.settle()
    assert [path.name for path in folder.iterdir()] == ["record.pdf"]
    assert len(text_of((folder / "record.pdf").read_bytes())) == 3
    assert "pages with files" in exported(room)[0]


class Waiting(DecoderProcess):
    """Says when it is asked to open a file, and waits until it is ended."""

    def __init__(self, asked: threading.Event) -> None:
        super().__init__(command=("sleep", "60"))
        self.asked = asked

    @override
    def open(self, kind: Kind, content: bytes) -> list[PageSize]:
        self.asked.set()
        return super().open(kind, content)


def test_given_a_page_that_is_awaited_when_stopped_then_it_ends_at_once_and_leaves_no_file(
    room: Room, mira: Client, out: RecordOut, tmp_path: Path
) -> None:
    add(room, mira, "knee.png", picture("PNG"))
    folder = tmp_path / "chosen"
    folder.mkdir()
    asked = threading.Event()
    out.save_to(source_with_files(room.practice, mira.id, lambda: Waiting(asked)), folder / "record.pdf")
    assert asked.wait(30)
    (dialog,) = (each for each in out._over.window().findChildren(ProgressDialog) if each.isVisible())
    dialog.stop.click()
    room.settle()
    assert room.navigator.toasts[-1] == "Stopped; nothing was written."
    assert list(folder.iterdir()) == []
    assert exported(room) == []


def test_given_a_full_disk_when_the_pdf_is_saved_then_it_says_so_and_leaves_no_file(
    room: Room, mira: Client, out: RecordOut, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_file: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("desktop.paper.record_drawing._check_written", full)
    add(room, mira, "knee.png", picture("PNG"))
    out.save_to(source_with_files(room.practice, mira.id), tmp_path / "record.pdf")
    room.settle()
    assert "disk is full" in room.navigator.toasts[-1]
    assert not list(tmp_path.glob("*record.pdf*"))


def test_given_a_printer_then_files_are_painted_page_by_page_and_it_is_audited(
    room: Room, mira: Client, out: RecordOut, tmp_path: Path
) -> None:
    add(room, mira, "scan.pdf", pdf(pages=2))
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    out.print_with(source_with_files(room.practice, mira.id), printer)
    room.qtbot.waitUntil(lambda: "Sent to the printer" in room.navigator.toasts, timeout=30_000)
    assert len(text_of((tmp_path / "printed.pdf").read_bytes())) == 4
    printed = [event for event in room.practice.audit.list() if event.action is AuditAction.PRINT]
    assert "pages with files" in str(printed[0].metadata)


def test_given_a_closed_one_when_a_page_is_asked_for_then_it_is_cancelled(room: Room, mira: Client) -> None:
    add(room, mira, "knee.png", picture("PNG"))
    files = files_of(room, mira)
    (page,) = pages_of(files)
    files.close()
    with pytest.raises(Cancelled):
        page.make()


def test_given_the_question_when_files_are_chosen_by_keys_then_they_go_and_are_proposed_again(
    room: Room, mira: Client, out: RecordOut, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen: list[str] = []
    monkeypatch.setattr(out, "_choose_printer", lambda source: chosen.append(source.form))
    monkeypatch.setattr(out, "_choose", lambda source, _password: chosen.append(source.form))
    plain = source_with_files(room.practice, mira.id)
    out.ask_print(source_with_files(room.practice, mira.id), lambda: plain)
    assert not box(out).isChecked()
    room.key(box(out), Qt.Key.Key_Space)
    room.key(box(out), Qt.Key.Key_Return)
    assert chosen == ["pages with files"]
    out.ask_pdf(plain, lambda: plain)
    assert box(out).isChecked()
    save_without_password()
    assert chosen == ["pages with files"] * 2


def box(out: RecordOut) -> QCheckBox:
    assert out.question is not None
    assert out.question.files is not None
    return out.question.files
