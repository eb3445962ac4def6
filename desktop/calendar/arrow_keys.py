"""Arrow keys in the order of time, for every view that is painted."""

from enum import Enum

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent


class ArrowStep(Enum):
    """A press of an arrow: days later and rows down. Mirrored layouts swap left and right."""

    UP = (0, -1)
    DOWN = (0, 1)
    EARLIER_DAY = (-1, 0)
    LATER_DAY = (1, 0)


def arrow_step(event: QKeyEvent, *, mirrored: bool) -> ArrowStep | None:
    """None for every other key, and with Ctrl or Alt, which belong to actions such as "Next appointment"."""
    if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
        return None
    left, right = ArrowStep.EARLIER_DAY, ArrowStep.LATER_DAY
    if mirrored:
        left, right = right, left
    keys = {Qt.Key.Key_Up: ArrowStep.UP, Qt.Key.Key_Down: ArrowStep.DOWN}
    keys |= {Qt.Key.Key_Left: left, Qt.Key.Key_Right: right}
    return keys.get(Qt.Key(event.key()))
