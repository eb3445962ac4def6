"""The next free time of today: inside opening hours, between what is booked, never a pause of minutes."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.kit.hours import Hours
from desktop.today.gap import SHORTEST, next_gap

ZONE = ZoneInfo("Europe/Berlin")
DAY = datetime(2026, 11, 23, tzinfo=ZONE)
HOURS = Hours({0: [(8 * 60, 12 * 60), (13 * 60, 18 * 60)]})


def at(minute: int) -> datetime:
    return DAY + timedelta(minutes=minute)


def gap(now: int, *taken: tuple[int, int]) -> tuple[int | None, int] | None:
    """Minutes of the day; None as a start: now."""
    found = next_gap(at(now), HOURS, ZONE, [(at(start), at(end)) for start, end in taken])
    if found is None:
        return None
    start = None if found.start is None else (found.start - DAY) // timedelta(minutes=1)
    return start, (found.end - DAY) // timedelta(minutes=1)


@pytest.mark.parametrize(
    ("now", "taken", "found"),
    [
        (540, [], (None, 720)),
        (540, [(600, 660)], (None, 600)),
        (540, [(540, 600), (600, 660)], (660, 720)),
        (540, [(540, 600), (610, 720)], (780, 1080)),
        (300, [], (480, 720)),
        (730, [], (780, 1080)),
        (1080, [], None),
        (540, [(480, 1080)], None),
        (540, [(500, 1000), (560, 580)], (1000, 1080)),
    ],
)
def test_given_a_day_then_the_next_free_time_is_found(
    now: int, taken: list[tuple[int, int]], found: tuple[int | None, int] | None
) -> None:
    assert gap(now, *taken) == found


def test_given_a_weekday_without_opening_hours_then_there_is_none() -> None:
    assert next_gap(at(540) + timedelta(days=1), HOURS, ZONE, []) is None


_spans = st.lists(st.tuples(st.integers(0, 1400), st.integers(1, 300)), max_size=6)


@given(now=st.integers(0, 1439), spans=_spans)
def test_given_any_day_then_a_gap_is_free_open_and_long_enough_and_none_before_it(
    now: int, spans: list[tuple[int, int]]
) -> None:
    taken = [(start, start + length) for start, length in spans]
    free = [
        minute
        for minute in range(now, 24 * 60)
        if any(begin <= minute < end for begin, end in HOURS.open[0])
        and not any(start <= minute < end for start, end in taken)
    ]
    shortest = SHORTEST // timedelta(minutes=1)
    first = next((at for at in free if all(at + more in free for more in range(shortest))), None)
    found = gap(now, *taken)
    assert (found is None) == (first is None)
    if found is not None and first is not None:
        assert first == (now if found[0] is None else found[0])
        assert all(minute in free for minute in range(first, found[1]))
        assert found[1] not in free
