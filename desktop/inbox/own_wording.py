"""Writing inside a question's page: the person's own wording, and the reason of an amendment."""

import uuid
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.kit import tokens
from desktop.kit.context import ScreenContext
from desktop.kit.debounce import Debounce
from desktop.kit.i18n import tr
from desktop.notes.field import NoteText
from desktop.notes.proof_field import ProofField
from desktop.widgets.buttons import Button, primary, quiet
from desktop.widgets.focus_return import focus_in, give_focus
from desktop.widgets.one_line import OneLine
from desktop.widgets.text import Text


class Editor(QFrame):
    """Ctrl+Enter or the button chooses the wording, Esc leaves it; what was typed is kept either way.

    `typed` carries the question and the text whenever typing rests, and at `flush`.
    """

    done = Signal(str)
    left = Signal()
    typed = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._about: uuid.UUID | None = None
        self._kept = ""
        self._asked_from: QWidget | None = None
        self._others: tuple[str, ...] = ()
        self.setProperty("card", True)
        self.text = NoteText()
        self.text.setAccessibleName(tr("Inbox", "Your wording"))
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setFocusProxy(self.text)
        self.save: Button = primary(tr("Inbox", "Keep this wording  (Ctrl+Enter)"), self.submit)
        self.cancel: Button = quiet(tr("Inbox", "Not now  (Esc)"), self.leave)
        self.other: Button = quiet(tr("Inbox", "Put the other text in as well"), self._put_other)
        self._pause = Debounce(self.flush, self)
        self.text.text_changed.connect(self._on_text_changed)
        self.text.focus_lost.connect(self.flush)
        self._lay_out()
        self.hide()

    @property
    def about(self) -> uuid.UUID | None:
        """The question that is written for; None while nobody writes."""
        return self._about

    def begin(self, about: uuid.UUID, text: str, other: str) -> None:
        """`other` is the text that is not there yet, to put in as well."""
        # Loading the text again would take the caret and what undo knows.
        if self._about == about:
            self.text.setFocus()
            return
        self._asked_from = focus_in(self.window())
        self._about, self._kept = about, text
        self._others = (other,)
        self.other.setVisible(bool(other.strip()))
        self.text.load(text)
        self.show()
        self.text.setFocus()

    def submit(self) -> None:
        """Emits `done`, unless nothing is written.

        It stays open until `drop`, for the choice may be refused.
        """
        if self._about is not None and self.text.text().strip():
            self.flush()
            self.done.emit(self.text.text())

    def leave(self) -> None:
        """Close it; what was typed is there again when one writes on. The focus is where it was."""
        if self._about is None:
            return
        self.flush()
        self.drop()
        self.left.emit()
        _give_back(self, self._asked_from)

    def drop(self) -> None:
        """The question is settled, or another one comes up."""
        self._pause.stop()
        self._about = None
        self.hide()

    def flush(self) -> None:
        """Emits `typed` if the text is not the one that was told last."""
        self._pause.stop()
        text = self.text.text()
        if self._about is not None and text != self._kept:
            self._kept = text
            self.typed.emit(self._about, text)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
            return
        super().keyPressEvent(event)

    def _put_other(self) -> None:
        for text in self._others:
            self.text.carry(text)
        self.other.hide()
        self.text.setFocus()

    def _on_text_changed(self, _text: str) -> None:
        self._pause.restart()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(tokens.S)
        row.addWidget(self.other)
        row.addStretch(1)
        row.addWidget(self.cancel)
        row.addWidget(self.save)
        box = QVBoxLayout(self)
        box.setContentsMargins(tokens.L, tokens.L, tokens.L, tokens.M)
        box.setSpacing(tokens.S)
        box.addWidget(Text(tr("Inbox", "Your wording"), size="large"))
        hint = tr(
            "Inbox", "What you type is stored on this laptop as you type; it is chosen only when you say so."
        )
        box.addWidget(Text(hint, tone="secondary", size="small", wrap=True))
        box.addWidget(self.text)
        box.addLayout(row)


class ReasonLine(QFrame):
    """Why an amendment is added. Enter says it, Esc leaves it; `typed` tells of what was not offered."""

    said = Signal(str)
    left = Signal()
    typed = Signal(str)

    def __init__(self, context: ScreenContext) -> None:
        super().__init__()
        self.setProperty("card", True)
        self._offered = ""
        self._asked_from: QWidget | None = None
        self.proof = ProofField(context)
        self.line = OneLine()
        self.line.setAccessibleName(tr("Inbox", "Reason of the amendment"))
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setFocusProxy(self.line)
        self.add: Button = primary(tr("Inbox", "Add the amendment  (Enter)"), self._say)
        self.cancel: Button = quiet(tr("Inbox", "Not now  (Esc)"), self.leave)
        self.line.returnPressed.connect(self._say)
        self.proof.field.submitted.connect(self._say)
        self.line.textChanged.connect(self._on_text_changed)
        self._lay_out()
        self.hide()

    def begin(self, reason: str) -> None:
        """With a reason that is offered and selected, so that typing takes its place."""
        if self.isHidden():
            self._asked_from = focus_in(self.window())
        self._offered = reason
        self.line.setText(reason)
        self.proof.ask()
        self.show()
        self.line.selectAll()
        self.line.setFocus()

    def leave(self) -> None:
        """Hides it; the focus is where it was. What was typed stays in the line until `close_line`."""
        if self.isVisible():
            self.hide()
            self.left.emit()
            _give_back(self, self._asked_from)

    def close_line(self) -> None:
        """Another question comes up."""
        self.hide()
        self._offered = ""
        self.line.clear()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
            return
        super().keyPressEvent(event)

    def _say(self) -> None:
        if reason := self.line.text().strip():
            self.proof.then(partial(self._on_proved, reason))

    def _on_proved(self, reason: str) -> None:
        self.hide()
        self.said.emit(reason)

    def _on_text_changed(self, text: str) -> None:
        self.add.setEnabled(bool(text.strip()))
        if text != self._offered:
            self.typed.emit(text)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(tokens.S)
        row.addWidget(self.line, 1)
        row.addWidget(self.cancel)
        row.addWidget(self.add)
        box = QVBoxLayout(self)
        box.setContentsMargins(tokens.L, tokens.L, tokens.L, tokens.L)
        box.setSpacing(tokens.S)
        box.addWidget(Text(tr("Inbox", "Why is this added?"), size="large"))
        words = tr(
            "Inbox",
            "The signed text stays. Your reason and this text become a new version, signed by you, for good.",
        )
        box.addWidget(Text(words, tone="secondary", size="small", wrap=True))
        box.addLayout(row)
        box.addWidget(self.proof)


def _give_back(left: QWidget, asked_from: QWidget | None) -> None:
    """To what had the focus, else to the page that holds what was left."""
    if not give_focus(asked_from):
        give_focus(left)
