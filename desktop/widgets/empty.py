"""What an empty screen shows: why it is empty and what to do next."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.kit import tokens
from desktop.kit.theme import Theme
from desktop.widgets.buttons import Button
from desktop.widgets.text import Text

_ICON_PX = 40
_TEXT_PX = 380


class EmptyState(QWidget):
    """An icon, a line, a sentence, and the verb that comes next."""

    def __init__(
        self,
        theme: Theme,
        icon: str,
        title: str,
        text: str,
        action: str = "",
        on_action: Callable[[], object] | None = None,
    ) -> None:
        super().__init__()
        self._theme = theme
        self._name = icon
        self._icon = QLabel()
        self.title = Text(title, size="large")
        self.text = Text(text, tone="secondary", wrap=True)
        self.text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.text.setMaximumWidth(_TEXT_PX)
        self.action = Button(action, on_action, kind="primary")
        self._lay_out()
        self.action.setVisible(bool(action))
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def set_words(self, title: str, text: str) -> None:
        """Another line and sentence, as when a search found nothing; icon and verb stay."""
        self.title.setText(title)
        self.text.setText(text)

    def _lay_out(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(tokens.XL, tokens.XL, tokens.XL, tokens.XL)
        box.setSpacing(tokens.S)
        box.addStretch(1)
        box.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addSpacing(tokens.S)
        box.addWidget(self.title, 0, Qt.AlignmentFlag.AlignHCenter)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.text, _TEXT_PX)
        row.addStretch(1)
        box.addLayout(row)
        box.addSpacing(tokens.S)
        box.addWidget(self.action, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addStretch(1)

    def _on_theme_changed(self) -> None:
        self._icon.setPixmap(self._theme.pixmap(self._name, "hint", _ICON_PX, self.devicePixelRatioF()))
