"""A day as people write it."""

import re
from datetime import date

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})(?:[./-]\s?|\s)(\d{1,2})(?:[./-]\s?|\s)(\d{4})")
# No blank before the year: "5.12. 10" is the fifth of December at ten.
_SHORT_YEAR = re.compile(r"(\d{1,2})([./-])\s?(\d{1,2})\2(\d{2})")
_MOST_YEARS_AHEAD = 50


class NoSuchDay(ValueError):
    """Written as a day, but no calendar has it, such as 31.4.2027."""


def existing(year: int, month: int, day: int) -> date:
    """Raises NoSuchDay where that is none."""
    try:
        return date(year, month, day)
    except ValueError:
        raise NoSuchDay from None


def parse_day(text: str, latest: date) -> date:
    """ISO, or day before month as "3.4.1985", "03/04/1985" and "3-4-85". Raises ValueError for anything else,
    NoSuchDay where it is only the day that is wrong.

    Two digits of a year mean the last day up to `latest` that is written so: today where it was
    long ago, as a birth, else `farthest`.
    """
    if found := _ISO.fullmatch(text.strip()):
        return existing(int(found[1]), int(found[2]), int(found[3]))
    if found := _DAY_FIRST.fullmatch(text.strip()):
        return existing(int(found[3]), int(found[2]), int(found[1]))
    if found := _SHORT_YEAR.fullmatch(text.strip()):
        return _in_century(int(found[4]), int(found[3]), int(found[1]), latest)
    raise ValueError(text)


def farthest(today: date) -> date:
    """The last day that two digits of a year may mean where a day may lie ahead.

    A mistyped day that must not lie ahead is found to do so, and is not taken for one a century ago.
    """
    return date(min(today.year + _MOST_YEARS_AHEAD, date.max.year), 12, 31)


def _in_century(year: int, month: int, day: int, latest: date) -> date:
    year += latest.year // 100 * 100
    is_ahead = (year, month, day) > (latest.year, latest.month, latest.day)
    return existing(year - 100 if is_ahead else year, month, day)
