"""Shows the demo: in a window on laptop A, or, where there is no display, as a tour."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from desktop.demo.stage import DemoStage
from desktop.session.console import Console

_DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


def show(scene: DemoStage, console: Console, *, tour: bool, shots: Path) -> int:
    """The exit status: 0 when the window was closed, or when every check of the tour held."""
    if not tour and has_display(os.environ, sys.platform):
        for line in scene.lines():
            console.note(line)
        from desktop.app import run  # noqa: PLC0415 - only who has a display loads Qt

        return run(["--home", str(scene.laptop_a)])
    if not tour:
        console.note("There is no display here, so the tour runs instead: the same program without a window.")
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from desktop.demo.tour import run_tour  # noqa: PLC0415 - Qt reads the platform when it is loaded

    try:
        return run_tour(scene, console, shots)
    finally:
        if scene.started_here:
            scene.server.stop()


def has_display(environment: Mapping[str, str], platform: str) -> bool:
    """On Linux a display must be named; elsewhere there always is one."""
    return platform != "linux" or any(environment.get(name) for name in _DISPLAYS)
