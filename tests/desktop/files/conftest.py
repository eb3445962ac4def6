"""A section of files over a real store, with a client and a note to hang them on."""

from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from core.domain.ids import NoteId
from core.domain.records import Client
from desktop.files.presenter import FilesOwner
from desktop.files.view import FilesSection
from tests.desktop.records_room import Room, practice, room

__all__ = ["practice", "room"]


@pytest.fixture
def mira(room: Room) -> Client:
    return room.add("Mira", "Talbot")


@pytest.fixture
def section(room: Room, mira: Client) -> FilesSection:
    made = room.show(FilesSection(room.context), 760, 420)
    made.show_place(FilesOwner(mira.id))
    room.settle()
    return made


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "letter.txt"
    path.write_text("Referred for the left knee.", encoding="utf-8")
    return path


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    """A picture wider than any screen."""
    path = tmp_path / "scan.png"
    picture = QImage(3000, 1200, QImage.Format.Format_RGB32)
    picture.fill(0x0F6B66)
    assert picture.save(str(path))
    return path


def note_of(room: Room, client: Client) -> NoteId:
    return room.draft(client).id
