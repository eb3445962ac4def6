"""A clock that is plainly wrong is noticed, and one that may be right is believed."""

from datetime import UTC, datetime, timedelta

import pytest

from core.domain.clock_doubt import PLAINLY, RELEASED, Heard, WhyDoubted, check_clock, doubt_of
from core.domain.errors import RuleBroken

NOW = datetime(2026, 11, 28, 9, 5, tzinfo=UTC)
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)


@pytest.mark.parametrize(
    ("now", "newest", "heard", "why"),
    [
        (NOW, None, None, None),
        (RELEASED, None, None, None),
        (RELEASED - SECOND, None, None, WhyDoubted.BEFORE_PROGRAM),
        (datetime(2019, 1, 1, tzinfo=UTC), NOW, Heard(NOW, NOW), WhyDoubted.BEFORE_PROGRAM),
        (NOW, NOW + PLAINLY, None, None),
        (NOW, NOW + PLAINLY + SECOND, None, WhyDoubted.BEFORE_RECORD),
        (NOW, None, Heard(NOW, NOW + PLAINLY), None),
        (NOW + 2 * HOUR, None, Heard(NOW, NOW + 2 * HOUR), WhyDoubted.AHEAD_OF_SERVER),
        (NOW + 2 * HOUR - SECOND, None, Heard(NOW, NOW + 2 * HOUR), None),
        (NOW, None, Heard(NOW + PLAINLY, NOW), None),
        (NOW, None, Heard(NOW - PLAINLY, NOW), None),
        (NOW, NOW + 3 * HOUR, Heard(NOW + PLAINLY + SECOND, NOW), WhyDoubted.BEHIND_SERVER),
        (NOW + 2 * HOUR, None, Heard(NOW + PLAINLY + SECOND, NOW), None),
    ],
)
def test_what_a_clock_is_doubted_for(
    now: datetime, newest: datetime | None, heard: Heard | None, why: WhyDoubted | None
) -> None:
    doubt = doubt_of(now, newest, heard)
    assert (doubt.why if doubt else None) == why


@pytest.mark.parametrize(
    ("now", "newest", "heard", "words"),
    [
        (datetime(2019, 3, 4, 5, 6, tzinfo=UTC), None, None, r"4 March 2019, 05:06 UTC, .* made later"),
        (NOW, NOW + 3 * HOUR, None, r"newest entry of the practice is of 28 November 2026, 12:05 UTC"),
        (NOW, None, Heard(NOW + 3 * HOUR, NOW), r"server said 28 November 2026, 12:05 UTC already"),
        (NOW, None, Heard(NOW - 3 * HOUR, NOW), r"server says 28 November 2026, 06:05 UTC"),
    ],
)
def test_a_clock_that_is_wrong_signs_nothing_and_says_why(
    now: datetime, newest: datetime | None, heard: Heard | None, words: str
) -> None:
    with pytest.raises(RuleBroken, match=words) as refused:
        check_clock(doubt_of(now, newest, heard))
    assert refused.value.code == "clock"


def test_a_clock_that_may_be_right_signs() -> None:
    check_clock(doubt_of(NOW, NOW, Heard(NOW, NOW)))
