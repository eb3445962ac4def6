"""Asks before a PDF is saved: under which password, or without one."""

from collections.abc import Callable, Sequence
from itertools import pairwise

from PySide6.QtWidgets import QCheckBox, QWidget
from typing_extensions import override

from core.crypto.phrases import Judgement, judge_passphrase
from desktop.kit.debounce import Debounce
from desktop.kit.i18n import told, tr
from desktop.kit.passphrase_strength import Judging
from desktop.kit.ports import Runner
from desktop.kit.shortcuts import Shortcut, form_shortcuts
from desktop.kit.theme import Theme
from desktop.paper.encrypted_pdf import fits, is_steady
from desktop.widgets.fields import PassphraseField, reveal_shortcuts
from desktop.widgets.question import QuestionDialog
from desktop.widgets.text import Text

_JUDGE_AFTER_MS = 200


class PdfDialog(QuestionDialog):
    """With a password at first. What was typed is handed over once and kept nowhere, also when it is left."""

    def __init__(
        self,
        theme: Theme,
        runner: Runner,
        on_chosen: Callable[[str], None],
        parent: QWidget,
        files: QCheckBox | None = None,
    ) -> None:
        """`on_chosen` gets the password, or "" where none is wanted; the dialog is closed by then, and empty.

        `files` stands below, where what goes into the file is a choice.
        """
        self.box = QCheckBox(tr("Paper", "Encrypt it with a password (recommended)"))
        self.words = Text(tone="secondary", wrap=True)
        self.password = PassphraseField(theme, tr("Paper", "Password of the file"), lines=2)
        self.again = PassphraseField(theme, tr("Paper", "The same once more"), lines=1)
        title, verb = tr("Paper", "Save as PDF?"), tr("Paper", "Choose a place")
        super().__init__(parent, title, "", verb, self._hand_over)
        self._chosen, self._on_chosen = "", on_chosen
        self._pause = Debounce(self._on_pause, self, _JUDGE_AFTER_MS, _JUDGE_AFTER_MS)
        self._judging = Judging(runner, judge_passphrase, self.show_judgement)
        self.files = files
        chosen = [] if files is None else [files]
        for part in (self.box, self.words, self.password, self.again, *chosen):
            self.body.addWidget(part)
        for before, after in pairwise([self.box, self.password, self.again, *chosen, self.no, self.yes]):
            self.setTabOrder(before, after)
        self.box.setChecked(True)
        self.box.toggled.connect(self._on_toggled)
        self.password.changed.connect(self._on_typed)
        self.again.changed.connect(self._on_typed_again)
        self.rejected.connect(self._forget)
        self._on_toggled(True)
        self.password.editor.setFocus()

    @override
    def shortcuts(self) -> Sequence[Shortcut]:
        return form_shortcuts(self.yes.text(), self.no.text(), *reveal_shortcuts(self))

    @override
    def accept(self) -> None:
        """Only with two passwords that are the same, or where none is wanted."""
        if not self.box.isChecked() or self._is_sound():
            self._chosen = self.password.text if self.box.isChecked() else ""
            super().accept()

    def show_judgement(self, judgement: Judgement | None) -> None:
        """Advice, which hinders nobody: a weak password is better than none."""
        tone = "good" if judgement and judgement.ok else "hint"
        self.password.advise(told(judgement.sentence) if judgement else "", tone)

    def _is_sound(self) -> bool:
        field, sentence = self._complaint()
        if field is not None:
            self._pause.stop()
            field.set_error(sentence)
            field.editor.setFocus()
        return field is None

    def _complaint(self) -> tuple[PassphraseField | None, str]:
        """The field that is wrong and why; None where both are right."""
        password, again = self.password.text, self.again.text
        if not password:
            return self.password, tr("Paper", "Type a password, or take the tick away to save without one.")
        if not fits(password):
            return self.password, tr(
                "Paper", "PDF programs cannot read one that is so long. Make it shorter."
            )
        if not is_steady(password):
            return self.password, tr(
                "Paper", "It has a sign that PDF programs read in different ways. Use letters and numbers."
            )
        if not again:
            return self.again, tr("Paper", "Type the password a second time.")
        if again != password:
            return self.again, tr("Paper", "This is not what stands above. Type it once more.")
        return None, ""

    def _on_toggled(self, encrypts: bool) -> None:
        self.words.setText(_encrypted_words() if encrypts else _plain_words())
        for field in (self.password, self.again):
            field.set_error("")
            field.setEnabled(encrypts)

    def _on_typed(self, _text: str) -> None:
        self.password.set_error("")
        self._pause.restart()

    def _on_typed_again(self, _text: str) -> None:
        self.again.set_error("")

    def _on_pause(self) -> None:
        self._judging.judge(self.password.text)

    def _hand_over(self) -> None:
        """Whoever gets it may take long, as the choice of a place does: nothing stays here meanwhile."""
        chosen = self._chosen
        self._forget()
        self._on_chosen(chosen)

    def _forget(self) -> None:
        self._judging.stop()
        self._pause.stop()
        self._chosen = ""
        for field in (self.password, self.again):
            # Emptied while it is listened to, the field would begin to be judged once more.
            field.changed.disconnect()
            field.take()


def _encrypted_words() -> str:
    return tr(
        "Paper",
        "Any PDF program asks for the password. Without it nobody can open the file, nor can PazPaz: it "
        "keeps no password. That the file was made is recorded.",
    )


def _plain_words() -> str:
    return tr(
        "Paper",
        "The file is not encrypted: whoever has it can read it. Keep it where nobody else looks. That it "
        "was made is recorded.",
    )
