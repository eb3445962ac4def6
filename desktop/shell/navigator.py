"""The window's side of the navigator that screens are given."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, cast
from uuid import UUID

from core.domain.errors import UserError
from core.domain.ids import AppointmentId, ClientId, NoteId
from core.domain.waitlist_matching import Fit
from desktop.kit.booking_line import BookingLine
from desktop.kit.context import ANYWHERE, NotePlace, QuestionSubject
from desktop.kit.question_words import QuestionWords
from desktop.kit.typed_booking import TypedBooking
from desktop.shell.main_window import MainWindow
from desktop.widgets.question import QuestionDialog
from desktop.widgets.sentence_question import SentenceQuestion

if TYPE_CHECKING:
    from desktop.kit.screen import OpensCalendar, OpensClients, OpensNotes, OpensQuestions


class WindowNavigator:
    """Fulfils `desktop.kit.context.Navigator`: brings the screen to the front and passes the call on."""

    def __init__(self, window: MainWindow, sentences: SentenceQuestion) -> None:
        self._window, self._sentences = window, sentences

    def open_client(self, client_id: ClientId) -> None:
        cast("OpensClients", self._window.go("clients")).open_client(client_id)

    def new_client(self, name: str = "", booking: BookingLine | None = None) -> None:
        cast("OpensClients", self._window.go("clients")).new_client(name, booking)

    def search(self, text: str) -> None:
        self._window.line_wanted.emit(text)

    def open_note(self, note_id: NoteId, at: NotePlace = ANYWHERE) -> None:
        """Nothing happens for a person who does not read notes: the window has no such screen then."""
        if "notes" in self._window.screens:
            cast("OpensNotes", self._window.go("notes")).open_note(note_id, at)

    def start_note(self, client_id: ClientId, appointment_id: AppointmentId | None = None) -> None:
        """As `open_note`: nothing happens where there are no notes."""
        if "notes" in self._window.screens:
            cast("OpensNotes", self._window.go("notes")).start_note(client_id, appointment_id)

    def search_notes(self, text: str) -> None:
        """As `open_note`: nothing happens where there are no notes."""
        if "notes" in self._window.screens:
            cast("OpensNotes", self._window.go("notes")).search_notes(text)

    def list_drafts(self) -> None:
        if "notes" in self._window.screens:
            cast("OpensNotes", self._window.go("notes")).list_drafts()

    def open_calendar(self, day: date, appointment_id: AppointmentId | None = None) -> None:
        cast("OpensCalendar", self._window.go("calendar")).open_calendar(day, appointment_id)

    def book(self, client_id: ClientId, typed: TypedBooking | None = None) -> None:
        cast("OpensCalendar", self._window.go("calendar")).book(client_id, typed)

    def put_on_waitlist(self, client_id: ClientId) -> None:
        cast("OpensCalendar", self._window.go("calendar")).put_on_waitlist(client_id)

    def offer_freed(self, fits: tuple[Fit, ...]) -> None:
        cast("OpensCalendar", self._window.go("calendar")).offer_freed(fits)

    def open_inbox(self, row_id: UUID | None = None) -> None:
        inbox = cast("OpensQuestions", self._window.go("inbox"))
        if row_id is not None:
            inbox.open_question(row_id)

    def toast(
        self, text: str, undo: Callable[[], None] | None = None, redo: Callable[[], None] | None = None
    ) -> None:
        """In place of the message that stands there, whose button goes with it."""
        self._window.toasts.show_text(text, undo, redo)

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
        """With `danger` the focus is on Cancel, which is what Enter presses then."""
        question = QuestionDialog(self._window, title, text, action, on_yes, danger=danger)
        if on_left is not None:
            question.rejected.connect(on_left)
        question.open()

    def ask_text(
        self,
        words: QuestionWords,
        asked: QuestionSubject,
        on_text: Callable[[str], None],
        present: str = "",
        on_second: Callable[[str], None] | None = None,
    ) -> None:
        """By `SentenceQuestion`: what was typed for this very question before stands there again."""
        self._sentences.ask(words, asked, on_text, present, on_second)

    def ask_again(self, asked: QuestionSubject) -> None:
        """After a lock or a crash: the screen that asked for this sentence comes up and asks."""
        for key, screen in self._window.screens.items():
            if asked.kind in screen.sentences:
                self._window.go(key)
                screen.ask_again(asked, self._sentences.forget)

    def show_refusal(self, error: UserError) -> None:
        """A refusal that no screen took: its sentence, at the bottom."""
        self.toast(error.sentence)
