"""A process of its own: the door, then a practice; it tells what it had imported, and when."""

import json
import linecache
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication
from typing_extensions import override

from core.store.vault.listing import VaultInfo
from desktop.app import Program

_ROOTS = {"core", "sync", "desktop", "migrations"}
LIBRARIES = {
    "sqlalchemy",
    "sqlcipher3",
    "psycopg",
    "alembic",
    "cryptography",
    "zxcvbn",
    "segno",
    "email",
    "asyncio",
}


class _Painted(QObject):
    """Hears of the first paint of the field before anything that waits for it."""

    def __init__(self, parent: QObject, then: Callable[[], None]) -> None:
        super().__init__(parent)
        self._then = then

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            watched.removeEventFilter(self)
            self._then()
        return False


class _Watched(Program):
    """`told`: what was imported when the page was painted, when somebody typed, and after unlocking."""

    def __init__(self, app: QApplication, home: Path, phrase: str) -> None:
        super().__init__(app, home)
        self.told: dict[str, list[str]] = {}
        self._phrase = phrase

    @override
    def on_vaults(self, vaults: Sequence[VaultInfo]) -> None:
        super().on_vaults(vaults)
        assert self.door is not None
        assert self.door.unlock_page is not None
        field = self.door.unlock_page.field
        field.installEventFilter(_Painted(field, self._on_painted))

    def _on_painted(self) -> None:
        self.told["painted"] = _imported()
        QTimer.singleShot(0, self._on_later)

    def _on_later(self) -> None:
        """What the paint set off is done; the person types."""
        self.jobs.wait()
        self.told["typed"] = _imported()
        assert self.door is not None
        assert self.door.unlock_page is not None
        self.door.unlock_page.field.set_text(self._phrase)
        self.door.unlock_page.unlock.click()
        self.jobs.wait()
        assert self.workplace is not None
        self.told["unlocked"] = _imported()
        self.told["sources kept"] = sorted(linecache.cache)
        print(json.dumps(self.told), flush=True)
        os._exit(0)


def _imported() -> list[str]:
    """Our own modules and the libraries that are large."""
    return sorted(
        name if name.partition(".")[0] in _ROOTS else name.partition(".")[0]
        for name in sys.modules
        if name.partition(".")[0] in _ROOTS or name in LIBRARIES
    )


if __name__ == "__main__":
    app = QApplication(["PazPaz"])
    program = _Watched(app, Path(sys.argv[1]), sys.argv[2])
    program.start()
    app.exec()
