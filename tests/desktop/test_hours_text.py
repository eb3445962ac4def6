"""Hours of a day as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.opening_hours import joined, week_of
from desktop.kit.hours_text import Spans, hours_text, is_week_sound, parse_hours, stored_week

BREAK = [["09:00", "12:00"], ["13:00", "17:00"]]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("9-12, 13-17", BREAK),
        ("9–12 13–17", BREAK),
        ("13-17; 9-12", BREAK),
        ("9 - 12 + 13 - 17,", BREAK),
        ("0900-1200, 1300-1700", BREAK),
        ("915-17.30", [["09:15", "17:30"]]),
        ("0-24", [["00:00", "24:00"]]),
        ("9-0", [["09:00", "24:00"]]),
        ("9-12, 12-17", [["09:00", "12:00"], ["12:00", "17:00"]]),
        ("", []),
        (" , ", []),
        ("9-12, 11-17", None),
        ("17-9", None),
        ("9-9", None),
        ("9", None),
        ("9-12-17", None),
        ("9-25", None),
        ("always", None),
    ],
)
def test_typed_hours_are_understood_or_refused(typed: str, meant: Spans | None) -> None:
    assert parse_hours(typed) == meant


@given(st.lists(st.tuples(st.integers(0, 1439), st.integers(1, 1440)), max_size=4))
def test_any_week_is_written_stored_and_read_as_the_same_week(spans: list[tuple[int, int]]) -> None:
    week = {3: joined(spans)} if joined(spans) else {}
    stored = stored_week(week)

    assert is_week_sound(stored)
    assert week_of({day: parse_hours(hours_text(one)) for day, one in stored.items()}) == week


def test_a_day_that_is_no_hours_makes_its_week_unsound() -> None:
    assert not is_week_sound({"0": BREAK, "1": [["9 until late"]]})
