"""Closing or locking while words could not be stored: what is said and offered before anything is shut."""

from collections.abc import Callable

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.kit import tokens
from desktop.kit.i18n import tr
from desktop.widgets.buttons import Button
from desktop.widgets.dialog import Dialog
from desktop.widgets.question import QuestionDialog
from desktop.widgets.text import Text


class LeavingDialog(Dialog):
    """Esc stays. `try_again` and `leave` are called at most once, when the dialog is gone."""

    def __init__(
        self, parent: QWidget, text: str, try_again: Callable[[], None], leave: Callable[[], None]
    ) -> None:
        super().__init__(parent)
        self._window = parent
        self._text, self._try_again, self._leave = text, try_again, leave
        self.setWindowTitle(tr("Leaving", "Not everything is stored"))
        self.again = Button(tr("Leaving", "Try again"), self._on_again, kind="primary")
        self.copy = Button(tr("Leaving", "Copy the text"), self._on_copy)
        self.anyway = Button(tr("Leaving", "Close anyway"), self._on_anyway, kind="danger")
        self._lay_out()
        # Only now: shown before it has a parent it would be a window for a moment, and take the focus.
        self.copy.setVisible(bool(text))
        self.finished.connect(self.deleteLater)
        self.default = self.again
        self.again.setFocus()

    def _on_again(self) -> None:
        self.accept()
        self._try_again()

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._text)
        self.copy.setText(tr("Leaving", "Copied"))

    def _on_anyway(self) -> None:
        self.reject()
        QuestionDialog(
            self._window,
            tr("Leaving", "Close and lose these words?"),
            tr("Leaving", "They stand nowhere else unless you copied them. This cannot be taken back."),
            tr("Leaving", "Close and lose them"),
            self._leave,
            danger=True,
            leave=tr("Leaving", "Stay here"),
        ).open()

    def _lay_out(self) -> None:
        words = tr(
            "Leaving",
            "What you typed last could not be stored; the disk may be full. Everything stored before is "
            "safe, and what you typed is still in this window. Make some room on the disk and try again, "
            "or copy the text to another place.",
        )
        row = QHBoxLayout()
        row.setSpacing(tokens.S)
        row.addWidget(self.anyway)
        row.addStretch(1)
        row.addWidget(self.copy)
        row.addWidget(self.again)
        box = QVBoxLayout(self)
        box.setContentsMargins(tokens.XL, tokens.XL, tokens.XL, tokens.L)
        box.setSpacing(tokens.M)
        box.addWidget(Text(tr("Leaving", "Not everything is stored"), size="large", wrap=True))
        box.addWidget(Text(words, tone="secondary", wrap=True))
        box.addSpacing(tokens.S)
        box.addLayout(row)
        self.setFixedWidth(520)
