"""A display without a screen, and a picture of what is on it."""

import os
import shutil
import subprocess
import time
from pathlib import Path
from typing import Self

from freeze import PYTHON
from telling import Problem, run

_SCRIPT = """
import sys
from PySide6.QtGui import QGuiApplication
application = QGuiApplication(sys.argv)
picture = QGuiApplication.primaryScreen().grabWindow(0).toImage()
picture.save(sys.argv[1])
width, height = picture.width(), picture.height()
colours = {picture.pixelColor(x, y).rgb() for x in range(0, width, 7) for y in range(0, height, 7)}
print(len(colours))
"""
_PATIENCE_S = 300
_LOOK_AGAIN_S = 1.0
_FEWEST_COLOURS = 12
"""An empty display has one or two; a window with text has hundreds."""


class Display:
    """Xvfb at 1280x800 with a window manager; found by its abstract socket, from inside a chroot as well."""

    def __init__(self, number: int = 97) -> None:
        self.name = f":{number}"
        self._processes: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Self:
        screen = ["-screen", "0", "1280x800x24", "-ac", "-nolisten", "tcp"]
        self._start(["Xvfb", self.name, *screen])
        if shutil.which("matchbox-window-manager"):
            time.sleep(_LOOK_AGAIN_S)
            self._start(["matchbox-window-manager", "-use_titlebar", "no"])
        return self

    def _start(self, command: list[str]) -> None:
        environment = {**os.environ, "DISPLAY": self.name}
        nothing = subprocess.DEVNULL
        self._processes.append(subprocess.Popen(command, env=environment, stdout=nothing, stderr=nothing))

    def __exit__(self, *_: object) -> None:
        for process in reversed(self._processes):
            process.terminate()
            process.wait()

    def picture(self, target: Path, program: subprocess.Popen[str], what: str) -> None:
        """Waits until something is shown, keeps its picture. Raises Problem when the program ends before."""
        until = time.monotonic() + _PATIENCE_S
        while time.monotonic() < until:
            if program.poll() is not None:
                told = program.stderr.read() if program.stderr else ""
                raise Problem(
                    f"{what}: the program ended with status {program.returncode} before its window. {told}"
                )
            if self._grab(target) >= _FEWEST_COLOURS:
                time.sleep(_LOOK_AGAIN_S)  # the page may still be laying itself out
                self._grab(target)
                return
            time.sleep(_LOOK_AGAIN_S)
        raise Problem(f"{what}: no window within {_PATIENCE_S} s.")

    def _grab(self, target: Path) -> int:
        """How many colours there are on the display."""
        target.parent.mkdir(parents=True, exist_ok=True)
        environment = {**os.environ, "DISPLAY": self.name, "QT_QPA_PLATFORM": "xcb"}
        return int(run([str(PYTHON), "-c", _SCRIPT, str(target)], environment=environment).split()[-1])
