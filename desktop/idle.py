"""Notices that nobody has used the window for a while."""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal
from typing_extensions import override

from core.domain.clock import Clock

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

    It compares the injected clock, so a laptop that slept through the time locks soon after waking.
    """

    idled = Signal()

    def __init__(self, clock: Clock, limit_s: float, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._limit_s = limit_s
        self._last = clock.now()
        self._told = False
        self._timer = QTimer(self, interval=_LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        app = QCoreApplication.instance()
        if app is not None:
            app.installEventFilter(self)
        self._last = self._clock.now()
        self._timer.start()

    def stop(self) -> None:
        app = QCoreApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
        self._timer.stop()

    def set_limit(self, limit_s: float) -> None:
        """0 switches it off."""
        self._limit_s = limit_s
        self.touch()

    def touch(self) -> None:
        self._last = self._clock.now()
        self._told = False

    def look(self) -> None:
        """What the timer does."""
        idle_s = (self._clock.now() - self._last).total_seconds()
        if self._limit_s > 0 and idle_s >= self._limit_s and not self._told:
            self._told = True
            self.idled.emit()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _LIFE:
            self.touch()
        return super().eventFilter(watched, event)
