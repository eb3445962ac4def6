"""Local days as calendar columns: which moment stands at which height, also on days of 23 or 25 hours.

Every column has the same 24 hour rows, so that hours line up across a week. On a day whose clock jumps
forward the missing row holds no time. On a day whose clock goes back the repeated row holds both passes,
the first in its upper half and the second in its lower half. So height is a monotone function of time, no
two moments share a height, and appointments before and after the change never seem to overlap.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

DAY_MINUTES = 1440
# A change is seen by the offsets at both ends of such a step, so no two may lie within one.
_PROBE = timedelta(minutes=30)
_SECOND = timedelta(seconds=1)
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of time drawn at one scale: [start, end) in UTC onto [top, bottom) in minutes of the column.

    `turn` is 0 for ordinary time, 1 and 2 for the first and second pass through a repeated hour.
    """

    start: datetime
    end: datetime
    top: float
    bottom: float
    turn: int = 0

    def minute_of(self, moment: datetime) -> float:
        """Height in minutes from the column's top, of a moment that lies in this stretch."""
        # In minutes first: a quarter of an hour then comes out whole, and is not taken for the one before.
        scale = (self.bottom - self.top) / ((self.end - self.start) / _MINUTE)
        return self.top + (moment - self.start) / _MINUTE * scale

    def moment_at(self, minute: float) -> datetime:
        """The moment in UTC that is drawn at this height, which lies in this stretch."""
        share = (minute - self.top) / (self.bottom - self.top)
        return self.start + (self.end - self.start) * share


@dataclass(frozen=True, slots=True)
class DayScale:
    """One local day. `start` and `end` are aware UTC; `gaps` are rows (from, to) in which no moment falls."""

    day: date
    start: datetime
    end: datetime
    stretches: tuple[Stretch, ...]
    gaps: tuple[tuple[float, float], ...]

    @property
    def hours(self) -> float:
        """How long the day really lasts."""
        return (self.end - self.start) / timedelta(hours=1)

    def contains(self, moment: datetime) -> bool:
        """Whether a moment belongs to this local day; its end belongs to the next one."""
        return self.start <= moment < self.end

    def minute_of(self, moment: datetime) -> float:
        """Height of a moment in minutes from the column's top; outside the day it is the nearer edge."""
        if moment <= self.start:
            return self.stretches[0].top if self.stretches else 0.0
        if moment >= self.end:
            return float(DAY_MINUTES)
        if len(self.stretches) == 1:  # nearly every day
            return self.stretches[0].minute_of(moment)
        at = bisect_right(self.stretches, moment, key=lambda stretch: stretch.start) - 1
        return self.stretches[at].minute_of(moment)

    def moment_at(self, minute: float) -> datetime:
        """The moment at a height; in a gap it is the first moment after it."""
        for stretch in self.stretches:
            if minute < stretch.bottom:
                return stretch.moment_at(max(minute, stretch.top))
        return self.end


@lru_cache(maxsize=1024)
def day_scale(day: date, zone: ZoneInfo) -> DayScale:
    """The scale of one local day; zones without changes cost one stretch."""
    start, end = start_of_day(day, zone), start_of_day(day + timedelta(days=1), zone)
    stretches = _stretches(day, _runs(start, end, zone), zone)
    return DayScale(day, start, end, stretches, _gaps(stretches))


def start_of_day(day: date, zone: ZoneInfo) -> datetime:
    """First moment of a local day, in UTC; where midnight does not exist, the first moment after it."""
    return at_wall(day, time(), zone)


def at_wall(day: date, wall: time, zone: ZoneInfo) -> datetime:
    """When a clock in the zone shows `wall`, in UTC: the first of two moments, or the first after a gap."""
    naive = datetime.combine(day, wall)
    moment = naive.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) == naive:
        return moment
    # PEP 495: in a gap, fold 1 uses the offset after the change and so lands before it, fold 0 after it.
    before = naive.replace(tzinfo=zone, fold=1).astimezone(UTC)
    return _change_between(before, moment, zone)


def day_of(moment: datetime, zone: ZoneInfo) -> date:
    """The date that a calendar in the zone shows at this moment."""
    return moment.astimezone(zone).date()


def shift_days(moment: datetime, days: int, zone: ZoneInfo) -> datetime:
    """The same wall-clock time some days later or earlier."""
    local = moment.astimezone(zone)
    return at_wall(local.date() + timedelta(days=days), local.time(), zone)


