"""A practice with the joints that screens are given, for tests of clients, notes and the inbox."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from core.domain.changes import Changed
from core.domain.clock import FixedClock
from core.domain.records import Client, SessionNote
from core.store.practice.practice import ClientDraft, Practice
from desktop.kit.bus import Bus
from desktop.kit.context import ScreenContext
from desktop.kit.jobs import Jobs
from desktop.kit.theme import Theme
from tests.desktop.conftest import FakeNavigator
from tests.desktop.people import empty_practice

W = TypeVar("W", bound=QWidget)


@dataclass
class Room:
    """Everything a test of a screen needs; `settle` lets the store worker and its answers finish."""

    context: ScreenContext
    practice: Practice
    jobs: Jobs
    bus: Bus
    navigator: FakeNavigator
    clock: FixedClock
    qtbot: QtBot
    heard: list[Changed] = field(default_factory=list)

    def settle(self) -> None:
        self.jobs.wait()

    def open(self, make: Callable[[ScreenContext], W], **changed: Any) -> W:
        """The screen as the window makes it: dressed once, when all its parts stand where they belong."""
        with self.context.theme.put_on_last():
            made = make(replace(self.context, **changed))
        return self.show(made)

    def show(self, widget: W, width: int = 1216, height: int = 744) -> W:
        self.qtbot.addWidget(widget)
        widget.resize(width, height)
        widget.show()
        widget.activateWindow()
        self.qtbot.waitUntil(widget.isActiveWindow)
        return widget

    def key(
        self, widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        QTest.keyClick(widget, key, modifier)

    def keys(self, widget: QWidget, text: str) -> None:
        """Each character as a key of its own."""
        QTest.keyClicks(widget, text)

    def click(self, widget: QWidget) -> None:
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)

    def add(self, first: str, last: str, **fields: object) -> Client:
        draft = ClientDraft(first_name=first, last_name=last, **fields)  # type: ignore[arg-type]
        return self.practice.clients.add(draft).value

    def draft(self, client: Client, **texts: str) -> SessionNote:
        note = self.practice.notes.start(client.id).value
        return self.practice.notes.save_draft(note.id, **texts).value if texts else note  # type: ignore[arg-type]


@pytest.fixture
def practice(home: Path, clock: FixedClock) -> Iterator[Practice]:
    made = empty_practice(home, clock)
    yield made
    made.store.close()


@pytest.fixture
def room(
    practice: Practice,
    jobs: Jobs,
    bus: Bus,
    theme: Theme,
    navigator: FakeNavigator,
    clock: FixedClock,
    qtbot: QtBot,
) -> Room:
    context = ScreenContext(practice, jobs, bus, theme, navigator, clock)
    made = Room(context, practice, jobs, bus, navigator, clock, qtbot)
    bus.changed.connect(made.heard.extend)
    return made
