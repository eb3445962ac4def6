"""Above the cards: whose note it is, whether it is saved, and the verbs."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from core.domain.clients import full_name, initials
from core.domain.records import Client, SessionNote
from desktop.kit import tokens
from desktop.kit.dates import day_text, moment_text
from desktop.kit.i18n import one_line, plural, tr
from desktop.kit.theme import Theme
from desktop.notes.draft import SaveState
from desktop.notes.signature_state import NoteMarks, signature_words
from desktop.widgets.alert import AlertBox
from desktop.widgets.buttons import Button, IconButton, back_and_on, primary
from desktop.widgets.mirrored import set_margins
from desktop.widgets.pill import Pill
from desktop.widgets.text import ElidedText

_LETTERS_FOR_WORDS = 125
_LETTERS_OF_NAME = 30
"""So much of the client's name and of what the note is stays in sight beside all words."""


class EditorHeader(QFrame):
    """Two lines of words, then buttons. The two pills are two different promises."""

    back_requested = Signal()
    day_requested = Signal()
    previous_toggled = Signal()
    chart_toggled = Signal()
    versions_toggled = Signal()
    file_requested = Signal()
    pdf_requested = Signal()
    print_requested = Signal()
    more_requested = Signal()
    delete_requested = Signal()
    finalize_requested = Signal()
    amend_requested = Signal()
    addendum_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._marks = 0
        self.title = ElidedText(size="large")
        self.under = ElidedText(tone="secondary", size="small")
        self.alert = AlertBox(theme)
        self.company = ElidedText(tone="accent", size="small", strong=True)
        self.laptop = Pill(theme)
        self.clinic = Pill(theme)
        (back, _), all_notes = back_and_on(self), tr("Notes", "All notes")
        self.back = self._icon(back, all_notes, self.back_requested, "Alt+Left")
        self.previous = self._icon("notes", tr("Notes", "Previous note"), self.previous_toggled, "Ctrl+D")
        self.day = self._icon("calendar", tr("Notes", "Day of the session"), self.day_requested)
        self.chart = self._icon("body", tr("Notes", "Body chart"), self.chart_toggled, "Ctrl+Shift+B")
        self.versions = self._icon("history", tr("Notes", "Versions"), self.versions_toggled, "Ctrl+H")
        as_file, below = (
            tr("Notes", "Save the signed note as a file"),
            tr("Notes", "Add below what was signed"),
        )
        self.file = self._icon("signature", as_file, self.file_requested, "Ctrl+Shift+S")
        self.pdf = self._icon("download", tr("Notes", "Save as PDF"), self.pdf_requested, "Ctrl+Shift+P")
        self.print = self._icon("print", tr("Notes", "Print"), self.print_requested, "Ctrl+P")
        self.more = self._icon("menu", tr("Notes", "More"), self.more_requested)
        self.delete = self._icon("trash", tr("Notes", "Delete note"), self.delete_requested, "Ctrl+Shift+Del")
        self.finalize: Button = primary(tr("Notes", "Sign"), self.finalize_requested.emit)
        self.finalize.setToolTip("Ctrl+Enter")
        self.amend: Button = primary(tr("Notes", "Amend"), self.amend_requested.emit)
        self.amend.setToolTip("Ctrl+M")
        self.add = self._icon("plus", below, self.addendum_requested, "Ctrl+Shift+D")
        # Of a signed note alone: a draft has what leaves the practice in a menu.
        for button in (self.add, self.file, self.pdf, self.print):
            button.hide()
        self._lay_out()

    def _icon(self, icon: str, words: str, wanted: SignalInstance, shortcut: str = "") -> IconButton:
        return IconButton(self._theme, icon, words, wanted.emit, shortcut=shortcut)

    def show_note(
        self, note: SessionNote, client: Client, marks: NoteMarks, now: datetime, *, blurred: bool
    ) -> None:
        """Shows the verbs that this note allows. `blurred`: initials for the name, and no alert."""
        show = initials if blurred else full_name
        self.title.setText(show(client.first_name, client.last_name))
        self.under.setText(_about(note, marks, now))
        self.alert.show_alert("" if blurred else client.alerts)
        final = note.finalized_at is not None
        self.finalize.setVisible(not final and note.deleted_at is None)
        for verb in (self.amend, self.add):
            verb.setVisible(final and note.deleted_at is None)
        self.versions.setVisible(final)
        for button in (self.file, self.pdf, self.print):
            button.setVisible(final and note.deleted_at is None)
        for button in (self.day, self.more):
            button.setVisible(not final and note.deleted_at is None)
        self.delete.setVisible(note.deleted_at is None)
        self._fit_words()

    def set_amending(self, amending: bool) -> None:
        """While an amendment or an addendum is written, none is begun and the note is not deleted."""
        for verb in (self.amend, self.add):
            verb.setEnabled(not amending)
        self.delete.setEnabled(not amending)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_words()

    def _fit_words(self) -> None:
        """Words beside the icons, unless the client's name has no room then: what leaves the practice first
        does without."""
        letter_px = self.fontMetrics().averageCharWidth()
        roomy = self.width() >= _LETTERS_FOR_WORDS * letter_px
        for button, word in (*self._words(), *self._words_out()):
            button.show_word(word if roomy else "")
        if roomy and self._room_for_name() < _LETTERS_OF_NAME * letter_px:
            for button, _ in self._words_out():
                button.show_word("")

    def _room_for_name(self) -> int:
        # Words that came or went are not in the width that the layout remembers.
        self._row.invalidate()
        beside = self._row.sizeHint().width() - self._about.sizeHint().width()
        return self.width() - tokens.M - tokens.L - beside

    def show_marks(self, count: int) -> None:
        """How many there are on the body chart, which may be out of sight."""
        self._marks = count
        name = tr("Notes", "Body chart")
        marks = plural("Notes", "{n} mark", "{n} marks", count)
        self.chart.setAccessibleName(f"{name}, {marks}" if count else name)
        if self.chart.text():
            self.chart.show_word(self._chart_word())

    def _chart_word(self) -> str:
        word = tr("Notes", "Chart")
        return f"{word} ({self._marks})" if self._marks else word

    def _words(self) -> tuple[tuple[IconButton, str], ...]:
        return (
            (self.delete, tr("Notes", "Delete")),
            (self.previous, tr("Notes", "Previous")),
            (self.chart, self._chart_word()),
            (self.day, tr("Notes", "Day")),
            (self.versions, tr("Notes", "Versions")),
            (self.add, tr("Notes", "Add")),
        )

    def _words_out(self) -> tuple[tuple[IconButton, str], ...]:
        return (
            (self.file, tr("Notes", "File")),
            (self.pdf, tr("Notes", "PDF")),
            (self.print, tr("Notes", "Print")),
        )

    def show_state(self, state: SaveState) -> None:
        """What the pill of this laptop says; the clinic's is `show_clinic`."""
        words, tone = _state_words()[state]
        self.laptop.say(words, tone)

    def show_company(self, words: Sequence[str]) -> None:
        """Who else writes in this note just now."""
        self.company.setText(one_line(words))
        self.company.setVisible(bool(words))

    def show_clinic(self, in_clinic: bool | None) -> None:
        """None: this practice has no clinic server."""
        self.clinic.setVisible(in_clinic is not None)
        if in_clinic:
            self.clinic.say(tr("Notes", "In the clinic"), "good")
        else:
            self.clinic.say(tr("Notes", "Not yet in the clinic"), "secondary")
        self._fit_words()

    def _lay_out(self) -> None:
        self._about = words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.title)
        words.addLayout(self._second_line())
        self._row = row = QHBoxLayout()
        row.setSpacing(tokens.S)
        row.addWidget(self.back)
        row.addLayout(words, 1)
        for pill in (self.laptop, self.clinic):
            row.addWidget(pill, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addSpacing(tokens.S)
        signed = (self.add, self.file, self.pdf, self.print)
        for button in (self.delete, self.previous, self.chart, self.day, self.versions, *signed, self.more):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addSpacing(tokens.S)
        for verb in (self.finalize, self.amend):
            row.addWidget(verb, 0, Qt.AlignmentFlag.AlignVCenter)
        box = QVBoxLayout(self)
        set_margins(box, tokens.M, tokens.S, tokens.L, tokens.S)
        box.setSpacing(tokens.S)
        box.addLayout(row)
        box.addWidget(self.alert)

    def _second_line(self) -> QHBoxLayout:
        """What the note is as wide as its words, then who else writes in it."""
        line = QHBoxLayout()
        line.setSpacing(tokens.M)
        self.under.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        line.addWidget(self.under)
        line.addWidget(self.company, 1)
        self.company.hide()
        return line


def _about(note: SessionNote, marks: NoteMarks, now: datetime) -> str:
    day = day_text(note.session_date.astimezone(now.tzinfo).date(), now.date())
    if note.deleted_at is not None:
        return tr("Notes", "{day} · deleted", day=day)
    if note.finalized_at is None:
        return tr("Notes", "{day} · draft", day=day)
    if marks.signed:
        return one_line((day, signature_words(marks.signed, now)))
    when = moment_text(note.finalized_at, now)
    if note.amendment_count:
        count = note.amendment_count
        return tr("Notes", "{day} · locked {when} · amended {count}×", day=day, when=when, count=count)
    return tr("Notes", "{day} · locked {when}", day=day, when=when)


def _state_words() -> dict[SaveState, tuple[str, str]]:
    return {
        SaveState.SAVED: (tr("Notes", "Saved on this laptop"), "good"),
        SaveState.TYPING: (tr("Notes", "Saving on this laptop…"), "secondary"),
        SaveState.FAILED: (tr("Notes", "Not saved"), "danger"),
    }
