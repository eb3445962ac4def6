"""The real program in a real window, on a screen and a session bus of its own."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QTranslator

from tests.desktop.accessible.atspi import Bus, NotSeenError, Part, Role, State

T = TypeVar("T", str, bytes)

ROOT = Path(__file__).resolve().parents[3]
MANAGER = "matchbox-window-manager"
"""Hands the focus to a window that opens, and back when it closes; no screen does that by itself."""
LAUNCHER = "/usr/libexec/at-spi-bus-launcher"
"""Debian's place for it; it is on no PATH."""
MISSING = [name for name in ("Xvfb", MANAGER, "dbus-daemon", LAUNCHER) if shutil.which(name) is None]

_BUS = """<busconfig>
<type>session</type><listen>unix:tmpdir={folder}</listen><servicedir>{folder}</servicedir>
<policy context="default">
<allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>
</policy>
</busconfig>"""
"""Starts the accessibility bus when asked for, and none of the other services that a desktop has."""
_SERVICE = f"[D-BUS Service]\nName=org.a11y.Bus\nExec={LAUNCHER} --launch-immediately\n"


@dataclass(frozen=True)
class Stage:
    """A screen and its buses: what a program needs to be seen and heard."""

    bus: Bus
    environment: Mapping[str, str]


@dataclass(frozen=True)
class Show:
    """A running program, read and handled from outside. `words` are its language's; None for English."""

    bus: Bus
    words: QTranslator | None = None

    def said(self, context: str, text: str) -> str:
        """What the window says for this English text."""
        return (self.words.translate(context, text) or text) if self.words is not None else text

    def windows(self) -> list[Part]:
        frames = [frame for top in self.bus.applications() for frame in top.parts]
        return [frame for frame in frames if frame.has(State.SHOWING)]

    def window(self) -> Part:
        """The one that has the keys, as it is now; of one with a dialog in it, the dialog."""
        shown = self.windows()
        if not shown:
            raise NotSeenError("no window shows")
        front = next((frame for frame in shown if frame.has(State.ACTIVE)), shown[-1])
        return next(reversed(front.found(Role.DIALOG)), front)

    def see(self, role: Role, name: str = "", *states: State) -> Part:
        """Waits until it is there."""
        return self.bus.until(lambda: self.window().find(role, name, *states))

    def lose(self, role: Role, name: str = "") -> None:
        """Waits until it is gone."""
        self.bus.until(lambda: not self.window().found(role, name))

    def focus(self, part: Part) -> Part:
        """Waits until it has the keys."""
        part.focus()
        return self.bus.until(lambda: now if (now := part.again()).has(State.FOCUSED) else None)


@contextmanager
def stage() -> Iterator[Stage]:
    with tempfile.TemporaryDirectory(prefix="stage") as name:
        usual = {
            **os.environ,
            "HOME": name,
            "XDG_RUNTIME_DIR": name,
            "GSETTINGS_BACKEND": "memory",
            "QT_QPA_PLATFORM": "xcb",
            "QT_ACCESSIBILITY": "1",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        }
        with _screen() as display, _session(Path(name), {**usual, "DISPLAY": display}) as address:
            environment = {**usual, "DISPLAY": display, "DBUS_SESSION_BUS_ADDRESS": address}
            with _ended(subprocess.Popen([MANAGER], env=environment)):
                bus = Bus(address)
                yield Stage(bus, environment)
                bus.close()


@contextmanager
def show(on: Stage, home: Path, language: str) -> Iterator[Show]:
    """The program as a person starts it. At the end it must not have told of a fault."""
    faults = home.with_suffix(".stderr")
    command = [sys.executable, "-m", "desktop", "--home", str(home)]
    with (
        faults.open("wb") as errors,
        _ended(subprocess.Popen(command, cwd=ROOT, env=dict(on.environment), stderr=errors)),
    ):
        yield Show(on.bus, _words(language) if language != "en" else None)
    assert "has a fault" not in faults.read_text(encoding="utf-8", errors="replace")


def _words(language: str) -> QTranslator:
    words = QTranslator()
    assert words.load(str(ROOT / f"resources/translations/{language}.qm"))
    return words


@contextmanager
def _screen() -> Iterator[str]:
    """A display that nobody sees, by its name."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1440x900x24", "-nolisten", "tcp"]
    process = subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    with _ended(process), os.fdopen(read, encoding="ascii") as numbers:
        yield f":{numbers.readline().strip()}"


@contextmanager
def _session(folder: Path, environment: Mapping[str, str]) -> Iterator[str]:
    """A session bus, by its address."""
    config = folder / "bus.conf"
    config.write_text(_BUS.format(folder=folder), encoding="utf-8")
    (folder / "org.a11y.Bus.service").write_text(_SERVICE, encoding="utf-8")
    process = subprocess.Popen(
        ["dbus-daemon", f"--config-file={config}", "--nofork", "--print-address"],
        env=dict(environment),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    with _ended(process), process.stdout as told:
        yield told.readline().strip()


@contextmanager
def _ended(process: "subprocess.Popen[T]") -> "Iterator[subprocess.Popen[T]]":
    try:
        yield process
    finally:
        process.terminate()
        process.wait()
