"""What had the focus gets it back: after a dialog or a bar, and when it could not be used for a while."""

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget
from typing_extensions import override


def focus_in(widget: QWidget) -> QWidget | None:
    """What has the focus in it, or would have it; Qt's published type knows no None."""
    return widget.focusWidget()


def give_focus(to: QWidget | None) -> bool:
    """To the widget, or to what holds it when it is hidden or disabled by now; whether anything took it."""
    at = to
    while at is not None and shiboken6.isValid(at) and not at.isWindow():
        if at.isVisible() and at.isEnabled() and at.focusPolicy() != Qt.FocusPolicy.NoFocus:
            at.setFocus(Qt.FocusReason.PopupFocusReason)
            return True
        at = at.parentWidget()
    return False


class FocusReturn(QObject):
    """For one window. A button that is disabled while its work is under way loses the focus, and Qt passes
    it on: to Cancel, or to nothing, where no key is heard. Here what holds the button has it meanwhile, so
    that Esc is heard where it was, and the button has it again once it can be used, unless somebody went
    elsewhere.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._waiting: QWidget | None = None
        self._holder: QWidget | None = None
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.EnabledChange and watched is self._waiting:
            self._give_back()
        return super().eventFilter(watched, event)

    def _on_focus_changed(self, before: QWidget | None, _now: QWidget | None) -> None:
        is_ours = before is not None and shiboken6.isValid(before) and before.window() is self._window
        if before is None or not is_ours or before.isEnabled() or not before.isVisible():
            return
        holder = before.parentWidget()
        while holder is not None and not holder.isEnabled():
            holder = holder.parentWidget()
        if holder is None or holder.isWindow():
            return
        self._forget()
        self._waiting, self._holder = before, holder
        before.installEventFilter(self)
        holder.setFocus()

    def _give_back(self) -> None:
        waiting, holder = self._waiting, self._holder
        if waiting is None or not waiting.isEnabled():
            return
        self._forget()
        if QApplication.focusWidget() is holder and waiting.isVisible():
            waiting.setFocus()

    def _forget(self) -> None:
        if self._waiting is not None and shiboken6.isValid(self._waiting):
            self._waiting.removeEventFilter(self)
        self._waiting = self._holder = None
