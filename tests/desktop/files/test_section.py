"""Files of a client on a real store: added by button, drop and paste, looked at, named, deleted, refused."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QPlainTextEdit, QProgressBar, QWidget

from core.domain.records import Client
from desktop.files.presenter import Adding, FilesOwner
from desktop.files.preview import PreviewDialog
from desktop.files.view import MOST_LINES, FilesSection
from desktop.kit.jobs import Jobs
from desktop.widgets.question import QuestionDialog
from tests.desktop.files.conftest import note_of
from tests.desktop.records_room import Room


def listed(section: FilesSection) -> list[tuple[str, str]]:
    """Name and badge of each file."""
    rows = [section._render(held) for held in section.model.items]
    return [(row.first, row.trailing) for row in rows]


def add(room: Room, section: FilesSection, *paths: Path) -> None:
    section._on_chosen([str(path) for path in paths])
    room.settle()
    room.settle()


def drop(section: FilesSection, data: QMimeData) -> QDropEvent:
    event = QDropEvent(
        QPointF(10, 10),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    section.dropEvent(event)
    return event


def mark(section: FilesSection, number: int = 0) -> None:
    section.list.setCurrentIndex(section.model.index(number))


def shown_preview(section: FilesSection) -> PreviewDialog:
    assert section.preview is not None
    assert section.preview.isVisible()
    return section.preview


def question(section: FilesSection) -> QuestionDialog:
    (found,) = [one for one in section.window().findChildren(QuestionDialog) if one.isVisible()]
    return found


@pytest.fixture
def clipboard() -> Iterator[QMimeData]:
    """What is pasted next; the clipboard is empty afterwards."""
    data = QMimeData()
    yield data
    QGuiApplication.clipboard().clear()


def test_given_no_files_when_shown_then_it_says_how_to_add_one(section: FilesSection) -> None:
    assert section.empty.isVisible()
    assert "Ctrl+Shift+A" in section.empty.text()
    assert not section.list.isVisible()
    assert not section.actions_.isVisible()


def test_given_a_file_when_chosen_then_it_is_sealed_listed_and_told_to_everybody(
    room: Room, section: FilesSection, letter: Path
) -> None:
    add(room, section, letter)
    assert listed(section) == [("letter.txt", "on this laptop")]
    assert "27 bytes" in section._render(section.model.items[0]).second
    assert "today, 08:30" in section._render(section.model.items[0]).second
    assert {change.table for change in room.heard} == {"session_attachments"}
    held = section.model.items[0]
    assert room.practice.contents.read(held.row.id) == letter.read_bytes()


def test_given_files_when_dropped_then_each_comes_in_and_addresses_do_not(
    room: Room, section: FilesSection, letter: Path, scan: Path
) -> None:
    data = QMimeData()
    urls = [QUrl.fromLocalFile(str(path)) for path in (letter, scan)]
    data.setUrls([*urls, QUrl("https://example.invalid/letter.txt")])
    drop(section, data)
    room.settle()
    assert sorted(name for name, _ in listed(section)) == ["letter.txt", "scan.png"]


def test_given_a_picture_in_the_clipboard_when_pasted_then_it_is_a_file_with_the_moment_as_its_name(
    room: Room, section: FilesSection, letter: Path, clipboard: QMimeData
) -> None:
    add(room, section, letter)
    picture = QImage(40, 30, QImage.Format.Format_RGB32)
    picture.fill(0x336699)
    clipboard.setImageData(picture)
    QGuiApplication.clipboard().setMimeData(clipboard)
    room.key(section.list, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    room.settle()
    assert ("Picture 2026-11-23 08.30.00.png", "on this laptop") in listed(section)
    (held,) = (one for one in section.model.items if one.row.file_name.startswith("Picture"))
    content = room.practice.contents.read(held.row.id)
    assert QImage.fromData(content).size() == picture.size()


def test_given_no_files_yet_when_a_picture_is_pasted_by_key_then_it_is_the_first(
    room: Room, section: FilesSection, clipboard: QMimeData
) -> None:
    picture = QImage(40, 30, QImage.Format.Format_RGB32)
    picture.fill(0x336699)
    clipboard.setImageData(picture)
    QGuiApplication.clipboard().setMimeData(clipboard)
    room.key(section.add, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    room.settle()
    assert listed(section) == [("Picture 2026-11-23 08.30.00.png", "on this laptop")]


def test_given_the_keyboard_alone_when_tabbing_then_every_action_of_a_file_is_reached(
    room: Room, section: FilesSection, letter: Path, scan: Path
) -> None:
    add(room, section, letter, scan)
    section.add.setFocus()
    room.key(section.add, Qt.Key.Key_Tab)
    assert section.originals.box.hasFocus()
    room.key(section.originals.box, Qt.Key.Key_Tab)
    assert section.list.hasFocus()
    room.key(section.list, Qt.Key.Key_Down)
    actions = section.actions_
    before: QWidget = section.list
    for button in (actions.open, actions.copy, actions.name, actions.caption, actions.delete):
        room.key(before, Qt.Key.Key_Tab)
        assert button.hasFocus()
        before = button
    room.key(actions.delete, Qt.Key.Key_Space)
    room.settle()
    assert len(section.model.items) == 1
    assert section.list.hasFocus(), "the keyboard goes back to the files that are left"
    room.key(section.list, Qt.Key.Key_Down)
    room.key(section.list, Qt.Key.Key_Delete)
    room.settle()
    assert section.add.hasFocus(), "and where there are none, to what brings some"


def test_given_words_in_the_clipboard_when_pasted_then_nothing_is_added(
    room: Room, section: FilesSection, letter: Path, clipboard: QMimeData
) -> None:
    add(room, section, letter)
    clipboard.setText("no file")
    QGuiApplication.clipboard().setMimeData(clipboard)
    room.key(section.list, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    room.settle()
    assert len(section.model.items) == 1
    assert room.navigator.toasts == ["There is no file and no picture to paste"]


def test_given_a_text_when_entered_then_it_is_shown_from_memory_and_esc_closes_it(
    room: Room, section: FilesSection, letter: Path
) -> None:
    add(room, section, letter)
    mark(section)
    room.key(section.list, Qt.Key.Key_Return)
    room.settle()
    preview = shown_preview(section)
    assert isinstance(preview.content, QPlainTextEdit)
    assert preview.content.toPlainText() == "Referred for the left knee."
    assert preview.content.isReadOnly()
    assert preview.windowTitle() == "File"
    room.key(preview, Qt.Key.Key_Escape)
    assert not preview.isVisible()


def test_given_a_file_when_double_clicked_then_one_preview_opens(
    room: Room, section: FilesSection, letter: Path
) -> None:
    add(room, section, letter)
    mark(section)
    at = section.list.visualRect(section.model.index(0)).center()
    QTest.mouseDClick(section.list.viewport(), Qt.MouseButton.LeftButton, pos=at)
    section.open(section.model.items[0])
    room.settle()
    assert len(section.window().findChildren(PreviewDialog)) == 1
    preview = shown_preview(section)
    room.key(preview, Qt.Key.Key_Escape)
    section.open(section.model.items[0])
    room.settle()
    assert shown_preview(section) is not preview


def test_given_a_large_picture_when_opened_then_it_fits_its_frame(
    room: Room, section: FilesSection, scan: Path
) -> None:
    add(room, section, scan)
    mark(section)
    section.actions_.open.click()
    room.settle()
    preview = shown_preview(section)
    room.qtbot.waitUntil(lambda: preview.pages is not None and preview.pages.is_drawn(0))
    assert preview.content is preview.pages
    assert preview.pages is not None
    assert preview.pages.horizontalScrollBar().maximum() == 0
    assert preview.pages.verticalScrollBar().maximum() == 0
    preview.close()


def test_given_a_broken_picture_when_opened_then_the_reason_stands_there_and_a_copy_is_offered(
    room: Room, section: FilesSection, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"\x89PNG no picture")
    add(room, section, broken)
    mark(section)
    section.actions_.open.click()
    room.settle()
    preview = shown_preview(section)
    room.qtbot.waitUntil(lambda: "not what its name says" in preview.words.text())
    preview.save.click()
    assert section.preview is None
    assert "not encrypted" in texts(question(section))
    question(section).no.click()


def texts(dialog: QuestionDialog) -> str:
    return " ".join(label.text() for label in dialog.findChildren(QLabel))


def test_given_another_kind_when_opened_then_a_copy_goes_where_the_person_says_with_a_warning(
    room: Room, section: FilesSection, tmp_path: Path
) -> None:
    plan = tmp_path / "plan.odt"
    plan.write_bytes(b"a plan of exercises")
    add(room, section, plan)
    mark(section)
    assert not section.actions_.open.isVisible()
    room.key(section.list, Qt.Key.Key_Return)
    asked = question(section)
    assert "The copy is not encrypted" in texts(asked)
    asked.yes.click()
    (dialog,) = section.findChildren(QFileDialog)
    assert dialog.acceptMode() is QFileDialog.AcceptMode.AcceptSave
    target = tmp_path / "copy.odt"
    dialog.fileSelected.emit(str(target))
    dialog.close()
    room.settle()
    assert target.read_bytes() == plan.read_bytes()
    assert room.navigator.toasts[-1] == "Copy saved"


def test_given_a_file_when_captioned_then_the_words_stand_beside_its_size(
    room: Room, section: FilesSection, letter: Path
) -> None:
    add(room, section, letter)
    mark(section)
    section.actions_.caption.click()
    (held,) = section.model.items
    assert room.navigator.asked == [("ask_text", "file_caption", held.row.id, "")]
    assert room.navigator.on_text is not None
    room.navigator.on_text("From the surgeon")
    room.settle()
    room.settle()
    second = section._render(section.model.items[0]).second
    assert second.startswith("\u2068From the surgeon\u2069 · 27 bytes")


def test_given_a_file_when_deleted_by_its_key_then_it_goes_and_undo_brings_it_back(
    room: Room, section: FilesSection, letter: Path
) -> None:
    add(room, section, letter)
    mark(section)
    section.list.setFocus()
    room.key(section.list, Qt.Key.Key_Delete)
    room.settle()
    room.settle()
    assert listed(section) == []
    assert room.navigator.toasts[-1] == "File deleted; it can be restored under Deleted files"
    assert room.navigator.undo is not None
    room.navigator.undo()
    room.settle()
    room.settle()
    assert [name for name, _ in listed(section)] == ["letter.txt"]
    assert room.practice.contents.read(section.model.items[0].row.id) == letter.read_bytes()


def test_given_adding_under_way_when_cancelled_then_nothing_is_left_and_what_follows_is_not_begun(
    room: Room, section: FilesSection, letter: Path, scan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def hold(_done: int, _total: int) -> None:
        begun.set()
        go_on.wait(10)

    monkeypatch.setattr(section, "told_progress", hold)
    section._on_chosen([str(letter), str(scan)])
    assert begun.wait(10)
    assert section.cancel.isVisible()
    assert section.bar.accessibleName() == "Adding letter.txt"
    section.cancel.click()
    go_on.set()
    room.settle()
    assert listed(section) == []
    assert not section.cancel.isVisible()
    assert section.banner.isHidden()


def test_given_a_long_file_when_read_then_the_bar_moves(
    room: Room, section: FilesSection, letter: Path
) -> None:
    section.told_progress(1, 4)
    room.qtbot.waitUntil(lambda: section.bar.value() == 250)
    assert isinstance(section.bar, QProgressBar)


def test_given_a_note_when_shown_then_its_files_alone_are_listed(
    room: Room, section: FilesSection, mira: Client, letter: Path, scan: Path
) -> None:
    add(room, section, letter)
    note_id = note_of(room, mira)
    section.show_place(FilesOwner(mira.id, note_id))
    room.settle()
    add(room, section, scan)
    assert [name for name, _ in listed(section)] == ["scan.png"]
    section.show_place(FilesOwner(mira.id))
    room.settle()
    assert sorted(name for name, _ in listed(section)) == ["letter.txt", "scan.png"]


def test_given_another_client_in_front_when_a_file_is_still_coming_in_then_it_stays_with_the_first(
    room: Room, section: FilesSection, mira: Client, letter: Path
) -> None:
    other = room.add("Otto", "Lindqvist")
    section._on_chosen([str(letter)])
    section.show_place(FilesOwner(other.id))
    room.settle()
    room.settle()
    assert listed(section) == []
    assert len(room.practice.attachments.of_client(mira.id)) == 1


def test_given_the_privacy_blur_when_on_then_neither_names_nor_captions_stand_there(
    room: Room, section: FilesSection, letter: Path
) -> None:
    add(room, section, letter)
    room.practice.attachments.set_caption(section.model.items[0].row.id, "Mira's knee")
    section.presenter.load()
    room.settle()
    room.bus.set_blurred(True)
    row = section._render(section.model.items[0])
    assert (row.first, "Mira" in row.second) == ("….txt", False)


def test_given_many_files_when_listed_then_the_list_scrolls_and_the_page_keeps_its_height(
    room: Room, section: FilesSection
) -> None:
    section.presenter.add(Adding(f"part {number}.txt", b"words") for number in range(MOST_LINES + 3))
    room.settle()
    room.settle()
    assert len(section.model.items) == MOST_LINES + 3
    assert section.list.height() < section.list.sizeHintForRow(0) * (MOST_LINES + 1)


def test_given_typing_to_store_when_a_large_file_is_read_then_it_does_not_wait_for_the_file(
    room: Room, mira: Client, letter: Path
) -> None:
    slow = Jobs(None, "files")
    context = room.context.__class__(
        room.practice, room.jobs, room.bus, room.context.theme, room.navigator, room.clock, slow
    )
    section = room.show(FilesSection(context), 760, 420)
    section.show_place(FilesOwner(mira.id))
    room.settle()
    go_on = threading.Event()
    section.told_progress = lambda _done, _total: go_on.wait(10)  # type: ignore[assignment, method-assign]
    section._on_chosen([str(letter)])
    stored: list[str] = []
    room.jobs.run(
        lambda: room.practice.clients.edit(mira.id, notes="Typed."), lambda _done: stored.append("x")
    )
    room.settle()
    assert stored == ["x"]
    assert slow.busy
    go_on.set()
    slow.wait()
    slow.close()
    room.settle()
    assert [name for name, _ in listed(section)] == ["letter.txt"]


def test_given_a_file_is_still_read_when_another_client_comes_then_it_does_not_open_over_that_one(
    room: Room, section: FilesSection, letter: Path
) -> None:
    add(room, section, letter)
    section.open(section.model.items[0])
    section.show_place(FilesOwner(room.add("Noa", "Brandt").id))
    room.context.slow_jobs.wait()
    room.settle()
    assert section.preview is None


def test_given_a_file_is_still_read_when_the_person_goes_elsewhere_then_it_does_not_open_there(
    room: Room, section: FilesSection, letter: Path
) -> None:
    add(room, section, letter)
    section.open(section.model.items[0])
    section.hide()
    room.context.slow_jobs.wait()
    assert section.preview is None


def test_given_a_file_when_its_key_for_deleting_is_pressed_twice_then_nothing_is_refused(
    room: Room, section: FilesSection, letter: Path
) -> None:
    add(room, section, letter)
    mark(section)
    section.list.setFocus()
    for _ in range(2):
        QTest.keyClick(section.list, Qt.Key.Key_Delete)
    room.settle()
    assert listed(section) == []
    assert not section.banner.isVisible()
    assert room.navigator.undo is not None
    room.navigator.undo()
    room.settle()
    mark(section)
    section.list.setFocus()
    QTest.keyClick(section.list, Qt.Key.Key_Delete)
    room.settle()
    assert listed(section) == []
