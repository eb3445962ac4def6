"""What every screen is given, and what it may ask of the window around it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from core.domain.clock import Clock
from core.domain.ids import AppointmentId, ClientId, NoteId
from core.domain.waitlist_matching import Fit
from core.store.practice.practice import Practice
from core.text.terms import Term
from desktop.kit.booking_line import BookingLine
from desktop.kit.bus import Bus
from desktop.kit.jobs import Jobs
from desktop.kit.question_words import QuestionWords
from desktop.kit.theme import Theme
from desktop.kit.typed_booking import TypedBooking


@dataclass(frozen=True, slots=True)
class QuestionSubject:
    """What is asked and of which record, by which a sentence that was begun finds its question again."""

    kind: str
    about: UUID


@dataclass(frozen=True, slots=True)
class NotePlace:
    """What of a note comes into sight: the first of the words that were searched for, one of its files, or
    the end of what was written."""

    terms: tuple[Term, ...] = ()
    file_id: UUID | None = None
    at_end: bool = False


ANYWHERE = NotePlace()
"""The first field that is empty."""
AT_END = NotePlace(at_end=True)
"""Behind the last words that were written."""


class Navigator(Protocol):
    """The window as screens see it. GUI thread only; nothing here blocks."""

    def open_client(self, client_id: ClientId) -> None:
        """The clients screen, with this client in front."""
        ...

    def new_client(self, name: str = "", booking: BookingLine | None = None) -> None:
        """The form for a new client, with what was typed elsewhere as the name; once saved, `booking` goes
        on in the calendar."""
        ...

    def search(self, text: str) -> None:
        """The palette, with this typed in it."""
        ...

    def open_note(self, note_id: NoteId, at: NotePlace = ANYWHERE) -> None:
        """The note in the editor, with this place in sight; nothing for a person who does not read notes."""
        ...

    def start_note(self, client_id: ClientId, appointment_id: AppointmentId | None = None) -> None:
        """Open the appointment's note, or a new draft, in the editor."""
        ...

    def search_notes(self, text: str) -> None:
        """The list of notes, with this in its search."""
        ...

    def list_drafts(self) -> None:
        """The notes that nobody signed yet."""
        ...

    def open_calendar(self, day: date, appointment_id: AppointmentId | None = None) -> None:
        """The calendar at the day, with the appointment's details if one is given."""
        ...

    def book(self, client_id: ClientId, typed: TypedBooking | None = None) -> None:
        """Open the calendar's booking form for this client, filled with what was `typed`."""
        ...

    def put_on_waitlist(self, client_id: ClientId) -> None:
        """Open the calendar's form for a wish of this client."""
        ...

    def offer_freed(self, fits: tuple[Fit, ...]) -> None:
        """The calendar, with the list of those who wait for times that came free."""
        ...

    def open_inbox(self, row_id: UUID | None = None) -> None:
        """The inbox; with a record's id, at the first question about that."""
        ...

    def toast(
        self, text: str, undo: Callable[[], None] | None = None, redo: Callable[[], None] | None = None
    ) -> None:
        """Say it at the bottom for a while; `undo` or `redo` adds a button, for as long as the words stand
        there."""
        ...

    def confirm(
        self,
        title: str,
        text: str,
        action: str,
        on_yes: Callable[[], None],
        *,
        danger: bool = False,
        on_left: Callable[[], None] | None = None,
    ) -> None:
        """Ask one question whose button is the verb `action`; `on_left` where it is left without that."""
        ...

    def ask_text(
        self,
        words: QuestionWords,
        asked: QuestionSubject,
        on_text: Callable[[str], None],
        present: str = "",
        on_second: Callable[[str], None] | None = None,
    ) -> None:
        """Ask for a sentence, such as a reason; `on_text` gets it stripped, and never empty if it is needed.

        `present` stands there already; `on_second` is called instead for the second verb of `words`. What is
        typed is kept over a lock and a crash: `Screen.ask_again`.
        """
        ...


class Proof(Protocol):
    """Whether it is the person in whose name is signed; see desktop/session/signer.py."""

    @property
    def is_due(self) -> bool:
        """Whether it is asked for before the next signature."""
        ...

    @property
    def may_be_quick(self) -> bool:
        """Whether quick unlock is on."""
        ...

    @property
    def has_guessed(self) -> bool:
        """So many wrong ones that somebody else sits here."""
        ...

    def prove(self, passphrase: str) -> bool:
        """On a worker: whether it is the passphrase."""
        ...

    def prove_quickly(self) -> bool:
        """On a worker: whether the system's keyring vouches for them."""
        ...


@dataclass(frozen=True, slots=True)
class ScreenContext:
    """Handed to every screen by constructor. `practice` is called on the store worker, through `jobs`.

    `slow`: another worker, for what takes as long as a file is large; no typed word waits for it.
    """

    practice: Practice
    jobs: Jobs
    bus: Bus
    theme: Theme
    navigator: Navigator
    clock: Clock
    slow: Jobs | None = None
    signer: "Proof | None" = None
    """Who signs; None where a screen stands alone and everybody there may."""
    reads_clinical: bool = True
    """Whether this person reads notes, files and medical histories: what they do not read is not there."""

    @property
    def slow_jobs(self) -> Jobs:
        """Where there is one worker alone, that one."""
        return self.slow or self.jobs
