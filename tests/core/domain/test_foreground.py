"""Background work makes room for the window, and is never kept for good."""

import pytest

from core.runtime.yielding import LINGER_S, LONGEST_S, TURN_S, Foreground


class Time:
    """A clock that only `sleep` and `pass_` move."""

    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    def pass_(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def foreground(time: Time) -> Foreground:
    return Foreground(time.clock, time.sleep)


def _used(foreground: Foreground, time: Time) -> None:
    """There is a window, which has nothing to do."""
    foreground.touch()
    time.pass_(1.0)


def test_given_no_window_when_items_are_taken_then_nobody_waits(foreground: Foreground, time: Time) -> None:
    for _ in foreground.behind(range(100)):
        time.pass_(1.0)
    assert time.slept == []


def test_given_a_block_when_items_are_taken_behind_it_then_they_wait_until_it_has_ended_and_a_little_longer(
    foreground: Foreground, time: Time
) -> None:
    with foreground:
        time.pass_(0.001)
    ended = time.now
    assert list(foreground.behind("ab")) == ["a", "b"]
    assert LINGER_S <= time.now - ended < 2 * LINGER_S


def test_given_a_key_press_when_items_are_taken_behind_it_then_they_wait_as_for_a_block(
    foreground: Foreground, time: Time
) -> None:
    foreground.touch()
    touched = time.now
    assert next(foreground.behind("a")) == "a"
    assert time.now - touched >= LINGER_S


def test_given_a_block_when_a_piece_of_work_gives_way_then_it_waits_as_an_item_behind_it_does(
    foreground: Foreground, time: Time
) -> None:
    foreground.give_way()
    assert time.slept == []
    with foreground:
        time.pass_(0.001)
    ended = time.now
    foreground.give_way()
    assert LINGER_S <= time.now - ended < 2 * LINGER_S
    slept = list(time.slept)
    foreground.give_way()
    assert time.slept == slept


def test_given_a_block_within_a_block_when_the_inner_one_ends_then_the_outer_one_counts(
    foreground: Foreground, time: Time
) -> None:
    with foreground:
        with foreground:
            pass
        time.pass_(2 * LINGER_S)
        next(foreground.behind("a"))
        assert time.slept


def test_given_a_window_that_waits_for_the_work_itself_when_items_are_taken_then_they_come_all_the_same(
    foreground: Foreground, time: Time
) -> None:
    with foreground:
        began = time.now
        assert list(foreground.behind(range(1000))) == list(range(1000))
        assert time.now - began < 2 * LONGEST_S


def test_given_a_window_that_never_rests_when_items_are_taken_then_each_waits_a_moment_at_most(
    time: Time,
) -> None:
    def busy(seconds: float) -> None:
        time.sleep(seconds)
        restless.touch()

    restless = Foreground(time.clock, busy)
    restless.touch()
    began = time.now
    next(restless.behind("a"))
    assert LONGEST_S <= time.now - began < 2 * LONGEST_S


def test_given_a_window_at_rest_when_much_is_done_then_a_breath_is_taken_in_each_turn(
    foreground: Foreground, time: Time
) -> None:
    _used(foreground, time)
    for _ in foreground.behind(range(10)):
        time.pass_(TURN_S * 0.6)
    assert len(time.slept) == 4
    assert max(time.slept) < LINGER_S


def test_given_a_block_when_items_are_taken_beside_it_then_they_only_breathe(
    foreground: Foreground, time: Time
) -> None:
    with foreground:
        assert list(foreground.beside("ab")) == ["a", "b"]
        assert time.slept == []
        for _ in foreground.beside("ab"):
            time.pass_(2 * TURN_S)
        assert len(time.slept) == 1
