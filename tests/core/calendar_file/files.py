"""Calendar files for tests: written by hand in a few words, or as other programs shape them."""

from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from core.calendar_file.planning import FilePlan, plan_of

PRODUCERS = sorted((Path(__file__).parents[2] / "data" / "calendars").glob("*.ics"))
BERLIN = ZoneInfo("Europe/Berlin")
TODAY = date(2026, 3, 1)


def event(*lines: str, uid: str = "one@invented.example") -> str:
    """With a mark and a summary, which further lines do not replace."""
    return "\r\n".join(("BEGIN:VEVENT", f"UID:{uid}", "SUMMARY:Fern Sampleton", *lines, "END:VEVENT"))


def at(start: str, *more: str, uid: str = "other@invented.example") -> str:
    """An event of 4 March that begins at such as "1000" and takes fifty minutes."""
    return event(f"DTSTART:20260304T{start}00", "DURATION:PT50M", *more, uid=uid)


def calendar(*parts: str) -> bytes:
    text = "\r\n".join(("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Invented//EN", *parts, "END:VCALENDAR"))
    return f"{text}\r\n".encode()


def plan(content: bytes, own: ZoneInfo = BERLIN) -> FilePlan:
    return plan_of(content, own, TODAY, lambda _done, _of: None)


def reasons(found: FilePlan) -> list[str]:
    return [each.reason.value for each in found.left_out]
