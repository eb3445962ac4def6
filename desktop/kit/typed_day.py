"""A day as somebody types it: "12 dec", "next tue", "+1w", "3.4.", in English and Hebrew. No Qt."""

import re
from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from core.domain.timegrid import first_of_week
from desktop.kit.day_input import NoSuchDay, existing, farthest, parse_day

# Two letters leave several months in English: "ma", "ju".
_LEAST_LETTERS = 3
# Behind one letter it is the number of a weekday.
_GERESH = "׳"
# A blank only where a sign stands behind the month too: "3. 12" may be an hour of the third.
_SHORT = re.compile(r"(\d{1,2})(?:[./](\d{1,2})[./]?|([./])\s(\d{1,2})\3)")
_ORDINAL = "(?:st|nd|rd|th)?"
_AND_MONTH = re.compile(rf"(\d{{1,2}}){_ORDINAL}\.?\s+(?:of\s+)?(\D+?)(?:\s+(\d{{4}}))?")
_MONTH_FIRST = re.compile(rf"(\D+?)\s+(\d{{1,2}}){_ORDINAL}(?:,?\s+(\d{{4}}))?")
_AWAY = re.compile(r"([+-]\s?\d{1,3})\s?(\D*)")
_AHEAD = re.compile(r"(\S+)\s+(?:(\d{1,3})\s+)?(\D+)")
_HEBREW_BEFORE_NUMBER = re.compile(r"^ב-?(?=\d)")
_HEBREW_BEFORE_NAME = "בל"
_HEBREW_IN = "ב"
_MOST_YEARS = 50
# As in "12 dec 2026".
_MOST_DAY_WORDS = 3
_YEAR = re.compile(r"\d{4}")


@dataclass(frozen=True, slots=True)
class DayWords:
    """Names and words, folded: months from January, weekdays from Monday, days near today."""

    months: Sequence[Sequence[str]]
    weekdays: Sequence[Sequence[str]]
    near: Mapping[str, int]
    next: Sequence[str] = ()
    ahead: Sequence[str] = ()
    """What stands before a length of time, such as "in"."""
    units: Mapping[str, str] = field(default_factory=dict)
    """Each word for a length of time, and which it is: day, week, month or year."""
    pairs: Mapping[str, str] = field(default_factory=dict)
    """Words for two of a length, as Hebrew has them."""
    first_weekday: int = 0


def day_meant(text: str, today: date, words: DayWords) -> date | None:
    """A year that is not said is the one that brings the day nearest; a weekday is the next one.

    "next tue" is the Tuesday of the week after this one.
    """
    try:
        return _sought(text, today, words)
    except (ValueError, OverflowError):
        return None


def weekday_meant(text: str, words: DayWords) -> int | None:
    """From Monday as 0; None for anything but a weekday alone."""
    return _which(_typed(text), words.weekdays)


def is_no_such_day(text: str, today: date, words: DayWords) -> bool:
    """Whether it is written as a day that no calendar has, or none near this year: "31.4.", "29 feb"."""
    try:
        _sought(text, today, words)
    except NoSuchDay:
        return True
    except (ValueError, OverflowError):
        pass
    return False


def _sought(text: str, today: date, words: DayWords) -> date:
    typed = _typed(text)
    return _meant(typed, today, words) or parse_day(typed, farthest(today))


def day_among(text: str, today: date, words: DayWords) -> tuple[str, date] | None:
    """The words beside a day with which a search begins or ends, and the day; without a year the last one.

    Weekdays and lengths of time are no such day: they are words of many texts.
    """
    typed = text.split()
    for count in range(min(_MOST_DAY_WORDS, len(typed)), 0, -1):
        for said, rest in ((typed[-count:], typed[:-count]), (typed[:count], typed[count:])):
            day = _past_day(_typed(" ".join(said)), today, words)
            if day is not None:
                return " ".join(rest), day
    return None


def _past_day(typed: str, today: date, words: DayWords) -> date | None:
    """None for a day that is still to come, too."""
    if typed in words.near:
        day: date | None = today + timedelta(days=words.near[typed])
    else:
        try:
            day = _in_a_month(typed, today, words)
            if day is None:
                day = parse_day(typed, farthest(today))
            elif day > today and not _YEAR.search(typed):
                day = day.replace(year=day.year - 1)
        except (ValueError, OverflowError):
            return None
    return None if day is None or day > today else day


