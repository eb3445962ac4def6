"""The scrolling page with the four cards of a note."""

from collections.abc import Mapping

from PySide6.QtCore import QPoint, QRect, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from core.domain.notes import SOAP
from desktop import tokens
from desktop.notes.card import SoapCard
from desktop.theme import Theme
from desktop.widgets.banner import Banner

MEASURE_PX = 720
"""About 70 characters in a line."""


class SoapPage(QScrollArea):
    """One scroll for all four texts. `typed(field, text)` comes with every change a person makes."""

    typed = Signal(str, str)
    left = Signal()

    def __init__(self, theme: Theme, below: QWidget, parent: QWidget | None = None) -> None:
        """`below` stands under the cards and scrolls with them."""
        super().__init__(parent)
        self._below = below
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        self.banner = Banner(theme)
        self.notice = Banner(theme)
        self.cards = {name: SoapCard(name, theme) for name in SOAP}
        self._inner = QWidget()
        self._build()
        for name, card in self.cards.items():
            self._listen(name, card)

    def load(self, texts: Mapping[str, str], *, read_only: bool) -> None:
        for name, card in self.cards.items():
            card.text.load(texts[name])
            card.set_read_only(read_only)

    def set_read_only(self, read_only: bool) -> None:
        for card in self.cards.values():
            card.set_read_only(read_only)

    def go_to(self, name: str) -> None:
        self.cards[name].text.setFocus()

    def texts(self) -> dict[str, str]:
        return {name: card.text.text() for name, card in self.cards.items()}

    @property
    def active(self) -> str | None:
        """The field being written in."""
        return next((name for name, card in self.cards.items() if card.text.hasFocus()), None)

    def _build(self) -> None:
        self._inner.setAutoFillBackground(False)
        column = QWidget()
        column.setMaximumWidth(MEASURE_PX)
        box = QVBoxLayout(column)
        box.setContentsMargins(tokens.XL, tokens.L, tokens.XL, tokens.XXL)
        box.setSpacing(tokens.M)
        for widget in (self.banner, self.notice, *self.cards.values(), self._below):
            box.addWidget(widget)
        box.addStretch(1)
        row = QHBoxLayout(self._inner)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(column, MEASURE_PX)
        row.addStretch(1)
        self.setWidget(self._inner)

    def _listen(self, name: str, card: SoapCard) -> None:
        card.text.text_changed.connect(lambda text: self.typed.emit(name, text))
        card.text.focus_lost.connect(self.left)
        card.text.caret_moved.connect(lambda caret: self._follow(card, caret))

    def _follow(self, card: SoapCard, caret: QRect) -> None:
        """Keep the line being written in sight."""
        at: QPoint = card.text.mapTo(self._inner, caret.center())
        self.ensureVisible(at.x(), at.y(), 0, tokens.XXL * 2)
