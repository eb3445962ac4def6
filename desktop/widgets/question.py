"""A dialog that asks one question; its buttons are verbs."""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.kit import tokens
from desktop.kit.i18n import tr
from desktop.kit.question_words import QuestionWords
from desktop.kit.shortcuts import Shortcut, form_shortcuts, spelling_shortcut
from desktop.widgets.buttons import Button
from desktop.widgets.dialog import Dialog
from desktop.widgets.fields import LineField, set_prose
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
        self.body, self.row = QVBoxLayout(), QHBoxLayout()
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
        self.row.addStretch(1)
        self.row.addWidget(self.no)
        self.row.addWidget(self.yes)
        box = QVBoxLayout(self)
        box.setContentsMargins(tokens.XL, tokens.XL, tokens.XL, tokens.L)
        box.setSpacing(tokens.M)
        box.addWidget(heading)
        box.addWidget(words)
        # Only now: shown before it has a parent it would be a window for a moment, and take the focus.
        words.setVisible(bool(text))
        box.addLayout(self.body)
        box.addSpacing(tokens.S)
        box.addLayout(self.row)
        self.setMinimumWidth(440)
        self.setMaximumWidth(560)

    def _on_accepted(self) -> None:
        self._on_yes()


class SentenceDialog(QuestionDialog):
    """Asks for one sentence, such as a reason; its verb waits until one is written, unless none is needed."""

    def __init__(
        self,
        parent: QWidget,
        words: QuestionWords,
        on_text: Callable[[str], None],
        present: str = "",
        on_second: Callable[[str], None] | None = None,
    ) -> None:
        self.field = LineField(words.label, text=present)
        if words.is_prose:
            set_prose(self.field.editor)
        self._words, self._answer = words, on_text
        super().__init__(
            parent,
            words.title,
            words.text,
            words.action,
            lambda: self._answer(self.field.text),
            leave=words.leave,
        )
        self.body.addWidget(self.field)
        buttons = [self.no, self.yes]
        if on_second is not None:
            self.second = Button(words.second, partial(self._accept_as, on_second))
            self.row.insertWidget(self.row.indexOf(self.yes), self.second)
            buttons.insert(1, self.second)
        for before, after in pairwise([self.field, *buttons]):
            self.setTabOrder(before, after)
        self.field.changed.connect(self._on_changed)
        self._on_changed(present)
        self.field.editor.setFocus()

    @override
    def shortcuts(self) -> Sequence[Shortcut]:
        more = [spelling_shortcut()] if self._words.is_prose else []
        return form_shortcuts(self.yes.text(), self.no.text(), *more)

    def _accept_as(self, answer: Callable[[str], None]) -> None:
        self._answer = answer
        self.accept()

    def _on_changed(self, text: str) -> None:
        self.yes.setEnabled(self._words.is_optional or bool(text.strip()))
