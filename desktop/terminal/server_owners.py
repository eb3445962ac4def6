"""`pazpaz server make-owner`: a practice that lost its owner on the server gets one again."""

import argparse
from dataclasses import asdict
from pathlib import Path
from uuid import UUID

from core.domain.errors import BadInput
from core.domain.ids import UserId
from desktop.session.join_files import read_text
from desktop.terminal.command import CommandContext, CommandGroup, add_command
from desktop.terminal.operators import add_operator, operator_url
from migrations.operate.make_owner import MadeOwner, make_owner


def add(commands: CommandGroup) -> None:
    making = add_command(
        commands, "make-owner", make, about="make a person an owner again, with the recovery paper"
    )
    add_operator(making)
    making.add_argument(
        "--recovery-code",
        type=Path,
        metavar="FILE",
        required=True,
        help="file with the code of the practice's recovery paper",
    )
    making.add_argument("--user", metavar="ID", help="who; the one with an owner's laptop if left out")


def make(frame: CommandContext, args: argparse.Namespace) -> int:
    """The paper is read on the computer that runs this; the server never sees its code."""
    code = read_text(args.recovery_code, limit=4096).strip()
    user_id = read_user(args.user) if args.user else None
    done = make_owner(operator_url(args), code, user_id)
    frame.console.result({"ok": True, **asdict(done)}, _lines(done))
    return 0


def read_user(text: str) -> UserId:
    """A person's id as the operator typed it. Raises BadInput for anything else."""
    try:
        return UserId(UUID(text))
    except ValueError:
        raise BadInput("That is no person's id; nothing was changed.") from None


def _lines(done: MadeOwner) -> list[str]:
    told = "was an owner already; nothing was changed" if done.was_owner else "is an owner again"
    first = f"{done.user_id} {told}."
    if done.laptops:
        return [first, f"Laptops that act as an owner's: {', '.join(done.laptops)}. Next, there: pazpaz sync"]
    by_paper = f"`pazpaz server approve REQUEST --recovery-code FILE --user {done.user_id}`"
    return [first, f"None of this person's laptops has an owner's certificate. Let one in with {by_paper}."]
