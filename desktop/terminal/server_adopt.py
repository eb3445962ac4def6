"""`pazpaz server adopt`: a practice moves from an old PazPaz database to a clinic's new one."""

import argparse
from collections.abc import Callable
from functools import partial
from pathlib import Path
from uuid import UUID
from zoneinfo import available_timezones

import sqlalchemy as sa

from core.crypto.recovery import Paper, new_code, workspace_keys
from core.domain.errors import BadInput, UserError
from core.domain.ids import WorkspaceId
from core.store.database.given_files import open_given
from desktop.session.join_files import read_text, write_file
from desktop.terminal import server_adopt_files
from desktop.terminal.command import CommandContext, CommandGroup, add_command
from desktop.terminal.handover import compare_words, hand_over
from desktop.terminal.operators import add_operator, operator_url
from migrations.operate.adopting.adopt import adopt, look, state_of
from migrations.operate.adopting.findings import SHOWN, Grade
from migrations.operate.adopting.legacy import read_master_key
from migrations.operate.adopting.plan import AdoptionPlan
from migrations.operate.adopting.survey import Survey
from migrations.operate.connection import parse_address
from sync.enrolment.identity_store import ServerPlace
from sync.enrolment.messages import JoinAnswer, JoinRequest

PlaceOf = Callable[[argparse.Namespace, sa.URL], ServerPlace]
"""The server as devices will see it."""
_LARGEST_KEY = 1024
_STATES = {
    "new": "Nothing was changed. Stop the old program, make a backup, and give --yes to do it.",
    "begun": "Nothing was changed. An adoption of this practice was interrupted; --yes goes on with it.",
    "finished": "Nothing was changed. This practice was adopted already.",
}
_HEADS = {
    Grade.SETTLED: "Settled by rule, nothing is lost:",
    Grade.MENDABLE: "Only with --mend (the original stays beside it, sealed):",
    Grade.OBSTACLE: "In the way, adopts nothing:",
}


def add(groups: CommandGroup, place_of: PlaceOf) -> None:
    """Also adds `adopt-files`. `place_of` reads from the options how devices reach the new server."""
    server_adopt_files.add(groups, _master_key)
    doing = partial(run, place_of)
    parser = add_command(
        groups, "adopt", doing, about="take over an old PazPaz database; only looks unless --yes is given"
    )
    add_operator(parser)
    old = parser.add_mutually_exclusive_group(required=True)
    old.add_argument("--source", metavar="URL", help="address of the old database; it is only read")
    old.add_argument("--source-file", type=Path, metavar="FILE", help="file with that address")
    parser.add_argument("--workspace", metavar="ID", help="which practice, when there are several")
    parser.add_argument("--timezone", required=True, help="the practice's, such as Europe/Berlin")
    parser.add_argument("--locale", default="en", help="the practice's language")
    server_adopt_files.add_master_key(parser.add_argument)
    parser.add_argument(
        "--mend", action="store_true", help="settle by stated rules what the new tables cannot hold"
    )
    _add_doing(parser)


