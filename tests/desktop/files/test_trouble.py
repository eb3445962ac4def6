"""What goes wrong with files: each has its plain sentence, and nothing that was there is lost."""

import errno
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QPlainTextEdit

from core.domain.file_limits import MB
from core.store.attachments import source_file
from core.store.attachments.chunk_store import Files, Staging
from core.store.database.driver_errors import disk_full
from core.text.direction import isolated
from desktop.files.presenter import Batch, NotAdded
from desktop.files.texts import trouble_text
from desktop.files.view import FilesSection
from tests.desktop.files.test_section import add, drop, listed, mark, shown_preview
from tests.desktop.records_room import Room


def test_given_a_folder_that_is_gone_when_a_copy_is_saved_then_it_says_so(
    room: Room, section: FilesSection, letter: Path, tmp_path: Path
) -> None:
    add(room, section, letter)
    section.presenter.save_copy(section.model.items[0], tmp_path / "gone" / "copy.txt")
    room.settle()
    assert "cannot be written there" in section.banner.text


def test_given_a_full_disk_when_a_copy_is_saved_then_it_says_so_and_the_older_copy_stays(
    room: Room, section: FilesSection, letter: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(room, section, letter)
    folder = tmp_path / "copies"
    folder.mkdir()
    target = folder / "letter.txt"
    target.write_text("older", encoding="utf-8")

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr("core.store.attachments.content.write_all", full)
    section.presenter.save_copy(section.model.items[0], target)
    room.settle()
    assert section.banner.text == "The disk is full; no copy was written. Make room, then try again."
    assert [(one.name, one.read_text()) for one in folder.iterdir()] == [("letter.txt", "older")]
    assert room.navigator.toasts == []


def test_given_a_name_with_a_path_from_another_laptop_when_a_copy_is_saved_then_a_plain_name_is_proposed(
    room: Room, section: FilesSection, letter: Path
) -> None:
    add(room, section, letter)
    (held,) = section.model.items
    tricky = replace(held, row=replace(held.row, file_name="/etc/cron.d/\u202etxt.job"))
    section.show_files([tricky])
    assert listed(section)[0][0] == "txt.job"
    section._choose_target(tricky)
    (dialog,) = section.findChildren(QFileDialog)
    (chosen,) = dialog.selectedFiles()
    assert Path(chosen) == Path(dialog.directory().path()) / "txt.job"
    assert Path(chosen).parent != Path("/etc/cron.d")
    dialog.close()


def test_given_one_that_cannot_be_taken_when_several_are_added_then_it_says_which_and_the_rest_comes_in(
    room: Room, section: FilesSection, letter: Path, tmp_path: Path
) -> None:
    nothing = tmp_path / "nothing.txt"
    nothing.touch()
    add(room, section, nothing, letter)
    assert section.banner.text.startswith("\u2068nothing.txt\u2069: This file is empty; nothing was added.")
    assert [name for name, _ in listed(section)] == ["letter.txt"]


@pytest.mark.parametrize("way", ["chosen", "dropped", "pasted"])
def test_given_a_folder_and_a_file_that_is_gone_when_added_then_each_is_told_and_the_rest_comes_in(
    room: Room, section: FilesSection, letter: Path, tmp_path: Path, way: str
) -> None:
    scans = tmp_path / "Scans"
    scans.mkdir()
    paths = (tmp_path / "gone.pdf", scans, letter)
    if way == "chosen":
        add(room, section, *paths)
    else:
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        drop(section, data) if way == "dropped" else section.paste(data)
        room.settle()
    gone, folder = section.banner.text.split("\n")
    assert gone.startswith(f"{isolated('gone.pdf')}: This file is no longer there; nothing was added. Plug ")
    assert folder.startswith(f"{isolated('Scans')}: This is a folder; nothing was added. Open it, and add ")
    assert [name for name, _ in listed(section)] == ["letter.txt"]


def test_given_a_folder_alone_when_pasted_by_key_then_it_says_that_it_is_one(
    room: Room, section: FilesSection, tmp_path: Path
) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path))])
    QGuiApplication.clipboard().setMimeData(data)
    room.key(section.add, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    room.settle()
    assert "This is a folder; nothing was added." in section.banner.text
    assert room.navigator.toasts == []


def test_given_a_file_that_the_system_lets_nobody_read_when_added_then_it_says_so_in_the_windows_language(
    room: Room, section: FilesSection, letter: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbid(_path: Path) -> object:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(source_file, "open_given", forbid)
    add(room, section, letter)
    told = section.banner.text
    assert "This file may not be read; nothing was added. Close the program that has it open" in told
    assert "denied" not in told, "the system's words have no translation"


def test_given_a_file_that_vanishes_while_it_is_read_when_added_then_nothing_is_and_it_says_so(
    room: Room, section: FilesSection, letter: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(section, "told_progress", lambda _done, _total: letter.unlink(missing_ok=True))
    add(room, section, letter)
    assert section.banner.text.startswith(f"{isolated('letter.txt')}: This file is no longer there;")
    assert listed(section) == []


def test_given_the_same_file_twice_when_one_is_deleted_then_the_other_still_opens(
    room: Room, section: FilesSection, letter: Path
) -> None:
    add(room, section, letter, letter)
    first, second = section.model.items
    assert first.row.blob_key == second.row.blob_key
    section.presenter.delete(first)
    room.settle()
    room.settle()
    (left,) = section.model.items
    section.presenter.open(left)
    room.settle()
    assert isinstance(shown_preview(section).content, QPlainTextEdit)


def test_given_a_file_too_large_when_added_then_the_sentence_says_the_limit(
    room: Room, section: FilesSection, letter: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source_file, "LARGEST", 5)
    add(room, section, letter)
    assert "larger than" in section.banner.text
    assert listed(section) == []


def test_given_several_files_at_once_when_some_do_not_fit_then_the_others_come_and_those_are_named(
    room: Room, section: FilesSection, tmp_path: Path
) -> None:
    room.practice.settings.set(file_limits={"file": 1})
    paths = [tmp_path / name for name in ("a.txt", "b.txt", "c.txt", "d.txt")]
    for path, size in zip(paths, (10, MB + 1, 3 * MB, 0), strict=True):
        path.write_bytes(b"x" * size)
    add(room, section, *paths)
    assert [name for name, _ in listed(section)] == ["a.txt"]
    limit, empty = section.banner.text.split("\n")
    assert limit.startswith("\u2068b.txt\u2069, \u2068c.txt\u2069: This file has 1.1 MB, and")
    assert empty.startswith("\u2068d.txt\u2069: This file is empty;")
    add(room, section, paths[3])
    assert section.banner.text.startswith("\u2068d.txt\u2069: This file is empty;")


def test_given_many_files_that_do_not_fit_when_named_then_most_are_counted_and_blur_hides_names() -> None:
    refused = [NotAdded(f"Mira {number}.pdf", disk_full()) for number in range(9)]
    told = trouble_text(Batch(refused), blurred=False)
    assert told.count("Mira") == 5
    assert "4 more: The disk is full" in told
    assert "Mira" not in trouble_text(Batch(refused), blurred=True)


def test_given_a_full_disk_when_a_file_is_added_then_it_says_so_and_the_next_one_comes_in(
    room: Room, section: FilesSection, letter: Path, scan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    adopt, tries = Files.adopt, iter([True, False])

    def full(files: Files, staging: Staging, blob_key: bytes) -> None:
        if next(tries):
            raise disk_full()
        adopt(files, staging, blob_key)

    monkeypatch.setattr(Files, "adopt", full)
    add(room, section, letter, scan)
    assert section.banner.text.startswith("\u2068letter.txt\u2069: The disk is full")
    assert [name for name, _ in listed(section)] == ["scan.png"]


def test_given_a_file_that_changes_while_it_is_read_when_added_then_nothing_is_and_it_says_why(
    room: Room, section: FilesSection, letter: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(section, "told_progress", lambda _done, _total: letter.write_text("Other words."))
    add(room, section, letter)
    assert "changed while it was read" in section.banner.text
    assert listed(section) == []


def test_given_content_damaged_on_the_disk_when_opened_then_it_is_not_shown_and_the_badge_says_so(
    room: Room, section: FilesSection, letter: Path
) -> None:
    add(room, section, letter)
    for path in room.practice.store.path.parent.rglob("*"):
        if path.is_file() and "files" in str(path.relative_to(room.practice.store.path.parent)):
            raw = bytearray(path.read_bytes())
            raw[-1] ^= 1
            path.write_bytes(bytes(raw))
    mark(section)
    room.key(section.list, Qt.Key.Key_Return)
    room.settle()
    room.settle()
    assert section.preview is None
    assert section.banner.isVisible()
    assert listed(section) == [("letter.txt", "damaged on this laptop")]
