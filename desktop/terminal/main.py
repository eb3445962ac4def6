"""`pazpaz COMMAND`: reads the command line, runs one command, turns what happened into an exit status."""

import argparse
import contextlib
import os
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from core.crypto.kdf import KdfParams
from core.domain.clock import Clock, SystemClock
from core.domain.errors import Cancelled, UserError
from core.store.vault.document import VAULTS
from core.store.vault.scratch import tidy
from desktop.session.console import Console
from desktop.session.home import default_home
from desktop.terminal.command import CommandContext, add_common

DONE, FAILED, USAGE = 0, 1, 2
GROUPS = {
    "new_practice": ("new-practice",),
    "enrolment": ("connect", "join", "approve"),
    "people": ("people",),
    "device_commands": ("devices", "revoke", "undo-device", "reset-login", "rotate-key"),
    "sync": ("sync",),
    "attachments": ("attach", "attachments", "detach", "save"),
    "transfer": ("import", "export", "backup", "restore"),
    "calendar_file": ("export-calendar",),
    "doctor": ("doctor",),
    "audit": ("audit",),
    "server": ("server",),
    "demo": ("demo",),
    "release": ("release",),
    "verify": ("verify", "verify-page"),
}
"""Modules of this package and their commands, in the order of the help."""


def build_parser(argv: Sequence[str] = ()) -> argparse.ArgumentParser:
    """Understands the commands that `argv` names, or all of them: loading them takes most of a second."""
    named = [group for group, commands in GROUPS.items() if not set(commands).isdisjoint(argv)]
    parser = argparse.ArgumentParser(
        prog="pazpaz",
        description="Calendar and session notes for therapists. Without a command, opens the window.",
        epilog="Exit status: 0 done, 1 refused or failed (one sentence on stderr), 2 wrong usage.",
    )
    add_common(parser)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for group in named or GROUPS:
        import_module(f"desktop.terminal.{group}").add(commands)
    return parser


def main(
    argv: Sequence[str] | None = None,
    *,
    console: Console | None = None,
    clock: Clock | None = None,
    kdf: KdfParams | None = None,
) -> int:
    """Exit status: 0 done, 1 refused or failed, 2 wrong usage. Never raises but for a closed pipe."""
    try:
        given = list(sys.argv[1:] if argv is None else argv)
        args = build_parser(given).parse_args(given)
    except SystemExit as stopped:  # argparse has told what is wrong, or given help
        return stopped.code if isinstance(stopped.code, int) else USAGE
    speaker = console or Console()
    speaker.as_json = args.json
    home = args.home or default_home()
    frame = CommandContext(home.expanduser().absolute(), speaker, clock or SystemClock(), kdf)
    tidy(frame.home / VAULTS)
    return _run(frame, args)


def _run(frame: CommandContext, args: argparse.Namespace) -> int:
    try:
        status: int = args.run(frame, args)
    except UserError as error:
        frame.console.failure(error)
    except KeyboardInterrupt:
        frame.console.failure(Cancelled("Cancelled. What was finished before is kept; nothing is half done."))
    except BrokenPipeError:
        # Whoever read us has left; the interpreter must not complain when it flushes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as error:  # noqa: BLE001 - a bug: one sentence, and nothing of what was worked on
        frame.console.failure(UserError(_bug(error), code="internal"))
    else:
        return status
    return FAILED


def _bug(error: Exception) -> str:
    """Where it happened and of which kind; the text of an unforeseen error may quote a person's data."""
    place = "unknown place"
    with contextlib.suppress(IndexError):
        last = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{Path(last.filename).name}:{last.lineno}"
    return f"The program has a fault ({type(error).__name__} at {place}); nothing is half done."
