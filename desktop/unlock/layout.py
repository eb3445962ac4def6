"""The look of the door: the mark above a card in the middle of a quiet window."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop import tokens
from desktop.theme import Theme
from desktop.widgets.card import Card
from desktop.widgets.text import Text

_MARK_PX = 36


class DoorPage(QScrollArea):
    """A card of fixed width with the program's mark over it; put content into `card.body`."""

    def __init__(self, theme: Theme, width_px: int) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._theme = theme
        self._mark = QLabel()
        self.card = Card(padding=tokens.XXL)
        self.card.body.setSpacing(tokens.L)
        self.card.setFixedWidth(width_px)
        inner = QWidget()
        box = QVBoxLayout(inner)
        box.setContentsMargins(tokens.XL, tokens.XL, tokens.XL, tokens.XL)
        box.setSpacing(tokens.XL)
        box.addStretch(2)
        box.addLayout(self._brand())
        box.addLayout(between_stretches(self.card))
        box.addStretch(3)
        self.setWidget(inner)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def _brand(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(tokens.M)
        row.addStretch(1)
        row.addWidget(self._mark)
        row.addWidget(Text("PazPaz", size="title"))
        row.addStretch(1)
        return row

    def _on_theme_changed(self) -> None:
        self._mark.setPixmap(self._theme.pixmap("mark", "accent", _MARK_PX, self.devicePixelRatioF()))


def between_stretches(widget: QWidget) -> QHBoxLayout:
    """In the middle by stretches: an aligned widget is not asked how tall its wrapped text is."""
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(widget)
    row.addStretch(1)
    return row
