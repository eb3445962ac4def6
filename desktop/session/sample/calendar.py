"""The working week of the demo therapist: when there is something to book, over 18 months."""

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.domain.new_rows import TimeBlockDraft
from core.domain.recurrence import Frequency, Rule, rule_text
from core.domain.series import wall_text
from core.domain.timegrid import days_from

DAYS_BACK = 500
DAYS_AHEAD = 48
_WEEKS = ((6, 0, 1, 2, 3), (0, 1, 2, 3, 4), (1, 2, 3, 4, 5))
"""Days of work by `date.weekday()`: Sunday to Thursday, or a week in which today is one of them."""
_KINDS = ("long", "long", "late", "long", "late")
OPEN = {"long": ("08:00", "17:00"), "late": ("10:30", "19:30")}
"""Hours of the practice on such a day."""
_HOURS = {
    "long": (time(8, 30), time(9, 30), time(10, 45), time(12, 0), time(14, 0), time(15, 15)),
    "late": (time(11, 0), time(12, 0), time(14, 30), time(15, 45), time(17, 0), time(18, 15)),
}
_HOLIDAY_WEEK_EVERY = 17


@dataclass(frozen=True, slots=True)
class SampleSlot:
    """A free time; `start` is in UTC, `minutes` is how long it may last."""

    day: date
    start: datetime
    minutes: int


def free_slots(rng: random.Random, today: date, timezone: str) -> list[SampleSlot]:
    """Slots that get booked, in order. The practice grows, and the weeks ahead are filled less and less."""
    zone, week = ZoneInfo(timezone), week_of(today)
    found: list[SampleSlot] = []
    for offset in range(-DAYS_BACK, DAYS_AHEAD):
        day = today + timedelta(days=offset)
        if day.weekday() in week and not _is_holiday(offset):
            found += _day(rng, day, _HOURS[week[day.weekday()]], _fill(offset), zone)
    return found


def week_of(today: date) -> dict[int, str]:
    """The kind of each day of work; whoever looks around finds appointments on the day they look."""
    days = next(week for week in _WEEKS if today.weekday() in week)
    return dict(zip(days, _KINDS, strict=True))


def _is_holiday(offset: int) -> bool:
    week = offset // 7
    return week % _HOLIDAY_WEEK_EVERY == 9 and offset < -7


def _fill(offset: int) -> float:
    """Share of the slots of a day that are booked."""
    if offset == 0:
        return 1.0
    if offset > 0:
        return max(0.25, 0.85 - offset / DAYS_AHEAD * 0.7)
    return 0.35 + 0.45 * (DAYS_BACK + offset) / DAYS_BACK


def _day(
    rng: random.Random, day: date, hours: tuple[time, ...], fill: float, zone: ZoneInfo
) -> list[SampleSlot]:
    slots = []
    for number, hour in enumerate(hours):
        if rng.random() < fill:
            start = datetime.combine(day, hour, zone)
            following = datetime.combine(day, hours[number + 1], zone) if number + 1 < len(hours) else None
            # Both have the same zone, so Python subtracts what the clock shows, also where it is changed.
            minutes = int((following - start).total_seconds() // 60) if following else 60
            slots.append(SampleSlot(day, start.astimezone(UTC), min(60, minutes)))
    return slots


def blocks_of(today: date, lunch: str, supervision: str) -> list[TimeBlockDraft]:
    """A lunch on each day of work, between two visits, and every second week a supervision before the day
    on which the practice opens late."""
    week = week_of(today)
    late = next(day for day, kind in week.items() if kind == "late")
    return [
        _block(lunch, today, Rule(frequency=Frequency.WEEKLY, weekdays=tuple(week)), time(13, 30), 30),
        _block(
            supervision,
            today,
            Rule(frequency=Frequency.WEEKLY, interval=2, weekdays=(late,)),
            time(9),
            75,
        ),
    ]


def _block(title: str, today: date, rule: Rule, wall: time, minutes: int) -> TimeBlockDraft:
    begin = today - timedelta(days=DAYS_BACK)
    first = next(day for day in days_from(begin, 7) if day.weekday() in rule.weekdays)
    return TimeBlockDraft(
        title=title,
        start_local=wall_text(first, wall),
        duration_minutes=minutes,
        rrule=rule_text(rule),
    )
