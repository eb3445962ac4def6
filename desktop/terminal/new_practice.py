"""`pazpaz new-practice`: a practice on this computer alone."""

import argparse

from core.domain.errors import UserError
from desktop.session.open_practice import PracticeDetails, create_practice, local_timezone
from desktop.terminal.command import CommandContext, CommandGroup, add_command
from desktop.terminal.handover import telling
from desktop.terminal.practice_choice import new_passphrase


def add(commands: CommandGroup) -> None:
    parser = add_command(
        commands, "new-practice", new_practice, about="make a practice on this computer alone"
    )
    parser.add_argument("--name", required=True, help="the practice's name")
    parser.add_argument("--therapist", required=True, help="your name")
    parser.add_argument("--email", help="your e-mail address")
    parser.add_argument("--timezone", help="IANA name such as Europe/Berlin; this computer's if left out")
    parser.add_argument("--locale", default="en", choices=("en", "he"), help="language of the practice")


def new_practice(frame: CommandContext, args: argparse.Namespace) -> int:
    """Makes the practice and tells its recovery code, once; with --json it is in the document."""
    timezone = args.timezone or local_timezone()
    if timezone is None:
        raise UserError(
            "This computer does not tell its time zone; nothing was made. Name it, such as "
            "--timezone Europe/Berlin.",
            code="timezone",
        )
    details = PracticeDetails(
        name=args.name,
        therapist=args.therapist,
        email=args.email,
        timezone=timezone,
        locale=args.locale,
    )
    secret = new_passphrase(frame, args)
    opened, code = create_practice(frame.home, secret, details, frame.clock, kdf=frame.kdf)
    with telling(opened):
        document = {
            "ok": True,
            "vault": opened.vault.id.hex,
            "workspace_id": opened.me.workspace_id,
            "recovery_code": code,
        }
        lines = [
            f"Practice made: {opened.vault.id.hex} in {frame.home}",
            f"Recovery code: {code}",
            "Write the recovery code on paper. Without it and without the passphrase, everything is lost.",
        ]
        frame.console.result(document, lines)
    return 0
