"""The Notes screen: the list, or one note in the editor."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from core.domain.ids import AppointmentId, ClientId, NoteId
from core.domain.records import SessionNote
from core.store.practice import Done, Practice
from desktop.context import ScreenContext
from desktop.notes.editor import NoteEditor, editor_shortcuts
from desktop.notes.list_view import NotesList, list_shortcuts
from desktop.screen import Screen
from desktop.shortcuts import Shortcut
from desktop.wall_clock import on_the_wall


class NotesScreen(Screen):
    """`flush` hands everything typed to the store worker: call it before locking and closing."""

    def __init__(self, context: ScreenContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        context = on_the_wall(context, self)
        self._context = context
        self.list = NotesList(context)
        self.editor = NoteEditor(context)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.editor)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._stack)
        self.list.opened.connect(self.open_note)
        self.editor.left.connect(self.show_list)

    @property
    def editing(self) -> bool:
        return self._stack.currentWidget() is self.editor

    @property
    @override
    def unsaved(self) -> bool:
        return self.editor.presenter.unsaved

    @override
    def unsaved_text(self) -> str:
        return self.editor.presenter.text()

    def open_note(self, note_id: NoteId) -> None:
        self._stack.setCurrentWidget(self.editor)
        self.editor.open(note_id)

    def start_note(self, client_id: ClientId, appointment_id: AppointmentId | None = None) -> None:
        """Open the appointment's note if it has one, else begin a draft."""
        self.flush()
        work = partial(_find_or_start, self._context.practice, client_id, appointment_id)
        self._context.jobs.run(work, self._on_started)

    def show_list(self) -> None:
        self._stack.setCurrentWidget(self.list)
        self.list.load()
        self.list.take_focus()

    @override
    def activate(self) -> None:
        if not self.editing:
            self.show_list()

    @override
    def focus_search(self) -> None:
        if not self.editing:
            self.list.search.setFocus()

    @override
    def shortcuts(self) -> Sequence[Shortcut]:
        return (*list_shortcuts(), *editor_shortcuts())

    @override
    def flush(self) -> None:
        self.editor.flush()

    def _on_started(self, started: Done[SessionNote] | SessionNote) -> None:
        if isinstance(started, SessionNote):
            self.open_note(started.id)
            return
        self._context.bus.publish(started.changed)
        self.open_note(started.value.id)


def _find_or_start(
    practice: Practice, client_id: ClientId, appointment_id: AppointmentId | None
) -> Done[SessionNote] | SessionNote:
    """On the store worker. One appointment has one note here, though the store allows several."""
    found = practice.notes.for_appointment(appointment_id) if appointment_id is not None else None
    return found or practice.notes.start(client_id, appointment_id)
