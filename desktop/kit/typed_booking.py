"""A whole booking as somebody types it: "dana tue 10 60m massage every week x8", in any order. No Qt."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import NamedTuple

from core.domain.people_search import plain
from core.domain.records import Service
from core.domain.recurrence import MOST_APART
from core.domain.series import MOST_TIMES
from desktop.kit.time_input import parse_time
from desktop.kit.typed_day import DayWords, day_meant

_MOST_WORDS_OF_A_DAY = 4
"""As in "12 dec 2026 " or "in 2 weeks"."""
_MOST_YEARS_AWAY = 50
_LEAST_LETTERS = 3
_MOST_NAMES = 5
_LONGEST_MINUTES = 8 * 60
_LATEST_LENGTH = 4
""" "1h" to "4h" are lengths, "9h" is a time: nobody books at four at night, and nobody for nine hours."""
_LENGTH = re.compile(r"(\d{1,3}(?:[.,]\d)?)(\D+)")
_HOURS_AND_MINUTES = re.compile(r"(\d)h(\d{2})")
_TIMES = re.compile(r"[x×](\d{1,3})|(\d{1,3})[x×]")
_HALF = re.compile(r"[ap]\.?m\.?")
# "@10", and in Hebrew "ב-10", which is "at 10".
_HOUR = re.compile(rf"(?:@|ב-?)?(\d[\d:.h]*(?:{_HALF.pattern})?)")
_SPAN = re.compile(rf"(?:@|ב-?)?(\d[\d:.]*)({_HALF.pattern})?[-–](\d[\d:.]*)({_HALF.pattern})?")


@dataclass(frozen=True, slots=True)
class BookingWords:
    """Without case. `often` and `days.units` tell day, week, month or year by a word."""

    days: DayWords
    every: Sequence[str] = ()
    often: Mapping[str, str] = field(default_factory=dict)
    times: Sequence[str] = ()
    minutes: Sequence[str] = ()
    hours: Sequence[str] = ()
    at: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedBooking:
    """What a line says; None for what it does not."""

    who: str
    """The words that mean nothing else: some of a client's name."""
    day: date
    start: time
    minutes: int | None = None
    service: Service | None = None
    every: tuple[int, str] | None = None
    """Such as (2, "week")."""
    times: int | None = None
    text: str = field(default="", compare=False)
    """All of it, as it was typed."""


def booking_meant(
    text: str, now: datetime, words: BookingWords, services: Sequence[Service]
) -> TypedBooking | None:
    """None for a line without somebody's name or without an hour: it is no booking.

    `now` on the practice's clock. Where no day is said, it is today, or tomorrow if the hour is over.
    """
    said = _taken_out(_Line(text), now, words, services)
    if said.span is None or not said.rest:
        return None
    start, end = said.span
    return TypedBooking(
        who=said.rest,
        day=said.day or now.date() + timedelta(days=start <= now.time()),
        start=start,
        minutes=said.minutes or _between(start, end),
        service=said.service,
        every=said.every or (None if said.times is None else (1, "week")),
        times=said.times,
        text=text,
    )


def name_alone(text: str, now: datetime, words: BookingWords, services: Sequence[Service]) -> str:
    """The whole text where it may be somebody's name; empty where some of it means something else."""
    said = " ".join(text.split())
    parts = said.split()
    is_name = 1 <= len(parts) <= _MOST_NAMES and all(part[0].isalpha() for part in parts)
    has_number = any(letter.isdigit() for letter in said)
    if not is_name or has_number or len(said) == 1:
        return ""
    return said if _taken_out(_Line(text), now, words, services).rest == said else ""


class _Line:
    """The words of a line; what was understood is taken out, and its neighbours stay apart."""

    def __init__(self, text: str) -> None:
        words = text.split()
        self._all = [word.casefold() for word in words]
        self._typed: list[str | None] = list(words)

    def runs(self, longest: int) -> list[tuple[int, list[str]]]:
        """Each place and the words from there on that are still there, without case, the longest first."""
        # The short Hebrew names of days and units end in a geresh, often typed as an apostrophe.
        left = [None if word is None else word.casefold().replace("'", "׳") for word in self._typed]
        found = []
        for count in range(longest, 0, -1):
            for first in range(len(left) - count + 1):
                words = [word for word in left[first : first + count] if word is not None]
                if len(words) == count:
                    found.append((first, words))
        return found

    def take(self, first: int, words: Sequence[str]) -> None:
        self._typed[first : first + len(words)] = [None] * len(words)

    def left(self) -> list[tuple[str, str]]:
        """Each word that is still there, without case, behind the one that was typed before it."""
        pairs = zip(pairwise(self._all), self._typed[1:], strict=True)
        return [pair for pair, word in pairs if word is not None]

    def rest(self) -> str:
        """As it was typed."""
        return " ".join(word for word in self._typed if word is not None)


class _Said(NamedTuple):
    """What a line says, and the words that mean nothing else."""

    every: tuple[int, str] | None
    times: int | None
    day: date | None
    minutes: int | None
    span: tuple[time, time | None] | None
    service: Service | None
    rest: str


def _taken_out(line: _Line, now: datetime, words: BookingWords, services: Sequence[Service]) -> _Said:
    """One after the other: what one of them took means nothing to those behind it."""
    every, times = _every(line, words), _count(line, words)
    day, minutes = _day(line, now.date(), words.days), _length(line, words)
    span, service = _hours(line, words), _service(line, services)
    return _Said(every, times, day, minutes, span, service, line.rest())


