"""Signals of a Linux desktop on a bus of their own: python -m tests.desktop.system.bus_process

Prints what the program heard, as JSON. Both buses are the one that this process was started with.
"""

import json
import os
import sys

from jeepney import DBusAddress, message_bus, new_signal
from jeepney.io.blocking import DBusConnection, Proxy, open_dbus_connection
from PySide6.QtCore import QCoreApplication, QTimer

from desktop.system.signals import SystemSignals

LOGIN = DBusAddress("/org/freedesktop/login1", "org.freedesktop.login1", "org.freedesktop.login1.Manager")
SESSION = DBusAddress(
    "/org/freedesktop/login1/session/_31", "org.freedesktop.login1", "org.freedesktop.login1.Session"
)
SAVER = DBusAddress(
    "/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver", "org.freedesktop.ScreenSaver"
)
_PATIENCE_MS = 20_000
_EXPECTED = 3


def main() -> list[str]:
    """In no order between the two buses."""
    os.environ["DBUS_SYSTEM_BUS_ADDRESS"] = os.environ["DBUS_SESSION_BUS_ADDRESS"]
    app = QCoreApplication([])
    system = open_dbus_connection()
    for name in ("org.freedesktop.login1", "org.freedesktop.ScreenSaver"):
        Proxy(message_bus, system).RequestName(name)
    signals, heard = SystemSignals(), list[str]()

    def hear(what: str) -> None:
        heard.append(what)
        if len(heard) == _EXPECTED:
            app.quit()

    signals.locked.connect(lambda: hear("locked"))
    signals.sleeping.connect(lambda: hear("sleeping"))
    signals.begin()
    QTimer.singleShot(0, lambda: _say(system))
    QTimer.singleShot(_PATIENCE_MS, app.quit)
    app.exec()
    return sorted(heard)


def _say(system: DBusConnection) -> None:
    """On each bus what means nothing comes first."""
    system.send(new_signal(SAVER, "ActiveChanged", "b", (False,)))
    system.send(new_signal(SAVER, "ActiveChanged", "b", (True,)))
    system.send(new_signal(SESSION, "Lock"))
    system.send(new_signal(LOGIN, "PrepareForSleep", "b", (False,)))
    system.send(new_signal(LOGIN, "PrepareForSleep", "b", (True,)))


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main()))
