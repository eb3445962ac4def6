"""A client's page and list in a window that runs from right to left: what has no letters keeps its order."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.clients.screen import ClientsScreen
from desktop.widgets.text import Text
from tests.desktop.records_room import Room

PHONE = "+49 30 5550100"


@pytest.fixture
def screen(room: Room) -> Iterator[ClientsScreen]:
    QApplication.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    client = room.add("Mira", "Talbot", phone=PHONE)
    made = room.open(ClientsScreen)
    made.activate()
    room.settle()
    made.open_client(client.id)
    room.settle()
    yield made
    QApplication.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def test_given_a_phone_number_then_the_page_shows_it_as_it_is_dialled_and_copies_it_without_a_mark(
    screen: ClientsScreen,
) -> None:
    shown = next(one for one in screen.detail.contact.findChildren(Text) if one.text() == PHONE)
    side = shown.alignment() & Qt.AlignmentFlag.AlignHorizontal_Mask
    assert shown.layoutDirection() is Qt.LayoutDirection.LeftToRight
    assert side == Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute
