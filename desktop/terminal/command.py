"""What every command is given, and how a group of commands is added to the program."""

import argparse
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from core.crypto.kdf import KdfParams
from core.domain.clock import Clock, SystemClock
from desktop.session.console import Console


class CommandGroup(Protocol):
    """Where commands are added; argparse has no public name for it."""

    def add_parser(self, name: str, **options: Any) -> argparse.ArgumentParser:
        """As argparse's own: a new command under `name`, with `help` and `description` among the options."""
        ...


@dataclass(frozen=True, slots=True)
class CommandContext:
    """Where and with what a command runs. `kdf` None: the cost of a guess is fitted to this computer."""

    home: Path
    console: Console
    clock: Clock = field(default_factory=SystemClock)
    kdf: KdfParams | None = None


RunCommand = Callable[[CommandContext, argparse.Namespace], int]
"""A command: does it and returns the exit status; refuses with `UserError`."""


def add_command(commands: CommandGroup, name: str, run: RunCommand, *, about: str) -> argparse.ArgumentParser:
    """A command that also takes the options of every command, after its name as well as before."""
    parser = commands.add_parser(name, help=about, description=about)
    add_common(parser, after_name=True)
    parser.set_defaults(run=run)
    return parser


def add_common(parser: argparse.ArgumentParser, *, after_name: bool = False) -> None:
    """Suppressed defaults after the name, so that what stood before it is not overwritten."""
    absent = argparse.SUPPRESS if after_name else None
    parser.add_argument("--home", type=Path, default=absent, help="folder of this computer's practices")
    parser.add_argument(
        "--vault", default=absent, metavar="ID", help="which practice, when there are several"
    )
    parser.add_argument(
        "--passphrase-file",
        dest="unlock_with",
        default=absent,
        metavar="FILE",
        help="first line is the passphrase; - is stdin",
    )
    parser.add_argument(
        "--json", action="store_true", default=absent or False, help="results as JSON on stdout"
    )
