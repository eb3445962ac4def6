"""The first page: four ways in, each a wide button with a sentence."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy
from typing_extensions import override

from desktop.kit import tokens
from desktop.kit.theme import Theme

_HEIGHT_PX = 68


class ChoiceButton(QAbstractButton):
    """Icon, what it is, and what comes of it."""

    def __init__(self, theme: Theme, icon: str, title: str, sentence: str) -> None:
        super().__init__()
        self._theme, self._icon, self._sentence = theme, icon, sentence
        self.setText(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(sentence)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @override
    def sizeHint(self) -> QSize:
        return QSize(400, _HEIGHT_PX)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        # Qt mirrors the alignment of a text for right to left, but no rectangle: the icon's place is ours.
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        disc = QRect(self.width() - 52 if rtl else 16, 16, 36, 36)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("accent_soft"))
        painter.drawEllipse(disc)
        self._theme.icon(self._icon, "accent").paint(painter, disc.adjusted(8, 8, -8, -8))
        self._paint_words(painter, self.rect().adjusted(16 if rtl else 68, 0, -68 if rtl else -16, 0))

    def _paint_ground(self, painter: QPainter) -> None:
        """The pointer tints it, the focus frames it: two at once are never taken for two choices."""
        ring = 2 if self.hasFocus() else 1
        pen = QPen(self._theme.colour("accent" if self.hasFocus() else "line"), ring)
        ground = "accent_soft" if self.isDown() else "hover" if self.underMouse() else "surface"
        painter.setPen(pen)
        painter.setBrush(self._theme.colour(ground))
        # Half of a pen's width lies outside the line it draws, and would be cut off at the widget's edge.
        inner = QRectF(self.rect()).adjusted(ring / 2, ring / 2, -ring / 2, -ring / 2)
        painter.drawRoundedRect(inner, tokens.RADIUS_CARD, tokens.RADIUS_CARD)

    def _paint_words(self, painter: QPainter, area: QRect) -> None:
        strong, small = self._theme.font(strong=True), self._theme.font(tokens.SMALL)
        lead = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        first, second = QFontMetrics(strong).height(), QFontMetrics(small).height()
        top = (self.height() - first - second - 2) // 2
        painter.setFont(strong)
        painter.setPen(self._theme.colour("text"))
        painter.drawText(QRect(area.x(), top, area.width(), first), lead, self.text())
        painter.setFont(small)
        painter.setPen(self._theme.colour("secondary"))
        line = QRect(area.x(), top + first + 2, area.width(), second)
        text = QFontMetrics(small).elidedText(self._sentence, Qt.TextElideMode.ElideRight, line.width())
        painter.drawText(line, lead, text)
