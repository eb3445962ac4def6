"""`pazpaz connect`, `join` and `approve`: a practice gets a server, a device gets into a practice."""

import argparse
from pathlib import Path

from core.crypto.recovery import Paper, read_code
from core.domain.errors import BadInput, NotFound, RuleBroken, UserError
from core.domain.ids import UserId
from core.domain.records import User
from core.store.practice.practice import Practice
from desktop.session.device_admin import DeviceAdmin
from desktop.session.join_files import read_text
from desktop.session.open_practice import OpenPractice, start_join
from desktop.terminal.command import CommandContext, CommandGroup, add_command
from desktop.terminal.handover import compare_words, hand_over, telling
from desktop.terminal.practice_choice import new_passphrase, unlock
from sync.enrolment.messages import JoinAnswer, JoinRequest
from sync.enrolment.rejoin import JOINS_AGAIN
from sync.enrolment.requests import ask_to_connect, pending_request

_DEVICE = "Laptop"
_TRIES = 3


def add(commands: CommandGroup) -> None:
    connecting = add_command(
        commands, "connect", connect, about="move a local practice to a server: request, then --answer FILE"
    )
    _add_asking(connecting)
    joining = add_command(
        commands, "join", join, about="join a practice with this computer: request, then --answer FILE"
    )
    _add_asking(joining)
    joining.add_argument("--show", action="store_true", help="print the request of a join that waits, again")
    joining.add_argument(
        "--again",
        action="store_true",
        help="a practice that its clinic no longer takes (restored, copied, removed, unknown) asks anew",
    )
    approving = add_command(commands, "approve", approve_request, about="let a device in (owner's device)")
    approving.add_argument("request", type=Path, metavar="REQUEST", help="file with the join request")
    approving.add_argument("--user", metavar="EMAIL", help="whose device it is; yours if left out")
    approving.add_argument("--words", metavar="WORDS", help="the six words that the new device shows")
    approving.add_argument("--to", type=Path, metavar="FILE", help="write the answer there, not to stdout")


