"""Holidays of countries and regions, from the library `holidays`, which needs no connection. Qt-free."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from holidays import HolidayBase

COUNTRIES = (
    *("IL", "AR", "AT", "AU", "BE", "BR", "CA", "CH", "CZ", "DE", "DK", "ES", "FI", "FR", "GB", "GR", "HU"),
    *("IE", "IT", "JP", "MX", "NL", "NO", "NZ", "PL", "PT", "RO", "RU", "SE", "TR", "US", "ZA"),
)
"""Offered, and carried by the installers (packaging/bundle/contents.py); others are never asked for."""
_PUBLIC = "public"
_SHOWN = (_PUBLIC, "optional", "half_day")
"""The library's sorts of days. Days off of schools, banks and offices say nothing about a practice."""
_WITH_EVES = {"IL": frozenset({"Independence Day"})}
"""Where a holiday begins on the evening before, which is a short day; but for those named here."""
_EVES = {"he": "ערב {name}"}
# The library adds this in years in which a day moves; settings know a holiday by its bare name.
_MOVED = re.compile(r" \((?:observed|substituted?|estimated)[^)]*\)$")
_MOST_YEARS = 256


@dataclass(frozen=True, slots=True)
class Holiday:
    """One day of one calendar. `key` is its English name, by which settings speak of it in every language."""

    name: str
    key: str
    is_public: bool


@dataclass(frozen=True, slots=True)
class ChosenCalendar:
    """A calendar that the practice keeps. `code` is a country, or its region as in "DE-BY"."""

    code: str
    closes: bool = True
    """Whether the practice is closed on public holidays that are not `worked`."""
    worked: frozenset[str] = frozenset()
    closed: frozenset[str] = frozenset()
    """Further holidays, by key, on which it is closed."""

    def is_closed_on(self, holiday: Holiday) -> bool:
        """Whether the practice is closed for it."""
        if holiday.key in self.closed:
            return True
        return self.closes and holiday.is_public and holiday.key not in self.worked


@dataclass(frozen=True, slots=True)
class HolidayCalendars:
    """The calendars of a practice. Names are in its language, or in English where the library has no other.

    A year is worked out when it is first asked for, which takes a millisecond.
    """

    chosen: tuple[ChosenCalendar, ...] = ()
    language: str = "en"

    def on(self, day: date) -> tuple[str, ...]:
        """What the day is called, by calendar; the same name is told once."""
        return tuple(dict.fromkeys(holiday.name for _, holiday in self._of(day)))

    def closing(self, day: date) -> tuple[str, ...]:
        """Those of its names for which the practice is closed."""
        found = (holiday.name for calendar, holiday in self._of(day) if calendar.is_closed_on(holiday))
        return tuple(dict.fromkeys(found))

    def _of(self, day: date) -> Iterator[tuple[ChosenCalendar, Holiday]]:
        for calendar in self.chosen:
            for holiday in holidays_of(calendar.code, day.year, self.language).get(day, ()):
                yield calendar, holiday


def calendars_of(stored: object, language: str) -> HolidayCalendars:
    """From settings: {"IL": {"closes": true, "worked": ["Independence Day"], "closed": ["Purim"]}}.

    What this program does not know there counts as not said. Reads the library where any calendar is chosen,
    which takes a tenth of a second: call it on a worker.
    """
    entries = stored.items() if isinstance(stored, Mapping) else ()
    chosen = tuple(_chosen(str(code), said) for code, said in entries if is_offered(str(code)))
    for calendar in chosen:
        _country(calendar.code.partition("-")[0])  # here, and not when a page is painted
    return HolidayCalendars(chosen, language)


def _chosen(code: str, said: object) -> ChosenCalendar:
    told: Mapping[str, Any] = said if isinstance(said, Mapping) else {}
    return ChosenCalendar(
        code, told.get("closes") is not False, _keys(told.get("worked")), _keys(told.get("closed"))
    )


def stored_calendar(calendar: ChosenCalendar) -> dict[str, Any]:
    """As `calendars_of` reads it under the calendar's code."""
    return {
        "closes": calendar.closes,
        "worked": sorted(calendar.worked),
        "closed": sorted(calendar.closed),
    }


def _keys(stored: object) -> frozenset[str]:
    return (
        frozenset(one for one in stored if isinstance(one, str)) if isinstance(stored, list) else frozenset()
    )


def is_offered(code: str) -> bool:
    """Whether there is a calendar of this country and, where one is named, of its region."""
    country, _, region = code.partition("-")
    return country in COUNTRIES and (not region or region in _country(country).subdivisions)


def regions_of(country: str) -> dict[str, str]:
    """Codes such as "DE-BY" and the regions' own names; regions that have none are left out."""
    names: Mapping[str, str] = _country(country).subdivisions_aliases
    return {f"{country}-{code}": name for name, code in names.items()}


@lru_cache(maxsize=_MOST_YEARS)
def holidays_of(code: str, year: int, language: str) -> Mapping[date, tuple[Holiday, ...]]:
    """All holidays of a year, public ones first on each day."""
    country, _, region = code.partition("-")
    found: dict[date, list[Holiday]] = {}
    for sort in _SHOWN:
        if sort not in _country(country).supported_categories:
            continue
        names, keys = (_named(country, region, year, sort, spoken) for spoken in (language, "en"))
        for day in sorted(names):
            pairs = zip(names.get_list(day), keys.get_list(day), strict=True)
            found.setdefault(day, []).extend(
                Holiday(name, _MOVED.sub("", key), sort == _PUBLIC) for name, key in pairs
            )
    _add_eves(found, country, language)
    return {day: tuple(some) for day, some in found.items()}


def _add_eves(found: dict[date, list[Holiday]], country: str, language: str) -> None:
    without = _WITH_EVES.get(country)
    if without is None:
        return
    public = {day: some[0] for day, some in found.items() if some[0].is_public}
    for day, holiday in public.items():
        before = day - timedelta(days=1)
        if before not in public and holiday.key not in without:
            name = _EVES.get(language, "Eve of {name}").format(name=holiday.name)
            found.setdefault(before, []).append(Holiday(name, f"Eve of {holiday.key}", is_public=False))


def _named(country: str, region: str, year: int, sort: str, language: str) -> "HolidayBase":
    """One sort of days of a year; in English where the library does not speak the language of them."""
    found = _country(country)
    spoken = found.supported_languages
    choice = next(
        (one for wish in (language, "en") for one in spoken if one == wish or one.startswith(f"{wish}_")),
        None,
    )
    made: HolidayBase = found(subdiv=region or None, years=year, language=choice, categories=(sort,))
    return made


@lru_cache
def _country(code: str) -> "type[HolidayBase]":
    # Its parts for all countries and calendars take longer to read than most of the program's own.
    from holidays import country_holidays  # noqa: PLC0415 - see above

    return type(country_holidays(code))
