"""The program as a process: how soon its first screen is painted, and how much memory its window takes."""

import os
import subprocess
import sys
import threading
from pathlib import Path
from statistics import median

from big import Big
from clinic import PASSPHRASE
from harness import Figure, Taken, check_count, in_turns, timed
from stage import Stage

_ROOT = Path(__file__).resolve().parents[2]
_CHILD = Path(__file__).with_name("child.py")
_MB = 1_000_000
_ABOVE_IDLE_MB = 50
_LONGEST_S = 300


def first_paint(stage: Stage) -> list[Figure]:
    """Fresh processes in turns, files warm: from the start of Python to a painted unlock screen."""
    home = str(stage.big.home)
    with stage.phase("start to first paint"):
        _child("door", home)
        ours, floor = in_turns(lambda: _child("door", home), lambda: _child("bare"), stage.scale.rounds)
    # The work is done by the children: this process's CPU says nothing.
    ours, floor = Taken(ours.wall_s, 0), Taken(floor.wall_s, 0)
    note = "a bare PySide6 window, fresh process"
    return [timed("start to the unlock screen painted", "ms", ours, floor, note)]


def memory(stage: Stage) -> list[Figure]:
    """The window of an unlocked practice: with 100,000 rows, with none, and a window without a program."""
    big = stage.big
    big.close()
    empty = Big(stage.folder / "empty", 0, 0)
    empty.close()
    with stage.phase("memory"):
        rounds = stage.scale.long_rounds
        full, none = (_resident_mb(rounds, "inside", str(one.home), PASSPHRASE) for one in (big, empty))
        bare = _resident_mb(rounds, "bare-memory")
    beside_bare = "a bare PySide6 window"
    return [
        _memory("memory, window with 100,000 rows", full, none, "an empty practice", none + _ABOVE_IDLE_MB),
        _memory("memory, window of an empty practice", none, bare, beside_bare),
    ]


def pull_memory(stage: Stage) -> list[Figure]:
    """The most that an initial pull of 100,000 rows takes, in a process that was connected and idle."""
    clinic = stage.many
    with stage.phase("memory of a pull"), clinic.fresh_store() as (path, key):
        idle, most, rows = _child("pulling", str(path), key.hex())
    check_count("rows pulled", rows, clinic.a.count("clients"))
    name, note = "memory, initial pull of 100,000 rows", "the process connected and idle"
    return [_memory(name, most / _MB, idle / _MB, note, idle / _MB + _ABOVE_IDLE_MB)]


def _memory(name: str, ours: float, floor: float, note: str, limit: float | None = None) -> Figure:
    return Figure(name=name, unit="MB", ours=ours, floor=floor, note=note, limit=limit)


def _resident_mb(rounds: int, *arguments: str) -> float:
    return median(_child(*arguments)[0] for _ in range(rounds)) / _MB


def _child(*arguments: str) -> list[int]:
    """Runs until the child has told what it measured; memory is in bytes."""
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
    return [int(number) for number in told.split()]
