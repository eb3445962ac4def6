"""Hands texts to the mail program, the messenger and the clipboard, and keeps none of them."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QUrl, qInstallMessageHandler
from PySide6.QtGui import QDesktopServices, QGuiApplication


class DesktopCarrier:
    """Fulfils `Carrier`. GUI thread."""

    def __init__(self) -> None:
        self._copied = ""

    def open(self, link: str) -> bool:
        """With the program that the system has for links of this kind; False where it has none."""
        with _silence():
            # As it was written: tolerant, Qt would correct what it takes for mistakes in a person's words.
            return QDesktopServices.openUrl(QUrl(link, QUrl.ParsingMode.StrictMode))

    def copy(self, text: str) -> None:
        """It stays in the clipboard until `forget`."""
        self._copied = text
        QGuiApplication.clipboard().setText(text)

    def forget(self) -> None:
        """The window is locked or closed: what was copied here is taken out of the clipboard again."""
        clipboard, copied = QGuiApplication.clipboard(), self._copied
        self._copied = ""
        # Somebody may have copied something else since, which is not ours to take away.
        if copied and clipboard.text() == copied:
            clipboard.clear()


@contextmanager
def _silence() -> Iterator[None]:
    """Where a program cannot be started, Qt warns with the whole link: a name, an address and a time."""
    before = qInstallMessageHandler(lambda *_: None)
    try:
        yield
    finally:
        qInstallMessageHandler(before)
