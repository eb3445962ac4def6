"""Time that is not for appointments: when a block is, whom or which room it holds up, and what one needs.

A block is kept as times on the wall of its zone, its end as well as its beginning: a lunch ends at one, and a
day at midnight, whatever the clocks do in between.
"""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from core.domain.errors import RuleBroken
from core.domain.records import TimeBlock
from core.domain.recurrence import Rule, UnknownRule, days_between, falls_on, parse_rule
from core.domain.timegrid import DAY_MINUTES, at_wall, day_of

LONGEST_DAYS = 400
LONGEST_REPEATED_DAYS = 31
"""So that few days of one rule overlap."""
TITLE_LIMIT = 120
_WALL = "%Y-%m-%dT%H:%M"


@dataclass(frozen=True, slots=True)
class BlockSpan:
    """A block on one of its days: [start, end) in UTC. `day` is the one that its rule gives."""

    block: TimeBlock
    day: date
    start: datetime
    end: datetime

    def holds_up(self, user_id: uuid.UUID | None, room: uuid.UUID | None = None) -> bool:
        """Whether it is this person's time, or this room is closed; a closure of the practice is everybody's.

        `room` is where an appointment takes place, None where it takes no room.
        """
        block = self.block
        if block.user_id is None and block.location_id is None:
            return True
        is_theirs = block.user_id is not None and block.user_id == user_id
        return is_theirs or (room is not None and block.location_id == room)


@dataclass(frozen=True, slots=True)
class _Plan:
    """What the texts of a block mean. Without a rule it is once."""

    rule: Rule | None
    first: date
    wall: time
    zone: ZoneInfo


@lru_cache(maxsize=4096)
def _plan(start_local: str, zone: str, rrule: str | None) -> _Plan | None:
    try:
        start = datetime.strptime(start_local, _WALL)  # noqa: DTZ007 - a time on the wall has no zone
        rule = parse_rule(rrule) if rrule else None
        return _Plan(rule, start.date(), start.time(), ZoneInfo(zone))
    # A zone is read from a file of its name, and a row may name a folder there: that is an OSError.
    except (UnknownRule, ValueError, ZoneInfoNotFoundError, OSError):
        return None


def spans(block: TimeBlock, start: datetime, end: datetime) -> list[BlockSpan]:
    """Those of a block that touch [start, end), in order; none of one that only a newer program can draw."""
    plan = _plan(block.start_local, block.timezone, block.rrule)
    if plan is None:
        return []
    length = timedelta(minutes=block.duration_minutes)
    # One day more on each side: the clocks may change in between.
    first = day_of(start - length, plan.zone) - timedelta(days=1)
    days = _days(block, plan, first, day_of(end, plan.zone))
    found = (_span(block, plan, day, length) for day in days)
    # A block inside the hour that the clocks leave out begins and ends at one moment, and holds nothing up.
    return [each for each in found if each.start < end and start < each.end and each.start < each.end]


def _days(block: TimeBlock, plan: _Plan, first: date, last: date) -> Iterator[date]:
    if plan.rule is None:
        return iter([plan.first] if first <= plan.first <= last else [])
    last = min(last, block.until or last)
    left_out = set(block.exceptions)
    days = days_between(plan.rule, plan.first, first, last)
    return (day for day in days if day.isoformat() not in left_out)


def _span(block: TimeBlock, plan: _Plan, day: date, length: timedelta) -> BlockSpan:
    ends = datetime.combine(day, plan.wall) + length
    return BlockSpan(
        block, day, at_wall(day, plan.wall, plan.zone), at_wall(ends.date(), ends.time(), plan.zone)
    )


def in_the_way(
    found: Iterable[BlockSpan],
    user_id: uuid.UUID | None,
    start: datetime,
    end: datetime,
    room: uuid.UUID | None = None,
) -> list[BlockSpan]:
    """Those that overlap [start, end) of this person's time, or of this room's."""
    return [each for each in found if each.holds_up(user_id, room) and each.start < end and start < each.end]


def check_block(
    *,
    start_local: str,
    timezone: str,
    minutes: int,
    is_all_day: bool,
    rrule: str | None,
    until: date | None,
    title: str | None,
) -> None:
    """Refuses (RuleBroken) a block that no calendar can show."""
    plan = _plan(start_local, timezone, rrule)
    if plan is None:
        raise RuleBroken("Nobody can tell when this block is; nothing was changed.", code="when")
    _check_length(plan, minutes, is_all_day=is_all_day)
    _check_end(plan, until)
    if len(title or "") > TITLE_LIMIT:
        raise RuleBroken(
            f"The title of a block has at most {TITLE_LIMIT} characters; nothing was changed. Shorten it.",
            code="title_too_long",
        )


def _check_length(plan: _Plan, minutes: int, *, is_all_day: bool) -> None:
    if minutes < 1:
        raise RuleBroken(
            "A block ends after it begins; nothing was changed. Set a later end.", code="ends_before_start"
        )
    most = LONGEST_DAYS if plan.rule is None else LONGEST_REPEATED_DAYS
    if minutes > most * DAY_MINUTES:
        raise RuleBroken(
            f"Such a block lasts at most {most} days; nothing was changed. Set an earlier end.",
            code="too_long",
        )
    if is_all_day and (plan.wall != time() or minutes % DAY_MINUTES):
        raise RuleBroken(
            "A block of whole days begins and ends at midnight; nothing was changed.", code="midnight"
        )


def _check_end(plan: _Plan, until: date | None) -> None:
    if plan.rule is None:
        return
    if not falls_on(plan.rule, plan.first, plan.first):
        raise RuleBroken(
            "The first day is not a day of the repetition; nothing was changed. Choose another day.",
            code="first_day",
        )
    if until is not None and until < plan.first:
        raise RuleBroken(
            "The repetition ends before it begins; nothing was changed. Choose a later end.", code="until"
        )
