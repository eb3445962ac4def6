"""`pazpaz audit verify`: whether the clinic's record of who did what is whole, link by link."""

import argparse
from collections.abc import Iterator
from dataclasses import asdict

from core.domain.errors import UserError
from desktop.terminal.command import CommandContext, CommandGroup, add_command
from desktop.terminal.practice_choice import unlock
from desktop.terminal.sync import stopping_on_interrupt
from sync.audit.check import Checked, check_audit
from sync.enrolment import identity_store

_FEW = 5
"""Numbers that a sentence names."""


def add(commands: CommandGroup) -> None:
    parser = add_command(commands, "audit", verify, about="check the clinic's record of who did what")
    parser.add_argument(
        "what", choices=["verify"], help="verify: read every link of the clinic's audit trail"
    )


def verify(frame: CommandContext, args: argparse.Namespace) -> int:
    """Reads every link of the trail from the server.

    What does not agree is printed, and then UserError raised.
    """
    with unlock(frame, args) as opened, stopping_on_interrupt() as stop:
        enrolment = opened.require_enrolment()
        remote = identity_store.remote_of(enrolment)
        try:
            checked = check_audit(
                opened.store,
                remote,
                enrolment.identity,
                lambda done, total: frame.console.progress("Checking", done, total),
                stop,
            )
        finally:
            remote.close()
    document = {"ok": checked.is_whole(), **asdict(checked)}
    if checked.is_whole():
        frame.console.result(document, [_whole(checked)])
        return 0
    # Printed before it is refused: a script gets the whole document, a refusal is one sentence.
    frame.console.result(document, list(_problems(checked)))
    raise UserError(
        "The clinic's audit trail is not what this laptop knows. Your records are safe. Ask whoever runs the "
        "server whether it was brought back from a backup without `pazpaz server restore`; if not, somebody "
        "changed it.",
        code="audit_broken",
    )


def _whole(checked: Checked) -> str:
    return f"The audit trail is whole: {checked.links:,} events, {checked.witnesses:,} signed by devices."


def _problems(checked: Checked) -> Iterator[str]:
    if checked.broken_at is not None:
        yield f"Event {checked.broken_at:,} is missing or was changed; what comes after it was not read."
    if checked.differs:
        yield f"Events that say something else than here: {_numbers(checked.differs)}."
    if checked.missing:
        yield f"Events that this laptop has and the clinic lacks: {checked.missing:,}."
    if checked.unlike:
        yield f"Events where the trail is not what a device saw and signed: {_numbers(checked.unlike)}."


def _numbers(found: list[int]) -> str:
    told = ", ".join(f"{each:,}" for each in found[:_FEW])
    return told if len(found) <= _FEW else f"{told} and {len(found) - _FEW:,} more"
