"""`pazpaz server ...`: for whoever runs the clinic's PostgreSQL."""

import argparse
from pathlib import Path

import sqlalchemy as sa

from core.domain.errors import BadInput, UserError
from desktop.session.join_files import read_text
from desktop.terminal import (
    demo,
    server_adopt,
    server_backup,
    server_devices,
    server_guard,
    server_limits,
    server_owners,
)
from desktop.terminal.command import CommandContext, CommandGroup, add_command
from desktop.terminal.handover import compare_words, hand_over
from desktop.terminal.operators import add_operator, operator_url
from migrations.operate.by_paper import let_in
from migrations.operate.init import init, install
from sync.enrolment.answers import answer_first, first_device
from sync.enrolment.identity_store import ServerPlace, address_of
from sync.enrolment.messages import JoinAnswer, JoinRequest
from sync.postgres.transport import is_local

# The one that IANA has registered for PostgreSQL.
_PORT = 5432


def add(commands: CommandGroup) -> None:
    """All commands of the operator; those of other modules of this package are added here too."""
    parser = commands.add_parser("server", help="run the clinic's server: init, approve, status ...")
    groups = parser.add_subparsers(title="server commands", metavar="COMMAND", required=True)
    making = add_command(
        groups, "init", init_server, about="prepare a database for practices; may be repeated"
    )
    add_operator(making)
    making.add_argument("--create-database", action="store_true", help="make the database when it is missing")
    approving = add_command(
        groups, "approve", approve_first, about="let in a practice's first device, or an owner's by paper"
    )
    add_operator(approving)
    _add_approving(approving)
    server_devices.add(groups)
    server_guard.add(groups)
    server_limits.add(groups)
    server_owners.add(groups)
    server_backup.add(groups)
    server_adopt.add(groups, _place)
    demo.add_to_server(groups)


def _add_approving(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("request", type=Path, metavar="REQUEST", help="file that `pazpaz connect` made")
    parser.add_argument("--words", metavar="WORDS", help="the six words that the device shows")
    parser.add_argument(
        "--recovery-code",
        type=Path,
        metavar="FILE",
        help="file with the code of the practice's recovery paper: lets an owner's device into a practice",
    )
    parser.add_argument("--user", metavar="ID", help="with --recovery-code: whose device, of several owners")
    parser.add_argument(
        "--host", help="the server's name as devices reach it; that of the address if left out"
    )
    parser.add_argument("--port", type=int, help="its port as devices reach it")
    parser.add_argument(
        "--ca", type=Path, metavar="FILE", help="certificate authority that devices shall trust"
    )
    parser.add_argument("--to", type=Path, metavar="FILE", help="write the answer there, not to stdout")


def init_server(frame: CommandContext, args: argparse.Namespace) -> int:
    """Makes roles, schemas and tables, but no practice: `server approve` gives one its place."""
    url = operator_url(args)
    install(url, create_database=args.create_database)
    frame.console.result(
        {"ok": True, "database": url.database},
        [f"The database {url.database} is ready. Next: pazpaz server approve REQUEST"],
    )
    return 0


def approve_first(frame: CommandContext, args: argparse.Namespace) -> int:
    """Makes a place for a practice and answers its first device.

    With --recovery-code it lets an owner's device into a practice that is there: for the day when no laptop
    of an owner is left.
    """
    request = JoinRequest.from_text(read_text(args.request))
    if args.recovery_code is not None:
        return _approve_by_paper(frame, args, request)
    # What cannot be is refused before two people read six words to each other.
    device = first_device(request)
    place = _place(args, operator_url(args))
    compare_words(frame, request.words(), args.words)
    init(operator_url(args), device)
    answer = answer_first(request, place)
    hand_over(frame, args.to, "answer", answer.to_text(), {"clinic_words": list(answer.words())})
    frame.console.note("The practice has its place on this server. Give the answer back to the device.")
    return 0


def _approve_by_paper(frame: CommandContext, args: argparse.Namespace, request: JoinRequest) -> int:
    """The paper is read on the computer that runs this; the server never sees its code."""
    code = read_text(args.recovery_code, limit=4096).strip()
    place = _place(args, operator_url(args))
    compare_words(frame, request.words(), args.words)
    user_id = server_owners.read_user(args.user) if args.user else None
    found = let_in(operator_url(args), request, code, frame.clock, user_id)
    answer = JoinAnswer(
        request_digest=request.digest(),
        place=place,
        workspace_id=found.device.workspace_id,
        user_id=found.device.user_id,
        root_pub=found.root_pub,
        generation=found.generation,
    )
    hand_over(frame, args.to, "answer", answer.to_text(), {"clinic_words": list(answer.words())})
    frame.console.note("The device is let in by the recovery paper. Give it the answer.")
    return 0


def _place(args: argparse.Namespace, url: sa.URL) -> ServerPlace:
    """As devices will see the server; without a CA only on this computer."""
    ca_pem = read_text(args.ca) if args.ca is not None else None
    if ca_pem is not None and "BEGIN CERTIFICATE" not in ca_pem:
        raise BadInput(f"{args.ca} holds no certificate; nothing was changed.")
    place = ServerPlace(
        host=args.host or url.host or "127.0.0.1",
        port=args.port or url.port or _PORT,
        dbname=url.database or "",
        ca_pem=ca_pem,
    )
    if ca_pem is None and not is_local(address_of(place, "", "")):
        raise UserError(
            "Devices must check the server's certificate: give its authority with --ca FILE. "
            "Nothing was changed.",
            code="no_ca",
        )
    return place
