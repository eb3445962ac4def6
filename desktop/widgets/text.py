"""Labels of the type scale."""

import math

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import (
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QStyle, QStyleOption, QWidget
from typing_extensions import override

from core.text.direction import is_without_letters, left_to_right


class Text(QLabel):
    """Plain text, never markup. `size`: "small", "", "large", "title"; `tone`: a role such as "secondary"."""

    def __init__(
        self,
        text: str = "",
        *,
        size: str = "",
        tone: str = "",
        strong: bool = False,
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("scale", size)
        self.setProperty("tone", tone)
        self.setProperty("strong", strong)
        self.setWordWrap(wrap)
        if self.isRightToLeft():
            lead(self)

    def set_tone(self, tone: str) -> None:
        """Another colour by the name of its role; "" for that of plain text."""
        self.setProperty("tone", tone)
        restyle(self)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        side = QStyle.visualAlignment(self.layoutDirection(), self.alignment())
        if self.wordWrap() and self.isRightToLeft() and side & Qt.AlignmentFlag.AlignRight:
            self._paint_lines()
        else:
            super().paintEvent(event)

    def _paint_lines(self) -> None:
        """Qt's own label moves each line but the last by the space at its end, and cuts off a full one."""
        painter = QPainter(self)
        self.drawFrame(painter)
        margin = self.margin()
        room = self.contentsRect().adjusted(margin, margin, -margin, -margin)
        lines = _lines(self, room.width())
        height = math.ceil(lines.boundingRect().height())
        at = QStyle.alignedRect(
            Qt.LayoutDirection.LeftToRight, self.alignment(), QSize(room.width(), height), room
        )
        painter.setPen(self.palette().color(self.foregroundRole()))
        lines.draw(painter, QPointF(at.topLeft()), self._selection())

    def _selection(self) -> list[QTextLayout.FormatRange]:
        """What of it a mouse or a key has selected, in the colours of that."""
        if not self.hasSelectedText():
            return []
        palette, chosen = self.palette(), QTextLayout.FormatRange()
        chosen.start = self.selectionStart()
        chosen.length = len(self.selectedText().encode("utf-16-le", "surrogatepass")) // 2
        chosen.format.setBackground(palette.brush(QPalette.ColorRole.Highlight))
        chosen.format.setForeground(palette.brush(QPalette.ColorRole.HighlightedText))
        return [chosen]


def _lines(label: QLabel, width: int) -> QTextLayout:
    """What is written from right to left, broken where the label breaks it."""
    right = QTextOption(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute)
    right.setTextDirection(Qt.LayoutDirection.RightToLeft)
    right.setWrapMode(QTextOption.WrapMode.WordWrap)
    # As a label does it, whose text may have paragraphs; its height is measured with a space for a tab.
    text = label.text().replace("\n", "\u2028").replace("\t", " ")
    lines = QTextLayout(text, label.font(), label)
    lines.setTextOption(right)
    lines.beginLayout()
    top = 0.0
    while (line := lines.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, top))
        top += line.height()
    lines.endLayout()
    return lines


def lead(label: Text) -> Text:
    """Begins at the window's leading edge whatever script the text is in, beside what it belongs to.

    A label of a window that runs from right to left does so from the start.
    """
    side = Qt.AlignmentFlag.AlignRight if label.isRightToLeft() else Qt.AlignmentFlag.AlignLeft
    # Without AlignAbsolute Qt would swap left and right once more.
    label.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)
    return label


class ElidedText(Text):
    """One line that ends in an ellipsis where there is no room; the whole text is in its tool tip then."""

    def __init__(
        self,
        text: str = "",
        *,
        size: str = "",
        tone: str = "",
        strong: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, size=size, tone=tone, strong=strong, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    @override
    def setText(self, text: str) -> None:
        super().setText(text)
        self._tell_whole()

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell_whole()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        option = QStyleOption()
        option.initFrom(self)
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        if is_without_letters(shown):  # else "+49 30" stands as "30 49+" in a mirrored window
            shown = left_to_right(shown)
        align = QStyle.visualAlignment(self.layoutDirection(), self.alignment())
        self.style().drawItemText(
            painter, self.rect(), align.value, option.palette, True, shown, self.foregroundRole()
        )

    def _tell_whole(self) -> None:
        fits = QFontMetrics(self.font()).horizontalAdvance(self.text()) <= self.width()
        self.setToolTip("" if fits else self.text())


class Divider(QFrame):
    """A light horizontal line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("divider", True)


def restyle(widget: QWidget) -> None:
    """Let the stylesheet see a property that changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()
