"""What a block of time that was moved or resized means for the store; free of Qt."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from core.domain.errors import RuleBroken
from core.domain.moved_rules import MovedRule
from core.domain.records import TimeBlock
from core.domain.recurrence import parse_rule, rule_text
from core.domain.time_blocks import BlockSpan, spans
from desktop.calendar.block_form import BlockForm, block_form, changed_values, values_of, with_first
from desktop.calendar.gesture import Ghost
from desktop.calendar.repeating import repeat_of

_DAY = timedelta(days=1)


def moved_form(ghost: Ghost, held: BlockSpan) -> BlockForm:
    """The block's form after one of its days took the ghost's time: the others move as that one does."""
    known, zone = block_form(held.block), ZoneInfo(held.block.timezone)
    start, end = (_wall(moment, zone) for moment in (ghost.start, ghost.end))
    since = held.day - known.first
    first, last = start.date() - since, end.date() - since
    form = _on_day(known, held.block, first)
    if form.is_all_day:
        return replace(form, last=last - _DAY)
    return replace(form, last=last, start=f"{start:%H:%M}", end=f"{end:%H:%M}")


def moved_values(ghost: Ghost, week_start: int) -> dict[str, Any]:
    """The columns that change; RuleBroken where its repetition cannot go there."""
    if ghost.block is None:
        return {}
    held = ghost.block.span
    block, form = held.block, moved_form(ghost, held)
    values = values_of(form, week_start)
    changed = changed_values({name: values[name] for name in ("start_local", "duration_minutes")}, block)
    if form.first != block_form(block).first and block.rrule is not None:
        changed |= _repetition(block, form.first, values["rrule"])
    if changed and not _comes_on_its_day(ghost, block, changed):
        raise RuleBroken(
            "This block does not repeat on such days; nothing was changed. Open it to change its repetition.",
            code="first_day",
        )
    return changed


def _repetition(block: TimeBlock, first: date, rrule: str) -> dict[str, Any]:
    moved = _moved_rule(block, first, rrule)
    if not moved.keeps_together:
        raise RuleBroken(
            "The days of this block would lie in other weeks than now; nothing was changed. "
            "Open it to change its repetition.",
            code="other_weeks",
        )
    until = moved.until(block.until) if block.until else None
    changed = changed_values({"rrule": rrule, "until": until}, block)
    if block.exceptions:
        days = (moved.day(date.fromisoformat(day)) for day in block.exceptions)
        changed["exceptions"] = [day.isoformat() for day in days if day is not None]
    return changed


def _moved_rule(block: TimeBlock, first: date, rrule: str) -> MovedRule:
    return MovedRule(parse_rule(block.rrule or ""), block_form(block).first, parse_rule(rrule), first)


def _comes_on_its_day(ghost: Ghost, block: TimeBlock, changed: Mapping[str, Any]) -> bool:
    """Whether one of its days is the ghost's. Of an hour that comes twice it takes the first one."""
    day = _wall(ghost.start, ZoneInfo(block.timezone)).date()
    there = spans(replace(block, **changed), ghost.start - _DAY, ghost.start + _DAY)
    return any(one.day == day for one in there)


def _wall(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None)


def _on_day(form: BlockForm, block: TimeBlock, first: date) -> BlockForm:
    """Its weekdays and its end go with it, so that it comes as often as before."""
    days = (first - form.first).days
    if not days:
        return form
    also = tuple(sorted((number + days) % 7 for number in form.repeat.also))
    moved = with_first(replace(form, repeat=replace(form.repeat, also=also, until=None)), first)
    # An end is the same wherever weeks begin.
    repeat = repeat_of(moved.repeat, first, week_start=0)
    if repeat is None or form.repeat.until is None:
        return moved
    until = _moved_rule(block, first, rule_text(repeat.rule)).until(form.repeat.until)
    return replace(moved, repeat=replace(moved.repeat, until=max(until, first)))
