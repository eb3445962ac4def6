"""A small rounded label: a dot or none, and words."""

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QAccessible, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget
from typing_extensions import override

from desktop.kit import tokens
from desktop.kit.theme import Theme
from desktop.widgets.accessible import tell_as

_GROUNDS = {"good": "good_soft", "warning": "warning_soft", "danger": "danger_soft", "accent": "accent_soft"}


class Pill(QAbstractButton):
    """Says a state in words. `tone`: "good", "warning", "danger", "accent" or "secondary"."""

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        tone: str = "secondary",
        *,
        dot: bool = False,
        clickable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        if not clickable:
            tell_as(self, QAccessible.Role.StaticText)
        self._theme = theme
        self._tone = tone
        self._dot = dot
        self.setText(text)
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if clickable else Qt.FocusPolicy.NoFocus)
        # A label that swallows clicks would be dead ground on what it stands on.
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, not clickable)
        theme.changed.connect(self.update)

    @property
    def tone(self) -> str:
        """The role that its words and its dot are painted in."""
        return self._tone

    def say(self, text: str, tone: str) -> None:
        """Other words and another tone; it takes the width that they need."""
        self._tone = tone
        self.setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self._theme.font(tokens.SMALL, strong=True))
        dot = 14 if self._dot else 0
        return QSize(metrics.horizontalAdvance(self.text()) + dot + 2 * 10, max(metrics.height() + 8, 24))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.LayoutDirectionChange}:
            self.updateGeometry()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        # Half a px in: on the edge itself a line of one px would lie across two and look blurred.
        ground = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(self._theme.colour("accent") if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour(_GROUNDS.get(self._tone, "hover")))
        painter.drawRoundedRect(ground, ground.height() / 2, ground.height() / 2)
        painter.setPen(self._theme.colour(self._tone))
        painter.setFont(self._theme.font(tokens.SMALL, strong=True))
        words = self.rect().adjusted(10, 0, -10, 0)
        if self._dot:
            words = self._paint_dot(painter)
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, self.text())

    def _paint_dot(self, painter: QPainter) -> QRect:
        """Paint the dot at the leading edge; what is left for the words."""
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        centre = self.width() - 14 if rtl else 14
        painter.save()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour(self._tone))
        painter.drawEllipse(QRectF(centre - 4, self.height() / 2 - 4, 8, 8))
        painter.restore()
        return self.rect().adjusted(10 if rtl else 24, 0, -24 if rtl else -10, 0)
