"""Below a repetition: on which of its days it is closed, which are left out, and a button that does so."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.calendar.series_texts import closed_days_text, left_out_text
from desktop.kit import tokens
from desktop.kit.i18n import tr
from desktop.kit.shortcuts import Shortcut
from desktop.widgets.buttons import Button
from desktop.widgets.text import Text

_KEYS = "Ctrl+Shift+X"


class ClosedDaysLine(QWidget):
    """Hidden while there is nothing to say. `form` is where its key works."""

    pressed = Signal()

    def __init__(self, form: QWidget) -> None:
        super().__init__()
        self.closed = Text(size="small", tone="warning", wrap=True)
        self.left_out = Text(size="small", tone="secondary", wrap=True)
        self.button = Button("", self.pressed.emit, kind="quiet", compact=True)
        self.button.setToolTip(QKeySequence(_KEYS).toString(QKeySequence.SequenceFormat.NativeText))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(tokens.XS)
        box.addWidget(self.closed)
        box.addWidget(self.left_out)
        box.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeading)
        self._shortcut = QShortcut(
            QKeySequence(_KEYS), form, context=Qt.ShortcutContext.WidgetWithChildrenShortcut
        )
        self._shortcut.activated.connect(self._on_keys)
        self.hide()

    def show_days(self, closed: Sequence[date], left_out: Sequence[date]) -> None:
        """While some are closed the button leaves them out, and after that it puts all of them back."""
        self.closed.setText(closed_days_text(closed))
        self.closed.setVisible(bool(closed))
        self.left_out.setText(left_out_text(left_out))
        self.left_out.setVisible(bool(left_out))
        leave_out, put_back = tr("Series", "Leave these out"), tr("Series", "Put these back")
        self.button.setText(leave_out if closed else put_back)
        self.setVisible(bool(closed or left_out))

    def text(self) -> str:
        """All that it says; empty while it is hidden."""
        return ", ".join(filter(None, (self.closed.text(), self.left_out.text())))

    def _on_keys(self) -> None:
        if not self.isHidden():
            self.pressed.emit()


def closed_days_shortcut() -> Shortcut:
    """For the help."""
    words = tr("Series", "Leave the closed days out of a series, or put them back")
    return Shortcut(_KEYS, words, tr("Calendar", "Calendar"), "leave_out")
