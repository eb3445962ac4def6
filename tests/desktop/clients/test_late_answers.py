"""Answers of the store that come when the person is elsewhere already."""

import pytest
from PySide6.QtCore import Qt

from core.domain.records import Client
from core.store.practice.practice import Practice
from desktop.clients.screen import ClientsScreen
from tests.desktop.records_room import Room


@pytest.fixture
def otto(room: Room) -> Client:
    return room.add("Otto", "Lindqvist", phone="030 5550111")


@pytest.fixture
def mira(room: Room) -> Client:
    return room.add("Mira", "Talbot", phone="030 5550100")


@pytest.fixture
def screen(room: Room, otto: Client, mira: Client) -> ClientsScreen:
    made = room.open(ClientsScreen)
    made.activate()
    room.settle()
    return made


def names(practice: Practice) -> list[str]:
    return sorted(summary.client.first_name for summary in practice.clients.list())


def test_given_a_form_was_saved_when_another_one_is_open_by_now_then_that_one_is_no_edit_of_the_first(
    room: Room, screen: ClientsScreen, mira: Client
) -> None:
    screen.form.begin_edit(mira, [])
    screen.form.save_button.click()
    screen.new_client("Noa Brandt")
    room.settle()
    assert screen.form.isVisible()
    assert screen.form.presenter.editing is None
    screen.form.save_button.click()
    room.settle()
    assert names(room.practice) == ["Mira", "Noa", "Otto"]
    assert room.practice.clients.get(mira.id).phone == "030 5550100"


def test_given_two_look_the_same_when_the_answer_finds_another_form_then_it_asks_nothing_there(
    room: Room, screen: ClientsScreen, mira: Client
) -> None:
    screen.new_client("Mira Talbot")
    screen.form.save_button.click()
    screen.new()
    assert room.navigator.on_yes is not None
    room.navigator.on_yes()
    room.settle()
    assert screen.form.values().first_name == ""
    assert screen.form.duplicates.isHidden()


def test_given_a_client_who_is_gone_when_another_one_was_chosen_since_then_that_one_comes_up(
    room: Room, screen: ClientsScreen, otto: Client, mira: Client
) -> None:
    with room.practice.store.write() as db:
        db.exec_driver_sql("DELETE FROM clients WHERE id = ?", (otto.id.bytes,))
    screen.presenter.select(otto.id)
    screen.presenter.select(mira.id)
    room.settle()
    assert screen.presenter.current == mira.id
    assert screen.detail.isVisible()
    assert screen.detail.name.text() == "Mira Talbot"


def test_given_the_next_client_is_still_read_when_n_is_pressed_then_no_note_begins_for_the_one_before(
    room: Room, screen: ClientsScreen
) -> None:
    before, after = (summary.client.id for summary in screen.model.items)
    screen.open_client(before)
    room.settle()
    room.key(screen.list, Qt.Key.Key_Down)
    room.key(screen.list, Qt.Key.Key_N)
    room.settle()
    assert room.navigator.asked == []
    room.key(screen.list, Qt.Key.Key_N)
    assert room.navigator.asked == [("start_note", after, None)]
