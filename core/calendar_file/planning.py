"""What a calendar file would put into a practice: single times, series, and what is left out and why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from core.calendar_file.events import (
    Attendee,
    EventReader,
    FileEvent,
    SkipReason,
    UnfitEvent,
    WallTime,
    day_in,
    summary_of,
)
from core.calendar_file.lines import CalendarComponent, blocks
from core.calendar_file.rules import MOST_COUNTED, Repetition
from core.calendar_file.zones import FileZones
from core.domain.clients import folded
from core.domain.recurrence import Rule, falls_on
from core.runtime.progress import OnProgress

COUNTED_AHEAD = timedelta(days=2 * 366)
"""So far from today a repetition is counted that no series can say."""
_READ_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class PlannedTime:
    """One appointment. `key` names it among all of all files; times are in UTC, `zone` is of the wall."""

    key: str
    start: datetime
    end: datetime
    zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedSeries:
    """`wall` is that of the first day, naive. `moved` stand at other times than the rule gives those days."""

    rule: Rule
    wall: datetime
    zone: str
    minutes: int
    until: date | None
    without: frozenset[date]
    moved: tuple[tuple[date, PlannedTime], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedBooking:
    """What one event becomes: a series, or times. `start` and `end` are of the first of them.

    `has_more`: it goes on beyond what was counted.
    """

    line: int
    uid: str
    summary: str
    attendees: tuple[Attendee, ...]
    start: datetime
    end: datetime
    times: tuple[PlannedTime, ...] = ()
    series: PlannedSeries | None = None
    has_more: bool = False


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An event that becomes nothing; `line` is where it begins in the file."""

    line: int
    summary: str
    reason: SkipReason


@dataclass(frozen=True, slots=True)
class FilePlan:
    """In the order of time, and what is left out in the order of the file."""

    bookings: tuple[PlannedBooking, ...]
    left_out: tuple[LeftOut, ...]


def plan_of(content: bytes, own: ZoneInfo, today: date, on_progress: OnProgress) -> FilePlan:
    """Reads a file and writes nothing. `own` is the practice's zone; BadInput for what is no calendar."""
    found = blocks(content, on_progress)
    planner = _Planner(FileZones(found.zones, own, today), own, today)
    planner.read(found.events, on_progress)
    bookings = planner.once(sorted(planner.bookings(on_progress), key=lambda each: (each.start, each.line)))
    return FilePlan(tuple(bookings), tuple(sorted(planner.left_out, key=lambda each: each.line)))


