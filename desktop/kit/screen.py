"""The base of every screen in the main pane, and what the window asks of each one.

A screen answers the navigator's calls that concern it under the same names.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from PySide6.QtWidgets import QWidget

from core.domain.ids import AppointmentId, ClientId, NoteId
from core.domain.waitlist_matching import Fit
from desktop.kit.booking_line import BookingLine
from desktop.kit.context import ANYWHERE, NotePlace, QuestionSubject
from desktop.kit.shortcuts import Shortcut
from desktop.kit.typed_booking import TypedBooking


@dataclass(frozen=True, slots=True)
class Command:
    """What the palette offers of a screen, which is in front when it runs. `words` find it as well."""

    title: str
    run: Callable[[], object]
    icon: str
    words: str = ""
    keys: str = ""
    is_setting: bool = False
    """Found by typing, and not listed before."""


class Screen(QWidget):
    """What the window asks of a screen; the defaults do nothing."""

    sentences: frozenset[str] = frozenset()
    """Kinds of `QuestionSubject` that this screen asks."""

    def activate(self) -> None:
        """The screen came to the front: refresh and take the focus."""

    def focus_search(self) -> None:
        """Put the cursor into the screen's own search or filter."""

    def new(self) -> None:
        """Ctrl+N: begin a new one of what this screen shows."""

    def shortcuts(self) -> Sequence[Shortcut]:
        """Its own keys for the help, each of which a test presses."""
        return ()

    def commands(self) -> Sequence[Command]:
        """What can be done here from anywhere."""
        return ()

    def flush(self) -> None:
        """Hand every unsaved text to `jobs` now: lock and close come next."""

    @property
    def unsaved(self) -> bool:
        """After `flush` and the worker's answers: whether words stand here that could not be stored."""
        return False

    def unsaved_text(self) -> str:
        """Those words, to copy to another place."""
        return ""

    def resume(self, come_up: Callable[[], None]) -> None:
        """At the start: open again what was unfinished, and `come_up` if there was something."""

    def ask_again(self, asked: QuestionSubject, on_gone: Callable[[], None]) -> None:
        """One of its `sentences` was begun when the program ended: show the record and ask.

        `on_gone` if there is no such record any more.
        """

    def set_letters(self, on: bool) -> None:
        """Keys that are a bare letter; what is a `Keys` hears of it without this."""


class OpensClients(Protocol):
    """The clients screen."""

    def open_client(self, client_id: ClientId) -> None:
        """Shows this client beside the list."""
        ...

    def new_client(self, name: str = "", booking: BookingLine | None = None) -> None:
        """The form for a new client; `name` stands in it already, and `booking` follows."""
        ...


class OpensNotes(Protocol):
    """The notes screen."""

    def open_note(self, note_id: NoteId, at: NotePlace = ANYWHERE) -> None:
        """The note in the editor, in place of the list, with this place in sight."""
        ...

    def start_note(self, client_id: ClientId, appointment_id: AppointmentId | None = None) -> None:
        """The appointment's note if it has one, else an empty one, which typing makes a draft."""
        ...

    def search_notes(self, text: str) -> None:
        """The list in place of a note, with this in its search."""
        ...

    def list_drafts(self) -> None:
        """The list in place of a note, with all that are not signed."""
        ...


class OpensQuestions(Protocol):
    """The inbox."""

    def open_question(self, row_id: UUID) -> None:
        """The first open question about the record, once the list is read."""
        ...


class OpensCalendar(Protocol):
    """The calendar screen."""

    def open_calendar(self, day: date, appointment_id: AppointmentId | None = None) -> None:
        """The day comes into sight, and the appointment's details if one is given."""
        ...

    def book(self, client_id: ClientId, typed: TypedBooking | None = None) -> None:
        """Begins a booking for the client as it was `typed`, else at the next free time."""
        ...

    def put_on_waitlist(self, client_id: ClientId | None = None) -> None:
        """A form for a wish of the client, or of somebody to be chosen."""
        ...

    def offer_freed(self, fits: tuple[Fit, ...]) -> None:
        """The list of those who wait for times that came free."""
        ...
