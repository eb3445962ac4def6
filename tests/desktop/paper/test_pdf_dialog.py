"""A PDF under a password: what is asked, what the file gives to whom, and that no plain byte is written."""

import errno
import os
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from core.domain.new_rows import AppointmentDraft
from core.store.database import private_files
from desktop.paper import record_out
from desktop.paper.days import record_of_days
from desktop.paper.encrypted_pdf import LONGEST_BYTES, encrypted, fits, is_steady
from desktop.paper.pdf_dialog import PdfDialog
from desktop.paper.record_out import RecordOut, RecordSource
from tests.desktop.conftest import MONDAY
from tests.desktop.paper.pdf_bytes import pdf_of
from tests.desktop.paper.pdf_question import PASSWORD, asked, pdf_dialog
from tests.desktop.records_room import Room, practice, room

__all__ = ["practice", "room"]
HEBREW = "מנורה פרדס שבע 7"


@pytest.fixture
def evening(room: Room) -> RecordSource:
    """Tomorrow's sheet, with a client whose name is Hebrew."""
    start = MONDAY + timedelta(days=1)
    for first, last, hours in (("דנה", "לוי", 1), ("Mira", "Talbot", 2)):
        begin = start + timedelta(hours=hours)
        draft = AppointmentDraft(
            client_id=room.add(first, last).id,
            scheduled_start=begin,
            scheduled_end=begin + timedelta(minutes=50),
        )
        room.practice.appointments.book(draft)
    read = partial(record_of_days, room.practice, start.date(), start.date())
    return RecordSource(read, "calendar", (), "calendar.pdf")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the person saves."""
    made = tmp_path / "chosen"
    made.mkdir()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(made / "day.pdf"), ""))
    return made


@pytest.fixture
def out(room: Room) -> RecordOut:
    return RecordOut(room.context, room.show(QWidget()))


@pytest.fixture
def dialog(out: RecordOut, evening: RecordSource, folder: Path) -> PdfDialog:
    out.ask_pdf(evening)
    return pdf_dialog()


def type_twice(room: Room, dialog: PdfDialog, first: str = PASSWORD, second: str | None = None) -> None:
    """By keys, from where the dialog opened."""
    dialog.password.editor.insert(first)
    room.key(dialog.password.editor, Qt.Key.Key_Tab)
    assert dialog.again.editor.hasFocus()
    dialog.again.editor.insert(first if second is None else second)
    room.key(dialog.again.editor, Qt.Key.Key_Return)
    room.settle()


def words_of(content: bytes, password: str | None = None) -> str:
    document = pypdfium2.PdfDocument(content, password=password)
    return "\n".join(str(page.get_textpage().get_text_bounded()) for page in document)


@pytest.mark.parametrize("password", [PASSWORD, HEBREW], ids=["English", "Hebrew"])
def test_given_a_password_typed_twice_when_saved_then_the_file_opens_with_it_alone_and_is_recorded(
    room: Room, dialog: PdfDialog, folder: Path, password: str
) -> None:
    assert dialog.box.isChecked()
    assert dialog.password.editor.hasFocus()
    type_twice(room, dialog, password)
    (file,) = folder.iterdir()
    content = file.read_bytes()
    for wrong in (None, "", f"{password} "):
        with pytest.raises(pypdfium2.PdfiumError):
            words_of(content, wrong)
    words = words_of(content, password)
    assert "דנה לוי" in words
    assert "Mira Talbot" in words
    assert room.navigator.toasts == ["PDF saved, encrypted; it opens with its password alone"]
    assert "calendar.export" in {event.event_type for event in room.practice.audit.list()}


def test_given_a_password_when_saved_then_the_lock_is_the_newest_and_nothing_is_readable_in_the_file(
    evening: RecordSource,
) -> None:
    *_, plain = pdf_of(evening.read())
    *_, made = pdf_of(evening.read(), PASSWORD)
    assert isinstance(plain, bytes)
    assert isinstance(made, bytes)
    for wanted in (b"/V 5", b"/R 6", b"/AESV3"):
        assert wanted in made
    for told in (b"PazPaz", b"pdfaid", b"Mira"):
        assert told not in made
    assert b"pdfaid" in plain, "without a password it is one for archives"
    assert encrypted(plain, PASSWORD) != encrypted(plain, PASSWORD), "each with a key of its own"


def test_given_a_password_when_saved_then_no_plain_byte_is_written_anywhere(
    room: Room, dialog: PdfDialog, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    passing = tmp_path / "passing"
    passing.mkdir()
    monkeypatch.setenv("TMPDIR", str(passing))
    written: list[bytes] = []
    write = private_files.write_all

    def note(descriptor: int, content: bytes) -> None:
        written.append(bytes(content))
        write(descriptor, content)

    for place in (private_files, record_out):
        monkeypatch.setattr(place, "write_all", note)
    type_twice(room, dialog)
    content = b"".join(written)
    assert (folder / "day.pdf").read_bytes() == content
    assert b"/Encrypt" in content
    assert list(passing.iterdir()) == []
    assert [path.name for path in folder.iterdir()] == ["day.pdf"]


def test_given_a_full_disk_when_saved_then_nothing_half_written_is_left_and_it_is_said(
    room: Room, dialog: PdfDialog, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "day.pdf").write_bytes(b"yesterday's")

    def half(descriptor: int, content: bytes) -> None:
        os.write(descriptor, content[: len(content) // 2])
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(record_out, "write_all", half)
    type_twice(room, dialog)
    assert [path.name for path in folder.iterdir()] == ["day.pdf"]
    assert (folder / "day.pdf").read_bytes() == b"yesterday's"
    (said,) = room.navigator.toasts
    assert said.startswith("The disk is full.")
    assert "calendar.export" not in {event.event_type for event in room.practice.audit.list()}


def on_first(dialog: PdfDialog) -> tuple[str, bool]:
    return dialog.password.note.text(), dialog.password.editor.hasFocus()


def on_second(dialog: PdfDialog) -> tuple[str, bool]:
    return dialog.again.note.text(), dialog.again.editor.hasFocus()


@pytest.mark.parametrize(
    ("first", "second", "shown", "said"),
    [
        ("", "", on_first, "Type a password"),
        ("", PASSWORD, on_first, "Type a password"),
        (PASSWORD, "", on_second, "a second time"),
        (PASSWORD, PASSWORD[:-1], on_second, "not what stands above"),
        ("é" * 64, "é" * 64, on_first, "Make it shorter"),
        ("lamp ½ tin", "lamp ½ tin", on_first, "Use letters and numbers"),
    ],
    ids=["none", "none above", "once", "another", "too long", "not steady"],
)
def test_given_a_password_that_is_missing_or_wrong_when_enter_then_it_is_said_where_and_nothing_is_saved(
    room: Room,
    dialog: PdfDialog,
    folder: Path,
    first: str,
    second: str,
    shown: Callable[[PdfDialog], tuple[str, bool]],
    said: str,
) -> None:
    type_twice(room, dialog, first, second)
    sentence, focused = shown(dialog)
    assert said in sentence
    assert focused
    assert dialog.isVisible()
    assert list(folder.iterdir()) == []
    for field in (dialog.password, dialog.again):
        field.editor.insert("x")
        assert said not in field.note.text(), "what is typed next is not wrong yet"


def test_given_typed_passwords_when_esc_then_nothing_is_saved_and_none_is_kept(
    room: Room, dialog: PdfDialog, folder: Path
) -> None:
    dialog.password.editor.insert(PASSWORD)
    dialog.again.editor.insert(PASSWORD)
    room.key(dialog.again.editor, Qt.Key.Key_Escape)
    assert asked() is None
    assert (dialog.password.text, dialog.again.text) == ("", "")
    room.settle()
    assert list(folder.iterdir()) == []


def kept(dialog: PdfDialog) -> list[str]:
    """Every place where the dialog could still hold a password."""
    texts = [dialog.password.text, dialog.again.text, dialog._chosen, dialog._judging._judged]
    return [text for text in texts if text]


def test_given_a_password_when_a_place_is_being_chosen_then_the_dialog_holds_it_no_more(
    room: Room, out: RecordOut, dialog: PdfDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[list[str], bool]] = []

    def choose(*_: object) -> tuple[str, str]:
        seen.append((kept(dialog), out.question is None))
        return "", ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    dialog.password.editor.insert(PASSWORD)
    dialog._pause._on_timeout()
    dialog.again.editor.insert(PASSWORD)
    assert set(kept(dialog)) == {PASSWORD}
    dialog.yes.click()
    assert seen == [([], True)]


def test_given_a_password_that_was_judged_when_esc_then_it_is_held_no_more(
    room: Room, out: RecordOut, dialog: PdfDialog
) -> None:
    dialog.password.editor.insert(PASSWORD)
    dialog._pause._on_timeout()
    room.key(dialog.password.editor, Qt.Key.Key_Escape)
    assert (kept(dialog), out.question) == ([], None)


def test_given_a_place_that_was_not_chosen_then_nothing_is_saved(
    room: Room, dialog: PdfDialog, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    type_twice(room, dialog)
    assert asked() is None
    assert list(folder.iterdir()) == []
    assert room.navigator.toasts == []


def test_given_no_password_is_wanted_when_saved_then_it_warns_and_the_file_opens_without_one(
    room: Room, dialog: PdfDialog, folder: Path
) -> None:
    dialog.password.editor.insert("half of a")
    room.key(dialog.box, Qt.Key.Key_Space)
    assert "not encrypted" in dialog.words.text()
    assert not dialog.password.isEnabled()
    assert not dialog.again.isEnabled()
    dialog.yes.click()
    room.settle()
    assert "Mira Talbot" in words_of((folder / "day.pdf").read_bytes())
    assert room.navigator.toasts == ["PDF saved; it is readable by whoever has the file"]


def test_given_a_password_while_typing_then_it_is_told_what_it_is_worth_and_a_weak_one_is_taken(
    room: Room, dialog: PdfDialog, folder: Path
) -> None:
    for typed, said in (("lamp", "at least 15"), (" orchard tin seven", "hard to guess")):
        dialog.password.editor.insert(typed)
        dialog._pause._on_timeout()
        room.settle()
        assert said in dialog.password.note.text()
    dialog.password.editor.clear()
    dialog._pause._on_timeout()
    dialog.password.setFocus()
    assert dialog.password.note.text() == ""
    type_twice(room, dialog, "lamp")
    assert "Mira Talbot" in words_of((folder / "day.pdf").read_bytes(), "lamp")


def test_given_an_answer_that_comes_when_the_dialog_is_gone_then_nobody_hears_of_it(
    room: Room, dialog: PdfDialog
) -> None:
    dialog.password.editor.insert(PASSWORD)
    dialog._pause._on_timeout()
    dialog.reject()
    QApplication.processEvents()
    room.settle()
    assert asked() is None


@pytest.mark.parametrize(
    ("password", "steady"),
    [
        ("lamp orchard", True),
        ("שלום 7", True),
        ("caf\u00e9", True),
        ("cafe\u0301", True),
        ("x\u00b2", False),
        ("lamp\u00a0orchard", False),
        ("a\u200fb", False),
        ("a\tb", False),
    ],
)
def test_given_a_password_then_only_what_every_program_reads_alike_is_taken(
    password: str, steady: bool
) -> None:
    assert is_steady(password) is steady


def test_given_a_long_password_then_it_fits_by_its_bytes() -> None:
    assert fits("ש" * (LONGEST_BYTES // 2))
    assert not fits("ש" * (LONGEST_BYTES // 2 + 1))
