"""The Notes screen: the list, or one note in the editor."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout
from typing_extensions import override

from core.domain.ids import AppointmentId, ClientId, NoteId
from core.domain.records import SessionNote
from core.store.practice.practice import Practice
from desktop.kit.context import ANYWHERE, NotePlace, QuestionSubject, ScreenContext
from desktop.kit.screen import Screen
from desktop.kit.shortcuts import Shortcut
from desktop.kit.wall_clock import on_the_wall
from desktop.notes.editor import NoteEditor
from desktop.notes.editor_shortcuts import editor_shortcuts
from desktop.notes.list_view import NotesList, list_shortcuts
from desktop.notes.sentence_questions import DAY, DELETION
from desktop.spelling.spelling import Spelling


class NotesScreen(Screen):
    """`flush` hands everything typed to the store worker: call it before locking and closing."""

    sentences = frozenset({DAY, DELETION})

    def __init__(self, context: ScreenContext, spelling: Spelling | None = None) -> None:
        """`spelling` None: words are not checked."""
        super().__init__()
        context = on_the_wall(context, self)
        self._context = context
        self.list = NotesList(context)
        self.editor = NoteEditor(context, spelling)
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
        """Whether a note is in front, and not the list."""
        return self._stack.currentWidget() is self.editor

    @property
    @override
    def unsaved(self) -> bool:
        return self.editor.presenter.unsaved or self.editor.addendum.addenda.unsaved

    @override
    def unsaved_text(self) -> str:
        presenter, addenda = self.editor.presenter, self.editor.addendum.addenda
        texts = (each.text() for each in (presenter, addenda) if each.unsaved)
        return "\n\n".join(filter(None, texts))

    def open_note(self, note_id: NoteId, at: NotePlace = ANYWHERE) -> None:
        """Called by the navigator. What was typed in the note in front is saved first."""
        self._stack.setCurrentWidget(self.editor)
        self.editor.open(note_id, at)

    def start_note(self, client_id: ClientId, appointment_id: AppointmentId | None = None) -> None:
        """Open the appointment's note if it has one, else an empty one, which typing makes a draft."""
        self.flush()
        work = partial(_find_or_begin, self._context.practice, client_id, appointment_id)
        self._context.jobs.run(work, self._on_started)

    def search_notes(self, text: str) -> None:
        """What is typed in the note in front stays there, saved."""
        self.flush()
        self._stack.setCurrentWidget(self.list)
        self.list.search_for(text)

    def list_drafts(self) -> None:
        """As `search_notes`."""
        self.flush()
        self._stack.setCurrentWidget(self.list)
        self.list.show_drafts()

    def show_list(self) -> None:
        """The list is read again and takes the focus. What the editor holds is not touched."""
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

    @override
    def resume(self, come_up: Callable[[], None]) -> None:
        self.editor.amendments.look(partial(self._on_amendment, come_up))
        self.editor.addendum.look(partial(self._on_amendment, come_up))

    def _on_amendment(self, come_up: Callable[[], None], note_id: NoteId) -> None:
        come_up()
        self.open_note(note_id)

    @override
    def ask_again(self, asked: QuestionSubject, on_gone: Callable[[], None]) -> None:
        self._stack.setCurrentWidget(self.editor)
        self.editor.ask_again(asked, on_gone)

    def _on_started(self, note: SessionNote) -> None:
        self.open_note(note.id)


def _find_or_begin(
    practice: Practice, client_id: ClientId, appointment_id: AppointmentId | None
) -> SessionNote:
    """On the store worker. One appointment has one note here, though the store allows several."""
    found = practice.notes.for_appointment(appointment_id) if appointment_id is not None else None
    return found or practice.notes.begin(client_id, appointment_id)
