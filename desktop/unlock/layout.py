"""The look of the door: the mark above a card in the middle of a quiet window."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QSpacerItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from desktop.kit import tokens
from desktop.kit.shortcuts import Shortcut, form_shortcuts
from desktop.kit.theme import Theme
from desktop.session.vault_label import VaultLabel
from desktop.widgets.card import Card
from desktop.widgets.fields import reveal_shortcuts
from desktop.widgets.text import Text

WIDTH_PX = 440
"""Of the card at which somebody unlocks, whyever it is locked."""
_MARK_PX = 36
_FIXED = (QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
_ABOVE = 0.1
"""Of the window's height, whatever is on the card: a line that comes below moves nothing above it."""


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
        self._width_px = width_px
        inner = QWidget()
        box = self._box = QVBoxLayout(inner)
        box.setContentsMargins(tokens.XL, tokens.XL, tokens.XL, tokens.XL)
        box.setSpacing(tokens.XL)
        self._above = QSpacerItem(0, 0, *_FIXED)
        box.addItem(self._above)
        box.addLayout(self._brand())
        box.addLayout(between_stretches(self.card))
        box.addStretch(1)
        self.setWidget(inner)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # The event tells the viewport's size. The viewport is made inside Qt: asked for it, PySide would load
        # all its classes.
        room = event.size()
        above = round(room.height() * _ABOVE)
        self._above.changeSize(0, above, *_FIXED)
        self._box.invalidate()  # a spacer that changes does not tell its layout
        self.card.setFixedWidth(min(self._width_px, room.width() - 2 * tokens.XL))

    def way_back(self) -> Sequence[QAbstractButton]:
        """What Esc presses: the first of them that can be pressed just now."""
        return ()

    def way_on(self) -> QAbstractButton | None:
        """What Enter presses in a field."""
        return None

    def shortcuts(self) -> Sequence[Shortcut]:
        """What works on the page in front, for the help."""
        on, back = self.way_on(), _pressable(self.way_back())
        return form_shortcuts(
            on.text() if on is not None and on.isVisible() else "",
            "" if back is None else back.text(),
            *reveal_shortcuts(self),
        )

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        button = _pressable(self.way_back()) if event.key() == Qt.Key.Key_Escape else None
        if button is None:
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            button.click()

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


def _pressable(buttons: Sequence[QAbstractButton]) -> QAbstractButton | None:
    return next((each for each in buttons if each.isVisible() and each.isEnabled()), None)


def between_stretches(widget: QWidget) -> QHBoxLayout:
    """In the middle by stretches: an aligned widget is not asked how tall its wrapped text is."""
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(widget)
    row.addStretch(1)
    return row


def reason_text(words: str = "") -> Text:
    """Why it is locked, above the tiles."""
    text = Text(words, tone="secondary", wrap=True)
    text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    return text


class WhoseDoor(QWidget):
    """Name and practice below the initials, as far as they are known: before unlocking they are secret."""

    def __init__(self, whose: VaultLabel) -> None:
        super().__init__()
        self._name = Text(strong=True, wrap=True)
        self._practice = Text(tone="secondary", wrap=True)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(tokens.XS)
        for text in (self._name, self._practice):
            text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            box.addWidget(text)
        self.show_whose(whose)

    def show_whose(self, whose: VaultLabel) -> None:
        """Hidden when neither the name nor the practice is known."""
        self._name.setText(whose.name)
        self._practice.setText(whose.practice)
        self.setVisible(bool(whose.name or whose.practice))
