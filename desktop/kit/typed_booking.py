"""A whole booking as somebody types it: "dana tue 10 60m massage every week x8", in any order. No Qt."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from core.domain.people_search import plain
from core.domain.records import Service
from core.domain.recurrence import MOST_APART
from core.domain.series import MOST_TIMES
from desktop.kit.typed_day import DayWords, day_meant, weekday_meant
from desktop.kit.typed_hours import HALF, HourWords, Span, hours_meant

_MOST_WORDS_OF_A_DAY = 5
"""As in "on 3rd of december 2026"."""
_MOST_WORDS_OF_A_LENGTH = 6
"""As in "for an hour and a half"."""
_MOST_YEARS_AWAY = 50
_LEAST_LETTERS = 3
_MOST_NAMES = 5
_LEAST_DIGITS_OF_A_PHONE = 6
_TOLD_AS_HOUR = re.compile(r"\d:|@\d|\d\.?[ap]\b")
_BETWEEN_WORDS = ",; "
_DASHES = "-–—"
_HEBREW_SHORTENING = str.maketrans({"'": "׳", "’": "׳", '"': "״"})
_LONGEST_MINUTES = 8 * 60
_LATEST_LENGTH = 4
""" "1h" to "4h" are lengths, "9h" is a time: nobody books at four at night, and nobody for nine hours."""
_LENGTH = re.compile(r"(\d{1,3}(?:[.,]\d)?)(\D+)")
_HOURS_AND_MINUTES = re.compile(r"(\d)h(\d{2})")
_TIMES = re.compile(r"[x×](\d{1,3})|(\d{1,3})[x×]")
_DAY_AT_END = re.compile(r"(?<!\d)(\d{1,2}\.\d{1,2})$")
_MOST_WORDS_OF_HOURS = 9
""" "from 2 in the afternoon to 3 in the afternoon"."""


@dataclass(frozen=True, slots=True)
class BookingWords:
    """Without case. `often` and `days.units` tell day, week, month or year by a word."""

    days: DayWords
    clock: HourWords = field(default_factory=HourWords)
    on: Sequence[str] = ()
    """What may stand before a day, or before a length as "for"."""
    every: Sequence[str] = ()
    often: Mapping[str, str] = field(default_factory=dict)
    times: Sequence[str] = ()
    minutes: Sequence[str] = ()
    hours: Sequence[str] = ()
    lengths: Mapping[str, int] = field(default_factory=dict)
    """In minutes, as "half an hour"."""
    other: Sequence[str] = ()
    """As in "every other week"."""
    vague: Sequence[str] = ()
    """Nobody's name: where one is left, something was not understood."""
    spelled: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """The part of the day and the day for which "this evening" stands."""


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
    """None for a line without a name or without an hour, and where something is left that is no name.

    `now` on the practice's clock. Where no day is said, it is today, or tomorrow if the hour is over.
    """
    return _booking(_taken_out(_Line(text, words), now, words, services), now, text)


def bookings_of_names(
    text: str, now: datetime, words: BookingWords, services: Sequence[Service]
) -> Sequence[tuple[str, TypedBooking]]:
    """What else a line says where a word that tells a day is of a name, with that word without case.

    As of "may 10", or in Hebrew of the name that is Monday too: only where somebody has that very name.
    """
    usual, found = booking_meant(text, now, words, services), []
    for at, said in _Line(text, words).runs(1):
        if not _may_tell_a_day(said[0], now.date(), words):
            continue
        line = _Line(text, words)
        line.keep(at)
        typed = _booking(_taken_out(line, now, words, services), now, text)
        if typed is not None and typed != usual:
            found.append((said[0], typed))
    return found


def _may_tell_a_day(word: str, today: date, words: BookingWords) -> bool:
    is_month = any(word in names for names in words.days.months)
    return word.isalpha() and (is_month or word in words.vague or _is_of_days(word, today, words.days))


def _booking(said: "_Said", now: datetime, text: str) -> TypedBooking | None:
    if said.span is None or not said.rest or said.odd:
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
    is_left = _taken_out(_Line(text, words), now, words, services).rest == said
    return said if is_left and not any(_is_odd(_plain(part), words) for part in parts) else ""


@dataclass(frozen=True, slots=True)
class Misfit:
    """Why a line that looks like a booking is none: words that say nothing, or a missing hour."""

    who: str
    words: str
    is_timed: bool
    """Whether an hour was written, also one that no clock has."""


def misfit(text: str, now: datetime, words: BookingWords, services: Sequence[Service]) -> Misfit | None:
    """None for a line that is a booking, and for one that speaks of nobody, or of no hour or day ahead."""
    said = _taken_out(_Line(text, words), now, words, services)
    is_name = sum(letter.isalpha() for letter in said.who) > 1
    is_ahead = said.day is not None and said.day >= now.date()
    is_timed = said.span is not None or _TOLD_AS_HOUR.search(said.odd) is not None
    if not is_name or not (is_timed or is_ahead) or (is_timed and not said.odd):
        return None
    return Misfit(said.who, said.odd, is_timed)


