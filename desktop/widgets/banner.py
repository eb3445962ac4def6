"""A message inside a page that stays until it is dealt with: what happened, and the verb that helps."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget
from typing_extensions import override

from desktop.kit import tokens
from desktop.kit.i18n import tr
from desktop.kit.theme import Theme
from desktop.widgets.buttons import Button, IconButton
from desktop.widgets.mirrored import set_margins
from desktop.widgets.text import Text

_ICONS = {"danger": "alert", "warning": "alert", "good": "check", "accent": "info"}
_GROUNDS = {"danger": "danger_soft", "warning": "warning_soft", "good": "good_soft", "accent": "accent_soft"}


class Banner(QWidget):
    """Hidden until `say`. `tone`: "danger", "warning", "good" or "accent"; the words carry the meaning."""

    def __init__(self, theme: Theme, *, closable: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._tone = "accent"
        self._on_action: Callable[[], object] | None = None
        self._icon = QLabel()
        self._text = Text(wrap=True)
        self._button = Button("", self._act, kind="quiet", compact=True)
        self._close = IconButton(theme, "close", tr("Banner", "Close"), self.hide)
        self._lay_out()
        self._close.setVisible(closable)
        theme.changed.connect(self._on_theme_changed)
        self.hide()

    @property
    def text(self) -> str:
        """The words said last; they stay there while the banner is closed."""
        return self._text.text()

    @property
    def button(self) -> Button:
        """The verb that helps; hidden while the message has none."""
        return self._button

    def say(
        self, text: str, tone: str = "accent", action: str = "", on_action: Callable[[], object] | None = None
    ) -> None:
        """Shows the message in place of the one before and has it read aloud.

        `action` names the verb; without it there is no button. The banner does not close by itself when the
        verb is pressed.
        """
        self._tone, self._on_action = tone, on_action
        self._text.setText(text)
        self._button.setText(action)
        self._button.setVisible(bool(action))
        self._on_theme_changed()
        self.show()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour(_GROUNDS[self._tone]))
        painter.drawRoundedRect(QRectF(self.rect()), tokens.RADIUS_CONTROL, tokens.RADIUS_CONTROL)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        set_margins(row, tokens.M, tokens.S, tokens.S, tokens.S)
        row.setSpacing(tokens.M)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._text, 1)
        row.addWidget(self._button, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignVCenter)

    def _act(self) -> None:
        if self._on_action is not None:
            self._on_action()

    def _on_theme_changed(self) -> None:
        self._icon.setPixmap(self._theme.icon(_ICONS[self._tone], self._tone).pixmap(18, 24))
        self._button.setStyleSheet(f"color: {self._theme.colour(self._tone).name()};")
        self.update()
