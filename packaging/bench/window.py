"""Screens of the program on the offscreen platform, over a practice of the bench."""

import time
from collections.abc import Callable
from datetime import date
from functools import cache

from PySide6.QtWidgets import QApplication
from quiet import hush

from core.domain.clock import SystemClock
from core.domain.ids import AppointmentId, ClientId, NoteId
from core.store.practice import Practice
from desktop.bus import Bus
from desktop.context import ScreenContext
from desktop.jobs import Jobs
from desktop.theme import Look, Theme

WIDTH, HEIGHT = 1280, 800
_LONGEST_S = 60.0


class _Nowhere:
    """The window around a screen that is alone: every wish is heard and nothing follows."""

    def open_client(self, client_id: ClientId) -> None: ...
    def new_client(self, name: str = "") -> None: ...
    def open_note(self, note_id: NoteId) -> None: ...
    def start_note(self, client_id: ClientId, appointment_id: AppointmentId | None = None) -> None: ...
    def open_calendar(self, day: date, appointment_id: AppointmentId | None = None) -> None: ...
    def book(self, client_id: ClientId) -> None: ...
    def open_inbox(self) -> None: ...
    def toast(self, text: str, undo: Callable[[], None] | None = None) -> None: ...

    def confirm(
        self, title: str, text: str, action: str, on_yes: Callable[[], None], *, danger: bool = False
    ) -> None: ...

    def ask_text(
        self, title: str, text: str, label: str, action: str, on_text: Callable[[str], None]
    ) -> None: ...


@cache
def application() -> QApplication:
    """The one application of this process."""
    hush()
    return QApplication([])


@cache
def _theme() -> Theme:
    return Theme(application(), Look.LIGHT)


def context(practice: Practice) -> ScreenContext:
    """What a screen is given; close its `jobs` when done."""
    application()
    return ScreenContext(practice, Jobs(), Bus(), _theme(), _Nowhere(), SystemClock())


def until(condition: Callable[[], object]) -> None:
    """Handles events until the condition holds."""
    deadline = time.monotonic() + _LONGEST_S
    while not condition():
        application().processEvents()
        if time.monotonic() > deadline:
            raise TimeoutError("the screen did not get there")
