"""Rules of repetition of other calendars: one series where one says the same, else counted days."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from importlib import import_module
from itertools import islice
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.calendar_file.content import rule_value
from core.calendar_file.rules import Repetition, repetition
from core.domain.recurrence import rule_text
from tests.core.calendar_file.files import BERLIN

rrulestr: Any = import_module("dateutil.rrule").rrulestr
WEDNESDAY = datetime(2026, 3, 4, 10, 0)  # noqa: DTZ001 - on the wall


def read(rule: str, start: datetime = WEDNESDAY) -> Repetition | None:
    return repetition(rule_value(rule), start, BERLIN)


def found(rule: str, start: datetime = WEDNESDAY) -> Repetition:
    repeats = read(rule, start)
    assert repeats is not None
    return repeats


@pytest.mark.parametrize(
    ("rule", "ours"),
    [
        ("FREQ=DAILY", "FREQ=DAILY"),
        ("FREQ=DAILY;INTERVAL=3;WKST=SU", "FREQ=DAILY;INTERVAL=3"),
        ("FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("FREQ=WEEKLY", "FREQ=WEEKLY;BYDAY=WE"),
        ("FREQ=WEEKLY;BYDAY=WE,MO", "FREQ=WEEKLY;BYDAY=MO,WE"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=WE;WKST=SU", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE;WKST=SU"),
        ("FREQ=WEEKLY;BYDAY=WE;WKST=SU", "FREQ=WEEKLY;BYDAY=WE"),
        ("FREQ=MONTHLY", "FREQ=MONTHLY;BYMONTHDAY=4"),
        ("FREQ=MONTHLY;BYMONTHDAY=4", "FREQ=MONTHLY;BYMONTHDAY=4"),
        ("FREQ=MONTHLY;BYDAY=1WE", "FREQ=MONTHLY;BYDAY=1WE"),
        ("FREQ=MONTHLY;BYDAY=WE;BYSETPOS=1", "FREQ=MONTHLY;BYDAY=1WE"),
        ("FREQ=MONTHLY;BYDAY=WE", "FREQ=WEEKLY;BYDAY=WE"),
        ("FREQ=YEARLY", "FREQ=YEARLY"),
        ("FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=4", "FREQ=YEARLY"),
        ("FREQ=YEARLY;BYMONTH=3;BYDAY=1WE", "FREQ=MONTHLY;INTERVAL=12;BYDAY=1WE"),
        ("FREQ=YEARLY;BYMONTH=3;BYDAY=WE;BYSETPOS=1", "FREQ=MONTHLY;INTERVAL=12;BYDAY=1WE"),
    ],
)
def test_given_a_rule_that_a_series_can_keep_when_read_then_it_is_that_series(rule: str, ours: str) -> None:
    series = found(rule).rule
    assert series is not None
    assert rule_text(series) == ours


def test_given_the_last_day_of_a_month_in_either_spelling_when_read_then_it_is_one_series() -> None:
    last = datetime(2026, 3, 31, 10, 0)  # noqa: DTZ001 - on the wall
    for rule in ("FREQ=MONTHLY;BYMONTHDAY=-1", "FREQ=MONTHLY;BYDAY=SU,MO,TU,WE,TH,FR,SA;BYSETPOS=-1"):
        series = found(rule, last).rule
        assert series is not None
        assert rule_text(series) == "FREQ=MONTHLY;BYMONTHDAY=-1"


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=MONTHLY;BYMONTHDAY=1,15",
        "FREQ=MONTHLY;BYDAY=1MO,3WE",
        "FREQ=MONTHLY;BYDAY=TU;BYSETPOS=2",
        "FREQ=WEEKLY;BYDAY=FR",
        "FREQ=YEARLY;BYMONTH=3,9;BYDAY=1WE",
        "FREQ=YEARLY;BYMONTH=1,6;BYMONTHDAY=4,20",
        "FREQ=YEARLY;BYMONTH=6",
    ],
)
def test_given_a_rule_of_several_days_when_read_then_they_are_counted_as_everywhere_else(rule: str) -> None:
    repeats = found(rule)
    assert repeats.rule is None
    theirs = rrulestr(rule, dtstart=WEDNESDAY)
    expected = dict.fromkeys([WEDNESDAY.date(), *(each.date() for each in islice(theirs, 30))])
    assert list(islice(repeats.days(), 20)) == list(expected)[:20]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;BYMONTH=3",
        "FREQ=DAILY;INTERVAL=2;BYDAY=MO",
        "FREQ=WEEKLY;BYDAY=1MO",
        "FREQ=WEEKLY;BYMONTH=3",
        "FREQ=MONTHLY;BYMONTH=3",
        "FREQ=MONTHLY;INTERVAL=2;BYDAY=WE",
        "FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR",
        "FREQ=MONTHLY;BYDAY=1WE,2WE;BYSETPOS=1",
        "FREQ=MONTHLY;BYMONTHDAY=1;BYSETPOS=1",
        "FREQ=MONTHLY;BYDAY=9WE",
        "FREQ=YEARLY;BYDAY=20MO",
        "FREQ=YEARLY;BYMONTH=13",
        "FREQ=YEARLY;INTERVAL=9;BYMONTH=3;BYDAY=1WE",
        "FREQ=WEEKLY;BYHOUR=9,10",
        "FREQ=WEEKLY;COUNT=-1",
    ],
)
def test_given_a_rule_that_ours_cannot_say_when_read_then_there_is_none(rule: str) -> None:
    assert read(rule) is None


@pytest.mark.parametrize(
    ("end", "until"),
    [
        ("COUNT=1", date(2026, 3, 4)),
        ("COUNT=3", date(2026, 3, 18)),
        ("UNTIL=20260318", date(2026, 3, 18)),
        ("UNTIL=20260318T100000", date(2026, 3, 18)),
        ("UNTIL=20260318T095959", date(2026, 3, 17)),
        ("UNTIL=20260318T090000Z", date(2026, 3, 18)),
        ("UNTIL=20260318T085959Z", date(2026, 3, 17)),
        ("UNTIL=20260317T230000Z", date(2026, 3, 17)),
        ("INTERVAL=1", None),
    ],
)
def test_given_an_end_when_read_then_the_last_day_is_that_of_the_last_time(
    end: str, until: date | None
) -> None:
    repeats = found(f"FREQ=WEEKLY;{end}")
    assert repeats.until == until
    assert until is None or list(repeats.days()) == [
        date(2026, 3, 4) + timedelta(weeks=week)
        for week in range(3)
        if date(2026, 3, 4) + timedelta(weeks=week) <= until
    ]


@given(
    st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]),
    st.integers(1, 6),
    st.lists(st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"]), unique=True),
    st.lists(st.integers(1, 31), unique=True, max_size=3),
    st.lists(st.integers(1, 12), unique=True, max_size=3),
    st.dates(date(2020, 1, 1), date(2030, 12, 31)),
    st.integers(0, 40),
)
def test_given_any_rule_that_is_taken_when_its_days_are_counted_then_they_are_those_of_other_programs(
    kind: str, interval: int, days: list[str], numbers: list[int], months: list[int], first: date, count: int
) -> None:
    given_parts: dict[str, Sequence[object]] = {"BYDAY": days, "BYMONTHDAY": numbers, "BYMONTH": months}
    told = [f"{name}={','.join(map(str, values))}" for name, values in given_parts.items() if values]
    rule = ";".join([f"FREQ={kind}", f"INTERVAL={interval}", *told, *([f"COUNT={count}"] if count else [])])
    start = datetime.combine(first, WEDNESDAY.time())
    repeats = read(rule, start)
    if repeats is None or (
        count and first not in {each.date() for each in islice(rrulestr(rule, dtstart=start), 1)}
    ):
        return  # no rule of ours, or one of which nobody says what it means
    theirs = [each.date() for each in islice(rrulestr(rule, dtstart=start), 15)]
    assert list(islice(repeats.days(), 10)) == list(dict.fromkeys([first, *theirs]))[:10]
