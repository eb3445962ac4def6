"""Which hours of the grid are in sight: by wheel, by keys, and as the calendar asks for."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QScrollBar

from desktop.calendar.offscreen_marks import OffscreenMark
from desktop.calendar.render_cache import RenderCache
from desktop.kit.i18n import tr
from desktop.kit.shortcuts import Shortcut
from desktop.kit.theme import Theme
from desktop.widgets.smooth_scroll import NOTCH, SmoothScroll

_ABOVE_PX, _AROUND_PX = 8, 12
_OF_PAGE = 0.9
"""How much of a screen of hours goes by at once: a little stays in sight to go on from."""


class GridScroll(QObject):
    """`body_height` is of the hours in sight, in px."""

    def __init__(
        self,
        bar: QScrollBar,
        scene: RenderCache,
        body_height: Callable[[], int],
        theme: Theme,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._bar, self._scene, self._body_height = bar, scene, body_height
        self._turned = 0
        self.smooth = SmoothScroll(bar, theme, self)

    @property
    def first_minute(self) -> float:
        """The minute of the day just below the heads."""
        return self._scene.geometry.minute_of(self._bar.value() + _ABOVE_PX)

    def to_minute(self, minute: float) -> None:
        """Put a minute of the day just below the heads, at once."""
        self.smooth.jump(int(self._scene.geometry.y_of(minute)) - _ABOVE_PX)

    def reveal(self, start: datetime, end: datetime) -> None:
        """Scroll as little as needed to show a span, at once: somebody is about to point there."""
        boxes = self._scene.boxes(start, end)
        if not boxes:
            return
        top, bottom = int(boxes[0].top()) - _AROUND_PX, int(boxes[0].bottom()) + _AROUND_PX
        at = self.smooth.target
        if bottom > at + self._body_height():
            at = bottom - self._body_height()
        at = min(at, top)
        if at != self._bar.value():
            self.smooth.jump(at)

    def arrive(self) -> None:
        """A movement that is under way is where it was going."""
        self.smooth.jump(self.smooth.target)

    def to_mark(self, mark: OffscreenMark) -> None:
        """Bring the nearest of what the mark counts into sight, with the next ones where they fit."""
        geometry = self._scene.geometry
        room = self._body_height() * 60 / geometry.hour_px
        minute = max(mark.minute - room / 2 if mark.above else mark.minute - room / 3, 0.0)
        self.smooth.to(geometry.y_of(minute) - _ABOVE_PX)

    def keep(self, minute: float, at_y: float) -> None:
        """After a zoom: the minute stands `at_y` px below the heads again."""
        self.smooth.jump(self._scene.geometry.y_of(minute) - at_y)

    def fit(self) -> None:
        """The bar goes as far as the hours do."""
        hour_px = self._scene.geometry.hour_px
        self._bar.setRange(0, max(0, int(self._scene.geometry.height) - self._body_height()))
        self._bar.setPageStep(self._body_height())
        # A notch of the wheel is three of them as a rule: an hour and a half, 84 px at the usual zoom.
        self._bar.setSingleStep(int(hour_px / 2))

    def zoom_steps(self, event: QWheelEvent) -> int:
        """How many steps of zoom a turn of the wheel makes; touchpads tell of it in small parts."""
        turned = event.angleDelta().y()
        # What is left of a turn the other way must not be taken off this one.
        if turned * self._turned < 0:
            self._turned = 0
        self._turned += turned
        steps = int(self._turned / NOTCH)
        self._turned -= steps * NOTCH
        return steps

    def press(self, event: QKeyEvent) -> bool:
        """Whether the key scrolls: to an end of the day, or by a screen of hours."""
        keypad = Qt.KeyboardModifier.KeypadModifier
        plain, shift = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
        page = self._body_height() * _OF_PAGE
        moves = {
            (Qt.Key.Key_Home, plain): lambda: self.smooth.to(self._bar.minimum()),
            (Qt.Key.Key_End, plain): lambda: self.smooth.to(self._bar.maximum()),
            (Qt.Key.Key_PageUp, shift): lambda: self.smooth.by(-page),
            (Qt.Key.Key_PageDown, shift): lambda: self.smooth.by(page),
        }
        move = moves.get((Qt.Key(event.key()), event.modifiers() & ~keypad))
        if move is not None:
            move()
        return move is not None


def scroll_shortcuts() -> tuple[Shortcut, ...]:
    """For the help."""
    group = tr("Calendar", "Calendar")
    return (
        Shortcut("Home", tr("Calendar", "Scroll to the beginning of the day"), group),
        Shortcut("End", tr("Calendar", "Scroll to the end of the day"), group),
        Shortcut("Shift+PgUp", tr("Calendar", "Scroll to earlier hours"), group),
        Shortcut("Shift+PgDown", tr("Calendar", "Scroll to later hours"), group),
    )
