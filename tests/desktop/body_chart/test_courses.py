"""How places of the body chart went over sessions, in words and in order; no window."""

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from core.domain.chart_changes import MarkChange, MarkWay, mark_changes
from core.domain.ids import NoteId
from core.domain.records import BodyMark
from core.store.practice.body_marks import Chart
from desktop.body_chart.change_words import (
    change_text,
    course_last,
    course_points,
    course_spoken,
    course_way,
    earlier_text,
    later_text,
    since_text,
)
from desktop.body_chart.chart_rows import rows_alone, rows_since
from desktop.body_chart.courses import courses
from desktop.body_chart.presenter import ShownChart
from tests.body_marks import KNEE, SHOULDER, body_mark

NOW = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)


def mark(intensity: str | None, place: str = SHOULDER, kind: str = "PAIN") -> BodyMark:
    return body_mark(place, intensity, kind)


def chart(days_ago: int, *marks: BodyMark) -> Chart:
    return Chart(NoteId(uuid.uuid4()), NOW - timedelta(days=days_ago), marks)


@pytest.fixture
def three() -> Sequence[Chart]:
    """The newest first: the shoulder eases, the tension ends, the knee comes."""
    return (
        chart(7, mark("3"), mark("4", KNEE)),
        chart(14, mark("5"), mark(None, kind="TENSION")),
        chart(21, mark("2", "BACK 252 207"), mark("8"), mark("6", kind="TENSION")),
    )


def test_given_sessions_when_followed_then_what_is_there_stands_first_and_the_strongest_mark_counts(
    three: Sequence[Chart],
) -> None:
    found = courses(three)
    assert [course_spoken(course, NOW) for course in found] == [
        "Pain · left knee (front): 4; unchanged",
        "Pain · left shoulder (back): 8, 5, 3; falling",
        "Tension · left shoulder (back): 6, –; gone Mon 16 Nov",
    ]
    assert [course_last(course) for course in found] == ["4/10", "3/10", ""]
    assert course_way(found[1], NOW) == "8, 5, 3 · falling"
    assert [point.value for point in course_points(found[1])] == [8, 5, 3]
    assert len(course_points(found[2])) == 1


def test_given_two_hundred_sessions_when_followed_then_each_place_has_all_and_its_plot_sixty() -> None:
    charts = [chart(day, mark(str(day % 11)), mark("5", KNEE)) for day in range(200)]
    found = courses(charts)
    assert [len(course.seen) for course in found] == [200, 200]
    assert len(course_points(found[0])) == 60
    assert course_spoken(found[1], NOW).startswith("Pain · left shoulder (back): 9, 8, 7")


def test_given_what_was_before_when_told_then_the_newest_four_are_named(three: Sequence[Chart]) -> None:
    seen = courses(three)[1].seen
    assert earlier_text(seen, NOW) == "Before: 8 (Mon 2 Nov), 5 (Mon 9 Nov), 3 (Mon 16 Nov)"
    assert earlier_text((), NOW) == ""
    assert earlier_text([*seen, *seen], NOW).count("(") == 4


def test_given_changes_when_summed_up_then_only_what_happened_is_counted() -> None:
    earlier = chart(14, mark("5"), mark("4", KNEE), mark("2", kind="SCAR"))
    now = [mark("7"), mark("1", kind="SWELLING"), mark("1", KNEE, kind="SWELLING")]
    changes = mark_changes(earlier.marks, now)
    assert since_text(earlier, changes, NOW) == "Since Mon 9 Nov: 2 new, 1 stronger, 2 gone."
    same = mark_changes(earlier.marks, earlier.marks)
    assert since_text(earlier, same, NOW) == "Since Mon 9 Nov: 3 unchanged."


@pytest.mark.parametrize(
    ("before", "now", "since", "later"),
    [
        ("8", "3", "Weaker: 8 before", "Weaker now: 3"),
        ("3", "8", "Stronger: 3 before", "Stronger now: 8"),
        ("3", "3", "Unchanged", "Still there"),
        ("3", None, "3 before", "Still there"),
        (None, None, "Unchanged", "Still there"),
    ],
)
def test_given_a_mark_that_went_on_when_told_from_either_session_then_the_other_strength_is_named(
    before: str | None, now: str | None, since: str, later: str
) -> None:
    (change,) = mark_changes([mark(before)], [mark(now)])
    assert (change_text(change), later_text(change)) == (since, later)


def test_given_a_mark_of_one_session_alone_when_told_then_it_is_new_or_gone() -> None:
    assert change_text(MarkChange(MarkWay.NEW, mark("3"))) == "New"
    gone = MarkChange(MarkWay.GONE, mark("3"))
    assert (change_text(gone), later_text(gone)) == ("Gone", "Gone")


def test_given_an_earlier_session_when_its_rows_are_asked_for_then_only_the_note_s_own_can_be_changed() -> (
    None
):
    earlier = chart(14, mark("5"), mark("4", KNEE))
    shown = ShownChart([mark("2"), mark("1", kind="SCAR")], [earlier])
    behind = rows_since(shown, earlier)
    assert [(row.mark, row.words, row.is_own, row.is_faint) for row in behind] == [
        (shown.marks[0], "Weaker: 5 before", True, False),
        (shown.marks[1], "New", True, False),
        (earlier.marks[1], "Gone", False, True),
    ]
    alone = rows_alone(shown, earlier)
    assert [(row.mark, row.words, row.is_own) for row in alone] == [
        (earlier.marks[0], "Weaker now: 2", False),
        (earlier.marks[1], "Gone", False),
    ]
