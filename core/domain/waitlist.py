"""The waitlist: what somebody who waits may wish for.

Days are kept as RFC 5545 names them, "MO,WE", and a part of the day by its name: what stands for any is None.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from core.domain.day_part import DayPart
from core.domain.errors import RuleBroken
from core.domain.recurrence import WEEKDAYS

URGENT = "URGENT"
"""The one urgency there is beside None: these are asked first."""
REMARK_LIMIT = 500
LONGEST_MINUTES = 24 * 60
ALL_DAYS = frozenset(range(7))


def days_text(days: Iterable[int]) -> str | None:
    """Weekdays, counted from Monday = 0, as they are kept; None for all of them, and for none."""
    chosen = sorted(set(days) & ALL_DAYS)
    return None if len(chosen) in {0, len(ALL_DAYS)} else ",".join(WEEKDAYS[day] for day in chosen)


def days_of(text: str | None) -> frozenset[int]:
    """The weekdays of what is kept. Without one that this program knows, any day does."""
    known = frozenset(WEEKDAYS.index(name) for name in (text or "").split(",") if name in WEEKDAYS)
    return known or ALL_DAYS


def part_text(part: DayPart) -> str | None:
    """As it is kept."""
    return None if part is DayPart.ANY else part.name


def part_of(text: str | None) -> DayPart:
    """Of one that only a newer program knows, any time does."""
    return DayPart.__members__.get(text or "", DayPart.ANY)


def kept_wish(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of an entry as they are kept; RuleBroken for a wish that nothing could fulfil."""
    minutes, part, urgency = values["duration_minutes"], values.get("day_part"), values.get("urgency")
    remark = (values.get("remark") or "").strip() or None
    if not 1 <= minutes <= LONGEST_MINUTES:
        raise RuleBroken(
            "An appointment lasts between a minute and a day; nothing was changed. Set another length.",
            code="duration",
        )
    _check_days(values.get("earliest"), values.get("latest"))
    if part is not None and part not in DayPart.__members__:
        raise RuleBroken(
            "That is no part of a day; nothing was changed. Choose another one.", code="day_part"
        )
    if urgency not in {None, URGENT}:
        raise RuleBroken(
            "Nobody can be that urgent; nothing was changed. Choose urgent or not.", code="urgency"
        )
    if len(remark or "") > REMARK_LIMIT:
        raise RuleBroken(
            f"A remark has at most {REMARK_LIMIT} characters; nothing was changed. Shorten it.",
            code="remark_too_long",
        )
    return {
        **values,
        "weekdays": days_text(_numbers(values.get("weekdays"))),
        "day_part": part_text(part_of(part)),
        "remark": remark,
    }


def _numbers(weekdays: str | None) -> Iterator[int]:
    for name in weekdays.split(",") if weekdays else ():
        if name not in WEEKDAYS:
            raise RuleBroken(
                "That is no day of a week; nothing was changed. Choose another one.", code="weekdays"
            )
        yield WEEKDAYS.index(name)


def _check_days(earliest: Any, latest: Any) -> None:
    """Both as dates, or both as ISO texts."""
    if earliest is not None and latest is not None and latest < earliest:
        raise RuleBroken(
            "The last day lies before the first; nothing was changed. Set a later one.", code="range"
        )
