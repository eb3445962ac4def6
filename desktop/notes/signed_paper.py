"""The sheet on which the texts of a signed note stand: one paper instead of four fields."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from desktop.kit import tokens
from desktop.kit.theme import Theme


class SignedPaper(QWidget):
    """Holds the cards of a note; paints a sheet under them once the note is signed."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._on_paper = False
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(tokens.M)
        theme.changed.connect(self.update)

    def hold(self, parts: Sequence[QWidget]) -> None:
        """Adds them one below the other."""
        for part in parts:
            self._box.addWidget(part)

    def set_on_paper(self, on_paper: bool) -> None:
        """On paper the texts stand close to each other; as cards they have room between them."""
        self._on_paper = on_paper
        self._box.setSpacing(0 if on_paper else tokens.M)
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._on_paper:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("paper"))
        painter.drawRoundedRect(QRectF(self.rect()), tokens.RADIUS_CARD, tokens.RADIUS_CARD)
