"""Enter does what is meant: it presses the button that has the focus, else the form's own; Esc leaves it."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from typing_extensions import override

_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class EnterPresses(QObject):
    """Put on a form with its primary button, or on a window without one; Esc presses `leave`.

    A key comes here only when the field that has the focus left it alone, as fields of one line do; a field
    of several lines keeps it. Qt presses a focused button by Enter in dialogs only.
    """

    def __init__(
        self, form: QWidget, primary: QAbstractButton | None = None, leave: QAbstractButton | None = None
    ) -> None:
        super().__init__(form)
        self._primary, self._leave = primary, leave
        form.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if event.key() == Qt.Key.Key_Escape and self._leave is not None:
            self._leave.click()
            return True
        return press_meant(event, self._primary)


def press_meant(event: QKeyEvent, primary: QAbstractButton | None) -> bool:
    """Whether the key was Enter and pressed the focused button, or else `primary`."""
    # Enter of the number block comes with a modifier of its own.
    if event.key() not in _ENTER or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
        return False
    focused = QApplication.focusWidget()
    button = focused if isinstance(focused, QAbstractButton) else primary
    # A key that is held comes again and again: one press is one click.
    if button is None or not button.isEnabled() or not button.isVisible() or event.isAutoRepeat():
        return False
    button.click()
    return True
