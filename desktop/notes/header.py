"""Above the cards: whose note it is, whether it is saved, and the verbs."""

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from core.domain.clients import full_name, initials
from core.domain.records import Client, SessionNote
from desktop import tokens
from desktop.dates import day_text, moment_text
from desktop.i18n import tr
from desktop.notes.draft import SaveState
from desktop.theme import Theme
from desktop.widgets.buttons import Button, IconButton, primary
from desktop.widgets.pill import Pill
from desktop.widgets.text import ElidedText


class EditorHeader(QFrame):
    """Two lines of words, then buttons. The two pills are two different promises."""

    back_requested = Signal()
    client_requested = Signal()
    day_requested = Signal()
    previous_toggled = Signal()
    versions_toggled = Signal()
    delete_requested = Signal()
    finalize_requested = Signal()
    amend_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.title = ElidedText(size="large")
        self.under = ElidedText(tone="secondary", size="small")
        self.laptop = Pill(theme)
        self.clinic = Pill(theme)
        self.back = IconButton(theme, "chevron-left", tr("Notes", "All notes"), self.back_requested.emit)
        self.previous = IconButton(
            theme, "notes", tr("Notes", "Previous note"), self.previous_toggled.emit, shortcut="Ctrl+D"
        )
        self.day = IconButton(theme, "calendar", tr("Notes", "Day of the session"), self.day_requested.emit)
        self.versions = IconButton(theme, "history", tr("Notes", "Versions"), self.versions_toggled.emit)
        self.delete = IconButton(theme, "trash", tr("Notes", "Delete note"), self.delete_requested.emit)
        self.finalize: Button = primary(tr("Notes", "Finalize"), self.finalize_requested.emit)
        self.finalize.setToolTip("Ctrl+Enter")
        self.amend: Button = primary(tr("Notes", "Amend"), self.amend_requested.emit)
        self._lay_out()

    def show_note(self, note: SessionNote, client: Client, now: datetime, *, blurred: bool) -> None:
        show = initials if blurred else full_name
        self.title.setText(show(client.first_name, client.last_name))
        self.under.setText(_about(note, now))
        final = note.finalized_at is not None
        self.finalize.setVisible(not final and note.deleted_at is None)
        self.amend.setVisible(final and note.deleted_at is None)
        self.versions.setVisible(final)
        self.day.setVisible(not final and note.deleted_at is None)
        self.delete.setVisible(note.deleted_at is None)

    def set_amending(self, amending: bool) -> None:
        self.amend.setEnabled(not amending)
        self.delete.setEnabled(not amending)

    def show_state(self, state: SaveState) -> None:
        words, tone = _state_words()[state]
        self.laptop.say(words, tone)

    def show_clinic(self, in_clinic: bool | None) -> None:
        """None: this practice has no clinic server."""
        self.clinic.setVisible(in_clinic is not None)
        if in_clinic:
            self.clinic.say(tr("Notes", "In the clinic"), "good")
        else:
            self.clinic.say(tr("Notes", "Not yet in the clinic"), "secondary")

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.title)
        words.addWidget(self.under)
        row = QHBoxLayout(self)
        row.setContentsMargins(tokens.M, tokens.S, tokens.L, tokens.S)
        row.setSpacing(tokens.S)
        row.addWidget(self.back)
        row.addLayout(words, 1)
        for pill in (self.laptop, self.clinic):
            row.addWidget(pill, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addSpacing(tokens.S)
        for button in (self.previous, self.day, self.versions, self.delete, self.finalize, self.amend):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)


def _about(note: SessionNote, now: datetime) -> str:
    day = day_text(note.session_date.astimezone(now.tzinfo).date(), now.date())
    if note.deleted_at is not None:
        return tr("Notes", "{day} · deleted", day=day)
    if note.finalized_at is None:
        return tr("Notes", "{day} · draft", day=day)
    when = moment_text(note.finalized_at, now)
    if note.amendment_count:
        count = note.amendment_count
        return tr("Notes", "{day} · finalized {when} · amended {count}×", day=day, when=when, count=count)
    return tr("Notes", "{day} · finalized {when}", day=day, when=when)


def _state_words() -> dict[SaveState, tuple[str, str]]:
    return {
        SaveState.SAVED: (tr("Notes", "Saved on this laptop"), "good"),
        SaveState.TYPING: (tr("Notes", "Saving on this laptop…"), "secondary"),
        SaveState.FAILED: (tr("Notes", "Not saved"), "danger"),
    }
