"""One short message at the bottom of the window, with Undo or Redo where there is something to turn round."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QWidget
from typing_extensions import override

from desktop.kit import tokens
from desktop.kit.i18n import tr
from desktop.kit.shortcuts import undo_shortcuts
from desktop.widgets.buttons import Button
from desktop.widgets.mirrored import set_margins
from desktop.widgets.text import Text

PLAIN_MS = 5_000
UNDO_MS = 10_000


class Toast(QFrame):
    """Floats over its parent. One at a time: a new message replaces the last, and its button with it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._host = parent
        self.setProperty("toast", True)
        self.setObjectName("toast")
        self._turn: Callable[[], None] | None = None
        """What the button does: takes back what the message tells, or does it again."""
        self._held = False
        self._waiting: tuple[str, Callable[[], None] | None, Callable[[], None] | None] | None = None
        self._text = Text("", wrap=False)
        self._text.setObjectName("toast-text")
        self._button = Button(tr("Toast", "Undo"), self.undo, kind="toast", compact=True)
        row = self._row = QHBoxLayout(self)
        set_margins(row, tokens.L, tokens.S, tokens.S, tokens.S)
        row.setSpacing(tokens.L)
        row.addWidget(self._text)
        row.addWidget(self._button)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.dismiss)
        # Later than the host is told: what it holds is laid out after that.
        self._placing = QTimer(self, singleShot=True, interval=0)
        self._placing.timeout.connect(self._place)
        parent.installEventFilter(self)
        self.hide()

    @property
    def can_undo(self) -> bool:
        """Whether the present message has an Undo or Redo that was neither pressed nor timed out."""
        return self._turn is not None

    @property
    def text(self) -> str:
        """The words of the last message, also after it has gone."""
        return self._text.text()

    def show_text(
        self, text: str, undo: Callable[[], None] | None = None, redo: Callable[[], None] | None = None
    ) -> None:
        """Shows it for five seconds, or for ten with a button, and has it read aloud; the last one goes.

        The button says Undo, or Redo where `redo` is given. While it is held, the message waits.
        """
        if self._held:
            self._waiting = text, undo, redo
            return
        self._turn = redo or undo
        has_button = self._turn is not None
        self._text.setText(text)
        self._button.setText(tr("Toast", "Redo") if redo else tr("Toast", "Undo"))
        self._button.setVisible(has_button)
        self._button.setToolTip(" · ".join(each.shown for each in undo_shortcuts()))
        self._timer.start(UNDO_MS if has_button else PLAIN_MS)
        set_margins(self._row, tokens.L, tokens.S, tokens.S if has_button else tokens.L, tokens.S)
        self._place()
        self.show()
        self.raise_()
        said = self._with_keys(text) if has_button else text
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, said))

    def _with_keys(self, text: str) -> str:
        """Whoever hears the message hears how to undo what it tells, without a way to its button."""
        keys = undo_shortcuts()[1].shown
        return tr("Toast", "{said}. {undo} with {keys}", said=text, undo=self._button.text(), keys=keys)

    def hold(self, on: bool) -> None:
        """While locked: a message would stand over the curtain, and tell who passes what was done."""
        waiting, self._waiting, self._held = self._waiting, None, on
        if waiting is not None:
            self.show_text(*waiting)

    def undo(self) -> None:
        """What the button does, also where it says Redo, and once: a second call, or one after the message
        has gone, only hides it."""
        turn, self._turn = self._turn, None
        self.dismiss()
        if turn is not None:
            turn()

    def dismiss(self) -> None:
        """Hides it; what it could undo cannot be undone here any more."""
        self._turn = None
        self._timer.stop()
        self.hide()

    def step_aside(self) -> None:
        """Another screen comes to the front: a word about the last one goes, what can be undone stays."""
        if not self.can_undo:
            self.dismiss()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        elif event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self._placing.start()  # a question that comes below the message brings its own buttons
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        self.setMinimumHeight(tokens.CONTROL_PX + 2 * tokens.S)
        self.adjustSize()
        left = (self._host.width() - self.width()) // 2
        low = QRect(QPoint(left, self._host.height() - self.height() - tokens.XL), self.size())
        self.move(self._above_buttons(low).topLeft())
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

    def _above_buttons(self, wanted: QRect) -> QRect:
        """The place, moved up until no button is below it that somebody may want to press."""
        buttons = [
            button for button in self._host.findChildren(QAbstractButton) if self._is_in_the_way(button)
        ]
        areas = [QRect(button.mapTo(self._host, QPoint(0, 0)), button.size()) for button in buttons]
        for area in sorted(areas, key=QRect.bottom, reverse=True):
            if area.intersects(wanted):
                wanted.moveBottom(area.top() - tokens.S)
        wanted.moveTop(max(0, wanted.top()))
        return wanted

    def _is_in_the_way(self, button: QAbstractButton) -> bool:
        return button.isVisible() and not self.isAncestorOf(button)
