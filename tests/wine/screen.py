"""An X server without a screen: windows of wine's programs are found, typed into and pictured."""

import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_LONGEST_S = 180
_LOOK_EVERY_S = 0.5


@dataclass(frozen=True, slots=True)
class Screen:
    display: int

    def windows(self, title: str) -> set[str]:
        """X's names of the windows with this title, each with its process: X gives a name again."""
        tree = self._run("xwininfo", "-root", "-tree")
        names = re.findall(rf'^\s*(0x[0-9a-f]+) "{re.escape(title)}":', tree, re.MULTILINE)
        found = {name: self._process(name) for name in names}
        return {f"{name} {process}" for name, process in found.items() if process}

    def _process(self, name: str) -> str:
        """Empty while the window does not say it yet."""
        told = re.search(r"= (\d+)", self._run("xprop", "-id", name, "_NET_WM_PID"))
        return told[1] if told else ""

    def wait_for(self, title: str, others: "set[str] | None" = None) -> str:
        """The first such window that is not one of `others`. Raises TimeoutError."""
        ends = time.monotonic() + _LONGEST_S
        while time.monotonic() < ends:
            found = self.windows(title) - (others or set())
            if found:
                return found.pop()
            time.sleep(_LOOK_EVERY_S)
        raise TimeoutError(f"no window {title!r} came")

    def wait_until_gone(self, window: str, title: str) -> None:
        ends = time.monotonic() + _LONGEST_S
        while window in self.windows(title):
            if time.monotonic() > ends:
                raise TimeoutError(f"the window {title!r} stays")
            time.sleep(_LOOK_EVERY_S)

    def wait_until_still(self, file: Path) -> Path:
        """A picture of the whole screen, once two in a row are the same."""
        ends, before = time.monotonic() + _LONGEST_S, b""
        while time.monotonic() < ends:
            self._run("import", "-silent", "-window", "root", str(file))
            now = file.read_bytes()
            if now == before:
                return file
            before = now
            time.sleep(2 * _LOOK_EVERY_S)
        return file

    def type(self, window: str, text: str) -> None:
        self._run("xdotool", "windowfocus", window.split(maxsplit=1)[0])
        self._run("xdotool", "type", "--delay", "40", text)

    def press(self, window: str, keys: str) -> None:
        self._run("xdotool", "windowfocus", window.split(maxsplit=1)[0])
        self._run("xdotool", "key", keys)

    def _run(self, *command: str) -> str:
        environment = {"DISPLAY": f":{self.display}", "PATH": "/usr/bin:/bin"}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        return done.stdout


@contextmanager
def screen(size: str = "1400x900x24") -> Iterator[Screen]:
    """Runs one while the block does, on a number that is free."""
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", size, "-nolisten", "tcp"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout is not None
    try:
        yield Screen(int(process.stdout.readline()))
    finally:
        process.terminate()
        process.wait()
