"""A check box whose words go on in the next line where there is no room: Qt's own would be cut."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget
from typing_extensions import override

from desktop.widgets.text import Text


class WrappedCheckBox(QWidget):
    """`box` has the choice, the focus and the name for a screen reader; a click on the words is one on it."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = QCheckBox()
        self.box.setAccessibleName(words)
        self.words = Text(words, wrap=True)
        sides = self.words.alignment() & ~Qt.AlignmentFlag.AlignVertical_Mask
        self.words.setAlignment(sides | Qt.AlignmentFlag.AlignTop)
        self.setFocusProxy(self.box)
        self._is_pressed = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        # The box keeps the room between it and its words also where it has none.
        row.setSpacing(0)
        row.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.words, 1)

    def describe(self, words: str) -> None:
        """Says more in a tool tip, and to a screen reader."""
        self.setToolTip(words)
        self.box.setAccessibleDescription(words)

    @override
    def event(self, event: QEvent) -> bool:
        """What is inside asks to be laid out again where its font or its style is another one."""
        if event.type() in {QEvent.Type.LayoutRequest, QEvent.Type.Show}:
            self._align()
        return super().event(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._is_pressed = event.button() == Qt.MouseButton.LeftButton and self._is_on_words(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._is_pressed and self._is_on_words(event):
            self.box.setFocus(Qt.FocusReason.MouseFocusReason)
            self.box.click()
        self._is_pressed = False

    def _is_on_words(self, event: QMouseEvent) -> bool:
        """Not what is empty beside a short line."""
        found, box = self.words.geometry(), self.box.geometry()
        flags = Qt.AlignmentFlag.AlignLeft.value | Qt.TextFlag.TextWordWrap.value
        wide = self.words.fontMetrics().boundingRect(self.words.rect(), flags, self.words.text()).width()
        if self.isRightToLeft():
            found.setLeft(found.right() - wide)
        else:
            found.setWidth(wide)
        return found.united(box).contains(event.position().toPoint())

    def _align(self) -> None:
        """The box stands beside the middle of the first line, whichever of the two is higher."""
        line, box = self.words.fontMetrics().lineSpacing(), self.box.sizeHint().height()
        height = max(line, box)
        if self.box.minimumHeight() != height:
            self.box.setFixedHeight(height)
        over = (height - line) // 2
        if self.words.contentsMargins().top() != over:
            self.words.setContentsMargins(0, over, 0, over)
