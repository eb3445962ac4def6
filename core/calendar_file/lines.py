"""A calendar file as blocks of lines, read in bounded time and memory whatever is in it."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO

from core.domain.errors import BadInput
from core.runtime.progress import OnProgress

LARGEST_BYTES = 16 * 1024 * 1024
MOST_EVENTS = 20_000
_MOST_ZONES = 500
_MOST_LINES = 2_000
"""Of one block."""
_DEEPEST = 12
_LONGEST_LINE = 8_000
"""What is longer is cut: only remarks and pictures are, and nobody reads them here."""
_STEP = 10_000
"""Lines between two words of progress: some 25 ms of reading."""
_NAME = re.compile(rb"[A-Za-z0-9-]{1,60}(?=[;:])")
_READ = {
    "VEVENT": frozenset(
        {
            *(b"UID", b"SUMMARY", b"DTSTART", b"DTEND", b"DURATION", b"RRULE", b"RDATE", b"EXDATE"),
            *(b"RECURRENCE-ID", b"STATUS", b"SEQUENCE", b"ATTENDEE"),
        }
    ),
    "VTIMEZONE": frozenset({b"TZID", b"X-LIC-LOCATION"}),
    "STANDARD": frozenset({b"DTSTART", b"TZOFFSETTO", b"RRULE"}),
    "DAYLIGHT": frozenset({b"DTSTART", b"TZOFFSETTO", b"RRULE"}),
}


@dataclass(slots=True)
class CalendarComponent:
    """A component of a file. `line` is where it begins, from 1; of its lines only those of use, unfolded."""

    name: str
    line: int
    lines: list[str] = field(default_factory=list)
    parts: list["CalendarComponent"] = field(default_factory=list)
    """The times of a zone."""
    is_whole: bool = True
    """False where the file ends within it, or it holds more lines than any program writes."""


@dataclass(slots=True)
class FileBlocks:
    """Events and zones, in the order of the file."""

    events: list[CalendarComponent] = field(default_factory=list)
    zones: list[CalendarComponent] = field(default_factory=list)


def blocks(content: bytes, on_progress: OnProgress) -> FileBlocks:
    """What a file is made of. Refuses (BadInput) what is no calendar, or more of one than anybody has."""
    if len(content) > LARGEST_BYTES:
        raise BadInput(
            f"The file is larger than {LARGEST_BYTES // 1024**2} MB; nothing was imported. "
            "Export a shorter time from the other calendar."
        )
    found, stack = FileBlocks(), list[CalendarComponent]()
    is_calendar = False
    for number, line in _logical_lines(_as_utf8(content), on_progress):
        named = _NAME.match(line)
        if named is None:
            continue
        name = named[0].upper()
        if name == b"BEGIN":
            stack.append(CalendarComponent(_component(line), number))
            is_calendar = is_calendar or stack[-1].name == "VCALENDAR"
            if len(stack) > _DEEPEST:
                raise BadInput(
                    "Parts of this file lie within each other deeper than any calendar writes them; "
                    "nothing was imported. Export it again from the other calendar."
                )
        elif name == b"END":
            _close(stack, _component(line), found)
        elif stack:
            _keep(stack[-1], name, line)
    if not is_calendar:
        raise BadInput(
            "This is not a calendar file (.ics); nothing was imported. Export one from the other calendar."
        )
    for block in stack:  # the file ends within them
        block.is_whole = False
        _sort_in(found, block, None)
    return found


def _as_utf8(content: bytes) -> bytes:
    # It is UTF-8 (RFC 5545, 3.1.4) unless the first bytes say otherwise.
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if content.startswith(mark):
            return content.decode(encoding, "replace").encode()
    return content.removeprefix(codecs.BOM_UTF8)


def _logical_lines(content: bytes, on_progress: OnProgress) -> Iterator[tuple[int, bytes]]:
    """Each line put together again where it was folded, with the number of its first part."""
    begun, held, read = 0, b"", 0
    for number, raw in enumerate(BytesIO(content), 1):
        read += len(raw)
        if number % _STEP == 0:
            on_progress(read, len(content))
        # A folded line goes on behind a space or a tab (RFC 5545, 3.1).
        if raw[:1] in {b" ", b"\t"}:
            # Cut while it is put together: each piece copies what is there, and a file may be one folded
            # line.
            held += raw[1:].rstrip(b"\r\n") if len(held) < _LONGEST_LINE else b""
            continue
        if held:
            yield begun, held[:_LONGEST_LINE]
        begun, held = number, raw.rstrip(b"\r\n")
    if held:
        yield begun, held[:_LONGEST_LINE]


def _component(line: bytes) -> str:
    return line.partition(b":")[2].strip().upper()[:60].decode("ascii", "replace")


def _keep(block: CalendarComponent, name: bytes, line: bytes) -> None:
    if name in _READ.get(block.name, ()):
        if len(block.lines) < _MOST_LINES:
            block.lines.append(line.decode("utf-8", "replace"))
        else:
            block.is_whole = False


def _close(stack: list[CalendarComponent], name: str, found: FileBlocks) -> None:
    """An end without its beginning means nothing; one that closes several leaves the inner ones not whole."""
    if not any(block.name == name for block in stack):
        return
    while True:
        block = stack.pop()
        block.is_whole = block.is_whole and block.name == name
        _sort_in(found, block, stack[-1] if stack else None)
        if block.name == name:
            return


def _sort_in(found: FileBlocks, block: CalendarComponent, outer: CalendarComponent | None) -> None:
    if block.name == "VEVENT":
        found.events.append(block)
    elif block.name == "VTIMEZONE" and len(found.zones) < _MOST_ZONES:
        found.zones.append(block)
    elif block.name in {"STANDARD", "DAYLIGHT"} and outer is not None and len(outer.parts) < _MOST_LINES:
        outer.parts.append(block)
    if len(found.events) > MOST_EVENTS:
        raise BadInput(
            f"The file holds more than {MOST_EVENTS:,} events; nothing was imported. "
            "Export a shorter time from the other calendar."
        )