def _typed(text: str) -> str:
    # The short Hebrew names of days and months end in a geresh, often typed as an apostrophe.
    typed = " ".join(text.casefold().replace("'", "׳").split())
    return _HEBREW_BEFORE_NUMBER.sub("", typed)


def _meant(typed: str, today: date, words: DayWords) -> date | None:
    if typed in words.near:
        return today + timedelta(days=words.near[typed])
    if (weekday := _which(typed, words.weekdays)) is not None:
        # From 1 to 7: the name of today's weekday means the one in a week.
        return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    return _further(typed, today, words) or _in_a_month(typed, today, words)


def _in_a_month(typed: str, today: date, words: DayWords) -> date | None:
    if found := _SHORT.fullmatch(typed):
        return _nearest(int(found[1]), int(found[2] or found[4]), today)
    for pattern, day, name in ((_AND_MONTH, 1, 2), (_MONTH_FIRST, 2, 1)):
        found = pattern.fullmatch(typed)
        month = _which(found[name], words.months) if found else None
        if found and month is not None:
            if found[3]:
                return existing(int(found[3]), month + 1, int(found[day]))
            return _nearest(int(found[day]), month + 1, today)
    return None


def _further(typed: str, today: date, words: DayWords) -> date | None:
    """ "+1w", "in 2 weeks", "next week", "next tue", "next week tue"."""
    if found := _AWAY.fullmatch(typed):
        unit = words.units.get(found[2].strip(), "") if found[2].strip() else "day"
        return _later(today, int(found[1].replace(" ", "")), unit)
    rest = _beside_week(typed, words) or _without(typed, words.next)
    if rest is not None:
        weekday = _which(rest, words.weekdays)
        if weekday is None:
            return _later(today, 1, _unit(rest, words))
        week = first_of_week(today, words.first_weekday) + timedelta(days=7)
        return week + timedelta(days=(weekday - week.weekday()) % 7)
    found = _AHEAD.fullmatch(typed)
    if found and found[1] in words.ahead and not found[2] and found[3] in words.pairs:
        return _later(today, 2, words.pairs[found[3]])
    if found and found[1] in words.ahead:
        return _later(today, int(found[2] or 1), words.units.get(found[3], ""))
    return None


def _unit(text: str, words: DayWords) -> str:
    """Hebrew may have "in" before it, as in "in the next week"."""
    return words.units.get(text, "") or words.units.get(text.removeprefix(_HEBREW_IN), "")


def _beside_week(typed: str, words: DayWords) -> str:
    """What stands before or behind "next week", in either order; empty where nothing does."""
    parts = typed.split()
    for week, rest in ((parts[:2], parts[2:]), (parts[-2:], parts[:-2])):
        unit = _without(" ".join(week), words.next)
        if unit is not None and _unit(unit, words) == "week":
            return " ".join(rest)
    return ""


def _without(typed: str, words: Sequence[str]) -> str | None:
    """What is left when one of the words stands at the beginning or at the end; None where none does."""
    first, _, rest = typed.partition(" ")
    if first in words and rest:
        return rest
    rest, _, last = typed.rpartition(" ")
    return rest if last in words and rest else None


def _later(today: date, count: int, unit: str) -> date | None:
    if unit in {"day", "week"}:
        return today + timedelta(days=count * (7 if unit == "week" else 1))
    if unit not in {"month", "year"} or (unit == "year" and abs(count) > _MOST_YEARS):
        return None
    month = today.year * 12 + today.month - 1 + count * (12 if unit == "year" else 1)
    year, month = month // 12, month % 12 + 1
    return date(year, month, min(today.day, monthrange(year, month)[1]))


def _which(typed: str, names: Sequence[Sequence[str]]) -> int | None:
    """The one that a beginning of three letters or more leaves; Hebrew may have "in" or "to" before it."""
    typed = typed.strip(" .,")
    for word in (typed, typed[1:] if typed[:1] in _HEBREW_BEFORE_NAME else ""):
        if len(word) >= _LEAST_LETTERS or word[1:] == _GERESH:
            hits = [at for at, each in enumerate(names) if any(name.startswith(word) for name in each)]
            if len(hits) == 1:
                return hits[0]
    return None


def _nearest(day: int, month: int, today: date) -> date:
    """Raises NoSuchDay where no year near this one has it."""
    found = []
    for year in range(today.year - 1, today.year + 2):
        try:
            found.append(date(year, month, day))
        except ValueError:
            continue
    if not found:
        raise NoSuchDay
    return min(found, key=lambda each: abs((each - today).days))