def _add_asking(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--answer", type=Path, metavar="FILE", help="the answer to the request")
    parser.add_argument("--device-name", default=_DEVICE, help="how the clinic's list calls this computer")
    parser.add_argument("--to", type=Path, metavar="FILE", help="write the request there, not to stdout")


def connect(frame: CommandContext, args: argparse.Namespace) -> int:
    """Writes the request of a local practice, or takes the answer with --answer.

    The first call also tells the code of the recovery paper, and never again: another call before the answer
    hands out the same request without it. So the request holds only once both were told.
    """
    with unlock(frame, args) as opened:
        if args.answer is not None:
            return _complete(frame, args, opened)
        with opened.store.write() as db:
            request, paper = ask_to_connect(db, args.device_name, frame.clock)
            # What fails here takes the keys back with it, and the next call begins anew.
            _show_request(frame, args, request, {"workspace_code": paper} if paper else {})
            if paper:
                frame.console.note(f"The practice's recovery code: {paper}")
                frame.console.note(
                    "Write it on paper and keep it away from this computer; it is not shown again."
                )
        if paper:
            _type_back(frame, paper)
    return 0


def _type_back(frame: CommandContext, code: str) -> None:
    """A code that was never copied right is worth nothing: where somebody can type, it is typed back once."""
    if not frame.console.is_interactive:
        return
    for _ in range(_TRIES):
        typed = frame.console.ask("Type the code back from the paper: ")
        if typed and _is_same(typed, code):
            frame.console.note("That is right. The paper opens the practice when every laptop is lost.")
            return
        frame.console.note("That is another code than the one above; compare it with the paper.")
    raise RuleBroken(
        "The code was not typed back right. The practice is as it was and waits for its answer; "
        "correct the paper by what stands above.",
        code="paper_differs",
    )


def _is_same(typed: str, code: str) -> bool:
    try:
        # As secrets, not as letters: spaces, hyphens and capitals do not make another code.
        return read_code(typed, Paper.WORKSPACE) == read_code(code, Paper.WORKSPACE)
    except BadInput:
        return False


def join(frame: CommandContext, args: argparse.Namespace) -> int:
    """Makes an empty store and its request.

    With --answer, --show or --again, goes on with a store that is here.
    """
    if args.answer is not None or args.show or args.again:
        with unlock(frame, args) as opened:
            return _go_on(frame, args, opened)
    secret = new_passphrase(frame, args)
    opened, code, request = start_join(frame.home, secret, args.device_name, frame.clock, kdf=frame.kdf)
    with telling(opened):
        _show_request(frame, args, request, {"vault": opened.vault.id.hex, "recovery_code": code})
        frame.console.note(f"Recovery code of this computer: {code}")
        frame.console.note("Write the recovery code on paper; it is not shown again.")
    return 0


def _go_on(frame: CommandContext, args: argparse.Namespace, opened: OpenPractice) -> int:
    """With a store that is here already: its answer came, its request is wanted again, or it asks anew."""
    if args.answer is not None:
        return _complete(frame, args, opened)
    if args.again:
        _check_need(opened)
        opened.notice_removal()
        opened.join_again(args.device_name)
    return _show(frame, args, opened)


def _check_need(opened: OpenPractice) -> None:
    """A device that its clinic takes stays who it is: a new identity has to be let in first."""
    try:
        opened.check_standing()
    except UserError as error:
        if error.code not in JOINS_AGAIN:
            raise
        return
    raise RuleBroken(
        "The clinic takes this laptop as it is; nothing was changed. Run `pazpaz sync`.",
        code="already_joined",
    )


def _show(frame: CommandContext, args: argparse.Namespace, opened: OpenPractice) -> int:
    with opened.store.read() as db:
        request = pending_request(db)
    if request is None:
        raise NotFound("This practice waits for no answer.")
    _show_request(frame, args, request, {"vault": opened.vault.id.hex})
    return 0


def _show_request(
    frame: CommandContext, args: argparse.Namespace, request: JoinRequest, more: dict[str, object]
) -> None:
    hand_over(frame, args.to, "request", request.to_text(), {"words": list(request.words()), **more})
    frame.console.note("Give the request to the one who lets you in, and compare these six words aloud:")
    frame.console.note("  " + " ".join(request.words()))


def _complete(frame: CommandContext, args: argparse.Namespace, opened: OpenPractice) -> int:
    answer = JoinAnswer.from_text(read_text(args.answer))
    opened.complete_join(answer)
    frame.console.result(
        {"ok": True, "vault": opened.vault.id.hex, "clinic_words": list(answer.words())},
        [
            f"Connected to {answer.place.host}. The clinic's words are: {' '.join(answer.words())}",
            "They are the same on every device of the clinic. Next: pazpaz sync",
        ],
    )
    return 0


def approve_request(frame: CommandContext, args: argparse.Namespace) -> int:
    """Lets a device in, once the six words were compared.

    RuleBroken (words_differ), and nothing done, if they differ.
    """
    request = JoinRequest.from_text(read_text(args.request))
    with unlock(frame, args) as opened:
        me = opened.require_enrolment().identity
        user = find_user(opened.practice, args.user, me.user_id)
        compare_words(frame, request.words(), args.words)
        answer = DeviceAdmin(opened).let_in(request, user)
    hand_over(frame, args.to, "answer", answer.to_text(), {"clinic_words": list(answer.words())})
    frame.console.note("The device is let in. Give it the answer; it will show the clinic's six words:")
    frame.console.note("  " + " ".join(answer.words()))
    return 0


def find_user(practice: Practice, email: str | None, default: UserId) -> User:
    """The member with this address; without one, the person at this device."""
    for user in practice.team.list():
        if (email is None and user.id == default) or (email is not None and user.email == email):
            return user
    raise NotFound("Nobody in this practice has that e-mail address; nothing was changed.")
