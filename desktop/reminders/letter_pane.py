"""Beside the list: the client in front, the words as they are sent, and the ways to send them."""

from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from core.domain.clients import full_name, initials
from core.domain.reminders import Channel, Standing
from core.store.practice.reminders import Reminder
from core.text.direction import left_to_right
from desktop.kit import tokens
from desktop.kit.i18n import RIGHT_TO_LEFT, one_line, tr
from desktop.reminders.presenter import Letter
from desktop.reminders.texts import sent_question, told_text, way_text
from desktop.widgets.buttons import Button, quiet
from desktop.widgets.card import Card
from desktop.widgets.error_line import ErrorLine
from desktop.widgets.segmented import SegmentedControl
from desktop.widgets.text import ElidedText, Text, restyle

_TEXT_LINES = 9


class LetterPane(QWidget):
    """Emits what the person wants; shows only what it is given. `default` is what Enter means just now."""

    way_chosen = Signal(object)
    """A `Channel`; OTHER is copying."""
    language_chosen = Signal(object)
    sent = Signal()
    not_sent = Signal()
    taken_back = Signal()
    client_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.default: Button | None = None
        self.name = ElidedText(strong=True)
        self.contact = ElidedText(size="small", tone="secondary")
        choices: list[tuple[str, object]] = [
            (tr("Reminders", "English"), "en"),
            (tr("Reminders", "Hebrew"), "he"),
        ]
        self.language = SegmentedControl(tr("Reminders", "Language of the text"), choices)
        self.text = Text(wrap=True)
        self.ways = {way: Button(way_text(way), partial(self.way_chosen.emit, way)) for way in Channel}
        self.record = Button(tr("Reminders", "Open the client's record"), self.client_wanted.emit)
        self.question = Text(wrap=True)
        self.sent_button = Button(tr("Reminders", "Mark as sent"), self.sent.emit)
        self.not_sent_button = quiet(tr("Reminders", "Not sent"), self.not_sent.emit)
        self.back_button = quiet(tr("Reminders", "Not sent after all"), self.taken_back.emit)
        self.error = ErrorLine(lines=2, small=True)
        self._lay_out()
        self._empty()
        self.language.chosen.connect(self.language_chosen)

    def show_letter(
        self, letter: Letter | None, preferred: Channel | None, now: datetime, *, blurred: bool
    ) -> None:
        """`preferred` is the way that Enter opens while nothing is on its way; `now` is on the practice's
        clock."""
        self.setVisible(letter is not None)
        if letter is None:
            self.default = None
            return
        reminder = letter.reminder
        named = initials if blurred else full_name
        self.name.setText(named(reminder.first_name, reminder.last_name))
        self.contact.setText("" if blurred else _contact(reminder))
        self.language.set_value(letter.language)
        # As the client will read it, whatever the window's language: else a full stop stands at the wrong
        # end.
        is_rtl = letter.language in RIGHT_TO_LEFT
        self.text.setLayoutDirection(
            Qt.LayoutDirection.RightToLeft if is_rtl else Qt.LayoutDirection.LeftToRight
        )
        self.text.setText(letter.text or letter.refusal)
        self.text.set_tone("" if letter.text else "danger")
        self._show_ways(letter)
        self._show_question(letter, now)
        self._choose_default(letter, preferred)

    def _empty(self) -> None:
        """Until a client is read: as tall as with one, and nothing to press."""
        copy = self.ways[Channel.OTHER]
        copy.setEnabled(False)
        for button in self.findChildren(Button):
            button.setVisible(button is copy)

    def hide_verbs(self) -> None:
        """For whoever may only read."""
        for button in (*self.ways.values(), self.back_button):
            button.hide()

    def _show_ways(self, letter: Letter) -> None:
        for way, button in self.ways.items():
            button.setVisible(way in letter.ways or way is Channel.OTHER)
            button.setEnabled(bool(letter.text))
        self.record.setVisible(not letter.ways)

    def _show_question(self, letter: Letter, now: datetime) -> None:
        sending, is_told = letter.sending, letter.reminder.standing is Standing.REMINDED
        told = told_text(letter.reminder, now) if is_told else ""
        self.question.setText(sent_question(sending.channel) if sending else told)
        self.question.setProperty("strong", sending is not None)
        restyle(self.question)
        self.sent_button.setVisible(sending is not None)
        self.not_sent_button.setVisible(sending is not None)
        self.back_button.setVisible(sending is None and is_told)

    def _choose_default(self, letter: Letter, preferred: Channel | None) -> None:
        """Whoever was told has nothing that Enter would send a second time."""
        if letter.sending is not None:
            self.default = self.sent_button
        elif letter.reminder.standing is Standing.REMINDED:
            self.default = None
        else:
            self.default = self.ways[preferred or Channel.OTHER]
        for button in (self.sent_button, *self.ways.values()):
            button.set_kind("primary" if button is self.default else "")

    def _lay_out(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(tokens.S)
        box.addWidget(self.name)
        box.addWidget(self.contact)
        box.addWidget(self.language, 0, Qt.AlignmentFlag.AlignLeading)
        paper = Card(paper=True)
        self.text.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
        self.text.setMinimumHeight(self.text.fontMetrics().lineSpacing() * _TEXT_LINES)
        paper.body.addWidget(self.text)
        box.addWidget(paper, 1)
        box.addLayout(_row(*self.ways.values(), self.record))
        words = tr(
            "Reminders", "A program that is opened gets the name, the address or number, and these words."
        )
        box.addWidget(Text(words, size="small", tone="secondary", wrap=True))
        box.addWidget(self.question)
        answers = QWidget()  # as tall without a button, so that nothing moves when one comes
        answers.setMinimumHeight(tokens.CONTROL_PX)
        answers.setLayout(_row(self.sent_button, self.not_sent_button, self.back_button))
        box.addWidget(answers)
        box.addWidget(self.error)


def _contact(reminder: Reminder) -> str:
    """What there is of phone and e-mail, and what is missing."""
    phone, email = reminder.phone.strip(), reminder.email.strip()
    if not phone and not email:
        return tr("Reminders", "No phone number and no e-mail address in the record.")
    ways = (phone, tr("Reminders", "no phone number")), (email, tr("Reminders", "no e-mail address"))
    # Isolated: in a line from right to left a number would begin with its end.
    return one_line(left_to_right(there) if there else missing for there, missing in ways)


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(tokens.S)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return row
