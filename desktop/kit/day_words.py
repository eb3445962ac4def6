"""The words by which a typed day or booking is understood: of the present language, English and Hebrew."""

import json
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any

from PySide6.QtCore import QLocale

from desktop.kit.i18n import tr
from desktop.kit.typed_booking import BookingWords
from desktop.kit.typed_day import DayWords
from desktop.kit.typed_hours import HourWords

_UNITS = ("day", "week", "month", "year")
_HEBREW_DAY = "יום "


def day_words(first_weekday: int) -> DayWords:
    """`first_weekday` counts from Monday as 0: "next tuesday" is of the week after this."""
    known = _known("days")
    near = {
        tr("Dates", "Today").casefold(): 0,
        tr("Dates", "Tomorrow").casefold(): 1,
        tr("Dates", "Yesterday").casefold(): -1,
    }
    return DayWords(
        # Some languages write a name otherwise when it stands alone than beside a day (CLDR).
        _names(12, QLocale.standaloneMonthName, QLocale.monthName),
        _names(7, QLocale.standaloneDayName, QLocale.dayName),
        known["near"] | near,
        known["next"],
        known["in"],
        {word: unit for unit in _UNITS for word in known[unit]},
        known["pairs"],
        first_weekday,
    )


def booking_words(first_weekday: int) -> BookingWords:
    """`day_words`, and what else stands in a line that is a booking."""
    known = _known("bookings")
    of_hours = ("at", "until", "parts", "noon", "clock", "past")
    clock = HourWords(**{kind: _known("clock")[kind] for kind in of_hours})
    kinds = ("every", "often", "times", "minutes", "hours", "lengths", "on", "other", "vague", "spelled")
    return BookingWords(day_words(first_weekday), clock, **{kind: known[kind] for kind in kinds})


@cache
def _known(name: str) -> dict[str, Any]:
    text = files("resources").joinpath(f"words/{name}.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def _names(count: int, *ways: Callable[[QLocale, int, QLocale.FormatType], str]) -> list[list[str]]:
    """Long and short, in every language; a Hebrew weekday also without the word for day."""
    locales = (QLocale(), QLocale("en"), QLocale("he"))
    forms = (QLocale.FormatType.LongFormat, QLocale.FormatType.ShortFormat)
    found = []
    for at in range(1, count + 1):
        names = {way(locale, at, form).casefold() for way in ways for locale in locales for form in forms}
        found.append(sorted(names | {name.removeprefix(_HEBREW_DAY) for name in names}))
    return found
