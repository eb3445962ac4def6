"""`pazpaz server ...`: for whoever runs the clinic's PostgreSQL."""

import argparse
from pathlib import Path

import sqlalchemy as sa

from core.domain.errors import BadInput, UserError
from desktop.terminal import adopting, demonstrating, serving_backup, serving_devices
from desktop.terminal.frame import Commands, Frame, add_command, read_text
from desktop.terminal.handing_over import compare_words, hand_over
from desktop.terminal.operators import add_operator, operator_url
from migrations.operate.init import init, install
from sync.enrol import answer_first, first_device
from sync.enrol_papers import JoinRequest
from sync.enrolled import Place, address_of
from sync.transport import is_local

_PORT = 5432


def add(commands: Commands) -> None:
    parser = commands.add_parser("server", help="run the clinic's server: init, approve, status ...")
    groups = parser.add_subparsers(title="server commands", metavar="COMMAND", required=True)
    making = add_command(
        groups, "init", init_server, about="prepare a database for practices; may be repeated"
    )
    add_operator(making)
    making.add_argument("--create-database", action="store_true", help="make the database when it is missing")
    approving = add_command(groups, "approve", approve_first, about="let a new practice's first device in")
    add_operator(approving)
    _add_approving(approving)
    serving_devices.add(groups)
    serving_backup.add(groups)
    adopting.add(groups, _place)
    demonstrating.add_to_server(groups)


def _add_approving(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("request", type=Path, metavar="REQUEST", help="file that `pazpaz connect` made")
    parser.add_argument("--words", metavar="WORDS", help="the six words that the device shows")
    parser.add_argument(
        "--host", help="the server's name as devices reach it; that of the address if left out"
    )
    parser.add_argument("--port", type=int, help="its port as devices reach it")
    parser.add_argument(
        "--ca", type=Path, metavar="FILE", help="certificate authority that devices shall trust"
    )
    parser.add_argument("--to", type=Path, metavar="FILE", help="write the answer there, not to stdout")


def init_server(frame: Frame, args: argparse.Namespace) -> int:
    url = operator_url(args)
    install(url, create_database=args.create_database)
    frame.console.result(
        {"ok": True, "database": url.database},
        [f"The database {url.database} is ready. Next: pazpaz server approve REQUEST"],
    )
    return 0


def approve_first(frame: Frame, args: argparse.Namespace) -> int:
    request = JoinRequest.from_text(read_text(args.request))
    device = first_device(request)
    place = _place(args, operator_url(args))
    compare_words(frame, request.words(), args.words)
    init(operator_url(args), device)
    answer = answer_first(request, place)
    hand_over(frame, args.to, "answer", answer.to_text(), {"clinic_words": list(answer.words())})
    frame.console.note("The practice has its place on this server. Give the answer back to the device.")
    return 0


def _place(args: argparse.Namespace, url: sa.URL) -> Place:
    """As devices will see the server; without a CA only on this computer."""
    ca_pem = read_text(args.ca) if args.ca is not None else None
    if ca_pem is not None and "BEGIN CERTIFICATE" not in ca_pem:
        raise BadInput(f"{args.ca} holds no certificate; nothing was changed.")
    place = Place(
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
