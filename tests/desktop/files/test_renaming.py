"""A file gets another name: by F2, button and menu, with its ending, an undo, and no typed word lost."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from core.domain.records import Client
from desktop.clients.screen import ClientsScreen
from desktop.files.view import FilesSection
from desktop.notes.screen import NotesScreen
from tests.desktop.files.conftest import note_of
from tests.desktop.files.test_section import add, listed, mark
from tests.desktop.records_room import Room


def named(room: Room, typed: str) -> None:
    """Answers the question for a name."""
    assert room.navigator.on_text is not None
    room.navigator.on_text(typed)
    room.settle()
    room.settle()


def asked(room: Room) -> str:
    """What stands above the line of the question."""
    assert room.navigator.words is not None
    return room.navigator.words.text


def test_given_a_file_when_renamed_then_its_ending_stays_and_undo_gives_the_former_name(
    room: Room, section: FilesSection, letter: Path
) -> None:
    add(room, section, letter)
    mark(section)
    section.actions_.name.click()
    (held,) = section.model.items
    assert room.navigator.asked == [("ask_text", "file_name", held.row.id, "letter")]
    assert asked(room) == "The ending .txt stays."
    named(room, "Referral")
    assert [name for name, _ in listed(section)] == ["Referral.txt"]
    assert room.navigator.toasts == ["File renamed"]
    assert section.chosen is not None, "it stays marked"
    assert room.navigator.undo is not None
    room.navigator.undo()
    room.settle()
    room.settle()
    assert [name for name, _ in listed(section)] == ["letter.txt"]


def test_given_the_name_that_a_file_has_when_it_is_typed_again_then_nothing_is_said(
    room: Room, section: FilesSection, letter: Path
) -> None:
    add(room, section, letter)
    mark(section)
    section.ask_chosen()
    named(room, "letter.txt")
    assert room.navigator.toasts == []


def test_given_a_name_that_another_file_has_when_typed_then_it_is_asked_again_with_the_words_and_the_reason(
    room: Room, section: FilesSection, letter: Path, scan: Path
) -> None:
    add(room, section, letter, scan)
    other = letter.with_name("referral.txt")
    other.write_text("Other words.", encoding="utf-8")
    add(room, section, other)
    mark(section, [name for name, _ in listed(section)].index("letter.txt"))
    section.ask_chosen()
    room.navigator.asked.clear()
    named(room, "Referral")
    held = section.chosen
    assert held is not None
    assert held.row.file_name == "letter.txt"
    assert room.navigator.asked == [("ask_text", "file_name", held.row.id, "Referral")]
    assert "Another file of this client has this name" in asked(room)


@pytest.mark.qt_log_ignore("plugin does not support", extend=True)
def test_given_a_file_when_its_menu_opens_then_it_offers_what_the_buttons_do(
    room: Room, section: FilesSection, letter: Path
) -> None:
    add(room, section, letter)
    mark(section)
    section.list.customContextMenuRequested.emit(section.list.visualRect(section.model.index(0)).center())
    (menu,) = section.actions_.findChildren(QMenu)
    rows = {action.text(): action for action in menu.actions()}
    assert list(rows) == ["Open", "Save a copy…", "Rename…", "Caption…", "Delete"]
    rows["Rename…"].trigger()
    assert room.navigator.asked[0][:2] == ("ask_text", "file_name")
    menu.close()


def test_given_no_file_under_the_mouse_when_the_menu_is_wished_then_there_is_none(
    section: FilesSection,
) -> None:
    section.list.customContextMenuRequested.emit(section.list.rect().bottomLeft())
    assert section.actions_.findChildren(QMenu) == []


def test_given_a_client_in_front_when_f2_then_the_marked_file_is_named(
    room: Room, mira: Client, letter: Path
) -> None:
    room.practice.attachments.add(letter, mira.id)
    screen = room.open(ClientsScreen)
    screen.open_client(mira.id)
    room.settle()
    room.settle()
    room.key(screen, Qt.Key.Key_F2)
    assert room.navigator.toasts == ["Mark the file first"]
    mark(screen.detail.files)
    room.key(screen, Qt.Key.Key_F2)
    assert room.navigator.asked[-1][:2] == ("ask_text", "file_name")


def test_given_a_note_in_front_when_f2_then_its_marked_file_is_named(
    room: Room, mira: Client, letter: Path
) -> None:
    note = note_of(room, mira)
    room.practice.attachments.add(letter, mira.id, note)
    screen = room.open(NotesScreen)
    screen.open_note(note)
    room.settle()
    room.settle()
    mark(screen.editor.files)
    room.key(screen.editor, Qt.Key.Key_F2)
    assert room.navigator.asked[-1][:2] == ("ask_text", "file_name")
