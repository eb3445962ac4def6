"""Scrolling that moves to its place instead of jumping there, and never lags behind the hand."""

from PySide6.QtCore import QEasingCurve, QObject, Qt, QVariantAnimation
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QScrollBar

from desktop.kit.theme import Theme

MOVE_MS = 120
NOTCH = 120
"""How far Qt says that a wheel was turned when it clicked once; fine wheels tell parts of it."""


class SmoothScroll(QObject):
    """Takes one scroll bar where it is wanted. GUI thread.

    A wish during a movement bends it there from where it is, and adds to where it was going. Whatever else
    sets the bar ends the movement. Where the theme is calm, all of it happens at once.
    """

    def __init__(self, bar: QScrollBar, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._bar, self._theme = bar, theme
        self._target, self._last = 0.0, 0
        self.movement = QVariantAnimation(self)
        self.movement.setDuration(MOVE_MS)
        self.movement.setEasingCurve(QEasingCurve.Type.OutCubic)
        self.movement.valueChanged.connect(self._on_value)
        bar.sliderPressed.connect(self.movement.stop)

    @property
    def target(self) -> float:
        """Where it is going, or stands."""
        is_ours = self._bar.value() == self._last
        return self._target if is_ours else float(self._bar.value())

    def to(self, value: float) -> None:
        """Moves there; no further than the bar goes."""
        target = float(min(max(value, self._bar.minimum()), self._bar.maximum()))
        self.movement.stop()
        if self._theme.calm:
            self._set(target)
        else:
            self._last = self._bar.value()
            self.movement.setStartValue(float(self._last))
            self.movement.setEndValue(target)
            self.movement.start()
        self._target = target

    def by(self, px: float) -> None:
        """So much further than where it is going."""
        self.to(self.target + px)

    def jump(self, value: float) -> None:
        """Is there at once."""
        self.movement.stop()
        self._bar.setValue(round(value))
        self._last = self._bar.value()
        self._target = float(self._last)

    def wheel(self, event: QWheelEvent) -> None:
        """A wheel moves by lines, with Shift by pages; a touchpad is followed px by px as the fingers go."""
        if event.pixelDelta().y():
            self.jump(self._bar.value() - event.pixelDelta().y())
        elif event.angleDelta().y():
            self.by(-event.angleDelta().y() / NOTCH * self._notch_px(event))
        event.accept()

    def _notch_px(self, event: QWheelEvent) -> int:
        lines = QApplication.wheelScrollLines() * self._bar.singleStep()
        is_paging = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        return self._bar.pageStep() if is_paging else min(lines, self._bar.pageStep())

    def _on_value(self, value: float) -> None:
        if self._bar.value() == self._last:
            self._set(value)
        else:
            self.movement.stop()

    def _set(self, value: float) -> None:
        self._bar.setValue(round(value))
        self._last = self._bar.value()
