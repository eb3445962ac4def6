"""The note editor: a passive view of header, cards, strips and side columns."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QMimeData, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from core.domain.errors import UserError
from core.domain.ids import NoteId
from core.domain.notes import SOAP
from core.domain.records import Client, NoteVersion, SessionNote
from desktop.context import ScreenContext
from desktop.files.presenter import Place
from desktop.files.view import FilesSection
from desktop.i18n import tr
from desktop.notes.card import field_names
from desktop.notes.desk import NotesDesk
from desktop.notes.draft import SaveState
from desktop.notes.header import EditorHeader
from desktop.notes.page import SoapPage
from desktop.notes.pause import TypingPause
from desktop.notes.presenter import BeforeSigning, EditorPresenter
from desktop.notes.side import HistorySide, PreviousSide
from desktop.notes.strip import AmendStrip, FinalizeStrip
from desktop.shortcuts import Keys, Shortcut
from desktop.widgets.text import Divider

CLINIC_POLL_MS = 5_000


class NoteEditor(QWidget):
    """Implements EditorView. `flush` before the window locks or closes."""

    left = Signal()

    def __init__(self, context: ScreenContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.header = EditorHeader(context.theme)
        self.files = FilesSection(context)
        self.page = SoapPage(context.theme, self.files)
        self.finalize_strip = FinalizeStrip(context.theme)
        self.amend_strip = AmendStrip(context.theme)
        self.previous = PreviousSide(context.theme)
        self.history = HistorySide(context.theme)
        self.pause = TypingPause(self._on_pause, self)
        self._clinic_poll = QTimer(self, interval=CLINIC_POLL_MS)
        self.presenter = EditorPresenter(
            NotesDesk(context.practice, context.clock), context.jobs, context.bus, self.pause, self
        )
        self._shown: tuple[SessionNote, Client] | None = None
        self._lay_out()
        self._connect()
        self._make_shortcuts()

    def open(self, note_id: NoteId) -> None:
        self.presenter.open(note_id)

    def flush(self) -> None:
        self.presenter.flush()

    # What the presenter says.

    def show_note(
        self, note: SessionNote, client: Client, texts: Mapping[str, str], *, read_only: bool
    ) -> None:
        self._shown = (note, client)
        self.page.banner.hide()
        self.page.notice.hide()
        self.finalize_strip.hide()
        self.amend_strip.hide()
        self.page.load(texts, read_only=read_only)
        self.files.show_place(Place(client.id, note.id))
        self.header.show_note(note, client, self._context.clock.now(), blurred=self._context.bus.blurred)
        self.header.set_amending(False)
        self.header.laptop.setVisible(not read_only)
        self.history.hide()
        if read_only:
            self.page.setFocus()
        else:
            self.page.go_to(next((name for name in SOAP if not texts[name].strip()), SOAP[0]))

    def show_facts(self, note: SessionNote) -> None:
        if self._shown is not None:
            self._shown = (note, self._shown[1])
            self._on_blur_changed(self._context.bus.blurred)

    def show_previous(self, note: SessionNote | None) -> None:
        writable = self._shown is not None and self._shown[0].finalized_at is None
        self.previous.show_note(note, self._context.clock.now(), writable=writable)

    def show_state(self, state: SaveState, error: UserError | None) -> None:
        self.header.show_state(state)
        if state is SaveState.FAILED and error is not None:
            said = tr(
                "Notes", "{error} What you typed is still here; keep this note open.", error=error.sentence
            )
            self.page.banner.say(said, "danger", tr("Notes", "Try again"), self.presenter.flush)
        elif state is SaveState.SAVED:
            self.page.banner.hide()

    def show_clinic(self, in_clinic: bool | None) -> None:
        self.header.show_clinic(in_clinic)

    def show_merge(self, merged: frozenset[str], clashed: frozenset[str]) -> None:
        if clashed:
            said = tr(
                "Notes",
                "{fields}: another device wrote something else at the same place. Yours stays here; "
                "both texts are in the Inbox.",
                fields=_names(clashed),
            )
            inbox = self._context.navigator.open_inbox
            self.page.notice.say(said, "warning", tr("Notes", "Open Inbox"), inbox)
        else:
            said = tr(
                "Notes", "{fields}: put together with what another device wrote.", fields=_names(merged)
            )
            self.page.notice.say(said, "accent")

    def show_finalized_elsewhere(self) -> None:
        self.page.notice.say(
            tr(
                "Notes",
                "This note was finalized on another device. What you typed since then is in the Inbox "
                "as a proposed amendment.",
            ),
            "warning",
            tr("Notes", "Open Inbox"),
            self._context.navigator.open_inbox,
        )

    def show_versions(self, versions: list[NoteVersion]) -> None:
        self.previous.hide()
        self.history.show_versions(versions, self._context.clock.now())
        self.history.show()

    def replace_text(self, field: str, text: str) -> None:
        self.page.cards[field].text.take_over(text)

    def ask_finalize(self, before: BeforeSigning) -> None:
        self.page.banner.hide()
        self.finalize_strip.ask(before)

    def begin_amending(self) -> None:
        self.page.set_read_only(False)
        self.header.set_amending(True)
        self.amend_strip.ask()
        self.page.go_to(SOAP[0])

    def refuse(self, error: UserError) -> None:
        self.page.banner.say(error.sentence, "danger")

    def finalized(self) -> None:
        self._context.navigator.toast(tr("Notes", "Note finalized and signed"))

    def day_set(self) -> None:
        self._context.navigator.toast(tr("Notes", "Day of the session changed"))

    def deleted(self, note: SessionNote) -> None:
        self.left.emit()
        self._context.navigator.toast(
            tr("Notes", "Note deleted; it can be restored for 30 days"),
            lambda: self.presenter.restore(note.id),
        )

    def not_found(self, error: UserError) -> None:
        self.left.emit()
        self._context.navigator.toast(error.sentence)

    # What the person does.

    def say_already_saved(self) -> None:
        """Ctrl+S: nobody has to save here, and the habit is answered."""
        self.presenter.save()
        if self.header.laptop.tone != "danger":
            self._context.navigator.toast(tr("Notes", "Already saved: every word is kept as you type"))

    def toggle_previous(self) -> None:
        self.history.hide()
        self.previous.setVisible(self.previous.isHidden())

    def _lay_out(self) -> None:
        middle = QVBoxLayout()
        middle.setSpacing(0)
        for widget in (self.page, self.finalize_strip, self.amend_strip):
            middle.addWidget(widget)
        below = QHBoxLayout()
        below.setSpacing(0)
        below.addLayout(middle, 1)
        below.addWidget(self.previous)
        below.addWidget(self.history)
        self.history.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.header)
        box.addWidget(Divider())
        box.addLayout(below, 1)

    def _connect(self) -> None:
        header = self.header
        for card in self.page.cards.values():
            card.text.take_files = self._take_files
        self.page.typed.connect(self._on_typed)
        self.page.left.connect(self._on_page_left)
        self.previous.copy_requested.connect(self._on_copy_requested)
        self.finalize_strip.confirmed.connect(self._on_finalize_confirmed)
        self.amend_strip.confirmed.connect(self._on_amend_confirmed)
        self.amend_strip.cancelled.connect(self._on_amend_cancelled)
        header.back_requested.connect(self._on_back)
        header.previous_toggled.connect(self.toggle_previous)
        header.versions_toggled.connect(self._on_versions_toggled)
        header.day_requested.connect(self._on_day_requested)
        header.finalize_requested.connect(self._on_finalize_requested)
        header.amend_requested.connect(self._on_amend_requested)
        header.delete_requested.connect(self._on_delete_requested)
        self._clinic_poll.timeout.connect(self._on_clinic_poll)
        self._clinic_poll.start()
        self._context.bus.synced.connect(self._on_clinic_poll)
        self._context.bus.changed.connect(self._on_rows_changed)
        self._context.bus.blur_changed.connect(self._on_blur_changed)

    def _make_shortcuts(self) -> None:
        actions: dict[str, Callable[[], object]] = {
            f"note_{name}": partial(self.page.go_to, name) for name in SOAP
        }
        actions |= {
            "note_previous": self.toggle_previous,
            "note_save": self.say_already_saved,
            "note_finalize": self._on_finalize_requested,
            "note_file": self._on_file_requested,
        }
        self.keys = Keys(self, editor_shortcuts(), actions)

    def _take_files(self, data: QMimeData) -> bool:
        """What is pasted or dropped among the words; the list of files may be out of sight."""
        taken = self.files.paste(data)
        if taken:
            self._context.navigator.toast(tr("Notes", "Added to the files below the note"))
        return taken

    def _on_typed(self, field: str, text: str) -> None:
        self.presenter.type(field, text)

    def _on_pause(self) -> None:
        self.presenter.save()

    def _on_page_left(self) -> None:
        self.presenter.save()

    def _on_copy_requested(self, field: str, text: str) -> None:
        self.page.cards[field].text.carry(text)
        self.page.go_to(field)

    def _on_finalize_requested(self) -> None:
        self.presenter.request_finalize()

    def _on_finalize_confirmed(self) -> None:
        self.presenter.finalize()

    def _on_amend_requested(self) -> None:
        self.presenter.begin_amendment()

    def _on_amend_confirmed(self, reason: str) -> None:
        self.presenter.amend(reason)

    def _on_amend_cancelled(self) -> None:
        self.header.set_amending(False)
        self.presenter.cancel_amendment()

    def _on_back(self) -> None:
        self.presenter.close()
        self.left.emit()

    def _on_day_requested(self) -> None:
        self._context.navigator.ask_text(
            tr("Notes", "On which day was the session?"),
            tr("Notes", "Its time of day stays as it is."),
            tr("Notes", "Day, such as 3.4.2026"),
            tr("Notes", "Change day"),
            self.presenter.set_day,
        )

    def _on_versions_toggled(self) -> None:
        if self.history.isVisible():
            self.history.hide()
        else:
            self.presenter.load_versions()

    def _on_file_requested(self) -> None:
        if self.presenter.note is not None:
            self.files.choose()

    def _on_delete_requested(self) -> None:
        note = self.presenter.note
        if note is None or note.finalized_at is None:
            self.presenter.delete()
            return
        self._context.navigator.ask_text(
            tr("Notes", "Delete this finalized note?"),
            tr("Notes", "It disappears from the client's record, and stays in the archive with your reason."),
            tr("Notes", "Reason"),
            tr("Notes", "Delete note"),
            self.presenter.delete,
        )

    def _on_clinic_poll(self) -> None:
        if self.isVisible():
            self.presenter.check_clinic()

    def _on_rows_changed(self, changed: object) -> None:
        self.presenter.rows_changed(changed)  # type: ignore[arg-type]  # a signal carries objects

    def _on_blur_changed(self, _blurred: bool) -> None:
        if self._shown is not None:
            self.header.show_note(*self._shown, self._context.clock.now(), blurred=self._context.bus.blurred)


def editor_shortcuts() -> tuple[Shortcut, ...]:
    group, names = tr("Shortcuts", "Notes"), field_names()
    fields = tuple(
        Shortcut(f"Ctrl+{number}", names[name][1], group, f"note_{name}")
        for number, name in enumerate(SOAP, start=1)
    )
    return (
        *fields,
        Shortcut("Ctrl+D", tr("Shortcuts", "Previous note beside this one"), group, "note_previous"),
        Shortcut("Ctrl+S", tr("Shortcuts", "Says that it is saved already"), group, "note_save"),
        Shortcut("Ctrl+Return", tr("Shortcuts", "Finalize the note"), group, "note_finalize"),
        Shortcut("Ctrl+Shift+A", tr("Shortcuts", "Add files to this note"), group, "note_file"),
    )


def _names(fields: frozenset[str]) -> str:
    return ", ".join(field_names()[name][1] for name in SOAP if name in fields)
