"""Hours of a week are read from settings of any age, and joined and compared as a count of minutes does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.opening_hours import MinuteSpan, closed_parts, common, joined, week_of, weeks_of
from core.domain.timegrid import DAY_MINUTES

MINUTES = st.integers(0, DAY_MINUTES)
SPANS = st.lists(st.tuples(MINUTES, MINUTES), max_size=5)


def minutes(spans: list[MinuteSpan] | tuple[MinuteSpan, ...]) -> set[int]:
    return {minute for start, end in spans for minute in range(start, end)}


@given(SPANS)
def test_given_any_spans_when_joined_then_every_minute_stays_and_they_stand_apart_in_order(
    spans: list[MinuteSpan],
) -> None:
    found = joined(spans)

    assert minutes(found) == minutes(spans)
    edges = [edge for span in found for edge in span]
    assert edges == sorted(set(edges))


@given(SPANS)
def test_given_any_spans_when_the_rest_is_asked_for_then_it_is_every_other_minute(
    spans: list[MinuteSpan],
) -> None:
    assert minutes(closed_parts(spans)) == set(range(DAY_MINUTES)) - minutes(spans)


def test_given_a_day_that_is_open_to_its_edges_when_asked_then_nothing_is_before_or_after() -> None:
    assert closed_parts([(0, 60)]) == [(60, DAY_MINUTES)]
    assert closed_parts([(60, DAY_MINUTES)]) == [(0, 60)]
    assert closed_parts([(0, DAY_MINUTES)]) == []


@given(SPANS, SPANS)
def test_given_two_sets_of_spans_when_compared_then_what_is_common_is_in_both(
    ours: list[MinuteSpan], theirs: list[MinuteSpan]
) -> None:
    assert minutes(common(ours, theirs)) == minutes(ours) & minutes(theirs)


def test_given_a_stored_week_with_breaks_when_read_then_spans_are_minutes_in_order() -> None:
    stored = {"0": [["13:00", "17:00"], ["09:00", "12:00"]], "6": [["10:00", "24:00"]]}

    assert week_of(stored) == {0: ((540, 720), (780, 1020)), 6: ((600, 1440),)}


@pytest.mark.parametrize(
    "spans",
    [
        None,
        "09:00",
        7,
        [],
        [None],
        [["09:00"]],
        [["09:00", "12:00", "13:00"]],
        [["nine", "12:00"]],
        [["09:00", 12]],
        [["09:75", "12:00"]],
        [["09:00", "24:30"]],
        [["12:00", "09:00"]],
    ],
)
def test_given_a_day_that_cannot_be_read_when_read_then_only_that_day_is_closed(spans: object) -> None:
    assert week_of({"0": spans, "1": [["09:00", "12:00"]]}) == {1: ((540, 720),)}


def test_given_days_that_no_week_has_when_read_then_they_are_left_out() -> None:
    day = [["09:00", "12:00"]]
    assert week_of({"7": day, "monday": day, 3: day, "-1": day, "4": day}) == {4: ((540, 720),)}


@pytest.mark.parametrize("stored", [None, [], "always", 9])
def test_given_what_is_no_week_when_read_then_there_is_none(stored: object) -> None:
    assert week_of(stored) is None
    assert weeks_of(stored) == {}


def test_given_weeks_by_name_when_read_then_those_that_are_none_are_left_out() -> None:
    assert weeks_of({"a": {"0": [["09:00", "12:00"]]}, "b": {}, "c": None}) == {
        "a": {0: ((540, 720),)},
        "b": {},
    }
