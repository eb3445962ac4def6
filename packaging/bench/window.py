"""Screens of the program on the offscreen platform, over a practice of the bench."""

import time
from collections.abc import Callable
from datetime import date
from functools import cache
from uuid import UUID

from PySide6.QtWidgets import QApplication
from quiet import hush

from core.domain.clock import SystemClock
from core.domain.ids import AppointmentId, ClientId, NoteId
from core.domain.waitlist_matching import Fit
from core.store.practice.practice import Practice
from desktop.kit.booking_line import BookingLine
from desktop.kit.bus import Bus
from desktop.kit.context import ANYWHERE, NotePlace, QuestionSubject, ScreenContext
from desktop.kit.jobs import Jobs
from desktop.kit.question_words import QuestionWords
from desktop.kit.theme import Appearance, Theme
from desktop.kit.typed_booking import TypedBooking

WIDTH, HEIGHT = 1280, 800
_LONGEST_S = 60.0


class _Nowhere:
    """The window around a screen that is alone: every wish is heard and nothing follows."""

    def open_client(self, client_id: ClientId) -> None: ...
    def new_client(self, name: str = "", booking: BookingLine | None = None) -> None: ...
    def search(self, text: str) -> None: ...
    def open_note(self, note_id: NoteId, at: NotePlace = ANYWHERE) -> None: ...
    def start_note(self, client_id: ClientId, appointment_id: AppointmentId | None = None) -> None: ...
    def search_notes(self, text: str) -> None: ...
    def list_drafts(self) -> None: ...
    def open_calendar(self, day: date, appointment_id: AppointmentId | None = None) -> None: ...
    def book(self, client_id: ClientId, typed: TypedBooking | None = None) -> None: ...
    def put_on_waitlist(self, client_id: ClientId) -> None: ...
    def offer_freed(self, fits: tuple[Fit, ...]) -> None: ...
    def open_inbox(self, row_id: UUID | None = None) -> None: ...
    def toast(
        self, text: str, undo: Callable[[], None] | None = None, redo: Callable[[], None] | None = None
    ) -> None: ...

    def confirm(
        self,
        title: str,
        text: str,
        action: str,
        on_yes: Callable[[], None],
        *,
        danger: bool = False,
        on_left: Callable[[], None] | None = None,
    ) -> None: ...

    def ask_text(
        self,
        words: QuestionWords,
        asked: QuestionSubject,
        on_text: Callable[[str], None],
        present: str = "",
        on_second: Callable[[str], None] | None = None,
    ) -> None: ...


@cache
def application() -> QApplication:
    """The one application of this process."""
    hush()
    return QApplication([])


@cache
def _theme() -> Theme:
    return Theme(application(), Appearance.LIGHT)


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
