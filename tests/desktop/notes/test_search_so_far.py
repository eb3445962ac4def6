"""A search while notes wait for the index: it says how far it went, and grows by itself."""

from collections.abc import Iterator
from typing import Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from core.domain.errors import DiskFull
from core.domain.records import Client
from desktop.app import Program
from desktop.notes.screen import NotesScreen
from desktop.palette.finder import PracticeFinder
from desktop.shell.search_upkeep import SearchUpkeep
from desktop.sync_status.state import StatusPhase
from sync.events import PassOutcome, SyncFinished, SyncStarted
from tests.arriving_notes import MANY, arrive_many
from tests.desktop.conftest import NOW, FakeNavigator
from tests.desktop.records_room import Room
from tests.desktop.test_workplace import model_home, program, work

__all__ = ["model_home", "program"]
ALL = "All notes were searched: their words, files and clients’ names."
SO_FAR = f"Notes after 26 Oct 2024 were searched; {MANY} more follow by themselves."


@pytest.fixture
def mira(room: Room) -> Client:
    return room.add("Mira", "Talbot")


@pytest.fixture
def screen(room: Room, mira: Client) -> NotesScreen:
    arrive_many(room.practice, mira.id)
    made = room.open(NotesScreen)
    made.activate()
    room.settle()
    return made


@pytest.fixture
def upkeep(room: Room) -> Iterator[SearchUpkeep]:
    made = SearchUpkeep(room.practice.search, room.context.jobs, room.context.bus)
    yield made
    made.deleteLater()


def search(room: Room, screen: NotesScreen, words: str) -> None:
    screen.search_notes(words)
    room.settle()


def test_given_notes_that_wait_when_searched_then_it_says_how_far_it_went(
    room: Room, screen: NotesScreen
) -> None:
    search(room, screen, "swimming")

    assert screen.list.unsearched.isVisible()
    assert screen.list.unsearched.text() == SO_FAR
    assert screen.list.empty.title.text() == "Nothing found yet for “swimming”"

    screen.list.search.clear()
    room.settle()
    assert not screen.list.unsearched.isVisible()


def test_given_a_search_when_the_notes_are_ready_then_it_has_them_and_says_no_more(
    room: Room, screen: NotesScreen, upkeep: SearchUpkeep
) -> None:
    search(room, screen, "swimming")

    upkeep.hear(StatusPhase.LOCAL)
    room.settle()

    assert screen.list.model.rowCount() == 100
    assert screen.list.unsearched.text() == ALL
    search(room, screen, "xyzzy")
    assert screen.list.empty.title.text() == "Nothing found for “xyzzy”"


def test_given_a_pass_under_way_when_a_step_has_ended_then_the_next_waits_for_the_end_of_the_pass(
    room: Room, screen: NotesScreen, upkeep: SearchUpkeep
) -> None:
    upkeep.hear(StatusPhase.SYNCING)
    room.settle()
    assert room.practice.search.unsearched() is not None

    upkeep.hear(StatusPhase.OFFLINE)
    upkeep.hear(StatusPhase.SYNCING)
    room.settle()
    left = room.practice.search.unsearched()
    assert left is not None
    assert 0 < left.count < MANY

    upkeep.hear(StatusPhase.FAILED)
    room.settle()
    assert room.practice.search.unsearched() is None


def test_given_a_full_disk_when_a_step_cannot_be_stored_then_nobody_is_bothered_and_it_is_tried_again(
    room: Room, screen: NotesScreen, upkeep: SearchUpkeep, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full() -> int:
        raise DiskFull("The disk is full.")

    refused: list[object] = []
    room.context.jobs.refused.connect(refused.append)
    with monkeypatch.context() as patch:
        patch.setattr(room.practice.search, "catch_up", full)
        upkeep.hear(StatusPhase.IDLE)
        room.settle()
    assert refused == []
    assert room.practice.search.unsearched() is not None

    upkeep.hear(StatusPhase.SYNCING)
    upkeep.hear(StatusPhase.IDLE)
    room.settle()
    assert room.practice.search.unsearched() is None


def test_given_a_window_when_a_pass_brought_many_notes_then_they_are_made_ready_without_being_asked_for(
    program: Program,
) -> None:
    place = work(program)
    practice = place.opening.practice
    arrive_many(practice, practice.clients.list()[0].client.id)

    place.bridge.listen(SyncStarted())
    place.bridge.listen(SyncFinished(PassOutcome(), NOW))
    QTest.qWait(0)
    place.slow_jobs.wait()

    assert practice.search.unsearched() is None
    assert len(practice.search.notes("swimming", MANY)) == MANY


def test_given_notes_that_wait_when_the_window_is_locked_then_nobody_waits_for_all_of_them(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = work(program)
    practice = place.opening.practice
    arrive_many(practice, practice.clients.list()[0].client.id)
    left: list[int] = []
    place.left.connect(lambda _reason: left.append(1))
    steps: list[int] = []

    def endless() -> int:
        steps.append(1)
        return 1

    monkeypatch.setattr(practice.search, "catch_up", endless)
    place.upkeep.hear(StatusPhase.OFFLINE)

    place.hard_lock()

    assert left == [1]
    assert len(steps) < 5


def test_given_notes_that_wait_when_the_palette_is_asked_then_it_leads_to_the_search_that_grows(
    program: Program,
) -> None:
    place = work(program)
    practice = place.opening.practice
    arrive_many(practice, practice.clients.list()[0].client.id)
    navigator = FakeNavigator()

    entries = PracticeFinder(practice, cast("Any", navigator), place.context.clock)("swimming", 12)

    assert entries[-1].title == "Search the notes for “swimming”"
    assert entries[-1].second == "Notes up to 26 Oct 2024 are still being made ready for search."
    entries[-1].run()
    assert navigator.asked == [("search_notes", "swimming")]


def test_given_an_open_note_when_led_to_the_search_then_the_list_stands_in_its_place_with_these_words(
    program: Program,
) -> None:
    place = work(program)
    practice = place.opening.practice
    place.navigator.start_note(practice.clients.list()[0].client.id)
    place.jobs.wait()

    place.navigator.search_notes("knee")
    place.jobs.wait()

    screen = cast("NotesScreen", place.window.screens["notes"])
    assert not screen.editing
    assert screen.list.search.text() == "knee"
    assert screen.list.search.hasFocus()
    QTest.keyClick(screen.list.search, Qt.Key.Key_Escape)
    assert screen.list.search.text() == ""
