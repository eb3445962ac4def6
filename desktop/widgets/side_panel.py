"""A panel at the trailing side of a screen, for a form or details."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.kit import tokens
from desktop.kit.i18n import tr
from desktop.kit.theme import Theme
from desktop.widgets.buttons import IconButton
from desktop.widgets.mirrored import tell_mirrored
from desktop.widgets.text import ElidedText, Text

WIDTH_PX = 380


class SidePanel(QFrame):
    """Title, close button, `body` for content, `footer` for verbs. Esc emits `closed` and hides."""

    closed = Signal()

    def __init__(self, theme: Theme, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("panel", True)
        tell_mirrored(self)
        self.setFixedWidth(WIDTH_PX)
        self.title: Text = ElidedText(title, size="large")
        self.close_button = IconButton(theme, "close", tr("SidePanel", "Close"), self.dismiss, shortcut="Esc")
        self.body = QVBoxLayout()
        self.body.setSpacing(tokens.L)
        self.footer = QHBoxLayout()
        self.footer.setSpacing(tokens.S)
        self._lay_out()

    def dismiss(self) -> None:
        """What Esc and the close button do: hides the panel and emits `closed`."""
        self.hide()
        self.closed.emit()

    def take_focus(self) -> None:
        """To the field that had it last."""
        last: QWidget | None = self.focusWidget()
        (last or self.close_button).setFocus()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        header = QHBoxLayout()
        header.addWidget(self.title, 1)
        header.addWidget(self.close_button)
        box = QVBoxLayout(self)
        box.setContentsMargins(tokens.L, tokens.M, tokens.L, tokens.L)
        box.setSpacing(tokens.L)
        box.addLayout(header)
        box.addLayout(self.body, 1)
        box.addLayout(self.footer)
