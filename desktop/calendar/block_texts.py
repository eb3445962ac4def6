"""Blocks of time in words, for the screen and for those who listen to it."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import QLocale

from core.domain.timegrid import day_of
from desktop.calendar.block_entry import BlockEntry
from desktop.calendar.gesture import GestureKind, Ghost
from desktop.calendar.series_texts import short_day
from desktop.calendar.texts import day_text, days_text, moment_text, span_text, time_text
from desktop.kit.i18n import tr

_MOMENT = timedelta(microseconds=1)


def when_text(block: BlockEntry, zone: ZoneInfo) -> str:
    """ "Tuesday, 24 November, 12:00–13:00"; of whole days the first and the last one."""
    first, last = day_of(block.start, zone), day_of(block.end - _MOMENT, zone)
    if block.is_all_day:
        if first == last:
            return tr("Blocks", "{day}, all day", day=day_text(first))
        return tr("Blocks", "{first} to {last}, all day", first=day_text(first), last=day_text(last))
    if first == last:
        return f"{day_text(first)}, {span_text(block.start, block.end, zone)}"
    ends = (
        f"{short_day(day)}, {time_text(at, zone)}" for day, at in ((first, block.start), (last, block.end))
    )
    return " – ".join(ends)


def block_spoken(block: BlockEntry, zone: ZoneInfo, *, blurred: bool = False) -> str:
    """ "Tuesday 12:00 to 13:00, Lunch, Dana Levi, blocked", for a screen reader."""
    when = when_text(block, zone)
    if not block.is_all_day:
        weekday = QLocale().dayName(day_of(block.start, zone).isoweekday())
        start, end = time_text(block.start, zone), time_text(block.end, zone)
        when = tr("Calendar", "{weekday} {start} to {end}", weekday=weekday, start=start, end=end)
    state = tr("Blocks", "closed") if block.user_id is None else tr("Blocks", "blocked")
    title = "" if blurred else block.span.block.title
    return ", ".join(part for part in (when, title, block.who, block.place, state) if part)


def block_hover(block: BlockEntry, zone: ZoneInfo, *, blurred: bool = False) -> str:
    """Title, time, and person or place, one below the other."""
    whose = block.who, block.place
    return "\n".join(filter(None, (block.title(blurred=blurred), when_text(block, zone), *whose)))


def taken_by_block(block: BlockEntry, zone: ZoneInfo, *, blurred: bool = False) -> str:
    """What a booking is warned of: "Lunch  12:00–13:00"; blurred, "Blocked  12:00–13:00"."""
    times = tr("Blocks", "all day") if block.is_all_day else span_text(block.start, block.end, zone)
    return f"{closed_place_text(block, blurred=blurred) or block.labels(blurred=blurred)[0]}  {times}"


def closed_place_text(block: BlockEntry, *, blurred: bool = False) -> str:
    """Such as "Room 2 is closed: Renovation"; empty for a block that closes no place."""
    title = "" if blurred else block.span.block.title
    if not block.place:
        return ""
    if title:
        return tr("Blocks", "{place} is closed: {title}", place=block.place, title=title)
    return tr("Blocks", "{place} is closed", place=block.place)


def changed_block_text(ghost: Ghost, zone: ZoneInfo) -> str:
    """After a block was moved, or one end of it: such as "Moved to Tuesday, 24 November at 12:00"."""
    is_move = ghost.kind is GestureKind.MOVE
    if ghost.block is not None and ghost.block.repeats:
        moved, changed = tr("Blocks", "Moved on all of its days"), tr("Blocks", "Changed on all of its days")
        return moved if is_move else changed
    if ghost.is_all_day:
        days = days_text(ghost.start, ghost.end, zone)
        return (
            tr("Calendar", "Moved to {when}", when=days) if is_move else tr("Blocks", "Now {days}", days=days)
        )
    if is_move:
        return tr("Calendar", "Moved to {when}", when=moment_text(ghost.start, zone))
    return tr("Calendar", "Now {times}", times=span_text(ghost.start, ghost.end, zone))
