"""What is free of some spans: exactly what nothing covers, in whichever order and zone they come."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from core.domain.free_time import Span, free_between

BEGIN = datetime(2026, 10, 24, 20, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
_LAST = 12 * 60
"""Minutes over the night on which the clocks of Berlin go back."""
_spans = st.lists(
    st.tuples(st.integers(0, _LAST), st.integers(0, _LAST), st.sampled_from([UTC, BERLIN])), max_size=7
)


def at(minute: int) -> datetime:
    return BEGIN + timedelta(minutes=minute)


def moments(drawn: list[tuple[int, int, ZoneInfo]]) -> list[Span]:
    return [(at(start).astimezone(zone), at(end).astimezone(zone)) for start, end, zone in drawn]


def covered(drawn: list[tuple[int, int, ZoneInfo]]) -> set[int]:
    return {minute for start, end, _ in drawn for minute in range(start, end)}


@given(opened=_spans, taken=_spans)
def test_given_any_spans_when_what_is_free_is_asked_for_then_it_is_each_minute_that_nothing_covers(
    opened: list[tuple[int, int, ZoneInfo]], taken: list[tuple[int, int, ZoneInfo]]
) -> None:
    found = list(free_between(moments(opened), moments(taken)))
    minutes = [
        minute
        for start, end in found
        for minute in range((start - BEGIN) // timedelta(minutes=1), (end - BEGIN) // timedelta(minutes=1))
    ]
    assert minutes == sorted(covered(opened) - covered(taken))
    assert all(one[1] < other[0] for one, other in pairwise(found))


def test_given_opening_hours_that_touch_then_what_is_free_goes_on_over_the_place_where_they_meet() -> None:
    assert list(free_between([(at(60), at(120)), (at(0), at(60))], [])) == [(at(0), at(120))]


def test_given_a_repeated_hour_in_its_own_zone_then_both_passes_are_told_apart() -> None:
    first = datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN)
    second = first.replace(fold=1)
    (free,) = free_between([(first, second)], [])
    assert free[1] - free[0] == timedelta(hours=1)
