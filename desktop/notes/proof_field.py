"""The field that asks for the passphrase before a signature, where it is due."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from core.domain.errors import UserError
from desktop.kit.context import ScreenContext
from desktop.kit.i18n import tr
from desktop.kit.jobs import Job
from desktop.widgets.fields import PassphraseField


class ProofField(QWidget):
    """Hidden while no proof is due. The keyring is asked first where quick unlock is on."""

    def __init__(self, context: ScreenContext) -> None:
        super().__init__()
        self._signer, self._jobs, self._bus = context.signer, context.slow_jobs, context.bus
        self.field = PassphraseField(
            context.theme, tr("Notes", "Your passphrase, to sign in your name"), lines=1
        )
        self._job: Job | None = None
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.field)
        self.hide()

    def ask(self) -> bool:
        """Shows itself where it is due and only the person can answer; whether it does.

        An answer that is under way was about another question, and signs nothing any more.
        """
        if self._job is not None:
            self._job.cancel()
            self._rest()
        self.field.take()
        self.field.set_error("")
        signer = self._signer
        self.setVisible(signer is not None and signer.is_due and not signer.may_be_quick)
        return not self.isHidden()

    def then(self, sign: Callable[[], None]) -> None:
        """Calls `sign` once it is proved, at once where nothing is due; not when the bar was left."""
        signer = self._signer
        if signer is None or not signer.is_due:
            sign()
        elif self._job is not None:
            return
        elif self.isHidden() and signer.may_be_quick:
            self._run(signer.prove_quickly, partial(self._on_answer, sign, is_quick=True))
        elif typed := self.field.take():
            self._run(lambda: signer.prove(typed), partial(self._on_answer, sign, is_quick=False))
        else:
            self._complain(tr("Notes", "Type your passphrase: this is signed in your name."))

    def _run(self, prove: Callable[[], bool], then: Callable[[bool], None]) -> None:
        self.field.editor.setReadOnly(True)
        self._job = self._jobs.run(prove, then, self._on_failed)

    def _on_answer(self, sign: Callable[[], None], proved: bool, *, is_quick: bool) -> None:
        self._rest()
        bar = self.parentWidget()
        # Left while it was proved, or behind the curtain.
        if bar is None or not (bar.isVisible() and bar.isEnabled()):
            return
        if proved:
            self.hide()
            sign()
        elif is_quick:
            self._complain(tr("Notes", "The system's keyring did not answer for you. Type your passphrase."))
        elif self._signer is not None and self._signer.has_guessed:
            self._bus.guessed.emit()
        else:
            self._complain(
                tr("Lock", "That is not the passphrase. Check Caps Lock and the keyboard language.")
            )

    def _on_failed(self, error: UserError) -> None:
        self._rest()
        self._complain(error.sentence)

    def _rest(self) -> None:
        self._job = None
        self.field.editor.setReadOnly(False)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._wipe()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange and not self.isEnabled():  # behind the curtain
            self._wipe()

    def _wipe(self) -> None:
        """What was typed for one signature waits for no other, and in dots again."""
        self.field.take()

    def _complain(self, sentence: str) -> None:
        self.show()
        self.field.set_error(sentence)
        self.field.editor.setFocus()
