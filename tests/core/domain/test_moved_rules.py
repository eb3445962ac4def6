"""Days of a repetition that was moved: which stands for which, and when it ends."""

from datetime import date, timedelta
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.moved_rules import MovedRule
from core.domain.recurrence import days_between, nth_day, parse_rule

MARCH_3, MARCH_4 = date(2026, 3, 3), date(2026, 3, 4)
TUESDAYS = MovedRule(
    parse_rule("FREQ=MONTHLY;BYDAY=1TU"), MARCH_3, parse_rule("FREQ=MONTHLY;BYDAY=1WE"), MARCH_4
)
"""The first one of each month."""
ON_30TH = MovedRule(
    parse_rule("FREQ=MONTHLY;BYMONTHDAY=30"),
    date(2026, 1, 30),
    parse_rule("FREQ=MONTHLY;BYMONTHDAY=1"),
    date(2026, 2, 1),
)
EVERY_2_WEEKS = parse_rule("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SA;WKST=SU")


def yearly(first: date, moved: date) -> MovedRule:
    rule = parse_rule("FREQ=YEARLY")
    return MovedRule(rule, first, rule, moved)


@pytest.mark.parametrize(
    ("moved", "day", "expected"),
    [
        (TUESDAYS, MARCH_3, MARCH_4),
        (TUESDAYS, date(2026, 4, 7), date(2026, 4, 1)),
        (TUESDAYS, date(2026, 4, 8), None),
        (ON_30TH, date(2026, 3, 30), date(2026, 4, 1)),
        (yearly(date(2026, 12, 31), date(2027, 1, 1)), date(2028, 12, 31), date(2029, 1, 1)),
        (yearly(date(2028, 2, 28), date(2028, 2, 29)), date(2029, 2, 28), None),
        (yearly(date(2028, 12, 31), date(2029, 1, 1)), date(9999, 12, 31), None),
    ],
)
def test_given_a_day_of_the_old_rule_then_that_of_the_same_month_stands_for_it(
    moved: MovedRule, day: date, expected: date | None
) -> None:
    assert moved.day(day) == expected


def test_given_a_month_without_such_a_day_then_nothing_stands_for_its_old_one() -> None:
    rules = (parse_rule(f"FREQ=MONTHLY;BYMONTHDAY={day}") for day in (30, 31))
    moved = MovedRule(next(rules), date(2026, 1, 30), next(rules), date(2026, 1, 31))
    assert [moved.day(date(2026, month, 30)) for month in (3, 4, 5)] == [
        date(2026, 3, 31),
        None,
        date(2026, 5, 31),
    ]


@pytest.mark.parametrize(
    ("moved", "until", "expected"),
    [
        (TUESDAYS, date(2026, 12, 31), date(2026, 12, 31)),
        (TUESDAYS, date(2026, 4, 7), date(2026, 4, 7)),
        (TUESDAYS, date(2026, 7, 6), date(2026, 6, 30)),
        (ON_30TH, date(2026, 5, 30), date(2026, 6, 1)),
        (yearly(date(2026, 5, 31), date(2026, 6, 1)), date(2029, 5, 31), date(2029, 6, 1)),
        (yearly(date(2026, 5, 31), date(2026, 6, 1)), date(2029, 10, 5), date(2029, 10, 5)),
        (yearly(date(2026, 5, 31), date(2026, 6, 1)), date.max, date.max),
    ],
)
def test_given_an_end_then_it_is_in_the_turn_that_stands_for_the_last_one(
    moved: MovedRule, until: date, expected: date
) -> None:
    assert moved.until(until) == expected


@given(st.integers(1, 40), st.integers(1, 5), st.integers(0, 6), st.integers(1, 24))
def test_given_months_that_all_have_such_a_day_then_the_count_of_days_until_the_end_stays(
    start: int, interval: int, by: int, times: int
) -> None:
    first = date(2026, 3, 1) + timedelta(days=start % 21)
    later = first + timedelta(days=by)
    old, new = (
        parse_rule(f"FREQ=MONTHLY{f';INTERVAL={interval}' if interval > 1 else ''};BYMONTHDAY={day.day}")
        for day in (first, later)
    )
    moved = MovedRule(old, first, new, later)
    until = nth_day(old, first, times)
    assert until is not None
    assert len(list(days_between(new, later, later, moved.until(until)))) == times
    assert [moved.day(day) for day in islice(days_between(old, first, first, until), times)] == list(
        islice(days_between(new, later, later, date.max), times)
    )


def test_given_days_or_weeks_then_all_is_moved_by_as_many_days_to_the_end_of_the_calendar() -> None:
    daily = parse_rule("FREQ=DAILY;INTERVAL=3")
    moved = MovedRule(daily, MARCH_3, daily, MARCH_4)
    assert moved.keeps_together
    assert (moved.day(date(2026, 3, 6)), moved.until(date(2026, 5, 1))) == (
        date(2026, 3, 7),
        date(2026, 5, 2),
    )
    assert moved.until(date.max) == date.max
    last = max(days_between(daily, MARCH_3, date(9999, 12, 25), date.max))
    assert MovedRule(daily, MARCH_3, daily, MARCH_3 + timedelta(days=30)).day(last) is None


@pytest.mark.parametrize(("week_start", "together"), [(";WKST=SU", False), ("", True)])
def test_given_two_days_of_every_second_week_when_moved_then_the_beginning_of_weeks_parts_them_or_not(
    week_start: str, together: bool
) -> None:
    rule = parse_rule(f"FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU{week_start}")
    assert MovedRule(EVERY_2_WEEKS, date(2026, 11, 2), rule, date(2026, 11, 3)).keeps_together is together


def test_given_a_monthly_rule_then_there_are_no_weeks_to_be_parted() -> None:
    assert TUESDAYS.keeps_together
