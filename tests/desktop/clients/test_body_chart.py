"""The body charts on the page of a client in the Clients screen: by keys, hidden, and for whom they are."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QBoxLayout

from core.domain.new_rows import BodyMarkDraft
from core.domain.records import Client, SessionNote
from desktop.clients.screen import ClientsScreen
from desktop.kit import tokens
from tests.desktop.records_room import Room
from tests.desktop.stillness import settle

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def mira(room: Room) -> Client:
    return room.add("Mira", "Talbot")


@pytest.fixture
def sessions(room: Room, mira: Client) -> list[SessionNote]:
    """Two, the newest first, each with a mark."""
    made = []
    for days in (7, 14):
        day = room.clock.now() - timedelta(days=days)
        note = room.practice.notes.start(mira.id, session_date=day).value
        draft = BodyMarkDraft(session_id=note.id, kind="PAIN", place="BACK 250 205", intensity=str(days // 2))
        room.practice.body_marks.add(draft)
        made.append(note)
    return made


def opened(room: Room, client: Client) -> ClientsScreen:
    screen = room.open(ClientsScreen)
    screen.activate()
    room.settle()
    screen.open_client(client.id)
    for _ in range(3):
        room.settle()
    return screen


def test_given_keys_alone_when_pressed_then_the_charts_are_gone_through_and_a_note_is_opened(
    room: Room, mira: Client, sessions: list[SessionNote]
) -> None:
    screen = opened(room, mira)
    chart = screen.detail.chart
    room.key(screen, Qt.Key.Key_B)
    assert chart.canvas.hasFocus()
    room.key(chart.canvas, Qt.Key.Key_PageUp, CONTROL)
    assert chart.sessions.value == sessions[1].id
    room.key(chart.canvas, Qt.Key.Key_O)
    assert room.navigator.asked[-1] == ("open_note", sessions[1].id)
    room.key(chart.canvas, Qt.Key.Key_PageDown, CONTROL)
    assert chart.sessions.value == sessions[0].id
    room.key(chart.canvas, Qt.Key.Key_Escape)
    room.key(chart.canvas, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is screen.detail


def test_given_names_are_hidden_when_the_page_is_open_then_the_charts_go_and_come_back(
    room: Room, mira: Client, sessions: list[SessionNote]
) -> None:
    screen = opened(room, mira)
    assert screen.detail.chart.isVisible()
    room.bus.set_blurred(True)
    assert not screen.detail.chart.isVisible()
    room.key(screen, Qt.Key.Key_O)
    assert room.navigator.asked == []
    room.bus.set_blurred(False)
    assert screen.detail.chart.isVisible()


def test_given_somebody_who_does_not_read_notes_when_the_page_is_open_then_no_chart_is_read(
    room: Room, mira: Client, sessions: list[SessionNote]
) -> None:
    room.context = replace(room.context, reads_clinical=False)
    screen = opened(room, mira)
    assert not screen.detail.chart.isVisible()
    assert screen.detail.chart.chart is None
    actions = {shortcut.action for shortcut in screen.shortcuts()}
    assert not {action for action in actions if action.startswith("client_chart")}


def test_given_a_narrow_page_when_the_charts_are_there_then_all_of_them_fit(
    room: Room, mira: Client, sessions: list[SessionNote]
) -> None:
    screen = opened(room, mira)
    screen.resize(568, 348)
    settle(room.jobs)
    chart, page = screen.detail.chart, screen.detail.viewport()
    assert page.width() < 400
    assert chart.minimumSizeHint().width() + 2 * tokens.XL <= page.width()
    assert chart.columns.direction() == QBoxLayout.Direction.TopToBottom
