"""Days of a rule, against dateutil as an oracle; and how a rule is written."""

from datetime import date, datetime, time, timedelta
from importlib import import_module
from itertools import takewhile
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.recurrence import (
    LAST,
    WEEKDAYS,
    Frequency,
    Rule,
    UnknownRule,
    days_between,
    falls_on,
    is_whole,
    nth_day,
    parse_rule,
    rule_text,
)

dateutil: Any = import_module("dateutil.rrule")
_weekday = st.integers(0, 6)
_numbers = st.sampled_from((1, 2, 3, 4, 5, LAST))
_interval = st.integers(1, 13)
RULES = st.one_of(
    st.builds(lambda n: Rule(frequency=Frequency.DAILY, interval=n), _interval),
    st.builds(
        lambda n, days, start: Rule(
            frequency=Frequency.WEEKLY, interval=n, weekdays=tuple(sorted(days)), week_start=start
        ),
        _interval,
        st.sets(_weekday, min_size=1),
        _weekday,
    ),
    st.builds(
        lambda n, day: Rule(frequency=Frequency.MONTHLY, interval=n, month_day=day),
        _interval,
        st.one_of(st.integers(1, 31), st.just(LAST)),
    ),
    st.builds(
        lambda n, nth, day: Rule(frequency=Frequency.MONTHLY, interval=n, nth=nth, weekdays=(day,)),
        _interval,
        _numbers,
        _weekday,
    ),
    st.builds(lambda n: Rule(frequency=Frequency.YEARLY, interval=n), _interval),
)
_days = st.dates(date(1999, 1, 1), date(2060, 12, 31))


def by_dateutil(rule: Rule, anchor: date, last: date) -> list[date]:
    """All days from the anchor on, as another program computes them."""
    days = dateutil.rrulestr(f"RRULE:{rule_text(rule)}", dtstart=datetime.combine(anchor, time()))
    return [each.date() for each in takewhile(lambda each: each.date() <= last, days)]


@given(RULES, _days, st.integers(0, 4000), st.integers(0, 1500))
def test_days_of_any_range_are_those_that_dateutil_finds(
    rule: Rule, anchor: date, ahead: int, length: int
) -> None:
    first = anchor + timedelta(days=ahead)
    last = first + timedelta(days=length)
    wanted = [day for day in by_dateutil(rule, anchor, last) if day >= first]
    assert list(days_between(rule, anchor, first, last)) == wanted


@given(RULES, _days)
def test_a_range_before_the_anchor_holds_nothing(rule: Rule, anchor: date) -> None:
    assert not list(days_between(rule, anchor, date(1990, 1, 1), anchor - timedelta(days=1)))


@given(RULES, _days, st.integers(1, 40))
def test_the_last_of_so_many_times_is_the_one_that_dateutil_counts(
    rule: Rule, anchor: date, number: int
) -> None:
    if rule.frequency is Frequency.YEARLY:
        number = min(number, 20)
    days = dateutil.rrulestr(
        f"RRULE:{rule_text(rule)};COUNT={number}", dtstart=datetime.combine(anchor, time())
    )
    wanted = [each.date() for each in days]
    if len(wanted) == number:
        assert nth_day(rule, anchor, number) == wanted[-1]


@given(RULES)
def test_a_rule_is_read_as_it_was_written(rule: Rule) -> None:
    assert is_whole(rule)
    assert parse_rule(rule_text(rule)) == rule


@pytest.mark.parametrize(
    "text",
    [
        "",
        "FREQ=SECONDLY",
        "FREQ=WEEKLY",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=WEEKLY;BYDAY=2TU",
        "FREQ=WEEKLY;BYDAY=TU;COUNT=3",
        "FREQ=WEEKLY;BYDAY=TU;UNTIL=20270101",
        "FREQ=WEEKLY;INTERVAL=0;BYDAY=TU",
        "FREQ=WEEKLY;INTERVAL=100;BYDAY=TU",
        "FREQ=WEEKLY;INTERVAL=1;BYDAY=TU",
        "FREQ=WEEKLY;BYDAY=TU,MO",
        "FREQ=MONTHLY",
        "FREQ=MONTHLY;BYDAY=TU",
        "FREQ=MONTHLY;BYDAY=6TU",
        "FREQ=MONTHLY;BYDAY=2TU,3WE",
        "FREQ=MONTHLY;BYMONTHDAY=0",
        "FREQ=MONTHLY;BYMONTHDAY=32",
        "FREQ=MONTHLY;BYMONTHDAY=1;BYDAY=2TU",
        "FREQ=DAILY;BYDAY=TU",
        "FREQ=YEARLY;BYMONTHDAY=3",
        "freq=daily",
        "\0",
    ],
)
def test_given_another_text_when_read_then_it_is_unknown(text: str) -> None:
    with pytest.raises(UnknownRule):
        parse_rule(text)


def test_given_the_31st_when_a_month_is_shorter_then_it_is_passed_over() -> None:
    rule = Rule(frequency=Frequency.MONTHLY, month_day=31)
    days = list(days_between(rule, date(2026, 1, 31), date(2026, 1, 1), date(2026, 6, 1)))
    assert days == [date(2026, 1, 31), date(2026, 3, 31), date(2026, 5, 31)]


def test_given_a_leap_day_when_yearly_then_other_years_are_passed_over() -> None:
    rule = Rule(frequency=Frequency.YEARLY)
    assert nth_day(rule, date(2024, 2, 29), 2) == date(2028, 2, 29)
    assert falls_on(rule, date(2024, 2, 29), date(2096, 2, 29))
    assert nth_day(rule, date(9996, 2, 29), 2) is None


def test_given_a_rule_that_no_month_keeps_when_counted_then_it_ends() -> None:
    rule = Rule(frequency=Frequency.MONTHLY, interval=12, month_day=31)
    assert nth_day(rule, date(2026, 2, 1), 1) is None


def test_weekdays_are_spelt_as_calendars_spell_them() -> None:
    assert rule_text(Rule(frequency=Frequency.WEEKLY, weekdays=(2, 0), interval=2, week_start=6)) == (
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;WKST=SU"
    )
    assert WEEKDAYS[0] == "MO"
