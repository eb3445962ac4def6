"""What the command line asks of the window. No Qt."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop.session.relaunch import LockReason

_OPTIONS = frozenset({"--home", "--locked"})
SPELLER = "--speller"
"""The only argument of a process that holds a dictionary; a window starts it, and no person."""
DECODER = "--decoder"
"""The same for a process that makes pixels of one file, a picture or a PDF."""
SYNCER = "--syncer"
"""The same for a process that syncs one practice."""
BACKUP = ".pazpaz"
"""How the name of a backup ends; the system opens such a file with this program."""


@dataclass(frozen=True, slots=True)
class WindowArguments:
    """`home` None: the usual folder. `locked`: why the one before ended. `backup`: what to restore."""

    home: Path | None = None
    locked: LockReason | None = None
    backup: Path | None = None


def wants_window(arguments: Sequence[str]) -> bool:
    """True when there are only the window's own options with their values, and one backup at most."""
    rest = list(arguments)
    backups = 0
    while rest:
        name, equals, _ = rest.pop(0).partition("=")
        if _is_backup(name) and not equals and not backups:
            backups += 1
            continue
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
    parser.add_argument("backup", type=Path, nargs="?", metavar="FILE.pazpaz")
    found = parser.parse_args(list(arguments))
    backup = found.backup.expanduser().absolute() if found.backup else None
    return WindowArguments(found.home, found.locked, backup)


def _is_backup(argument: str) -> bool:
    return not argument.startswith("-") and argument.casefold().endswith(BACKUP)
