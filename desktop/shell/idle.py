"""Notices that nobody has used the window for a while."""

import shiboken6
from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from typing_extensions import override

from core.domain.clock import Clock
from core.runtime.yielding import FOREGROUND

_LIFE = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.InputMethod,
    }
)
_LOOK_EVERY_MS = 5_000


class IdleWatch(QObject):
    """Emits `idled` once when the time has passed, and again only after somebody came back.

    Two clocks are looked at: the day's, so that a laptop that slept through the time locks soon after waking,
    and the one that only counts on, so that setting the day's back does not put it off.
    Whatever a person does arrives at the window or the object that has the focus, and only there is it looked
    for: a filter over the application would run Python, under its lock, for every event of every widget.
    """

    idled = Signal()

    def __init__(self, clock: Clock, limit_s: float, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._limit_s = limit_s
        self._last = clock.now(), clock.monotonic()
        self._told = False
        self._window: QObject | None = None
        self._object: QObject | None = None
        self._timer = QTimer(self, interval=_LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Begins to watch and to count, from now. Call it once: a second call connects every signal again."""
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.focusWindowChanged.connect(self._on_focus_window)
            app.focusObjectChanged.connect(self._on_focus_object)
        self._on_focus_window(QGuiApplication.focusWindow())
        self._on_focus_object(QGuiApplication.focusObject())
        self.touch()
        self._timer.start()

    def stop(self) -> None:
        """Ends the watch. A watch that was never started, or that was stopped already, is left as it is."""
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication) and self._timer.isActive():
            app.focusWindowChanged.disconnect(self._on_focus_window)
            app.focusObjectChanged.disconnect(self._on_focus_object)
        self._on_focus_window(None)
        self._on_focus_object(None)
        self._timer.stop()

    def set_limit(self, limit_s: float) -> None:
        """0 switches it off."""
        self._limit_s = limit_s
        self.touch()

    def touch(self) -> None:
        """Somebody is there: the time counts anew from now."""
        self._last = self._clock.now(), self._clock.monotonic()
        self._told = False

    def look(self) -> None:
        """What the timer does."""
        moment, counted_s = self._last
        idle_s = max((self._clock.now() - moment).total_seconds(), self._clock.monotonic() - counted_s)
        if self._limit_s > 0 and idle_s >= self._limit_s and not self._told:
            self._told = True
            self.idled.emit()

    def _on_focus_window(self, window: QObject | None) -> None:
        self._window = self._turn(self._window, window)

    def _on_focus_object(self, focus: QObject | None) -> None:
        self._object = self._turn(self._object, focus)

    def _turn(self, before: QObject | None, now: QObject | None) -> QObject | None:
        # What had the focus may be destroyed by the time that another thing has it.
        if before is not None and shiboken6.isValid(before):
            before.removeEventFilter(self)
        if now is not None:
            now.installEventFilter(self)
        return now

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _LIFE:
            FOREGROUND.touch()
            self.touch()
        return super().eventFilter(watched, event)
