"""The program as a process: how soon its first screen is painted, and how much memory its window takes."""

import os
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from big import Big
from clinic import PASSPHRASE
from harness import Figure, Taken, check_count, medians, processor, timed
from stage import Stage

_ROOT = Path(__file__).resolve().parents[2]
_CHILD = Path(__file__).with_name("child.py")
_MB = 1_000_000
_ABOVE_IDLE_MB = 50
_LONGEST_S = 300
_START_RATIO = 2.0
_GAP_MS = 16.0
_WINDOW_MB = 195.0


def first_paint(stage: Stage) -> list[Figure]:
    """Fresh processes in turns, files and byte-code warm: from Python's start to a painted unlock screen.

    The goal is held against processor time, which other programs do not stretch.
    """
    home = str(stage.big.home)
    stage.big.close()
    with stage.phase("start to first paint"):
        _child("door", home)
        ours, floor = _in_turns(("door", home), ("bare",), stage.scale.rounds)
    note = "a bare PySide6 window, fresh process"
    line = timed("start to the unlock screen painted", "ms", ours, floor, note)
    spent = processor(ours, floor, note, goal=_START_RATIO)
    return [line, spent, *_unlocking(stage)]


def _unlocking(stage: Stage) -> list[Figure]:
    """From the passphrase to the painted window, in a process whose unlock page is long painted."""
    home = str(stage.big.home)
    with stage.phase("unlocking"):
        rounds = [_child("unlocking", home, PASSPHRASE) for _ in range(stage.scale.rounds)]
    gaps, unlocked, loaded = (median(column) / 1e3 for column in zip(*rounds, strict=True))
    floor = "loading all that stands behind the unlock page, which was done before"
    return [
        Figure(name="passphrase to the window painted", unit="ms", ours=unlocked, floor=loaded, note=floor),
        Figure(
            name="longest gap of the unlock page while the rest is loaded",
            unit="ms",
            ours=gaps,
            floor=loaded,
            note="that loading in one piece",
            limit=_GAP_MS,
            why="Python's lock is held while a library in C is loaded, or its holder has no processor",
        ),
    ]


def _in_turns(ours: Sequence[str], floor: Sequence[str], rounds: int) -> tuple[Taken, Taken]:
    """Medians of both kinds of child, run alternately; the processor time is the children's."""
    mine, bare = [], []
    for _ in range(rounds):
        mine.append(_timed_child(*ours))
        bare.append(_timed_child(*floor))
    return medians(mine), medians(bare)


def _timed_child(*arguments: str) -> Taken:
    wall_s, before = time.perf_counter(), _spent_by_children()
    _child(*arguments)
    return Taken(time.perf_counter() - wall_s, _spent_by_children() - before)


def _spent_by_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


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
        _memory("memory, window with 100,000 rows", full, bare, beside_bare, _WINDOW_MB),
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
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # a program that is installed has its byte-code
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
