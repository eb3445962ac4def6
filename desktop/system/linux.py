"""Linux: logind on the system's bus, and the screen savers of desktops on the person's."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import SLOT, QObject, Slot
from PySide6.QtDBus import QDBusConnection

_LOGIN = "org.freedesktop.login1"
_SAVERS = (
    ("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"),
    ("org.freedesktop.ScreenSaver", "/ScreenSaver"),
    ("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver"),
    ("org.cinnamon.ScreenSaver", "/org/cinnamon/ScreenSaver"),
    ("org.mate.ScreenSaver", "/org/mate/ScreenSaver"),
    ("org.xfce.ScreenSaver", "/org/xfce/ScreenSaver"),
)
"""Name, which is its interface too, and place."""


def _slot(signature: str) -> Any:  # PySide6 asks for bytes in its types, and takes text alone when it runs
    return SLOT(signature)


class LinuxSource(QObject):
    """Fulfils `SignalSource`. A bus that is not there tells nothing."""

    def __init__(self, lock: Callable[[], None], sleep: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._lock, self._sleep = lock, sleep

    def begin(self) -> None:
        """Connects to the signals of both buses; a service that is not there is no error."""
        system, own = QDBusConnection.systemBus(), QDBusConnection.sessionBus()
        system.connect(
            _LOGIN,
            "/org/freedesktop/login1",
            f"{_LOGIN}.Manager",
            "PrepareForSleep",
            self,
            _slot("on_sleep(bool)"),
        )
        # Of whichever session: a curtain too many does no harm, one too few does.
        system.connect(_LOGIN, "", f"{_LOGIN}.Session", "Lock", self, _slot("on_lock()"))
        for name, place in _SAVERS:
            own.connect(name, place, name, "ActiveChanged", self, _slot("on_saver(bool)"))

    def end(self) -> None:
        """The signals stay connected and do nothing from now on."""
        self._lock = self._sleep = lambda: None

    @Slot(bool)
    def on_sleep(self, begins: bool) -> None:
        """True before the computer sleeps, False after it woke; of logind."""
        if begins:
            self._sleep()

    @Slot()
    def on_lock(self) -> None:
        self._lock()

    @Slot(bool)
    def on_saver(self, active: bool) -> None:
        """True when the screen saver begins, whether or not the system asks for a password after it."""
        if active:
            self._lock()
