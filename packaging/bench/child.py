"""A process of its own for `starting.py`: shows a window or pulls, and tells how much memory it takes."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
from quiet import hush
from typing_extensions import override

_SETTLE_MS = 1500


class _FirstPaint(QObject):
    """Calls back after the first paint event of a widget of a class."""

    def __init__(self, app: QApplication, class_name: str, then: Callable[[], None]) -> None:
        super().__init__(app)
        self._class_name, self._then = class_name, then
        app.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint and watched.metaObject().className() == self._class_name:
            QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]
            QTimer.singleShot(0, self._then)
        return False


def _tell() -> None:
    """The memory just now, and the end: nothing of the shutdown is of interest."""
    sys.stdout.write(f"{resident_bytes()}\n")
    sys.stdout.flush()
    os._exit(0)


def _tell_later() -> None:
    QTimer.singleShot(_SETTLE_MS, _tell)


def resident_bytes() -> int:
    """Memory of this process that is in RAM."""
    return _kilobytes("VmRSS") * 1024


def _kilobytes(name: str) -> int:
    """A line of the kernel's account of this process."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:"))


def bare(then: Callable[[], None]) -> None:
    """A window of Qt and nothing else."""
    app = QApplication([])
    window = QMainWindow()
    window.resize(1280, 800)
    _watch = _FirstPaint(app, "QMainWindow", then)
    window.show()
    app.exec()


def door(home: Path) -> None:
    """The program from its start to its unlock screen."""
    from desktop.app import Program  # noqa: PLC0415 - its import is part of what is measured

    app = QApplication(["PazPaz"])
    _watch = _FirstPaint(app, "PassphraseField", _tell)
    program = Program(app, home)
    program.start(None)
    app.exec()


def inside(home: Path, passphrase: str) -> None:
    """The window of an unlocked practice, with calendar and clients read."""
    from core.domain.clock import SystemClock  # noqa: PLC0415 - a bare window loads nothing of ours
    from core.store.vault import list_vaults  # noqa: PLC0415
    from desktop.app import Program  # noqa: PLC0415
    from desktop.terminal.practices import open_practice  # noqa: PLC0415

    app = QApplication(["PazPaz"])
    program = Program(app, home)
    program.open(open_practice(list_vaults(home)[0].path, passphrase, SystemClock()))
    program.jobs.wait()
    for place in ("calendar", "clients", "today"):
        if program.workplace is not None:
            program.workplace.window.go(place)
            program.jobs.wait()
    _tell_later()
    app.exec()


def pulling(path: Path, key: bytes) -> None:
    """Tells the memory of an idle laptop, the most that an initial pull makes of it, and the rows pulled."""
    from clinic import laptop_at  # noqa: PLC0415 - a bare window loads nothing of ours

    with laptop_at(path, key) as laptop:
        idle = resident_bytes()
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the peak counts from here
        laptop.sync()
        sys.stdout.write(f"{idle} {_kilobytes('VmHWM') * 1024} {laptop.count('clients')}\n")


def main(arguments: list[str]) -> None:
    hush()
    match arguments:
        case ["bare"]:
            bare(_tell)
        case ["bare-memory"]:
            bare(_tell_later)
        case ["door", home]:
            door(Path(home))
        case ["inside", home, passphrase]:
            inside(Path(home), passphrase)
        case ["pulling", path, key]:
            pulling(Path(path), bytes.fromhex(key))
        case _:
            raise SystemExit(2)


if __name__ == "__main__":
    main(sys.argv[1:])
