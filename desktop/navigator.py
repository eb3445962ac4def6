"""The window's side of the navigator that screens are given."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, cast

from core.domain.errors import UserError
from core.domain.ids import AppointmentId, ClientId, NoteId
from desktop.main_window import MainWindow
from desktop.widgets.question import QuestionDialog, SentenceDialog

if TYPE_CHECKING:
    from desktop.screen import OpensCalendar, OpensClients, OpensNotes


class WindowNavigator:
    """Fulfils `desktop.context.Navigator`: brings the screen to the front and passes the call on."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def open_client(self, client_id: ClientId) -> None:
        cast("OpensClients", self._window.go("clients")).open_client(client_id)

    def new_client(self, name: str = "") -> None:
        cast("OpensClients", self._window.go("clients")).new_client(name)

    def open_note(self, note_id: NoteId) -> None:
        cast("OpensNotes", self._window.go("notes")).open_note(note_id)

    def start_note(self, client_id: ClientId, appointment_id: AppointmentId | None = None) -> None:
        cast("OpensNotes", self._window.go("notes")).start_note(client_id, appointment_id)

    def open_calendar(self, day: date, appointment_id: AppointmentId | None = None) -> None:
        cast("OpensCalendar", self._window.go("calendar")).open_calendar(day, appointment_id)

    def book(self, client_id: ClientId) -> None:
        cast("OpensCalendar", self._window.go("calendar")).book(client_id)

    def open_inbox(self) -> None:
        self._window.go("inbox")

    def toast(self, text: str, undo: Callable[[], None] | None = None) -> None:
        self._window.toasts.show_text(text, undo)

    def confirm(
        self, title: str, text: str, action: str, on_yes: Callable[[], None], *, danger: bool = False
    ) -> None:
        QuestionDialog(self._window, title, text, action, on_yes, danger=danger).open()

    def ask_text(
        self, title: str, text: str, label: str, action: str, on_text: Callable[[str], None]
    ) -> None:
        SentenceDialog(self._window, title, text, label, action, on_text).open()

    def show_refusal(self, error: UserError) -> None:
        """A refusal that no screen took: its sentence, at the bottom."""
        self.toast(error.sentence)
