"""A process of its own for `starting.py`: shows a window or pulls, and tells how much memory it takes."""

import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget
from quiet import hush
from typing_extensions import override

if TYPE_CHECKING:
    from desktop.app import Program
    from desktop.unlock.unlock_view import UnlockPage

_SETTLE_MS = 1500


class _FirstPaint(QObject):
    """Calls back after the first paint event of a widget.

    A filter on the whole application would see it too, but PySide then wraps objects made inside Qt, for
    which it loads all its classes: a tenth of the program's start, which the program does not ask for.
    """

    def __init__(self, widget: QWidget, then: Callable[[], None]) -> None:
        super().__init__(widget)
        self._then = then
        widget.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            watched.removeEventFilter(self)
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
    _FirstPaint(window, then)
    window.show()
    app.exec()


def door(home: Path, then: Callable[["Program"], None]) -> None:
    """The program from its start to its unlock screen."""
    from core.crypto.guess_cost import KdfParams  # noqa: PLC0415 - imports are part of what is measured
    from core.store.vault.listing import VaultInfo  # noqa: PLC0415
    from desktop.app import Program  # noqa: PLC0415

    class Watched(Program):
        @override
        def on_vaults(self, vaults: Sequence[VaultInfo]) -> None:
            super().on_vaults(vaults)
            # The filter that came last hears first: what the program does after the paint is not counted.
            _FirstPaint(_unlock_page(self).card, lambda: then(self))

    app = QApplication(["PazPaz"])
    program = Watched(app, home, kdf=KdfParams.FAST_FOR_TESTS)
    program.start(None)
    app.exec()


def unlock(program: "Program", passphrase: str) -> None:
    """Tells in microseconds: the longest gap of the page while the rest loads, unlocking, that load."""
    from loop_probe import LoopProbe  # noqa: PLC0415 - no part of the program's start

    probe, begun = LoopProbe(), time.perf_counter()
    probe.start()
    program.jobs.run(lambda: None)  # behind the loading, which was asked for by the same paint
    program.jobs.wait()
    loaded, gaps = time.perf_counter() - begun, probe.stop()
    page = _unlock_page(program)
    page.field.set_text(passphrase)
    begun = time.perf_counter()
    page.unlock.click()
    program.jobs.wait()
    QApplication.processEvents()
    unlocked = time.perf_counter() - begun
    sys.stdout.write(f"{max(gaps.held_ms) * 1e3:.0f} {unlocked * 1e6:.0f} {loaded * 1e6:.0f}\n")
    sys.stdout.flush()
    os._exit(0)


def _unlock_page(program: "Program") -> "UnlockPage":
    if program.door is None or program.door.unlock_page is None:
        raise RuntimeError("no unlock page")
    return program.door.unlock_page


def inside(home: Path, passphrase: str) -> None:
    """The window of an unlocked practice, with calendar and clients read."""
    from core.domain.clock import SystemClock  # noqa: PLC0415 - a bare window loads nothing of ours
    from core.store.vault.listing import list_vaults  # noqa: PLC0415
    from desktop.app import Program  # noqa: PLC0415
    from desktop.session.open_practice import open_practice  # noqa: PLC0415

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
            door(Path(home), lambda _: _tell())
        case ["unlocking", home, passphrase]:
            door(Path(home), lambda program: QTimer.singleShot(0, lambda: unlock(program, passphrase)))
        case ["inside", home, passphrase]:
            inside(Path(home), passphrase)
        case ["pulling", path, key]:
            pulling(Path(path), bytes.fromhex(key))
        case _:
            raise SystemExit(2)


if __name__ == "__main__":
    main(sys.argv[1:])
