"""What must be known before somebody is treated: amber, wherever treatment begins, and never closed."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget
from typing_extensions import override

from desktop.kit import tokens
from desktop.kit.i18n import tr
from desktop.kit.theme import Theme
from desktop.widgets.text import Text, lead

TONE = "warning"
"""The one role that alerts are told in; the sign and the words carry the meaning."""


class AlertBox(QWidget):
    """Hidden while there is nothing to say. All of the text is shown, however long it is."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._sign, self._words = QLabel(), Text(strong=True, tone=TONE, wrap=True)
        lead(self._words)
        row = QHBoxLayout(self)
        row.setContentsMargins(tokens.S, tokens.XS, tokens.S, tokens.XS)
        row.setSpacing(tokens.S)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        self.hide()

    @property
    def text(self) -> str:
        """All of the alert's words; empty while there is nothing to say."""
        return self._words.text()

    def show_alert(self, alert: str | None) -> None:
        """Nothing for None or an empty text, as while names are hidden from others."""
        self._fill(alert or "")
        self.setVisible(bool(alert))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour(f"{TONE}_soft"))
        painter.drawRoundedRect(QRectF(self.rect()), tokens.RADIUS_CONTROL, tokens.RADIUS_CONTROL)

    def _fill(self, alert: str) -> None:
        self._words.setText(alert)
        self.setAccessibleName(tr("Alert", "Alert: {words}", words=alert))

    def _on_theme_changed(self) -> None:
        self._sign.setPixmap(self._theme.icon("alert", TONE).pixmap(18, 18))
        self.update()
