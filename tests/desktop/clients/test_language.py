"""The language in which a client is written to: chosen in the form, told on the page, kept if unknown."""

import pytest
from PySide6.QtCore import Qt

from core.domain.records import Client
from desktop.clients.screen import ClientsScreen
from desktop.widgets.text import Text
from tests.desktop.records_room import Room


@pytest.fixture
def mira(room: Room) -> Client:
    return room.add("Mira", "Talbot", email="m@example.org")


@pytest.fixture
def screen(room: Room, mira: Client) -> ClientsScreen:
    made = room.open(ClientsScreen)
    made.activate()
    room.settle()
    made.open_client(mira.id)
    room.settle()
    return made


def contact(screen: ClientsScreen) -> list[str]:
    return [line.text() for line in screen.detail.contact.findChildren(Text) if not line.isHidden()]


def edit(room: Room, screen: ClientsScreen) -> None:
    room.key(screen.list, Qt.Key.Key_E)
    room.settle()


def save(room: Room, screen: ClientsScreen) -> None:
    room.click(screen.form.save_button)
    room.settle()


def test_given_a_client_when_a_language_is_chosen_then_it_is_kept_and_told_and_can_be_taken_back(
    room: Room, screen: ClientsScreen, mira: Client
) -> None:
    assert "Language of messages" not in contact(screen)
    edit(room, screen)
    assert screen.form.language.editor.currentText() == "As the name is written"
    assert not screen.form.changed
    screen.form.language.set_value("he")
    save(room, screen)
    assert room.practice.clients.get(mira.id).preferred_language == "he"
    at = contact(screen).index("Language of messages")
    assert contact(screen)[at + 1] == "Hebrew"
    edit(room, screen)
    assert screen.form.language.editor.currentText() == "Hebrew"
    screen.form.language.set_value("")
    save(room, screen)
    assert room.practice.clients.get(mira.id).preferred_language is None


def test_given_a_language_of_a_newer_program_when_another_field_is_changed_then_it_stays(
    room: Room, screen: ClientsScreen, mira: Client
) -> None:
    with room.practice.desk.write() as writer:
        writer.update("clients", mira.id, {"preferred_language": "fr"})
    room.context.bus.publish(writer.changed)
    room.settle()
    edit(room, screen)
    assert screen.form.language.editor.currentText() == "fr"
    screen.form.lines["phone"].set_text("050 2")
    save(room, screen)
    saved = room.practice.clients.get(mira.id)
    assert (saved.phone, saved.preferred_language) == ("050 2", "fr")


def test_given_another_device_chose_a_language_meanwhile_then_it_is_told_by_its_name(
    room: Room, screen: ClientsScreen, mira: Client
) -> None:
    edit(room, screen)
    screen.form.language.set_value("en")
    room.practice.clients.edit(mira.id, preferred_language="he")
    save(room, screen)
    assert "Language of messages: Hebrew" in screen.form.banner.text
    assert screen.form.language.language == "en"
    save(room, screen)
    assert room.practice.clients.get(mira.id).preferred_language == "en"