def _every(line: _Line, words: BookingWords) -> tuple[int, str] | None:
    """ "every week", "every 2 weeks", "weekly"; of "every tue" the weekday stays for the day."""
    for first, said in line.runs(3):
        unit = words.days.units.get(said[-1], "")
        if len(said) == 1 and said[0] in words.often:
            line.take(first, said)
            return 1, words.often[said[0]]
        if len(said) == 1 or said[0] not in words.every:
            continue
        number = int(said[1]) if len(said) == 3 and said[1].isdecimal() else 1 if len(said) == 2 else 0
        if unit and 1 <= number <= MOST_APART:
            line.take(first, said)
            return number, unit
        if len(said) == 2 and _is_weekday(said[1], words.days):
            line.take(first, said[:1])
            return 1, "week"
    return None


def _is_weekday(word: str, words: DayWords) -> bool:
    names = (name for day in words.weekdays for name in day)
    return len(word) >= _LEAST_LETTERS and any(name.startswith(word) for name in names)


def _count(line: _Line, words: BookingWords) -> int | None:
    """ "x8", "8x", "8 times"."""
    for first, said in line.runs(2):
        found = _TIMES.fullmatch(said[0]) if len(said) == 1 else None
        times = int(found[1] or found[2]) if found else 0
        if len(said) == 2 and said[0].isdecimal() and said[1] in words.times:
            times = int(said[0])
        if 1 <= times <= MOST_TIMES:
            line.take(first, said)
            return times
    return None


def _day(line: _Line, today: date, words: DayWords) -> date | None:
    """A number alone is an hour, and so is one that would be a far year: "3.12. 1030"."""
    for first, said in line.runs(_MOST_WORDS_OF_A_DAY):
        text = " ".join(said)
        day = None if text.isdecimal() else day_meant(text, today, words)
        is_hour = day is not None and len(said) > 1 and abs(day.year - today.year) > _MOST_YEARS_AWAY
        if day is not None and not is_hour:
            line.take(first, said)
            return day
    return None


def _length(line: _Line, words: BookingWords) -> int | None:
    """ "60m", "90 min", "1.5h", "1h30"."""
    for first, said in line.runs(2):
        minutes = _minutes("".join(said), words)
        if minutes is not None and 0 < minutes <= _LONGEST_MINUTES:
            line.take(first, said)
            return minutes
    return None


def _minutes(text: str, words: BookingWords) -> int | None:
    if (both := _HOURS_AND_MINUTES.fullmatch(text)) and int(both[1]) <= _LATEST_LENGTH:
        return int(both[1]) * 60 + int(both[2])
    found = _LENGTH.fullmatch(text)
    if found is None:
        return None
    number, unit = float(found[1].replace(",", ".")), found[2]
    if unit in words.minutes:
        return round(number)
    return round(number * 60) if unit in words.hours and number <= _LATEST_LENGTH else None


def _hours(line: _Line, words: BookingWords) -> tuple[time, time | None] | None:
    """ "10", "930", "at 9:30", "14h", "at 2 pm", "10-11:30", "2-3 p.m."; none where a half is left."""
    for first, said in line.runs(3):
        typed = said[1:] if len(said) > 1 and said[0] in words.at else said
        if len(typed) > 2 or (len(typed) == 2 and not _HALF.fullmatch(typed[1])):
            continue
        found = _hour_or_span("".join(typed))
        if found is not None:
            line.take(first, said)
            return None if _is_half_left(line) else found
    return None


def _is_half_left(line: _Line) -> bool:
    """Whether one is left behind an hour, as of "14 pm"; behind "3.12." it may be a name."""
    return any(
        _HALF.fullmatch(word)
        and (_HALF.fullmatch(before) or (not before.endswith(".") and _hour_or_span(before) is not None))
        for before, word in line.left()
    )


def _hour_or_span(typed: str) -> tuple[time, time | None] | None:
    if found := _HOUR.fullmatch(typed):
        start = parse_time(found[1])
        return None if start is None else (start, None)
    found = _SPAN.fullmatch(typed)
    return _span(found[1], found[2] or "", found[3], found[4] or "") if found else None


def _span(start: str, first: str, end: str, last: str) -> tuple[time, time | None] | None:
    """`first` and `last` are halves of the day, or empty: one counts for both, but "11-1pm" is two hours."""
    if not first and not last:
        begins = parse_time(start)
        return None if begins is None else (begins, parse_time(end))
    for halves in ((first or last, last or first), (first, last), (first, last or "pm")):
        begins, ends = parse_time(start + halves[0]), parse_time(end + halves[1])
        if begins is not None and ends is not None and begins < ends:
            return begins, ends
    return None


def _between(start: time, end: time | None) -> int | None:
    if end is None or end <= start:
        return None
    return (end.hour - start.hour) * 60 + end.minute - start.minute


def _service(line: _Line, services: Sequence[Service]) -> Service | None:
    """By the beginnings of its first words; of several the one that is said most wholly."""
    names = {service.id: plain(service.name).split() for service in services}
    for first, said in line.runs(max(map(len, names.values()), default=0)):
        if sum(map(len, said)) < _LEAST_LETTERS:
            continue
        fitting = [service for service in services if _begins(names[service.id], said)]
        if fitting:
            line.take(first, said)
            return min(fitting, key=lambda service: len(service.name))
    return None


def _begins(name: Sequence[str], said: Sequence[str]) -> bool:
    typed = [plain(word) for word in said]
    return len(typed) <= len(name) and all(
        word.startswith(part) for word, part in zip(name, typed, strict=False)
    )
