"""Days as people type them, in both languages, whichever the window speaks."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from desktop.kit.day_words import day_words
from desktop.kit.typed_day import day_among, day_meant

TODAY = date(2026, 11, 24)
"""A Tuesday."""
SUNDAY = 6


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("12 dec", date(2026, 12, 12)),
        ("tue", date(2026, 12, 1)),
        ("wed", date(2026, 11, 25)),
        ("next tue", date(2026, 12, 1)),
        ("next wed", date(2026, 12, 2)),
        ("next sun", date(2026, 11, 29)),
        ("+1w", date(2026, 12, 1)),
        ("-1w", date(2026, 11, 17)),
        ("+3", date(2026, 11, 27)),
        ("+2 m", date(2027, 1, 24)),
        ("+1y", date(2027, 11, 24)),
        ("in 3 weeks", date(2026, 12, 15)),
        ("in 3 days", date(2026, 11, 27)),
        ("next week", date(2026, 12, 1)),
        ("next month", date(2026, 12, 24)),
        ("מחר", date(2026, 11, 25)),
        ("מחרתיים", date(2026, 11, 26)),
        ("12 דצמבר", date(2026, 12, 12)),
        ("12 בדצמבר", date(2026, 12, 12)),
        ("ב-12 לדצמבר", date(2026, 12, 12)),
        ("12 בדצמבר 2027", date(2027, 12, 12)),
        ("יום רביעי", date(2026, 11, 25)),
        ("רביעי", date(2026, 11, 25)),
        ("ביום רביעי", date(2026, 11, 25)),
        ("יום ד'", date(2026, 11, 25)),
        ("רביעי הבא", date(2026, 12, 2)),
        ("יום רביעי הבא", date(2026, 12, 2)),
        ("שבוע הבא", date(2026, 12, 1)),
        ("בעוד 3 שבועות", date(2026, 12, 15)),
        ("בעוד שבוע", date(2026, 12, 1)),
        ("+1 שבוע", date(2026, 12, 1)),
        ("12.1.27", date(2027, 1, 12)),
        ("12/1/27", date(2027, 1, 12)),
        ("12-1-2027", date(2027, 1, 12)),
        ("30.6.99", date(1999, 6, 30)),
        ("31.4.27", None),
        ("5 12 10", None),
        ("3.4. 10", None),
        ("3/4/ 10", None),
        ("3. 4.27", date(2027, 4, 3)),
        ("3. 4. 2027", date(2027, 4, 3)),
        ("3. 4.", date(2027, 4, 3)),
        ("3. 4", None),
        ("3rd april", date(2027, 4, 3)),
        ("april 3rd, 2028", date(2028, 4, 3)),
        ("the 3rd", None),
        ("ד'", date(2026, 11, 25)),
        ("בד׳", date(2026, 11, 25)),
        ("בעוד שבועיים", date(2026, 12, 8)),
        ("next", None),
        ("next anna", None),
        ("in 3 annas", None),
        ("+1q", None),
        ("+999y", None),
        ("dana levi", None),
        ("31 נובמבר", None),
    ],
)
def test_given_a_day_as_people_write_it_then_it_is_that_day(
    qapp: QApplication, text: str, meant: date | None
) -> None:
    assert day_meant(text, TODAY, day_words(SUNDAY)) == meant


@pytest.mark.parametrize(("first", "meant"), [(6, date(2026, 11, 29)), (0, date(2026, 12, 6))])
def test_given_another_first_weekday_then_next_sunday_is_of_the_week_after_this(
    qapp: QApplication, first: int, meant: date
) -> None:
    assert day_meant("next sun", TODAY, day_words(first)) == meant


@settings(deadline=None)
@given(st.integers(-999, 999), st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_days_away_are_counted(away: int, today: date) -> None:
    assert day_meant(f"{away:+}d", today, day_words(0)) == today + timedelta(days=away)


@settings(deadline=None)
@given(st.text(max_size=30), st.dates())
def test_no_text_breaks_anything(text: str, today: date) -> None:
    found = day_meant(text, today, day_words(0))
    assert found is None or isinstance(found, date)


@pytest.mark.parametrize(
    ("text", "rest", "day"),
    [
        ("knee 12 dec", "knee", date(2025, 12, 12)),
        ("12 dec 2025 knee pain", "knee pain", date(2025, 12, 12)),
        ("knee 3/4", "knee", date(2026, 4, 3)),
        ("knee 2026-11-20", "knee", date(2026, 11, 20)),
        ("knee 3.4.25", "knee", date(2025, 4, 3)),
        ("knee 24.11.26", "knee", TODAY),
        ("knee 30.6.99", "knee", date(1999, 6, 30)),
        ("yesterday", "", date(2026, 11, 23)),
        ("ברך 12 בדצמבר", "ברך", date(2025, 12, 12)),
    ],
)
def test_given_a_search_that_begins_or_ends_with_a_day_then_it_is_the_last_such_day(
    text: str, rest: str, day: date
) -> None:
    assert day_among(text, TODAY, day_words(SUNDAY)) == (rest, day)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "knee",
        "pain on monday",
        "back in 3 weeks",
        "reflex +2",
        "tomorrow",
        "2099-12-12",
        "knee 3.4.27",
        "25.11.26",
        "600 mg",
        "31/2",
    ],
)
def test_given_a_search_without_a_day_of_before_then_none_is_read_into_it(text: str) -> None:
    assert day_among(text, TODAY, day_words(SUNDAY)) is None