def _is_odd(typed: str, words: BookingWords) -> bool:
    """Of no name: a short number, as none of a phone is, and a vague word."""
    word = typed.strip(_DASHES)
    digits = sum(letter.isdecimal() for letter in word)
    return not word or 0 < digits < _LEAST_DIGITS_OF_A_PHONE or word in words.vague or word in words.every


def _is_of_days(word: str, today: date, words: DayWords) -> bool:
    """A second day, "mon-tue", or a length of time; one of two letters may be of a name, as "Dana M."."""
    parts = [part for part in re.split(f"[{_DASHES}]", word) if part]
    is_length = len(word) >= _LEAST_LETTERS and (word in words.units or word in words.pairs)
    return is_length or (bool(parts) and all(day_meant(part, today, words) for part in parts))


class _Line:
    """The words of a line; what was understood is taken out, and its neighbours stay apart."""

    def __init__(self, text: str, words: BookingWords) -> None:
        self._typed: list[str | None] = list(_spelled(text, words).split())
        self._names: set[int] = set()
        self._odd: set[int] = set()

    def runs(self, longest: int) -> list[tuple[int, list[str]]]:
        """Each place and the words from there on that are still there, without case, the longest first."""
        known = self._names | self._odd
        left = [None if at in known else word for at, word in enumerate(self._left())]
        found = []
        for count in range(longest, 0, -1):
            for first in range(len(left) - count + 1):
                words = [word for word in left[first : first + count] if word is not None]
                if len(words) == count:
                    found.append((first, words))
        return found

    def take(self, first: int, words: Sequence[str]) -> None:
        self._typed[first : first + len(words)] = [None] * len(words)

    def keep(self, at: int) -> None:
        """This word is of a name, whatever else it may mean."""
        self._names.add(at)

    def doubt(self, at: int) -> None:
        """This word is of no name, but of something that was not understood."""
        self._odd.add(at)

    def _left(self) -> list[str | None]:
        return [None if word is None else _plain(word) for word in self._typed]

    def rest(self, is_odd: Callable[[str], bool] | None = None) -> tuple[str, str]:
        """The words of a name, and the odd ones: as they were typed, without a comma at the end."""
        name: list[str] = []
        odd: list[str] = []
        for at, word in enumerate(self._typed):
            if word is not None:
                is_doubted = at in self._odd or (is_odd is not None and is_odd(_plain(word)))
                (odd if is_doubted and at not in self._names else name).append(word)
        return " ".join(name).rstrip(_BETWEEN_WORDS), " ".join(odd)


def _spelled(text: str, words: BookingWords) -> str:
    """The day goes to the end: a part of the day is understood beside its hour alone."""
    for short, (part, day) in words.spelled.items():
        text, count = re.subn(rf"(?<!\S){short}(?![^\s{_BETWEEN_WORDS}])", part, text, flags=re.IGNORECASE)
        text += f" {day}" * (count > 0)
    return text


def _plain(word: str) -> str:
    """Without case and commas, and with the signs by which Hebrew shortens words, often typed as quotes."""
    return word.casefold().strip(_BETWEEN_WORDS).translate(_HEBREW_SHORTENING)


class _Said(NamedTuple):
    """What a line says, and the words that mean nothing else."""

    every: tuple[int, str] | None
    times: int | None
    day: date | None
    minutes: int | None
    span: Span | None
    service: Service | None
    rest: str
    who: str
    """The rest without the odd words, which are of no name."""
    odd: str


def _taken_out(line: _Line, now: datetime, words: BookingWords, services: Sequence[Service]) -> _Said:
    """One after the other: what one of them took means nothing to those behind it."""
    every, times = _every(line, words), _count(line, words)
    if every or times:
        _doubt_last_day(line, now.date(), words)
    # "14 - 15" before "- 15", which would be a day.
    span = _hours(line, words.clock, only_spans=True)
    day, minutes = _day(line, now.date(), words), _length(line, words)
    span, service = span or _hours(line, words.clock), _service(line, services)
    rest, _ = line.rest()
    who, odd = line.rest(lambda word: _is_odd(word, words) or _is_of_days(word, now.date(), words.days))
    return _Said(every, times, day, minutes, span, service, rest, who, odd)


def _every(line: _Line, words: BookingWords) -> tuple[int, str] | None:
    """ "every week", "every 2 weeks", "weekly"; of "every tue" the weekday stays for the day."""
    for first, said in line.runs(3):
        if len(said) == 1 and said[0] in words.often:
            line.take(first, said)
            return 1, words.often[said[0]]
        often = _behind_every(said[1:], words) if said[0] in words.every and len(said) > 1 else None
        if often is not None:
            number, unit, count = often
            line.take(first, said[: 1 + count])
            return number, unit
    return None


