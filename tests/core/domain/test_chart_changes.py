"""What changed between two body charts: new, gone, stronger, weaker, and what belongs together."""

import pytest

from core.domain.body_regions import Region
from core.domain.chart_changes import MarkWay, mark_changes, mark_key, missing_marks, strength
from tests.body_marks import KNEE, SHOULDER
from tests.body_marks import body_mark as mark


@pytest.mark.parametrize(
    ("before", "now", "way"),
    [
        ("3", "10", MarkWay.STRONGER),
        ("10", "9", MarkWay.WEAKER),
        ("4", "4", MarkWay.SAME),
        (None, "4", MarkWay.SAME),
        ("4", None, MarkWay.SAME),
        ("4", "much", MarkWay.SAME),
    ],
)
def test_given_a_mark_in_both_sessions_when_compared_then_its_strength_says_how_it_went(
    before: str | None, now: str | None, way: MarkWay
) -> None:
    earlier, later = mark(SHOULDER, before), mark("BACK 254 200", now)
    (found,) = mark_changes([earlier], [later])
    assert (found.way, found.mark, found.before) == (way, later, earlier)


def test_given_marks_of_one_session_alone_when_compared_then_they_are_new_or_gone() -> None:
    stays, gone = mark(SHOULDER, "5"), mark(KNEE, "2")
    still, tense = mark(SHOULDER, "5"), mark(SHOULDER, "5", "TENSION")
    found = mark_changes([gone, stays], [tense, still])
    assert [(each.way, each.mark) for each in found] == [
        (MarkWay.NEW, tense),
        (MarkWay.SAME, still),
        (MarkWay.GONE, gone),
    ]


def test_given_two_marks_in_one_region_when_compared_then_the_nearest_belong_together() -> None:
    high, low = mark("FRONT 595 700", "8"), mark("FRONT 595 740", "2")
    lower, higher = mark("FRONT 595 738", "3"), mark("FRONT 595 702", "7")
    assert {mark_key(each).region for each in (high, low, lower, higher)} == {Region("FRONT", "left", "knee")}
    found = mark_changes([high, low], [lower, higher])
    assert [(each.way, each.before) for each in found] == [(MarkWay.STRONGER, low), (MarkWay.WEAKER, high)]
    (alone, gone) = mark_changes([high, low], [higher])
    assert (alone.before, gone.way, gone.mark) == (high, MarkWay.GONE, low)


def test_given_a_place_of_a_newer_program_when_compared_then_it_belongs_to_itself() -> None:
    first, second = mark("INSIDE 3 4", "5"), mark("INSIDE 3 4", "6")
    (found,) = mark_changes([first], [second])
    assert found.way is MarkWay.STRONGER
    assert mark_key(first).region == "INSIDE 3 4"
    assert strength(mark(intensity="²")) is None


def test_given_marks_that_are_there_when_others_are_missing_then_one_of_each_kind_and_region_is_told() -> (
    None
):
    there = mark(SHOULDER)
    near, tense, knee, again = (
        mark("BACK 254 200"),
        mark(SHOULDER, kind="TENSION"),
        mark(KNEE),
        mark("FRONT 595 724"),
    )
    assert missing_marks([near, tense, knee, again], [there]) == [tense, knee]
