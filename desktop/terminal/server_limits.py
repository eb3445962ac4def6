"""`pazpaz server limits`: what a practice may take of its server, shown and set."""

import argparse
from dataclasses import asdict
from uuid import UUID

from core.domain.errors import BadInput
from core.domain.ids import WorkspaceId
from desktop.terminal.command import CommandContext, CommandGroup, add_command
from desktop.terminal.operators import add_operator, operator_url
from migrations.operate.limits import PracticeLimits, limits
from migrations.server.limit_programs import BY_NAME


def add(commands: CommandGroup) -> None:
    parser = add_command(commands, "limits", show_limits, about="what a practice may take of the server")
    add_operator(parser)
    parser.add_argument("--practice", metavar="ID", help="one practice; all of the database if left out")
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help=f"another value for a limit: {', '.join(BY_NAME)}",
    )


def show_limits(frame: CommandContext, args: argparse.Namespace) -> int:
    """Sets what --set asks for, in one practice or in all, and prints what holds then."""
    wanted = dict(_wanted(each) for each in args.set)
    only = None if args.practice is None else _practice(args.practice)
    found = limits(operator_url(args), wanted, only)
    frame.console.result(
        {"ok": True, "practices": [asdict(each) for each in found]},
        [line for each in found for line in _lines(each)] or ["There is no practice yet."],
    )
    return 0


def _wanted(text: str) -> tuple[str, int]:
    name, _, value = text.partition("=")
    try:
        return name, int(value)
    except ValueError:
        raise BadInput(f"{text} does not set a limit: write NAME=NUMBER; nothing was changed.") from None


def _practice(text: str) -> WorkspaceId:
    try:
        return WorkspaceId(UUID(text))
    except ValueError:
        raise BadInput("That is no practice's id; `pazpaz server status` shows them.") from None


def _lines(found: PracticeLimits) -> list[str]:
    return [
        f"Practice {found.workspace_id}",
        *(f"  {name} = {value:,}: {BY_NAME[name].about}" for name, value in found.values.items()),
    ]
