"""A dialog that asks one question; its buttons are verbs."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.kit import tokens
from desktop.kit.i18n import tr
from desktop.kit.question_words import QuestionWords
from desktop.widgets.buttons import Button
from desktop.widgets.dialog import Dialog
from desktop.widgets.fields import LineField
from desktop.widgets.text import Text


class QuestionDialog(Dialog):
    """Esc changes nothing."""

    def __init__(
        self,
        parent: QWidget,
        title: str,
        text: str,
        action: str,
        on_yes: Callable[[], None],
        *,
        danger: bool = False,
        leave: str = "",
    ) -> None:
        super().__init__(parent)
        self._on_yes = on_yes
        self.body = QVBoxLayout()
        self.yes = Button(action, self.accept, kind="danger-primary" if danger else "primary")
        self.no = Button(leave or tr("Question", "Cancel"), self.reject)
        self.setWindowTitle(title)
        self._lay_out(title, text)
        self.accepted.connect(self._on_accepted)
        self.finished.connect(self.deleteLater)
        self.default = None if danger else self.yes
        (self.no if danger else self.yes).setFocus()

    def _lay_out(self, title: str, text: str) -> None:
        heading, words = Text(title, size="large", wrap=True), Text(text, tone="secondary", wrap=True)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.no)
        row.addWidget(self.yes)
        box = QVBoxLayout(self)
        box.setContentsMargins(tokens.XL, tokens.XL, tokens.XL, tokens.L)
        box.setSpacing(tokens.M)
        box.addWidget(heading)
        box.addWidget(words)
        # Only now: shown before it has a parent it would be a window for a moment, and take the focus.
        words.setVisible(bool(text))
        box.addLayout(self.body)
        box.addSpacing(tokens.S)
        box.addLayout(row)
        self.setMinimumWidth(440)
        self.setMaximumWidth(560)

    def _on_accepted(self) -> None:
        self._on_yes()


class SentenceDialog(QuestionDialog):
    """Asks for one sentence, such as a reason; its verb waits until something is written."""

    def __init__(
        self, parent: QWidget, words: QuestionWords, on_text: Callable[[str], None], present: str = ""
    ) -> None:
        self.field = LineField(words.label, text=present)
        super().__init__(parent, words.title, words.text, words.action, lambda: on_text(self.field.text))
        self.body.addWidget(self.field)
        for button in (self.yes, self.no):
            self.setTabOrder(self.field, button)
        self.field.changed.connect(self._on_changed)
        self._on_changed(present)
        self.field.editor.setFocus()

    def _on_changed(self, text: str) -> None:
        self.yes.setEnabled(bool(text.strip()))