def snap_down(moment: datetime, zone: ZoneInfo, step_minutes: int) -> datetime:
    """The last multiple of the step on the wall clock that is not after the moment."""
    local = moment.astimezone(zone)
    past = timedelta(
        minutes=(local.hour * 60 + local.minute) % step_minutes,
        seconds=local.second,
        microseconds=local.microsecond,
    )
    # Taken off the moment and not off the wall: in the hour that comes twice it stays in the same pass.
    return moment.astimezone(UTC) - past


def snap_up(moment: datetime, zone: ZoneInfo, step_minutes: int) -> datetime:
    """The first multiple of the step on the wall clock that is not before the moment."""
    snapped = snap_down(moment, zone, step_minutes)
    return snapped if snapped == moment else snapped + timedelta(minutes=step_minutes)


def snap(moment: datetime, zone: ZoneInfo, step_minutes: int) -> datetime:
    """The nearest multiple of the step on the wall clock; the later one at the middle."""
    return snap_down(moment + timedelta(minutes=step_minutes) / 2, zone, step_minutes)


def first_of_week(day: date, first_weekday: int) -> date:
    """The day on which this day's week begins; weekdays count from Monday = 0."""
    return day - timedelta(days=(day.weekday() - first_weekday) % 7)


def days_from(first: date, count: int) -> tuple[date, ...]:
    """`count` days in a row, `first` among them."""
    return tuple(first + timedelta(days=step) for step in range(count))


def _change_between(low: datetime, high: datetime, zone: ZoneInfo) -> datetime:
    """The moment in (low, high] from which the zone's offset is that of `high`, to the second."""
    after = high.astimezone(zone).utcoffset()
    seconds = range(int((high - low).total_seconds()))

    def is_changed(second: int) -> bool:
        return (low + second * _SECOND).astimezone(zone).utcoffset() == after

    return low + bisect_left(seconds, True, key=is_changed) * _SECOND


def _runs(start: datetime, end: datetime, zone: ZoneInfo) -> list[tuple[datetime, datetime]]:
    """The day cut wherever its offset changes."""
    cuts = [start]
    at, offset = start, start.astimezone(zone).utcoffset()
    while at < end:
        after = min(at + _PROBE, end)
        next_offset = after.astimezone(zone).utcoffset()
        if next_offset != offset:
            cuts.append(_change_between(at, after, zone))
        at, offset = after, next_offset
    # The end belongs to the next day: a change exactly there cuts nothing off.
    return [(low, high) for low, high in zip(cuts, [*cuts[1:], end], strict=True) if low < high]


def _stretches(day: date, runs: list[tuple[datetime, datetime]], zone: ZoneInfo) -> tuple[Stretch, ...]:
    found: list[Stretch] = []
    for start, end in runs:
        top = _wall_minute(day, start, zone)
        bottom = min(float(DAY_MINUTES), top + (end - start) / _MINUTE)
        piece = Stretch(start, end, top, bottom)
        if found and piece.top < found[-1].bottom:
            found[-1:] = _share_rows(found[-1], piece)
        else:
            found.append(piece)
    return tuple(found)


def _wall_minute(day: date, moment: datetime, zone: ZoneInfo) -> float:
    wall = moment.astimezone(zone).replace(tzinfo=None)
    # Where clocks go back over midnight, the second run begins on the day before.
    return max(0.0, (wall - datetime.combine(day, time())) / _MINUTE)


def _share_rows(first: Stretch, second: Stretch) -> list[Stretch]:
    """Cuts two runs whose clocks overlap into before, first pass, second pass and after."""
    top, bottom = second.top, min(first.bottom, second.bottom)
    middle = (top + bottom) / 2
    turn = timedelta(minutes=bottom - top)
    parts = [
        Stretch(first.start, first.end - turn, first.top, top),
        Stretch(first.end - turn, first.end, top, middle, 1),
        Stretch(second.start, second.start + turn, middle, bottom, 2),
        Stretch(second.start + turn, second.end, bottom, second.bottom),
    ]
    return [part for part in parts if part.start < part.end]


def _gaps(stretches: tuple[Stretch, ...]) -> tuple[tuple[float, float], ...]:
    edges = [0.0]
    for stretch in stretches:
        edges += [stretch.top, stretch.bottom]
    edges.append(float(DAY_MINUTES))
    pairs = zip(edges[::2], edges[1::2], strict=True)
    return tuple((low, high) for low, high in pairs if low < high)
