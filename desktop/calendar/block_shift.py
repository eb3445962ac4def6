"""What a block of time that was moved or resized means for the store; free of Qt."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from core.domain.errors import RuleBroken
from core.domain.records import TimeBlock
from core.domain.time_blocks import BlockSpan, spans
from desktop.calendar.block_form import BlockForm, block_form, changed_values, values_of, with_first
from desktop.calendar.gesture import Ghost

_MINUTE, _DAY = timedelta(minutes=1), timedelta(days=1)


def moved_form(ghost: Ghost, held: BlockSpan) -> BlockForm:
    """The block's form after one of its days took the ghost's time: the others move as that one does."""
    known, zone = block_form(held.block), ZoneInfo(held.block.timezone)
    start, end = (_wall(moment, zone) for moment in (ghost.start, ghost.end))
    since = held.day - known.first
    first, last = start.date() - since, end.date() - since
    form = _on_day(known, first)
    if form.is_all_day:
        return replace(form, last=last - _DAY)
    return replace(form, last=last, start=f"{start:%H:%M}", end=f"{end:%H:%M}")


def moved_values(ghost: Ghost, week_start: int) -> dict[str, Any]:
    """The columns that change; RuleBroken where its repetition cannot go there."""
    if ghost.block is None:
        return {}
    held = ghost.block.span
    block, form = held.block, moved_form(ghost, held)
    days = form.first - block_form(block).first
    values = values_of(form, week_start)
    names = {"start_local", "duration_minutes"}
    if days:
        names |= {"rrule", "until"}
    changed = changed_values({name: values[name] for name in names if name in values}, block)
    if days and block.exceptions:
        changed["exceptions"] = _shifted(block.exceptions, days)
    if changed and not any(one.start == ghost.start for one in _around(ghost, block, changed)):
        raise RuleBroken(
            "This block does not repeat on such days; nothing was changed. Open it to change its repetition.",
            code="first_day",
        )
    return changed


def _around(ghost: Ghost, block: TimeBlock, changed: Mapping[str, Any]) -> list[BlockSpan]:
    return spans(replace(block, **changed), ghost.start, ghost.start + _MINUTE)


def _wall(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None)


def _on_day(form: BlockForm, first: date) -> BlockForm:
    """Its weekdays and its end go with it, so that it comes as often as before."""
    days = (first - form.first).days
    if not days:
        return form
    repeat = form.repeat
    also = tuple(sorted((number + days) % 7 for number in repeat.also))
    until = repeat.until + timedelta(days=days) if repeat.until else None
    return with_first(replace(form, repeat=replace(repeat, also=also, until=until)), first)


def _shifted(exceptions: Sequence[str], days: timedelta) -> list[str]:
    return [(date.fromisoformat(day) + days).isoformat() for day in exceptions]
