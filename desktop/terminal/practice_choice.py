"""Which practice a command is about, and the passphrase that opens it."""

import argparse
from pathlib import Path

from core.domain.errors import RuleBroken, UserError
from desktop.session.join_files import read_text
from desktop.session.open_practice import OpenPractice, find_vault, open_practice
from desktop.terminal.command import CommandContext


def unlock(frame: CommandContext, args: argparse.Namespace) -> OpenPractice:
    """Opens the practice that the command is about; the caller closes it."""
    info = find_vault(frame.home, args.vault)
    return open_practice(info.path, passphrase(frame, args), frame.clock)


def passphrase(frame: CommandContext, args: argparse.Namespace, prompt: str = "Passphrase: ") -> str:
    """From --passphrase-file, else asked for."""
    given = _from_file(frame, args)
    return given if given is not None else frame.console.ask_secret(prompt)


def new_passphrase(frame: CommandContext, args: argparse.Namespace) -> str:
    """Asked for twice where somebody types it."""
    given = _from_file(frame, args)
    if given is not None:
        return given
    typed = frame.console.ask_secret("New passphrase (15 characters or more): ")
    if typed != frame.console.ask_secret("The same once more: "):
        raise RuleBroken("The two passphrases differ; nothing was made.", code="passphrases_differ")
    return typed


def _from_file(frame: CommandContext, args: argparse.Namespace) -> str | None:
    if args.unlock_with is None:
        return None
    text = (
        frame.console.read_all()
        if args.unlock_with == "-"
        else read_text(Path(args.unlock_with), limit=10_000, pipe=True)
    )
    # Only the end of the line comes off, that of Windows too: blanks may belong to the passphrase.
    first = text.partition("\n")[0].removesuffix("\r")
    if not first:
        raise UserError("The passphrase file is empty; nothing was changed.", code="no_passphrase")
    return first
