"""`pazpaz connect`, `join` and `approve`: a practice gets a server, a device gets into a practice."""

import argparse
from pathlib import Path

from core.crypto.recovery import Paper, read_code
from core.domain.errors import BadInput, NotFound, RuleBroken
from core.domain.ids import UserId
from core.domain.records import User
from core.store.practice import Practice
from desktop.devices.office import Office
from desktop.terminal.frame import Commands, Frame, add_command, read_text
from desktop.terminal.handing_over import compare_words, hand_over
from desktop.terminal.practices import OpenPractice, start_join
from desktop.terminal.unlocking import new_passphrase, unlock
from sync import enrolled
from sync.enrol import ask_to_connect, ask_to_join, complete, pending_request
from sync.enrol_papers import JoinAnswer, JoinRequest

_DEVICE = "Laptop"
_TRIES = 3


def add(commands: Commands) -> None:
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
        "--again", action="store_true", help="a practice restored from a backup asks to join"
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


def connect(frame: Frame, args: argparse.Namespace) -> int:
    with unlock(frame, args) as opened:
        if args.answer is not None:
            return _complete(frame, args, opened)
        with opened.store.write() as db:
            request, paper = ask_to_connect(db, args.device_name, frame.clock)
        _show_request(frame, args, request, {"workspace_code": paper} if paper else {})
        if paper:
            frame.console.note(f"The practice's recovery code: {paper}")
            frame.console.note(
                "Write it on paper and keep it away from this computer; it is not shown again."
            )
            _type_back(frame, paper)
    return 0


def _type_back(frame: Frame, code: str) -> None:
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
        return read_code(typed, Paper.WORKSPACE) == read_code(code, Paper.WORKSPACE)
    except BadInput:
        return False


def join(frame: Frame, args: argparse.Namespace) -> int:
    if args.answer is not None or args.show or args.again:
        with unlock(frame, args) as opened:
            return _go_on(frame, args, opened)
    secret = new_passphrase(frame, args)
    opened, code, request = start_join(frame.home, secret, args.device_name, frame.clock, kdf=frame.kdf)
    with opened:
        _show_request(frame, args, request, {"vault": opened.vault.id.hex, "recovery_code": code})
        frame.console.note(f"Recovery code of this computer: {code}")
        frame.console.note("Write the recovery code on paper; it is not shown again.")
    return 0


def _go_on(frame: Frame, args: argparse.Namespace, opened: OpenPractice) -> int:
    """With a store that is here already: its answer came, its request is wanted again, or it asks anew."""
    if args.answer is not None:
        return _complete(frame, args, opened)
    if args.again:
        with opened.store.write() as db:
            ask_to_join(db, args.device_name, opened.ids)
    return _show(frame, args, opened)


def _show(frame: Frame, args: argparse.Namespace, opened: OpenPractice) -> int:
    with opened.store.read() as db:
        request = pending_request(db)
    if request is None:
        raise NotFound("This practice waits for no answer.")
    _show_request(frame, args, request, {"vault": opened.vault.id.hex})
    return 0


def _show_request(
    frame: Frame, args: argparse.Namespace, request: JoinRequest, more: dict[str, object]
) -> None:
    hand_over(frame, args.to, "request", request.to_text(), {"words": list(request.words()), **more})
    frame.console.note("Give the request to the one who lets you in, and compare these six words aloud:")
    frame.console.note("  " + " ".join(request.words()))


def _complete(frame: Frame, args: argparse.Namespace, opened: OpenPractice) -> int:
    answer = JoinAnswer.from_text(read_text(args.answer))
    complete(opened.store, answer, enrolled.remote_at)
    frame.console.result(
        {"ok": True, "vault": opened.vault.id.hex, "clinic_words": list(answer.words())},
        [
            f"Connected to {answer.place.host}. The clinic's words are: {' '.join(answer.words())}",
            "They are the same on every device of the clinic. Next: pazpaz sync",
        ],
    )
    return 0


def approve_request(frame: Frame, args: argparse.Namespace) -> int:
    request = JoinRequest.from_text(read_text(args.request))
    with unlock(frame, args) as opened:
        me = opened.require_enrolment().identity
        user = find_user(opened.practice, args.user, me.user_id)
        compare_words(frame, request.words(), args.words)
        answer = Office(opened).let_in(request, user)
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
