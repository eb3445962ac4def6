"""Ends the process that held keys and starts a fresh one at the door."""

import os
import sys
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path


class LockReason(StrEnum):
    """Why it locked, carried to the next process; the unlock screen says it."""

    ASKED = "asked"
    IDLE = "idle"
    TRIES = "tries"
    SLEEP = "sleep"
    SWITCHED = "switched"


def own_command() -> list[str]:
    """By which this program starts itself, without arguments."""
    return [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "desktop"]


def command(home: Path, reason: LockReason) -> list[str]:
    """The command that opens the window again; nothing in it is secret or personal."""
    return [*own_command(), "--home", str(home), "--locked", reason.value]


def relaunch(arguments: Sequence[str], replace: Callable[[str, list[str]], object] = os.execv) -> None:
    """Replaces this process, so that its memory is gone. Everything must be closed. Does not return.

    Windows has no exec: there a new process is started and this one ends.
    """
    if sys.platform == "win32":
        import subprocess  # noqa: PLC0415 - the unlock page stands before it is needed

        subprocess.Popen(list(arguments), close_fds=True)
        # As exec does: nothing of Python's own way to end runs any more.
        os._exit(0)
    replace(arguments[0], list(arguments))
