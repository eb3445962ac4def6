"""The program as a process: how soon its first screen is painted, and how much memory its window takes."""

import os
import subprocess
import sys
import threading
from pathlib import Path
from statistics import median

from big import Big
from clinic import PASSPHRASE
from harness import Figure, in_turns
from stage import Stage

_ROOT = Path(__file__).resolve().parents[2]
_CHILD = Path(__file__).with_name("child.py")
_MB = 1_000_000
_ABOVE_IDLE_MB = 50
_LONGEST_S = 60


def first_paint(stage: Stage) -> list[Figure]:
    """Fresh processes in turns, files warm: from the start of Python to a painted unlock screen."""
    home = str(stage.big.home)
    with stage.phase("start to first paint"):
        _child("door", home)
        ours, floor = in_turns(lambda: _child("door", home), lambda: _child("bare"), stage.scale.rounds)
    note = "a bare PySide6 window, fresh process"
    return [Figure("start to the unlock screen painted", "ms", ours * 1000, floor * 1000, None, note)]


def memory(stage: Stage) -> list[Figure]:
    """The window of an unlocked practice: with 100,000 rows, with none, and a window without a program."""
    big = stage.big
    big.close()
    empty = Big(stage.folder / "empty", 0, 0)
    empty.close()
    with stage.phase("memory"):
        full, none = (_resident_mb("inside", str(one.home), PASSPHRASE) for one in (big, empty))
        bare = _resident_mb("bare-memory")
    if not full:
        return []
    limit = none + _ABOVE_IDLE_MB
    return [
        Figure("memory, window with 100,000 rows", "MB", full, none, None, "an empty practice", limit),
        Figure("memory, window of an empty practice", "MB", none, bare, None, "a bare PySide6 window"),
    ]


def _resident_mb(*arguments: str) -> float:
    return median(_child(*arguments) for _ in range(3)) / _MB


def _child(*arguments: str) -> int:
    """Runs until the child tells its memory, in bytes."""
    environment = {**os.environ, "PYTHONPATH": str(_ROOT), "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, str(_CHILD), *arguments]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None  # noqa: S101 - asked for in the line above
        stuck = threading.Timer(_LONGEST_S, process.kill)
        stuck.start()
        told = process.stdout.readline()
        stuck.cancel()
    if process.returncode:
        raise RuntimeError(f"{arguments[0]} ended with status {process.returncode}")
    return int(told)
