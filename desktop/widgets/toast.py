"""One short message at the bottom of the window, with Undo where there is something to undo."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget
from typing_extensions import override

from desktop import tokens
from desktop.i18n import tr
from desktop.widgets.buttons import Button
from desktop.widgets.text import Text

PLAIN_MS = 5_000
UNDO_MS = 10_000


class Toast(QFrame):
    """Floats over its parent. One at a time: a new message replaces the last, and its Undo with it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._host = parent
        self.setProperty("toast", True)
        self.setObjectName("toast")
        self._undo: Callable[[], None] | None = None
        self._text = Text("", wrap=False)
        self._text.setObjectName("toast-text")
        self._button = Button(tr("Toast", "Undo"), self.undo, kind="toast", compact=True)
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(tokens.L, tokens.S, tokens.S, tokens.S)
        row.setSpacing(tokens.L)
        row.addWidget(self._text)
        row.addWidget(self._button)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.dismiss)
        parent.installEventFilter(self)
        self.hide()

    @property
    def can_undo(self) -> bool:
        return self._undo is not None

    @property
    def text(self) -> str:
        return self._text.text()

    def show_text(self, text: str, undo: Callable[[], None] | None = None) -> None:
        self._undo = undo
        self._text.setText(text)
        self._button.setVisible(undo is not None)
        self._timer.start(UNDO_MS if undo else PLAIN_MS)
        self._row.setContentsMargins(tokens.L, tokens.S, tokens.S if undo else tokens.L, tokens.S)
        self._place()
        self.show()
        self.raise_()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def undo(self) -> None:
        undo, self._undo = self._undo, None
        self.dismiss()
        if undo is not None:
            undo()

    def dismiss(self) -> None:
        self._undo = None
        self._timer.stop()
        self.hide()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        self.setMinimumHeight(tokens.CONTROL_PX + 2 * tokens.S)
        self.adjustSize()
        left = (self._host.width() - self.width()) // 2
        self.move(left, self._host.height() - self.height() - tokens.XL)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
