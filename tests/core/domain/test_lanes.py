"""Lane packing: worked examples, then what must hold for any set of spans."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.lanes import Interval, Lane, pack

SPANS = st.lists(
    st.tuples(st.integers(0, 96), st.integers(1, 16)).map(lambda pair: (pair[0], pair[0] + pair[1])),
    max_size=24,
)


def overlap(one: Interval, other: Interval) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def lanes_of(lane: Lane) -> set[int]:
    return set(range(lane.index, lane.index + lane.width))


def busiest(spans: list[Interval]) -> int:
    return max((sum(low <= at < high for low, high in spans) for at, _ in spans), default=0)


def test_a_span_alone_takes_the_whole_column() -> None:
    assert pack([(60, 120)]) == [Lane(0, 1, 1)]


def test_back_to_back_spans_do_not_share_the_column() -> None:
    assert pack([(60, 120), (120, 180)]) == [Lane(0, 1, 1), Lane(0, 1, 1)]


def test_two_that_overlap_stand_side_by_side_the_earlier_first() -> None:
    assert pack([(90, 150), (60, 120)]) == [Lane(1, 1, 2), Lane(0, 1, 2)]


def test_the_longer_of_two_that_start_together_stands_first() -> None:
    assert pack([(60, 90), (60, 180)]) == [Lane(1, 1, 2), Lane(0, 1, 2)]


def test_a_span_widens_over_lanes_that_are_free_for_its_whole_length() -> None:
    lanes = pack([(0, 100), (10, 30), (20, 40), (50, 90)])
    assert lanes[3] == Lane(1, 2, 3)


def test_a_cluster_does_not_narrow_its_neighbours() -> None:
    lanes = pack([(0, 10), (0, 10), (20, 30)])
    assert [lane.count for lane in lanes] == [2, 2, 1]


def test_nothing_packs_to_nothing() -> None:
    assert pack([]) == []


@pytest.mark.parametrize("span", [(10, 10), (10, 5)])
def test_a_span_that_does_not_end_after_its_start_is_refused(span: Interval) -> None:
    with pytest.raises(ValueError, match="must end after"):
        pack([span])


@given(SPANS)
def test_spans_that_overlap_never_share_a_lane(spans: list[Interval]) -> None:
    lanes = pack(spans)
    for (one, its), (other, others) in combinations(list(zip(spans, lanes, strict=True)), 2):
        if overlap(one, other):
            assert its.count == others.count
            assert not lanes_of(its) & lanes_of(others)


@given(SPANS)
def test_every_lane_lies_inside_its_cluster(spans: list[Interval]) -> None:
    for lane in pack(spans):
        assert lane.index >= 0
        assert lane.width >= 1
        assert lane.index + lane.width <= lane.count


@given(SPANS)
def test_there_are_no_more_lanes_than_the_busiest_moment_needs(spans: list[Interval]) -> None:
    lanes = pack(spans)
    assert max((lane.count for lane in lanes), default=0) == busiest(spans)
    for span, lane in zip(spans, lanes, strict=True):
        if not any(overlap(span, other) for other in spans if other is not span):
            assert lane == Lane(0, 1, 1)


@given(SPANS)
def test_no_span_could_be_wider(spans: list[Interval]) -> None:
    lanes = pack(spans)
    for at, (span, lane) in enumerate(zip(spans, lanes, strict=True)):
        beside = lane.index + lane.width
        blocked = any(
            overlap(span, other) and lanes[to].index <= beside < lanes[to].index + lanes[to].width
            for to, other in enumerate(spans)
            if to != at
        )
        assert beside == lane.count or blocked


@given(SPANS.flatmap(lambda spans: st.tuples(st.just(spans), st.permutations(spans))))
def test_the_picture_does_not_depend_on_the_order_given(pair: tuple[list[Interval], list[Interval]]) -> None:
    spans, shuffled = pair

    def picture(some: list[Interval]) -> list[tuple[Interval, int, int, int]]:
        pairs = zip(some, pack(some), strict=True)
        return sorted((span, lane.index, lane.width, lane.count) for span, lane in pairs)

    assert picture(spans) == picture(shuffled)


def test_a_span_widens_beside_one_that_ended_as_it_starts() -> None:
    lanes = pack([(0, 5), (1, 6), (2, 9), (6, 8)])

    assert (lanes[3].index, lanes[3].width, lanes[3].count) == (0, 2, 3)


def test_a_span_widens_beside_one_that_begins_as_it_ends() -> None:
    assert pack([(0, 30), (0, 10), (10, 20), (10, 20)]) == [
        Lane(0, 1, 3),
        Lane(1, 2, 3),
        Lane(1, 1, 3),
        Lane(2, 1, 3),
    ]
