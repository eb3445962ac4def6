"""Holidays of countries and regions: their days, their names, and on which of them the practice is closed."""

from datetime import date, timedelta
from typing import Any

import pytest

from desktop.kit import holiday_calendars
from desktop.kit.holiday_calendars import (
    COUNTRIES,
    ChosenCalendar,
    HolidayCalendars,
    calendars_of,
    holidays_of,
    is_offered,
    regions_of,
    stored_calendar,
)

YOM_KIPPUR = date(2026, 9, 21)
HOL_HAMOED = date(2027, 4, 23)
INDEPENDENCE = date(2027, 5, 12)


def israel(**more: Any) -> HolidayCalendars:
    return calendars_of({"IL": more}, "en")


@pytest.mark.parametrize(
    ("language", "name", "eve"),
    [("en", "Yom Kippur", "Eve of Yom Kippur"), ("he", "יום כיפור", "ערב יום כיפור")],
)
def test_given_israel_when_a_day_is_asked_for_then_it_is_named_in_the_language_of_the_practice(
    language: str, name: str, eve: str
) -> None:
    found = calendars_of({"IL": {}}, language)

    assert found.on(YOM_KIPPUR) == found.closing(YOM_KIPPUR) == (name,)
    assert found.on(YOM_KIPPUR - timedelta(days=1)) == (eve,)
    assert found.closing(YOM_KIPPUR - timedelta(days=1)) == ()
    assert found.on(YOM_KIPPUR + timedelta(days=1)) == ()


def test_given_days_on_which_many_work_when_asked_then_they_are_shown_and_nobody_is_closed() -> None:
    assert israel().on(HOL_HAMOED) == ("Pesach holiday",)
    assert israel().closing(HOL_HAMOED) == ()


def test_given_the_last_day_but_one_of_a_feast_when_asked_then_it_has_both_of_its_names() -> None:
    assert israel().on(date(2027, 4, 27)) == ("Pesach holiday", "Eve of Seventh day of Pesach")


def test_given_memorial_day_when_asked_then_it_is_no_eve() -> None:
    assert israel().on(INDEPENDENCE - timedelta(days=1)) == ("Remembrance Day",)


def test_given_a_feast_of_two_days_when_asked_then_one_eve_is_before_both() -> None:
    days = (date(2026, 9, 11) + timedelta(days=step) for step in range(4))
    assert [israel().on(day) for day in days] == [
        ("Eve of Rosh Hashanah",),
        ("Rosh Hashanah",),
        ("Rosh Hashanah",),
        (),
    ]


def test_given_what_is_said_of_single_days_when_asked_then_it_goes_before_the_rule() -> None:
    named = israel(worked=["Independence Day"], closed=["Pesach holiday"])
    assert named.closing(INDEPENDENCE) == ()
    assert named.closing(HOL_HAMOED) == ("Pesach holiday",)

    shown = israel(closes=False, closed=["Yom Kippur"])
    assert shown.closing(INDEPENDENCE) == ()
    assert shown.on(INDEPENDENCE) == ("Independence Day",)
    assert shown.closing(YOM_KIPPUR) == ("Yom Kippur",)


def test_given_a_choice_in_hebrew_when_names_are_read_in_english_then_the_same_days_are_meant() -> None:
    hebrew = calendars_of({"IL": {"worked": ["Independence Day"]}}, "he")
    assert hebrew.on(INDEPENDENCE) == ("יום העצמאות",)
    assert hebrew.closing(INDEPENDENCE) == ()


def test_given_two_calendars_when_a_day_is_in_both_then_its_name_is_told_once() -> None:
    both = calendars_of({"DE": {}, "AT": {}, "IL": {}}, "en")
    assert both.on(date(2026, 12, 25)) == ("Christmas Day",)
    assert both.on(date(2026, 10, 26)) == ("National Day",)


def test_given_a_region_when_asked_then_it_has_days_that_the_country_has_not() -> None:
    corpus_christi = date(2027, 5, 27)
    assert calendars_of({"DE-BY": {}}, "en").closing(corpus_christi) == ("Corpus Christi",)
    assert calendars_of({"DE": {}}, "en").closing(corpus_christi) == ()
    assert regions_of("DE")["DE-BY"] == "Bayern"
    assert regions_of("IL") == {}


def test_given_a_holiday_that_is_moved_to_a_weekday_when_chosen_by_name_then_both_days_are_meant() -> None:
    america = calendars_of({"US": {"worked": ["Independence Day"]}}, "en")
    assert america.on(date(2026, 7, 3)) == ("Independence Day (observed)",)
    assert america.closing(date(2026, 7, 3)) == america.closing(date(2026, 7, 4)) == ()


@pytest.mark.parametrize(
    "stored", [None, [], "IL", 3, {}, {"XX": {}}, {"DE-XX": {}}, {"XX-YY": {}}, {"": {}}, {7: {}}]
)
def test_given_settings_of_another_program_when_read_then_what_is_unknown_is_left_out(stored: object) -> None:
    found = calendars_of(stored, "en")
    assert found == HolidayCalendars((), "en")
    assert found.on(YOM_KIPPUR) == found.closing(YOM_KIPPUR) == ()


@pytest.mark.parametrize("said", [None, [], "no", {"worked": 3, "closed": {"a": 1}}, {"worked": [None, 4]}])
def test_given_a_calendar_that_is_told_oddly_when_read_then_it_is_kept_as_it_is_usual(said: object) -> None:
    assert calendars_of({"IL": said}, "en").chosen == (ChosenCalendar("IL"),)


def test_given_a_calendar_when_stored_then_it_is_read_again_as_it_was() -> None:
    calendar = ChosenCalendar("IL", False, frozenset({"a"}), frozenset({"b", "c"}))
    assert calendars_of({"IL": stored_calendar(calendar)}, "en").chosen == (calendar,)


def test_given_a_calendar_when_settings_are_read_then_the_library_is_not_left_to_the_first_day() -> None:
    holiday_calendars._country.cache_clear()
    calendars_of({}, "en")
    assert holiday_calendars._country.cache_info().currsize == 0
    found = calendars_of({"IL": {}}, "en")
    assert holiday_calendars._country.cache_info().currsize == 1
    found.on(YOM_KIPPUR)
    assert holiday_calendars._country.cache_info().misses == 1


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("language", ["en", "he", "xx"])
def test_given_every_country_that_is_offered_when_read_for_years_then_each_day_has_name_and_key(
    country: str, language: str
) -> None:
    assert is_offered(country)
    for year in (1900, 2026, 2027, 2500):
        for day, some in holidays_of(country, year, language).items():
            assert day.year in (year, year - 1)
            assert all(holiday.name and holiday.key for holiday in some)
    found = holidays_of(country, 2026, language).values()
    assert any(holiday.is_public for some in found for holiday in some)
