"""A line of a panel: a small icon that says of what it is, then the words."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from desktop.kit import tokens
from desktop.kit.theme import Theme
from desktop.widgets.text import Text

_ICON_PX = 16


class IconRow(QWidget):
    """`beside` stands at the end of the line, such as a button that acts on what is said."""

    def __init__(self, theme: Theme, icon: str, text: Text, beside: QWidget | None = None) -> None:
        super().__init__()
        self._theme, self._icon, self._text = theme, icon, text
        self._sign = QLabel()
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(tokens.S)
        # A button is higher than a line of text, so that the icon would stand above it.
        side = Qt.AlignmentFlag.AlignVCenter if beside is not None else Qt.AlignmentFlag.AlignTop
        box.addWidget(self._sign, 0, side)
        box.addWidget(text, 1)
        if beside is not None:
            box.addWidget(beside)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def set_icon(self, icon: str) -> None:
        """Another one by its name."""
        self._icon = icon
        self._on_theme_changed()

    def fill(self, words: str) -> None:
        """Hidden where there are none."""
        self._text.setText(words)
        self.setVisible(bool(words))

    def _on_theme_changed(self) -> None:
        self._sign.setPixmap(self._theme.icon(self._icon).pixmap(_ICON_PX, _ICON_PX))