def _behind_every(said: Sequence[str], words: BookingWords) -> tuple[int, str, int] | None:
    """How often, and how many of the words tell it: of "every other tue" one."""
    unit, number = words.days.units.get(said[-1], ""), _number(said[:-1], words)
    if unit and 1 <= number <= MOST_APART:
        return number, unit, len(said)
    if pair := words.days.pairs.get(" ".join(said)):
        return 2, pair, len(said)
    if _is_weekday(" ".join(said), words.days):
        return 1, "week", 0
    if len(said) > 1 and said[0] in words.other and _is_weekday(said[1], words.days):
        return 2, "week", 1
    # Hebrew has "other" behind the unit.
    is_behind = len(said) > 1 and said[1] in words.other and said[0] in words.days.units
    return (2, words.days.units[said[0]], len(said)) if is_behind else None


def _number(said: Sequence[str], words: BookingWords) -> int:
    """How many units there are of what stands before one: "every 3", "every other", "every"."""
    if not said:
        return 1
    return 2 if said[0] in words.other else int(said[0]) if said[0].isdecimal() else 0


def _is_weekday(text: str, words: DayWords) -> bool:
    names = (name for day in words.weekdays for name in day)
    return len(text) >= _LEAST_LETTERS and any(name.startswith(text) for name in names)


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


def _day(line: _Line, today: date, words: BookingWords) -> date | None:
    """A date rather than a weekday, which may be a name at the beginning, and else tells the same day."""
    found = list(_days(line, today, words))
    if not found:
        return None
    first, said, day = min(found, key=lambda each: (_is_bare(each[1], words), each[0] == 0))
    line.take(first, said)
    if first > 1:
        _keep_first(line, words.days)
    while again := next(_agreeing(line, day, today, words), None):
        line.take(*again)
    return day


def _days(line: _Line, today: date, words: BookingWords) -> Iterator[tuple[int, list[str], date]]:
    """A number alone is an hour, and so is one that would be a far year: "3.12. 1030"."""
    for first, said in line.runs(_MOST_WORDS_OF_A_DAY):
        typed = _behind(said, words)
        text = " ".join(typed)
        day = None if text.isdecimal() else day_meant(text, today, words.days)
        is_hour = day is not None and len(typed) > 1 and abs(day.year - today.year) > _MOST_YEARS_AWAY
        if day is not None and not is_hour:
            yield first, said, day


def _is_bare(said: Sequence[str], words: BookingWords) -> bool:
    return weekday_meant(" ".join(_behind(said, words)), words.days) is not None


def _keep_first(line: _Line, words: DayWords) -> None:
    """A weekday apart from the day, as in "Sunday Adeyemi tue"; but "tue" itself is nobody's name."""
    for first, said in line.runs(1):
        names = next((names for names in words.weekdays if said[0] in names), ())
        is_short = any(name != said[0] and name.startswith(said[0]) for name in names)
        if first == 0 and not is_short and weekday_meant(said[0], words) is not None:
            line.keep(first)


def _agreeing(line: _Line, day: date, today: date, words: BookingWords) -> Iterator[tuple[int, list[str]]]:
    """What tells that day once more without a number, as of "tue 1 dec" the weekday."""
    for first, said in line.runs(2):
        text = " ".join(_behind(said, words))
        is_same = (
            weekday_meant(text, words.days) == day.weekday() or day_meant(text, today, words.days) == day
        )
        if is_same and not any(letter.isdecimal() for letter in text):
            yield first, said


def _behind(said: Sequence[str], words: BookingWords) -> Sequence[str]:
    """Without an "on" or "for" before it."""
    return said[1:] if len(said) > 1 and said[0] in words.on else said


def _length(line: _Line, words: BookingWords) -> int | None:
    """ "60m", "90 min", "1.5h", "1h30", "for half an hour"."""
    for first, said in line.runs(_MOST_WORDS_OF_A_LENGTH):
        typed = _behind(said, words)
        minutes = words.lengths.get(" ".join(typed)) or _minutes("".join(typed), words)
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


def _hours(line: _Line, words: HourWords, *, only_spans: bool = False) -> Span | None:
    """ "10", "930", "at 9:30", "14h", "2 pm - 3 pm", "9 in the morning"."""
    for first, said in line.runs(_MOST_WORDS_OF_HOURS):
        found = hours_meant(said, words)
        if found is not None and not (only_spans and found[1] is None):
            line.take(first, said)
            _doubt_halves(line, first)
            return found
    return None


def _doubt_last_day(line: _Line, today: date, words: BookingWords) -> None:
    """Of what repeats, "10 until 2.12" may tell the last day: no length of four hours."""
    for first, said in line.runs(_MOST_WORDS_OF_HOURS):
        last = _DAY_AT_END.search(said[-1])
        span = hours_meant(said, words.clock) if last and day_meant(last[1], today, words.days) else None
        if span is not None and span[1] is not None:
            for at in range(first, first + len(said))[-2 if len(said) > 2 else 0 :]:
                line.doubt(at)
            return


def _doubt_halves(line: _Line, hour: int) -> None:
    """One behind the hour does not fit it, or stands apart as in "7 tue pm"; before it may be a name."""
    for at, said in line.runs(1):
        if at > hour and HALF.fullmatch(said[0]):
            line.doubt(at)


def _between(start: time, end: time | None) -> int | None:
    return None if end is None else (end.hour - start.hour) * 60 + end.minute - start.minute


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
