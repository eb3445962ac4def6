"""What the command line asks of the window. No Qt."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop.relaunch import LockReason

_OPTIONS = frozenset({"--home", "--locked"})


@dataclass(frozen=True, slots=True)
class WindowArguments:
    """`home` None: the usual folder. `locked`: why the process before this one ended."""

    home: Path | None = None
    locked: LockReason | None = None


def wants_window(arguments: Sequence[str]) -> bool:
    """True when there are only the window's own options with their values."""
    rest = list(arguments)
    while rest:
        name, equals, _ = rest.pop(0).partition("=")
        if name not in _OPTIONS or (not equals and not rest):
            return False
        if not equals:
            rest.pop(0)
    return True


def read_arguments(arguments: Sequence[str]) -> WindowArguments:
    """Ends the program with status 2 and a usage line when they make no sense."""
    parser = argparse.ArgumentParser(prog="pazpaz")
    parser.add_argument("--home", type=Path)
    parser.add_argument("--locked", type=LockReason, choices=list(LockReason))
    found = parser.parse_args(list(arguments))
    return WindowArguments(home=found.home, locked=found.locked)
