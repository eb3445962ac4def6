"""Searching in the list of notes: phrases."""

from datetime import timedelta

import pytest

from core.domain.records import Client, SessionNote
from core.store.practice import search as searching
from desktop.notes.screen import NotesScreen
from tests.desktop.records_room import Room


@pytest.fixture
def mira(room: Room) -> Client:
    return room.add("Mira", "Talbot")


@pytest.fixture
def screen(room: Room) -> NotesScreen:
    return room.show(NotesScreen(room.context))


def write(room: Room, client: Client, days_ago: int, plan: str) -> SessionNote:
    day = room.clock.now() - timedelta(days=days_ago)
    note = room.practice.notes.start(client.id, session_date=day).value
    return room.practice.notes.save_draft(note.id, plan=plan).value


def search(room: Room, screen: NotesScreen, words: str) -> list[object]:
    screen.search_notes(words)
    room.settle()
    return [item.id for item in screen.list.model.items]


def test_given_a_phrase_in_an_old_note_when_searched_then_it_comes_up_step_by_step(
    room: Room, screen: NotesScreen, mira: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "_MOST_LETTERS", 100)
    wanted = [write(room, mira, days, "knee pain").id for days in (1, 30)]
    for days in range(2, 20):
        write(room, mira, days, "pain of the knee")
    said: list[str] = []
    setter = screen.list.unsearched.setText
    monkeypatch.setattr(screen.list.unsearched, "setText", lambda text: (said.append(text), setter(text)))

    screen.search_notes('"knee pain"')
    for _ in range(9):
        room.settle()

    assert [item.id for item in screen.list.model.items] == wanted
    assert not screen.list.unsearched.isVisible()
    assert len(said) > 2
    assert all("older ones follow by themselves" in words for words in said[:-1])


def test_given_a_phrase_under_way_when_other_words_are_typed_then_it_stops(
    room: Room, screen: NotesScreen, mira: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "_MOST_LETTERS", 10)
    for days in range(20):
        write(room, mira, days, "pain of the knee")
    screen.search_notes('"knee pain"')

    assert len(search(room, screen, "knee")) == 20
    assert not screen.list.unsearched.isVisible()
