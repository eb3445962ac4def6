"""What the form of a block holds, and what it means for the store; free of Qt."""

import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from core.domain.ids import LocationId, UserId
from core.domain.records import TimeBlock
from core.domain.recurrence import UnknownRule, parse_rule, rule_text
from core.domain.series import SeriesSummary, check_repeat, last_day, wall_text
from desktop.calendar.booking_form import FieldProblem
from desktop.calendar.repeating import NO_REPEAT, RepeatForm, fitted, form_of, from_json, repeat_of, to_json
from desktop.kit.form_drafts import known_fields
from desktop.kit.time_input import parse_time

_MINUTE, _DAY = timedelta(minutes=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class BlockForm:
    """What the fields hold. `last` is the day on which it ends; without `user_id` the place is closed, and
    without that the practice.

    `rrule` is a repetition that the fields cannot say, which stays as it is.
    """

    first: date
    last: date
    start: str = ""
    end: str = ""
    is_all_day: bool = False
    title: str = ""
    user_id: UserId | None = None
    repeat: RepeatForm = NO_REPEAT
    rrule: str | None = None
    location_id: LocationId | None = None


def form_at(start: datetime, end: datetime, zone: ZoneInfo, user_id: UserId | None) -> BlockForm:
    """For a new block at a time that was pointed at."""
    first, last = start.astimezone(zone), end.astimezone(zone)
    return BlockForm(first.date(), last.date(), f"{first:%H:%M}", f"{last:%H:%M}", user_id=user_id)


def block_form(block: TimeBlock) -> BlockForm:
    """A stored block as the fields say it: the first of its days, with how it repeats from there."""
    start = datetime.fromisoformat(block.start_local)
    end = start + timedelta(minutes=block.duration_minutes)
    repeat = _known_repeat(block, start.date())
    return BlockForm(
        first=start.date(),
        # A whole day ends with the midnight of the next one, which nobody means by its last day.
        last=(end - _MINUTE).date() if block.is_all_day else end.date(),
        start="" if block.is_all_day else f"{start:%H:%M}",
        end="" if block.is_all_day else f"{end:%H:%M}",
        is_all_day=block.is_all_day,
        title=block.title or "",
        user_id=block.user_id,
        repeat=repeat or NO_REPEAT,
        rrule=block.rrule if repeat is None else None,
        location_id=block.location_id,
    )


def _known_repeat(block: TimeBlock, first: date) -> RepeatForm | None:
    """None where it repeats in a way that the fields cannot say."""
    if block.rrule is None:
        return NO_REPEAT
    try:
        rule = parse_rule(block.rrule)
    except UnknownRule:
        return None
    return form_of(SeriesSummary(rule, block.start_local, block.until), first)


def with_first(form: BlockForm, day: date) -> BlockForm:
    """On another first day: it stays as long as it is, and repeats as it can there."""
    return replace(form, first=day, last=day + (form.last - form.first), repeat=fitted(form.repeat, day))


def problems(form: BlockForm) -> dict[str, FieldProblem]:
    """By field; none where it can be stored as far as a form can tell."""
    if form.is_all_day:
        return {"last": FieldProblem.END_BEFORE_START} if form.last < form.first else {}
    found = {
        name: FieldProblem.NO_TIME for name in ("start", "end") if parse_time(getattr(form, name)) is None
    }
    if not found and _ends(form) <= _begins(form):
        found["end"] = FieldProblem.END_BEFORE_START
    return found


def _begins(form: BlockForm) -> datetime:
    wall = time() if form.is_all_day else parse_time(form.start) or time()
    return datetime.combine(form.first, wall)


def _ends(form: BlockForm) -> datetime:
    if form.is_all_day:
        return datetime.combine(form.last + _DAY, time())
    ends = datetime.combine(form.last, parse_time(form.end) or time())
    # Until midnight, as people write it.
    return ends + _DAY if ends.time() == time() and form.last == form.first else ends


def values_of(form: BlockForm, week_start: int) -> dict[str, Any]:
    """The columns that a form without problems means. RuleBroken for a repetition that cannot be."""
    begins = _begins(form)
    return {
        "title": form.title.strip() or None,
        "user_id": form.user_id,
        "location_id": form.location_id,
        "start_local": wall_text(begins.date(), begins.time()),
        "duration_minutes": round((_ends(form) - begins) / _MINUTE),
        "is_all_day": form.is_all_day,
        **_repetition(form, week_start),
    }


def _repetition(form: BlockForm, week_start: int) -> dict[str, Any]:
    if form.rrule is not None:
        return {"rrule": form.rrule}
    repeat = repeat_of(form.repeat, form.first, week_start)
    if repeat is None:
        return {"rrule": None, "until": None}
    check_repeat(repeat, form.first)
    return {"rrule": rule_text(repeat.rule), "until": last_day(repeat.rule, form.first, repeat)}


def changed_values(values: Mapping[str, Any], block: TimeBlock) -> dict[str, Any]:
    """What the person left alone is not taken back from another device."""
    return {name: value for name, value in values.items() if getattr(block, name) != value}


def form_to_json(form: BlockForm) -> dict[str, Any]:
    """Days and ids as texts, as JSON can hold them; `form_from_json` reads it again."""
    days = {"first": form.first.isoformat(), "last": form.last.isoformat()}
    ids = {"user_id": str(form.user_id or ""), "location_id": str(form.location_id or "")}
    return asdict(form) | days | ids | {"repeat": to_json(form.repeat)}


def form_from_json(given: Mapping[str, Any]) -> BlockForm:
    """One that was left unfinished, perhaps by another version of the program."""
    days = {name: date.fromisoformat(given[name]) for name in ("first", "last")}
    user_id = UserId(uuid.UUID(given["user_id"])) if given.get("user_id") else None
    place_id = LocationId(uuid.UUID(given["location_id"])) if given.get("location_id") else None
    known, repeat = known_fields(BlockForm, given), from_json(given.get("repeat"))
    return BlockForm(**{**known, **days, "user_id": user_id, "location_id": place_id, "repeat": repeat})
