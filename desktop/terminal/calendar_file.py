"""`pazpaz export-calendar`: appointments for other programs, as a calendar file."""

import argparse
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from core.calendar_file.publishing import Naming
from core.domain import timegrid
from core.domain.errors import BadInput
from core.store.practice.practice import Practice
from core.store.transfer.export_calendar import CalendarChoice, export_calendar
from desktop.paper.record_words import words_of
from desktop.terminal.command import CommandContext, CommandGroup, add_command
from desktop.terminal.practice_choice import unlock


def add(commands: CommandGroup) -> None:
    exporting = add_command(
        commands, "export-calendar", write_calendar, about="write appointments as a calendar file (.ics)"
    )
    exporting.add_argument("--to", type=Path, required=True, metavar="FILE.ics", help="the calendar file")
    exporting.add_argument(
        "--naming", choices=list(Naming), default=Naming.BUSY, type=Naming, help="what is said of a client"
    )
    exporting.add_argument(
        "--first", type=_day, metavar="DAY", help="first day, 2026-03-02; today if left out"
    )
    exporting.add_argument("--last", type=_day, metavar="DAY", help="last day; two years ahead if left out")
    exporting.add_argument("--mine", action="store_true", help="only what whoever opens the practice treats")


def _day(text: str) -> date:
    return date.fromisoformat(text)


def write_calendar(frame: CommandContext, args: argparse.Namespace) -> int:
    """Writes the file, says how many appointments it holds. An existing file of that name is replaced."""
    target: Path = args.to.absolute()
    if target.is_dir() or not target.parent.is_dir():
        raise BadInput(f"{args.to} is no place for a file; nothing was written.")
    with unlock(frame, args) as opened:
        count = export_calendar(opened.practice, target, _choice(opened.practice, args))
    found = "1 appointment" if count == 1 else f"{count:,} appointments"
    frame.console.result(
        {"ok": True, "file": str(args.to), "appointments": count},
        [
            f"{args.to} holds {found}; what was cancelled or missed is left out.",
            "It is not encrypted: whoever has it sees when you work.",
        ],
    )
    return 0


def _choice(practice: Practice, args: argparse.Namespace) -> CalendarChoice:
    place = practice.settings.workspace()
    return CalendarChoice(
        first=args.first or timegrid.day_of(practice.desk.clock.now(), ZoneInfo(place.timezone)),
        last=args.last,
        naming=args.naming,
        busy=words_of(place.locale).busy,
        treats=practice.me.user_id if args.mine else None,
    )
