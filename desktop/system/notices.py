"""A few words in the corner of the screen, by the system's own means."""

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QSystemTrayIcon

_STAYS_MS = 30_000


class SystemNotices(QObject):
    """Shows them by an icon in the tray, which is there only meanwhile. GUI thread.

    Whoever passes reads them, also while the window is locked: give it nothing about anybody then.
    """

    def __init__(self, icon: QIcon, parent: QObject) -> None:
        super().__init__(parent)
        self._icon = icon
        self._tray: QSystemTrayIcon | None = None
        self._away = QTimer(self, singleShot=True, interval=_STAYS_MS)
        self._away.timeout.connect(self.end)

    def say(self, title: str, text: str) -> bool:
        """False where this system has no place for it."""
        if not QSystemTrayIcon.isSystemTrayAvailable() or not QSystemTrayIcon.supportsMessages():
            return False
        if self._tray is None:
            self._tray = QSystemTrayIcon(self._icon, self)
        self._tray.show()
        self._tray.showMessage(title, text, self._icon, _STAYS_MS)
        self._away.start()
        return True

    def end(self) -> None:
        """Takes the icon away, and the words with it."""
        self._away.stop()
        if self._tray is not None:
            self._tray.hide()