class _Planner:
    def __init__(self, zones: FileZones, own: ZoneInfo, today: date) -> None:
        self._reader = EventReader(zones.zone, own)
        self._counted_to = today + COUNTED_AHEAD
        self._groups: dict[str, list[FileEvent]] = {}
        self.left_out: list[LeftOut] = []

    def read(self, events: Sequence[CalendarComponent], on_progress: OnProgress) -> None:
        for number, block in enumerate(events):
            if number % _READ_AT_ONCE == 0:
                on_progress(number, len(events))
            try:
                event = self._reader.read(block)
            except UnfitEvent as unfit:
                self.left_out.append(LeftOut(block.line, summary_of(block), unfit.reason))
                continue
            # What has no mark of its own stands for itself.
            key = event.uid or f"{event.summary}/{event.start.moment.isoformat()}"
            self._groups.setdefault(key, []).append(replace(event, uid=key))

    def bookings(self, on_progress: OnProgress) -> Iterator[PlannedBooking]:
        for number, group in enumerate(self._groups.values()):
            if number % _READ_AT_ONCE == 0:
                on_progress(number, len(self._groups))
            masters = _newest_first(each for each in group if each.replaces is None)
            others = _newest_first(each for each in group if each.replaces is not None)
            for event in masters[1:]:
                self._leave_out(event, SkipReason.AGAIN)
            if masters and masters[0].is_cancelled:
                for event in (masters[0], *others):
                    self._leave_out(event, SkipReason.CANCELLED)
            elif masters:
                yield from self._planned(masters[0], others)
            else:
                yield from self._alone(others, others[0].start.zone)

    def once(self, bookings: Sequence[PlannedBooking]) -> list[PlannedBooking]:
        """Without those that say the same of the same time under another mark."""
        seen: dict[tuple[object, ...], PlannedBooking] = {}
        for booking in bookings:
            said = folded(booking.summary) or booking.uid
            if seen.setdefault((said, booking.start, booking.series is None), booking) is not booking:
                self.left_out.append(LeftOut(booking.line, booking.summary, SkipReason.AGAIN))
        return list(seen.values())

    def _planned(self, event: FileEvent, others: Sequence[FileEvent]) -> Iterator[PlannedBooking]:
        repeats = event.repeats
        if repeats is None:
            yield _booking(event, (_time(event, event.uid),))
            yield from self._alone(others, event.start.zone)
            return
        own, foreign = self._sorted(event, repeats, others)
        yield from self._alone(foreign, event.start.zone)
        rule = repeats.rule
        made = self._counted(event, repeats, own) if rule is None else _series(event, repeats, rule, own)
        if made is None:
            self._leave_out(event, SkipReason.CANCELLED)
        else:
            yield made

    def _sorted(
        self, event: FileEvent, repeats: Repetition, others: Sequence[FileEvent]
    ) -> tuple[dict[date, FileEvent], list[FileEvent]]:
        """Those that stand for a day of the repetition, the newest of each day, and those that do not."""
        own: dict[date, FileEvent] = {}
        foreign: list[FileEvent] = []
        for other in others:
            day = day_in(other.replaces, event.start.zone) if other.replaces else repeats.first
            if not _falls_on(repeats, day):
                foreign.append(other)
            elif day in own:
                self._leave_out(other, SkipReason.AGAIN)
            else:
                own[day] = other
        return own, foreign

    def _counted(
        self, event: FileEvent, repeats: Repetition, own: dict[date, FileEvent]
    ) -> PlannedBooking | None:
        days = (day for day in repeats.days() if day not in event.without and not _is_gone(own, day))
        found = list(islice(days, MOST_COUNTED + 1))
        kept = [day for day in found[:MOST_COUNTED] if day <= self._counted_to]
        times = tuple(
            _time(own[day], f"{event.uid}/{day}")
            if day in own
            else _time(_on(event, day), f"{event.uid}/{day}")
            for day in kept
        )
        return _booking(event, times, has_more=len(found) > len(kept)) if times else None

    def _alone(self, events: Sequence[FileEvent], zone: ZoneInfo) -> Iterator[PlannedBooking]:
        """Occurrences whose series is not in the file, or does not have their day."""
        seen: set[date] = set()
        for event in events:
            day = day_in(event.replaces or event.start, zone)
            if event.is_cancelled or day in seen:
                self._leave_out(event, SkipReason.CANCELLED if event.is_cancelled else SkipReason.AGAIN)
                continue
            seen.add(day)
            yield _booking(event, (_time(event, f"{event.uid}/{day}"),))

    def _leave_out(self, event: FileEvent, reason: SkipReason) -> None:
        self.left_out.append(LeftOut(event.line, event.summary, reason))


def _series(
    event: FileEvent, repeats: Repetition, rule: Rule, own: dict[date, FileEvent]
) -> PlannedBooking | None:
    """None where nothing of it takes place."""
    moved = tuple(
        (day, _time(own[day], f"{event.uid}/{day}")) for day in sorted(own) if not own[day].is_cancelled
    )
    without = {day for day in event.without if _falls_on(repeats, day)}
    without |= {day for day in own if own[day].is_cancelled}
    drawn = next((day for day in repeats.days() if day not in without and day not in own), None)
    if drawn is None and not moved:
        return None
    first = _time(_on(event, drawn), "") if drawn is not None else moved[0][1]
    series = PlannedSeries(
        rule=rule,
        wall=event.start.wall,
        zone=event.start.zone.key,
        minutes=event.minutes,
        until=repeats.until,
        without=frozenset(without),
        moved=moved,
    )
    return replace(_booking(event, (first,)), times=(), series=series)


def _newest_first(events: Iterator[FileEvent]) -> list[FileEvent]:
    # Of two of one mark the higher SEQUENCE is the newer (RFC 5545, 3.8.7.4).
    return sorted(events, key=lambda each: -each.sequence)


def _falls_on(repeats: Repetition, day: date) -> bool:
    if day == repeats.first:
        return True
    is_within = day > repeats.first and (repeats.until is None or day <= repeats.until)
    return is_within and any(falls_on(turn.rule, turn.anchor, day) for turn in repeats.turns)


def _is_gone(own: dict[date, FileEvent], day: date) -> bool:
    return day in own and own[day].is_cancelled


def _on(event: FileEvent, day: date) -> FileEvent:
    """The event, at its hour of another day."""
    return replace(event, start=WallTime(datetime.combine(day, event.start.wall.time()), event.start.zone))


def _time(event: FileEvent, key: str) -> PlannedTime:
    return PlannedTime(key, event.start.moment, event.end, event.start.zone.key)


def _booking(event: FileEvent, times: tuple[PlannedTime, ...], *, has_more: bool = False) -> PlannedBooking:
    return PlannedBooking(
        line=event.line,
        uid=event.uid,
        summary=event.summary,
        attendees=event.attendees,
        start=times[0].start,
        end=times[0].end,
        times=times,
        has_more=has_more,
    )
