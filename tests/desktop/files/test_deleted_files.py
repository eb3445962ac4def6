"""Deleted files of a client or a note: counted quietly, listed when asked for, restored by key and button."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from core.domain.changes import Changed
from core.domain.enums import Origin, Role
from core.domain.records import Attachment, Client
from desktop.files.presenter import FilesOwner
from desktop.files.view import FilesSection
from desktop.widgets.rows import ListRow
from tests.desktop.files.conftest import note_of
from tests.desktop.records_room import Room

Delete = Callable[..., Attachment]


@pytest.fixture
def delete(room: Room, mira: Client, tmp_path: Path) -> Delete:
    """Adds a file and deletes it, an hour after the last."""

    def made(name: str, **fields: object) -> Attachment:
        path = tmp_path / name
        path.write_bytes(name.encode())
        row = room.practice.attachments.add(path, mira.id, **fields).value  # type: ignore[arg-type]
        room.clock.advance(timedelta(hours=1))
        done = room.practice.attachments.delete(row.id)
        room.bus.publish(done.changed)
        room.settle()
        return row

    return made


def rows(section: FilesSection) -> list[ListRow]:
    deleted = section.deleted_files
    return [deleted._render(row) for row in deleted.model.items]


def opened(room: Room, section: FilesSection) -> FilesSection:
    room.click(section.deleted_files.link)
    assert section.deleted_files.list.isVisible()
    return section


def test_given_no_deleted_file_then_nothing_speaks_of_them(section: FilesSection) -> None:
    assert section.deleted_files.isHidden()


def test_given_deleted_files_then_a_link_counts_them_and_lists_the_last_deletion_first(
    room: Room, section: FilesSection, delete: Delete
) -> None:
    delete("letter.txt", caption="From the surgeon")
    delete("gait.txt")
    assert section.deleted_files.link.isVisible()
    assert section.deleted_files.link.text() == "Deleted files (2)"
    assert not section.deleted_files.list.isVisible()
    opened(room, section)
    assert section.deleted_files.list.hasFocus()
    assert [(row.first, row.trailing) for row in rows(section)] == [
        ("gait.txt", "deleted today, 10:30"),
        ("letter.txt", "deleted today, 09:30"),
    ]
    assert "From the surgeon" in rows(section)[1].second
    assert "at any time" in section.deleted_files.words.text()
    room.click(section.deleted_files.link)
    assert not section.deleted_files.list.isVisible()


def test_given_a_deleted_file_when_enter_then_it_is_marked_among_the_files_and_undo_deletes_it_again(
    room: Room, section: FilesSection, delete: Delete, letter: Path
) -> None:
    section._on_chosen([str(letter)])
    room.settle()
    kept = delete("gait.txt")
    delete("other.txt")
    opened(room, section)
    room.key(section.deleted_files.list, Qt.Key.Key_Down)
    room.key(section.deleted_files.list, Qt.Key.Key_Return)
    room.key(section.deleted_files.list, Qt.Key.Key_Return)
    room.settle()
    room.settle()
    assert room.navigator.toasts == ["File restored"]
    assert section.chosen is not None
    assert (section.chosen.row.id, QApplication.focusWidget()) == (kept.id, section.list)
    assert section.deleted_files.link.text() == "Deleted files (1)"
    assert room.practice.contents.read(kept.id) == b"gait.txt"
    assert room.navigator.undo is not None
    room.navigator.undo()
    room.settle()
    room.settle()
    assert len(section.model.items) == 1
    assert section.deleted_files.link.text() == "Deleted files (2)"


def test_given_the_last_deleted_file_when_the_button_then_the_link_goes(
    room: Room, section: FilesSection, delete: Delete
) -> None:
    delete("gait.txt")
    opened(room, section)
    room.click(section.deleted_files.restore)
    room.settle()
    room.settle()
    assert [held.row.file_name for held in section.model.items] == ["gait.txt"]
    assert section.deleted_files.isHidden()
    assert section.list.hasFocus()


def test_given_a_note_then_only_its_own_deleted_files_are_counted_and_another_place_folds_them(
    room: Room, section: FilesSection, delete: Delete, mira: Client
) -> None:
    note = note_of(room, mira)
    delete("letter.txt")
    delete("gait.txt", session_id=note)
    opened(room, section)
    section.show_place(FilesOwner(mira.id, note))
    room.settle()
    assert section.deleted_files.link.text() == "Deleted files (1)"
    assert not section.deleted_files.list.isVisible()
    assert [row.first for row in rows(section)] == ["gait.txt"]
    section.show_place(FilesOwner(room.add("Otto", "Brand").id))
    room.settle()
    assert section.deleted_files.isHidden()


def test_given_names_are_hidden_then_a_deleted_file_shows_its_ending_alone(
    room: Room, section: FilesSection, delete: Delete
) -> None:
    delete("Mira Talbot.txt", caption="Mira's knee")
    room.bus.set_blurred(True)
    assert [(row.first, "knee" in row.second) for row in rows(section)] == [("….txt", False)]
    item = section.deleted_files.model.index(0)
    assert section.deleted_files.model.data(item) == "….txt"


def test_given_another_laptop_purged_a_file_then_it_leaves_the_list(
    room: Room, section: FilesSection, delete: Delete
) -> None:
    gone = delete("gait.txt")
    with room.practice.store.write() as db:
        db.exec_driver_sql("DELETE FROM session_attachments WHERE id = ?", (gone.id.bytes,))
    room.bus.publish((Changed("session_attachments", frozenset({gone.id}), Origin.SYNC),))
    room.settle()
    assert section.deleted_files.isHidden()


def test_given_a_person_who_may_not_write_when_restoring_then_it_is_refused_in_words(
    room: Room, section: FilesSection, delete: Delete
) -> None:
    delete("gait.txt")
    opened(room, section)
    with room.practice.store.write() as db:
        db.exec_driver_sql("UPDATE users SET role = ?", (Role.ASSISTANT.value,))
    room.click(section.deleted_files.restore)
    room.settle()
    assert "Your role" in section.banner.text
    assert room.navigator.toasts == []
