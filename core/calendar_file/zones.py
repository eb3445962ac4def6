"""Which zone of the tz database a calendar file means: by its name, by another name, or by what it does."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from core.calendar_file.content import NotUnderstood, parts, rule_value, time_value, windows_zones
from core.calendar_file.lines import CalendarComponent
from core.calendar_file.rules import Turn
from core.domain.recurrence import WEEKDAYS, Frequency, Rule, days_between, is_whole

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_+/-]{0,63}")
_OFFSET = re.compile(r"([+-])(\d\d)(\d\d)(\d\d)?")
_NTH = re.compile(r"([+-]?\d)([A-Z]{2})")
_MOST_TIMES = 400
_PROBED_DAYS, _WEDNESDAY = (1, 15), 2
_A_YEAR = timedelta(days=366)
# From here on a year can be taken off a day: Python's calendar begins with the year 1.
_EARLY = date(3, 1, 1)
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class _Time:
    """From when on the clocks of a zone stand so far from UTC; `turn` where that comes every year, perhaps
    until some day."""

    first: date
    offset: timedelta
    turn: Turn | None
    until: date


class FileZones:
    """The zones of one file. `own` is the practice's, which is preferred where several do the same."""

    def __init__(self, described: Sequence[CalendarComponent], own: ZoneInfo, today: date) -> None:
        self._own, self._today = own, today
        self._described: dict[str, CalendarComponent] = {}
        for block in described:
            self._described.setdefault(_property(block, "TZID"), block)
        self._known: dict[str, ZoneInfo | None] = {}

    def zone(self, name: str) -> ZoneInfo | None:
        """None where nobody can tell which is meant. A name that everybody knows goes before what the file
        says of it, as in other programs."""
        if name not in self._known:
            self._known[name] = self._named(name) or self._described_as(name)
        return self._known[name]

    def _named(self, name: str) -> ZoneInfo | None:
        bare = name.strip().strip("/").strip('"')
        windows = windows_zones().get(bare)
        tries = [windows] if windows else []
        pieces = bare.split("/")[-6:]
        # Such as "/freeassociation.sourceforge.net/Tzfile/Europe/Berlin": the longest end that is a zone.
        tries += ["/".join(pieces[at:]) for at in range(len(pieces))][: -1 if len(pieces) > 1 else None]
        return next((found for found in map(_iana, tries) if found is not None), None)

    def _described_as(self, name: str) -> ZoneInfo | None:
        block = self._described.get(name)
        if block is None:
            return None
        location = _property(block, "X-LIC-LOCATION")
        return (self._named(location) if location else None) or self._alike(block)

    def _alike(self, block: CalendarComponent) -> ZoneInfo | None:
        """A zone whose clocks do in this year and the next what the file says."""
        try:
            times = [_time(part) for part in block.parts[-_MOST_TIMES:]]
        except NotUnderstood:
            return None
        wanted = [(probe, _offset(times, probe)) for probe in self._probes()] if times else []
        if not wanted:
            return None
        names = [self._own.key, "Etc/UTC", *sorted(set(windows_zones().values()))]
        zones = (zone for zone in map(_iana, names) if zone is not None)
        return next((zone for zone in zones if _fits(zone, wanted)), None)

    def _probes(self) -> Iterator[datetime]:
        for year in (self._today.year, self._today.year + 1):
            for month in range(1, 13):
                for day in _PROBED_DAYS:
                    probe = datetime(year, month, day, 12, tzinfo=UTC)
                    # A Wednesday: nowhere do clocks change on one or on the days beside it.
                    yield probe + timedelta(days=(_WEDNESDAY - probe.weekday()) % 7)


def _iana(name: str) -> ZoneInfo | None:
    if not _NAME.fullmatch(name):
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _fits(zone: ZoneInfo, wanted: Sequence[tuple[datetime, timedelta | None]]) -> bool:
    return all(probe.astimezone(zone).utcoffset() == offset for probe, offset in wanted)


def _property(block: CalendarComponent, name: str) -> str:
    for line in block.lines:
        try:
            found, _, value = parts(line)
        except NotUnderstood:
            continue
        if found == name:
            return value
    return ""


def _time(block: CalendarComponent) -> _Time:
    start, rule = time_value(_property(block, "DTSTART")), _property(block, "RRULE")
    signed = _OFFSET.fullmatch(_property(block, "TZOFFSETTO").strip())
    if not isinstance(start, datetime) or signed is None:
        raise NotUnderstood
    offset = timedelta(hours=int(signed[2]), minutes=int(signed[3]), seconds=int(signed[4] or 0))
    parts_of_rule = rule_value(rule) if rule else {}
    told = next(iter(parts_of_rule.get("UNTIL", ())), date.max)
    until = told.date() if isinstance(told, datetime) else told
    if not isinstance(until, date):
        raise NotUnderstood
    yearly = _yearly(parts_of_rule, start.date()) if rule else None
    return _Time(start.date(), -offset if signed[1] == "-" else offset, yearly, until)


def _yearly(rule: Mapping[str, Sequence[Any]], first: date) -> Turn:
    """A weekday of a month, every year, as nearly all zones have it."""
    (month, *more), days = rule.get("BYMONTH") or [first.month], rule.get("BYDAY", [])
    nth = _NTH.fullmatch(str(days[0])) if len(days) == 1 else None
    if rule.get("FREQ") != ["YEARLY"] or more or not 1 <= int(month) <= _MONTHS or nth is None:
        raise NotUnderstood
    weekday = WEEKDAYS.index(nth[2]) if nth[2] in WEEKDAYS else -1
    found = Rule(frequency=Frequency.MONTHLY, interval=_MONTHS, nth=int(nth[1]), weekdays=(weekday,))
    if weekday < 0 or not is_whole(found):
        raise NotUnderstood
    return Turn(found, date(first.year, int(month), 1))


def _offset(times: Sequence[_Time], probe: datetime) -> timedelta | None:
    """Of the time that began last before the probe; probes stand days away from any change."""
    begun = [(begin, each.offset) for each in times if (begin := _last_begin(each, probe.date())) is not None]
    return max(begun)[1] if begun else None


def _last_begin(each: _Time, before: date) -> date | None:
    if each.turn is None:
        return each.first if each.first <= before else None
    last = min(before, each.until)
    # A day of every year lies in what is more than a year.
    return max(
        days_between(each.turn.rule, each.turn.anchor, last - _A_YEAR if last > _EARLY else date.min, last),
        default=None,
    )
