"""Times as people type them."""

from datetime import time

import pytest

from desktop.kit.time_input import parse_time, shifted


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("9", time(9)),
        ("09", time(9)),
        ("930", time(9, 30)),
        ("0930", time(9, 30)),
        ("9:30", time(9, 30)),
        ("9.30", time(9, 30)),
        ("9,30", time(9, 30)),
        ("9,5", None),
        (" 14h ", time(14)),
        ("14 05", time(14, 5)),
        ("0", time(0)),
        ("2pm", time(14)),
        ("2:30 PM", time(14, 30)),
        ("930am", time(9, 30)),
        ("9 a.m.", time(9)),
        ("12 am", time(0)),
        ("12pm", time(12)),
        ("14pm", None),
        ("0 am", None),
        ("pm", None),
        ("24", None),
        ("9:60", None),
        ("", None),
        ("noon", None),
        ("12345", None),
    ],
)
def test_typed_times_are_understood_or_refused(typed: str, meant: time | None) -> None:
    assert parse_time(typed) == meant


@pytest.mark.parametrize(
    ("typed", "minutes", "then"),
    [
        ("10:00", 15, "10:15"),
        ("9", -15, "08:45"),
        ("23:50", 15, "23:59"),
        ("00:05", -15, "00:00"),
        ("x", 15, "x"),
    ],
)
def test_up_and_down_change_the_time_within_the_day(typed: str, minutes: int, then: str) -> None:
    assert shifted(typed, minutes) == then
