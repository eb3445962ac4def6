"""`pazpaz server guard`: ends connections of devices that are open for too long, once or going on."""

import argparse
from collections.abc import Callable
from dataclasses import asdict
from threading import Event

import sqlalchemy as sa

from core.domain.errors import ServerRefused, ServerUnreachable
from desktop.terminal.command import CommandContext, CommandGroup, add_command
from desktop.terminal.operators import add_operator, operator_url
from migrations.operate.guard import Ended, GuardReport, guarding
from migrations.operate.overstaying import Bounds

_EVERY_S = 5.0


def add(commands: CommandGroup) -> None:
    parser = add_command(
        commands, "guard", guard, about="end connections of devices that are open for too long or too many"
    )
    add_operator(parser)
    parser.add_argument("--once", action="store_true", help="look once, instead of going on")
    _add_seconds(parser, "--every", _EVERY_S, "seconds between two looks (5)")
    ours = Bounds()
    transaction = "seconds that a transaction of a device may be open (60)"
    _add_seconds(parser, "--transaction-limit", ours.transaction_s, transaction)
    _add_seconds(
        parser, "--session-limit", ours.session_s, "seconds that a device may stay connected (a day)"
    )
    locks = "locks that a connection of a device may hold (2000)"
    parser.add_argument("--locks-limit", type=int, default=ours.locks, metavar="N", help=locks)


def _add_seconds(parser: argparse.ArgumentParser, option: str, usual: float, about: str) -> None:
    parser.add_argument(option, type=_seconds, default=usual, metavar="S", help=about)


def _seconds(text: str) -> float:
    found = float(text)
    # Written so that it also refuses nan, for which every comparison is false.
    if not 0 <= found <= 1e7:
        raise ValueError
    return found


_GOES_ON = (
    " PostgreSQL ends it only when its statement is over, which may be hours, and its practice may wait. "
    "Revoke the device, then restart PostgreSQL at once (pg_ctl restart -m immediate); what was accepted "
    "stays."
)


def guard(frame: CommandContext, args: argparse.Namespace) -> int:
    """Ends what stays too long, once or until Ctrl-C; the bounds come from the options."""
    bounds = Bounds(args.transaction_limit, args.session_limit, args.locks_limit)
    if not args.once:
        # An event that nobody sets only lets the time go by: this goes on until Ctrl-C.
        return keep_guarding(frame, operator_url(args), bounds, lambda: Event().wait(args.every))
    with guarding(operator_url(args), bounds) as watching:
        found = watching.look()
    frame.console.result(_document(found), _lines(found) or ["No connection of a device had to end."])
    return 0


def keep_guarding(frame: CommandContext, url: sa.URL, bounds: Bounds, is_over: Callable[[], bool]) -> int:
    """Until it is stopped. A server that goes away later is tried again; one that refuses at first is not."""
    has_begun = False
    while True:
        try:
            with guarding(url, bounds) as watching:
                frame.console.note("Looking after the connections of devices.")
                has_begun = True
                while True:
                    _tell(frame, watching.look())
                    if is_over():
                        return 0
        except (ServerUnreachable, ServerRefused) as error:
            if not has_begun:
                raise
            frame.console.note(f"{error.sentence} It is tried again.")
        if is_over():
            return 0


def _tell(frame: CommandContext, found: GuardReport) -> None:
    if found.ended or found.settled:
        frame.console.result(_document(found), _lines(found))


def _document(found: GuardReport) -> dict[str, object]:
    return {
        "ok": True,
        "ended": [asdict(each) | {"reason": each.reason.name.lower()} for each in found.ended],
        "settled": list(found.settled),
    }


def _lines(found: GuardReport) -> list[str]:
    settled = [f"Put back the settings of the login {name}, which it had changed." for name in found.settled]
    return [*(_line(each) for each in found.ended), *settled]


def _line(ended: Ended) -> str:
    login = ended.login
    who = f"{login.device_name} ({login.device_id})" if login.device_id else f"{login.name} of another clinic"
    open_s = (
        f", a transaction open for {ended.transaction_s:,.0f} s" if ended.transaction_s is not None else ""
    )
    did = "Could not end a" if ended.goes_on else "Ended a"
    return (
        f"{did} connection of {who}: {ended.reason.value} (connected for {ended.session_s:,.0f} s{open_s}, "
        f"{ended.locks:,} locks).{_GOES_ON if ended.goes_on else ''}"
    )