def _add_doing(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--yes", action="store_true", help="do it; the old database stays as it is")
    parser.add_argument("--create-database", action="store_true", help="make the new database if missing")
    parser.add_argument("--request", type=Path, metavar="FILE", help="what `pazpaz join` of the owner made")
    parser.add_argument("--words", metavar="WORDS", help="the six words that the owner's device shows")
    parser.add_argument("--owner", metavar="EMAIL", help="whose device it is, when there are several owners")
    parser.add_argument(
        "--paper", type=Path, metavar="FILE", help="file for the practice's recovery code; keep it until done"
    )
    parser.add_argument("--host", help="the server's name as devices reach it")
    parser.add_argument("--port", type=int, help="its port as devices reach it")
    parser.add_argument("--ca", type=Path, metavar="FILE", help="authority that devices shall trust")
    parser.add_argument("--to", type=Path, metavar="FILE", help="write the answer there, not to stdout")


def run(place_of: PlaceOf, frame: CommandContext, args: argparse.Namespace) -> int:
    """Only looks, and says what is in the way, unless --yes is given.

    With --yes an adoption that was interrupted goes on where it was.
    """
    plan = AdoptionPlan(
        workspace_id=_workspace(args.workspace),
        owner=args.owner,
        timezone=_timezone(args.timezone),
        locale=args.locale,
        master_keys=tuple(_master_key(path) for path in args.master_key),
        mend=args.mend,
    )
    return _adopt(place_of, frame, args, plan) if args.yes else _look(frame, args, plan)


def _look(frame: CommandContext, args: argparse.Namespace, plan: AdoptionPlan) -> int:
    found = look(_source(args), plan, frame.console.progress)
    state = state_of(operator_url(args), found.workspace.workspace_id)
    lines = [
        f"Practice {found.workspace.name} ({found.workspace.workspace_id}), {found.workspace.rows:,} rows:"
    ]
    lines += [f"  {table}: {count:,}" for table, count in found.counts.items()]
    lines += _finding_lines(found) + _left_lines(found.left_out)
    lines += [
        f"{found.cells:,} fields will be sealed; {found.notes_finalized:,} finalized notes get a version 1.",
        _STATES[state],
    ]
    # Told before it is refused: the findings name the rows that are in the way.
    frame.console.result({**_document(found), "state": state}, lines)
    found.refuse_obstacles(mend=plan.mend)
    return 0


def _finding_lines(found: Survey) -> list[str]:
    lines = []
    for grade, head in _HEADS.items():
        keys = found.findings.of(grade)
        if keys:
            lines += [head, *(f"  {found.findings.line(key)}" for key in keys)]
    return lines


def _left_lines(left_out: list[str]) -> list[str]:
    """What only the old database has from here on."""
    if not left_out:
        return []
    more = [f"  and {len(left_out) - SHOWN:,} more; --json names all"] if len(left_out) > SHOWN else []
    return [
        "Not taken over, they stay in the old database:",
        *(f"  {each}" for each in left_out[:SHOWN]),
        *more,
    ]


def _document(found: Survey) -> dict[str, object]:
    findings = [
        {
            "kind": key[0],
            "grade": grade.value,
            "table": key[1],
            "what": key[2],
            "count": found.findings.counts[key],
            "rows": found.findings.named[key],
        }
        for grade in Grade
        for key in found.findings.of(grade)
    ]
    return {
        "ok": not found.findings.of(Grade.OBSTACLE),
        "workspace_id": found.workspace.workspace_id,
        "counts": found.counts,
        "cells": found.cells,
        "finalized_notes": found.notes_finalized,
        "findings": findings,
        "left_out": found.left_out,
    }


def _adopt(place_of: PlaceOf, frame: CommandContext, args: argparse.Namespace, plan: AdoptionPlan) -> int:
    if args.request is None or args.paper is None:
        raise UserError(
            "Doing it needs the request of the owner's device (--request FILE, made with `pazpaz join`) and "
            "a file for the practice's recovery code (--paper FILE). Nothing was changed.",
            code="incomplete",
        )
    url = operator_url(args)
    request = JoinRequest.from_text(read_text(args.request))
    place = place_of(args, url)
    compare_words(frame, request.words(), args.words)
    done = adopt(
        _source(args),
        url,
        plan,
        request,
        _recovery_code(args.paper),
        frame.clock,
        create_database=args.create_database,
        progress=frame.console.progress,
    )
    answer = JoinAnswer(
        request_digest=request.digest(),
        place=place,
        workspace_id=done.workspace_id,
        user_id=done.owner_id,
        root_pub=done.root_pub,
        adopted=done.proof,
    )
    more = {"counts": done.counts, "clinic_words": list(answer.words()), "paper": str(args.paper)}
    hand_over(frame, args.to, "answer", answer.to_text(), more)
    frame.console.note(f"Adopted {sum(done.counts.values()):,} rows; all were read back and are the same.")
    frame.console.note(
        f"Give the answer to the owner's device. Write the recovery code in {args.paper} on paper, keep it "
        "away from every computer, and delete the file."
    )
    return 0


def _recovery_code(path: Path) -> str:
    """That of an adoption that began, else a new one: in the file before anything depends on it."""
    if path.exists():
        code = read_text(path, limit=1000).strip()
        workspace_keys(code)  # raises BadInput for anything else
        return code
    code = new_code(Paper.WORKSPACE)
    write_file(path, code + "\n")
    return code


def _source(args: argparse.Namespace) -> sa.URL:
    text = args.source if args.source is not None else read_text(args.source_file, limit=4096).strip()
    return parse_address(text)


def _master_key(path: Path) -> bytes:
    try:
        with open_given(path) as file:
            return read_master_key(file.read(_LARGEST_KEY))
    except OSError as error:
        reason = (error.strerror or "cannot be opened").lower()
        raise BadInput(f"{path} cannot be read: {reason}; nothing was changed.") from None


def _workspace(text: str | None) -> WorkspaceId | None:
    try:
        return None if text is None else WorkspaceId(UUID(text))
    except ValueError:
        raise BadInput("--workspace takes the id of a practice; nothing was changed.") from None


def _timezone(name: str) -> str:
    if name not in available_timezones():
        raise BadInput("There is no such time zone; give one like Europe/Berlin. Nothing was changed.")
    return name
