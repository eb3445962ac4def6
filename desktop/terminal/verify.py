"""`pazpaz verify`: whether a signed note that somebody was given is genuine. It needs no practice."""

import argparse
import os
from dataclasses import asdict
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from core.crypto import base32
from core.crypto.note_file import LONGEST, NoteFile, read_note_file
from core.crypto.note_report import NoteReport, VersionReport, report_on
from core.crypto.verifier_page import verifier_page
from core.domain.errors import BadInput, UserError
from core.domain.printable import one_line
from core.store.database.given_files import open_given
from core.store.database.private_files import write_atomically
from desktop.terminal.command import CommandContext, CommandGroup, add_command

_LONGEST_NAME = 200


def add(commands: CommandGroup) -> None:
    about = "say who signed a note that was exported, when, and whether it is genuine"
    parser = add_command(commands, "verify", verify, about=about)
    parser.add_argument("file", type=Path, metavar="FILE", help="a file that ends in .pazpaz-note")
    parser.add_argument("--code", metavar="CODE", help="the practice's own code, as the practice told it")
    paging = add_command(
        commands, "verify-page", save_page, about="write the page that checks notes in any browser"
    )
    paging.add_argument("--to", type=Path, required=True, metavar="FILE.html", help="where to write it")


def verify(frame: CommandContext, args: argparse.Namespace) -> int:
    """Prints what the file says and what holds of it, then raises UserError unless all of it does."""
    file = read_note_file(_content(args.file))
    report = report_on(file)
    # A person typed it: cleaned, with or without hyphens, it is the same code.
    is_same = args.code is None or base32.clean(args.code) == base32.clean(report.practice_code)
    document = {
        "ok": report.genuine and is_same,
        **asdict(report),
        "versions": [{**asdict(each), "signed_at": each.signed_at.isoformat()} for each in report.versions],
    }
    frame.console.result(document, _lines(file, report, is_told=args.code is not None and is_same))
    if not report.genuine:
        raise UserError("This file is not genuine; do not rely on it.", code="not_genuine")
    if not is_same:
        raise UserError("This file is not from the practice with that code.", code="other_practice")
    return 0


def save_page(frame: CommandContext, args: argparse.Namespace) -> int:
    """Writes one HTML file that checks signed notes in a browser, in the place of what has that name."""
    target: Path = args.to.absolute()
    if target.is_dir() or not target.parent.is_dir():
        raise BadInput(f"{args.to} is no place for a file; nothing was written.")
    write_atomically(target, verifier_page())
    frame.console.result(
        {"ok": True, "file": str(args.to)},
        [f"{args.to} checks signed notes in any browser, without the internet and without this program."],
    )
    return 0


def _content(path: Path) -> bytes:
    if not os.path.lexists(path):
        raise BadInput(f"{path} is not there; nothing was checked.")
    try:
        with open_given(path) as given:
            return given.read(LONGEST + 1)  # one byte too many tells the reader that the file is too long
    except OSError as error:
        reason = (error.strerror or "no reason given").lower()
        raise BadInput(f"{path} cannot be read: {reason}; nothing was checked.") from None


def _lines(file: NoteFile, report: NoteReport, *, is_told: bool) -> list[str]:
    zone = _zone(file.timezone)
    known = "as told" if is_told else "compare it with what the practice itself says"
    return [
        # Out of a stranger's file: in several lines a name could pass for lines of this report.
        f"Practice: {one_line(report.practice, _LONGEST_NAME)}",
        f"Client:   {one_line(report.client, _LONGEST_NAME)}",
        *(_version_line(each, zone) for each in report.versions),
        *(f"Not genuine: {problem}" for problem in report.problems),
        f"Code of the practice: {report.practice_code} ({known})",
        f"Code of the note:     {report.note_code} (a printed copy shows the same)",
    ]


def _version_line(version: VersionReport, zone: ZoneInfo) -> str:
    at = f"{version.signed_at.astimezone(zone):%Y-%m-%d %H:%M %Z}"
    state = f"not genuine: {version.problem}" if version.problem else "genuine"
    return f"Version {version.number}: signed by {one_line(version.signed_by, _LONGEST_NAME)}, {at}, {state}"


def _zone(name: str) -> ZoneInfo:
    """The practice's, as the file states it."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")
