"""The question how much of a series a change is about."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from core.domain.series import Scope
from desktop.calendar.series_texts import scope_text
from desktop.kit import tokens
from desktop.kit.i18n import tr
from desktop.widgets.buttons import Button
from desktop.widgets.dialog import Dialog
from desktop.widgets.text import Text

_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class ScopeQuestion(Dialog):
    """Up and down choose, Enter presses, Esc changes nothing. Of `scopes` the first is the default."""

    def __init__(
        self,
        parent: QWidget,
        title: str,
        text: str,
        scopes: tuple[Scope, ...],
        on_scope: Callable[[Scope], None],
        on_left: Callable[[], None] | None = None,
    ) -> None:
        super().__init__(parent)
        self._on_scope = on_scope
        self._on_left = on_left
        self.setWindowTitle(title)
        self.buttons = {
            scope: Button(scope_text(scope), partial(self._choose, scope), kind="" if place else "primary")
            for place, scope in enumerate(scopes)
        }
        self.no = Button(tr("Question", "Cancel"), self.reject)
        self._lay_out(title, text)
        self.rejected.connect(self._on_rejected)
        self.finished.connect(self.deleteLater)
        self.default = self.buttons[scopes[0]]
        self.default.setFocus()

    def _choose(self, scope: Scope) -> None:
        self.accept()
        self._on_scope(scope)

    def _on_rejected(self) -> None:
        if self._on_left is not None:
            self._on_left()

    def _lay_out(self, title: str, text: str) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(tokens.XL, tokens.XL, tokens.XL, tokens.L)
        box.setSpacing(tokens.S)
        box.addWidget(Text(title, size="large", wrap=True))
        box.addWidget(Text(text, tone="secondary", wrap=True))
        box.addSpacing(tokens.S)
        for button in self.buttons.values():
            box.addWidget(button)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.no)
        box.addSpacing(tokens.S)
        box.addLayout(row)
        self.setMinimumWidth(400)
        self.setMaximumWidth(480)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self._step(step)

    def _step(self, by: int) -> None:
        buttons = list(self.buttons.values())
        at = next((place for place, button in enumerate(buttons) if button.hasFocus()), 0)
        buttons[(at + by) % len(buttons)].setFocus()
