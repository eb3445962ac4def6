"""The bar under the cards that asks before signing."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.kit import tokens
from desktop.kit.context import ScreenContext
from desktop.kit.i18n import tr
from desktop.notes.before_signing import BeforeSigning
from desktop.notes.card import field_names
from desktop.notes.page import MEASURE_PX
from desktop.notes.proof_field import ProofField
from desktop.widgets.buttons import Button, primary, quiet
from desktop.widgets.focus_return import focus_in, give_focus
from desktop.widgets.text import Text


class ConfirmBar(QFrame):
    """Hidden until asked for. Esc takes it away; the verb is on the trailing button."""

    def __init__(self, context: ScreenContext, verb: str, *, has_fields: bool = False) -> None:
        """`has_fields`: its words stand above the buttons too, which stand beside the last field."""
        super().__init__()
        self.setObjectName("strip")
        self.heading = Text(strong=True, wrap=True)
        self.words = Text(tone="secondary", wrap=True)
        self.proof = ProofField(context)
        self.yes: Button = primary(verb, self._on_yes)
        self.no: Button = quiet(tr("Notes", "Cancel"), self._on_no)
        self.middle = QVBoxLayout()
        self._lay_out(has_fields=has_fields)
        self.hide()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Cancel is a quiet button, which takes no Enter itself: it comes here, and may not sign.
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if event.key() == Qt.Key.Key_Escape or (enter and self.no.hasFocus()):
            self._on_no()
        elif enter:
            self._on_yes()
        else:
            super().keyPressEvent(event)

    def _on_yes(self) -> None:
        raise NotImplementedError

    def _on_no(self) -> None:
        raise NotImplementedError

    def _lay_out(self, *, has_fields: bool) -> None:
        column = QWidget()
        column.setMaximumWidth(MEASURE_PX)
        words, fields, buttons = QVBoxLayout(), QVBoxLayout(), QHBoxLayout()
        words.setSpacing(tokens.XS)
        words.addWidget(self.heading)
        words.addWidget(self.words)
        fields.setSpacing(tokens.XS)
        fields.addLayout(self.middle)
        fields.addWidget(self.proof)
        buttons.setSpacing(tokens.S)
        inner = QVBoxLayout(column)
        inner.setContentsMargins(tokens.XL, tokens.M, tokens.XL, tokens.M)
        inner.setSpacing(tokens.XS)
        if has_fields:
            inner.addLayout(words)
            buttons.addLayout(fields, 1)
        else:
            words.addLayout(fields)
            buttons.addLayout(words, 1)
        inner.addLayout(buttons)
        buttons.addWidget(self.no, 0, Qt.AlignmentFlag.AlignBottom)
        buttons.addWidget(self.yes, 0, Qt.AlignmentFlag.AlignBottom)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(column, MEASURE_PX)
        row.addStretch(1)


class FinalizeBar(ConfirmBar):
    """Says what signing means and what stands out in this note."""

    confirmed = Signal()

    def __init__(self, context: ScreenContext) -> None:
        super().__init__(context, tr("Notes", "Sign and lock"))
        self._asked_from: QWidget | None = None
        self.heading.setText(tr("Notes", "Sign this note?"))

    def ask(self, before: BeforeSigning) -> None:
        """Comes up with the focus on its verb, or where the passphrase is asked for: Enter signs, Esc takes
        it away, and the focus is where it was."""
        if not self.isVisible():
            self._asked_from = focus_in(self.window())
        self.tell(before)
        is_asked = self.proof.ask()
        self.show()
        (self.proof.field.editor if is_asked else self.yes).setFocus()

    def tell(self, before: BeforeSigning) -> None:
        """In place of what was told; the focus stays."""
        self.words.setText(" ".join(_cautions(before)))

    def press_yes(self) -> None:
        """From anywhere in the note, while the passphrase is asked for."""
        self._on_yes()

    def on_refused(self) -> None:
        """What was confirmed could not be done: the focus is where it was, for another try."""
        if self.isHidden():
            self._give_focus_back()

    def leave(self) -> None:
        """Another note comes, or this one is signed: nothing of it has the focus any more."""
        self._asked_from = None
        self.hide()

    @override
    def _on_no(self) -> None:
        self._give_focus_back()  # before it is hidden: Qt would move the focus on
        self.hide()

    def _give_focus_back(self) -> None:
        asked_from, self._asked_from = self._asked_from, None
        give_focus(asked_from)

    @override
    def _on_yes(self) -> None:
        self.proof.then(self._on_proved)

    def _on_proved(self) -> None:
        """Until it is signed or refused the focus is in no field: what is typed now would not be signed."""
        holder = self.parentWidget()
        if holder is not None:
            holder.setFocus()
        self.hide()
        self.confirmed.emit()


def _cautions(before: BeforeSigning) -> list[str]:
    said = [tr("Notes", "It is signed in your name and cannot be changed afterwards, only amended.")]
    if before.empty:
        names = ", ".join(field_names()[name][1] for name in before.empty)
        said.append(tr("Notes", "Left empty: {names}.", names=names))
    if before.prompts:
        said.append(tr("Notes", "Not filled in: {prompts}.", prompts=", ".join(before.prompts)))
    if before.carried_percent:
        share = tr("Notes", "{share} % stands word for word in earlier notes.", share=before.carried_percent)
        said.append(share)
    return said
