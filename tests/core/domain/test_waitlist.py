"""The waitlist: what somebody may wish for, and how it is kept."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.day_part import DayPart
from core.domain.errors import RuleBroken
from core.domain.waitlist import ALL_DAYS, URGENT, days_of, days_text, kept_wish, part_of, part_text

WISH: dict[str, Any] = {"duration_minutes": 50}


@given(st.frozensets(st.integers(0, 6), min_size=1))
def test_given_weekdays_when_kept_and_read_then_they_are_the_same(days: frozenset[int]) -> None:
    assert days_of(days_text(days)) == days


def test_given_every_day_or_none_when_kept_then_nothing_in_particular_is_wished() -> None:
    assert days_text(ALL_DAYS) is None
    assert days_text([]) is None
    assert days_of(None) == days_of("") == ALL_DAYS


@pytest.mark.parametrize("part", DayPart)
def test_given_a_part_of_the_day_when_kept_and_read_then_it_is_the_same(part: DayPart) -> None:
    assert part_of(part_text(part)) is part


def test_given_what_only_a_newer_program_knows_when_read_then_any_time_does() -> None:
    assert part_of("NIGHT") is DayPart.ANY
    assert days_of("XX") == ALL_DAYS
    assert days_of("XX,WE") == {2}


def test_given_a_wish_when_kept_then_it_is_written_in_one_way() -> None:
    kept = kept_wish(
        {**WISH, "weekdays": "FR,MO", "day_part": "ANY", "remark": " After work. ", "urgency": URGENT}
    )
    assert kept == {
        "duration_minutes": 50,
        "weekdays": "MO,FR",
        "day_part": None,
        "remark": "After work.",
        "urgency": URGENT,
    }
    nothing = kept_wish({**WISH, "weekdays": "MO,TU,WE,TH,FR,SA,SU", "remark": " "})
    assert (nothing["weekdays"], nothing["remark"]) == (None, None)


@pytest.mark.parametrize(
    ("odd", "code"),
    [
        ({"duration_minutes": 0}, "duration"),
        ({"duration_minutes": 24 * 60 + 1}, "duration"),
        ({"earliest": date(2026, 3, 2), "latest": date(2026, 3, 1)}, "range"),
        ({"earliest": "2026-03-02", "latest": "2026-03-01"}, "range"),
        ({"day_part": "NIGHT"}, "day_part"),
        ({"urgency": "VERY"}, "urgency"),
        ({"weekdays": "MO,XX"}, "weekdays"),
        ({"remark": "x" * 501}, "remark_too_long"),
    ],
)
def test_given_a_wish_that_nothing_could_fulfil_when_checked_then_it_is_refused(
    odd: dict[str, Any], code: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        kept_wish({**WISH, **odd})
    assert refused.value.code == code


def test_given_a_range_of_one_day_when_checked_then_it_is_taken() -> None:
    day = date(2026, 3, 2)
    assert kept_wish({**WISH, "earliest": day, "latest": day})["latest"] == day
    assert kept_wish({**WISH, "duration_minutes": 24 * 60})["duration_minutes"] == 24 * 60
