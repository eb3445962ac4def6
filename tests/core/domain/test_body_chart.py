"""The body chart: mirrored drawings, a region for every place, arrows that reach all of them, sentences."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.body_chart import (
    ENGLISH,
    KINDS,
    MOST,
    PAIN,
    REMARK_LIMIT,
    SCAR,
    WHOLE,
    Direction,
    Point,
    free_point,
    is_on_body,
    kept_values,
    mirrored,
    next_region,
    place_of,
    place_text,
    point_at,
    point_of,
    region_of,
    spot_of,
    told,
    typed_intensity,
)
from core.domain.body_figures import HEIGHT, figures, flat, is_inside
from core.domain.body_regions import NAMES, VIEWS, Region, bones
from core.domain.errors import RuleBroken

THOUSANDTHS = st.integers(0, WHOLE)
POINTS = st.builds(Point, st.sampled_from(VIEWS), THOUSANDTHS, THOUSANDTHS)
SYMMETRICAL = tuple(view for view in VIEWS if view not in {"LEFT", "RIGHT"})
SWAPPED = {"left": "right", "right": "left", "": ""}


def regions(view: str) -> list[Region]:
    return [bone.region for bone in bones(view)]


@pytest.mark.parametrize("view", VIEWS)
def test_given_a_drawing_when_measured_then_all_of_it_lies_in_its_view_and_every_area_is_closed(
    view: str,
) -> None:
    figure = figures()[view]
    for line in (*figure.areas, *figure.details):
        for spot in flat(line):
            assert 0 <= spot.x <= figure.width
            assert 0 <= spot.y <= HEIGHT
    for area in figure.areas:
        assert area.closed
        assert area.curves[-1].end == area.start


@pytest.mark.parametrize("view", VIEWS)
def test_given_a_view_when_its_regions_are_read_then_each_is_once_and_lies_on_the_body(view: str) -> None:
    assert len(set(regions(view))) == len(regions(view))
    for region in regions(view):
        assert region_of(point_of(region)) == region
        assert is_on_body(point_of(region)), region


@given(POINTS)
def test_given_any_place_when_asked_then_it_has_a_region_of_its_view_that_has_a_name(point: Point) -> None:
    region = region_of(point)
    assert region.view == point.view
    assert region in regions(point.view)
    assert region.name in NAMES


@given(POINTS.filter(lambda point: point.view in SYMMETRICAL and point.x != WHOLE // 2))
def test_given_a_place_when_mirrored_then_it_is_the_same_region_on_the_other_side(point: Point) -> None:
    region, other = region_of(point), region_of(mirrored(point))
    assert (other.name, other.side) == (region.name, SWAPPED[region.side])
    assert is_on_body(point) == is_on_body(mirrored(point))


@given(THOUSANDTHS, THOUSANDTHS)
def test_given_a_place_on_one_side_view_when_turned_to_the_other_then_only_the_side_changes(
    x: int, y: int
) -> None:
    right, left = Point("RIGHT", x, y), Point("LEFT", WHOLE - x, y)
    assert region_of(right).name == region_of(left).name
    assert (region_of(right).side, region_of(left).side) == ("right", "left")
    assert is_on_body(right) == is_on_body(left)


@pytest.mark.parametrize(
    ("view", "x", "y", "side", "name"),
    [
        ("FRONT", 250, 205, "right", "shoulder"),
        ("FRONT", 750, 205, "left", "shoulder"),
        ("BACK", 250, 205, "left", "shoulder"),
        ("BACK", 500, 460, "", "sacrum"),
        ("FRONT", 595, 722, "left", "knee"),
        ("BACK", 595, 722, "right", "hollow of the knee"),
        ("PALMS", 780, 900, "left", "wrist"),
        ("HAND_BACKS", 780, 900, "right", "wrist"),
        ("SOLES", 770, 900, "left", "heel"),
        ("FOOT_TOPS", 660, 130, "right", "big toe"),
        ("LEFT", 540, 715, "left", "knee"),
    ],
)
def test_given_a_place_that_a_person_would_name_when_asked_then_it_is_the_persons_own_side(
    view: str, x: int, y: int, side: str, name: str
) -> None:
    point = Point(view, x, y)
    assert region_of(point) == Region(view, side, name)  # type: ignore[arg-type]
    assert is_on_body(point)


@pytest.mark.parametrize("view", VIEWS)
def test_given_any_region_when_arrows_are_pressed_then_every_other_of_the_view_is_reached(view: str) -> None:
    for start in regions(view):
        reached, waiting = {start}, [start]
        while waiting:
            here = waiting.pop()
            ahead = (next_region(here, way) for way in get_args(Direction))
            found = {region for region in ahead if region is not None} - reached
            reached |= found
            waiting += found
        assert reached == set(regions(view))


@given(st.sampled_from([region for view in VIEWS for region in regions(view)]))
def test_given_a_region_when_an_arrow_is_pressed_then_the_next_lies_there(region: Region) -> None:
    here = spot_of(point_of(region))
    for way, (along_x, along_y) in {"left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1)}.items():
        following = next_region(region, way)  # type: ignore[arg-type]
        if following is not None:
            there = spot_of(point_of(following))
            assert (there.x - here.x) * along_x + (there.y - here.y) * along_y > 0


@given(POINTS)
def test_given_a_place_when_kept_and_read_then_it_is_the_same(point: Point) -> None:
    assert place_of(place_text(point)) == point
    assert point_at(point.view, spot_of(point)) == point


@pytest.mark.parametrize(
    "text",
    [None, "", "FRONT", "FRONT 1", "SIDE 1 2", "FRONT 1001 2", "FRONT -1 2", "FRONT 1 2 3", "FRONT ١ 2"],
)
def test_given_what_is_no_place_when_read_then_there_is_none(text: str | None) -> None:
    assert place_of(text) is None


def test_given_a_place_beyond_the_edge_when_kept_then_it_is_at_the_edge() -> None:
    far = spot_of(Point("FRONT", WHOLE, WHOLE))
    assert point_at("FRONT", far._replace(x=far.x + 40, y=far.y + 40)) == Point("FRONT", WHOLE, WHOLE)
    assert not is_inside("FRONT", far)


@given(st.sampled_from([region for view in VIEWS for region in regions(view)]))
def test_given_marks_in_a_region_when_more_are_put_by_keyboard_then_the_next_lies_beside_and_within(
    region: Region,
) -> None:
    first = free_point(region, [])
    second = free_point(region, [first])
    assert first == point_of(region)
    assert region_of(second) == region


def test_given_a_large_region_when_three_marks_are_put_then_none_hides_another() -> None:
    thigh, taken = Region("FRONT", "left", "thigh"), list[Point]()
    for _ in range(3):
        taken.append(free_point(thigh, taken))
    assert len(set(taken)) == 3


@pytest.mark.parametrize(
    ("kind", "point", "intensity", "remark", "said"),
    [
        (PAIN, Point("BACK", 250, 205), "6", None, "Pain 6/10 at the left shoulder (back)."),
        (PAIN, Point("FRONT", 500, 230), "0", None, "Pain 0/10 at the breastbone (front)."),
        (SCAR, Point("RIGHT", 470, 715), None, "From 2019.", "Scar at the right knee (side). From 2019."),
        ("LATER", Point("SOLES", 770, 900), None, None, "LATER at the left heel (sole)."),
    ],
)
def test_given_a_mark_when_told_then_it_is_a_sentence(
    kind: str, point: Point, intensity: str | None, remark: str | None, said: str
) -> None:
    assert told(kind, place_text(point), intensity, remark, ENGLISH) == said


def test_given_a_place_of_a_newer_program_when_told_then_it_stays_as_it_is() -> None:
    assert told(PAIN, "SCALP 3 4", "2", None, ENGLISH) == "Pain 2/10 at the SCALP 3 4."


@given(POINTS, st.sampled_from(KINDS), st.none() | st.integers(0, MOST).map(str))
def test_given_any_mark_when_told_then_every_word_of_it_is_known(
    point: Point, kind: str, intensity: str | None
) -> None:
    said = told(kind, place_text(point), intensity, None, ENGLISH)
    assert said.startswith(ENGLISH.kinds[kind])
    assert region_of(point).name in said
    assert region_of(point).side in said
    assert "{" not in said


@pytest.mark.parametrize(
    ("before", "digit", "after"), [(None, 7, 7), (3, 1, 1), (1, 0, 10), (10, 0, 0), (2, 0, 0)]
)
def test_given_digits_when_typed_then_the_last_counts_and_one_and_nought_are_ten(
    before: int | None, digit: int, after: int
) -> None:
    assert typed_intensity(before, digit) == after


def test_given_a_mark_with_spaces_around_when_kept_then_they_are_gone_and_nothing_else_changes() -> None:
    typed = {"kind": " PAIN ", "place": "FRONT 1 2", "intensity": "", "remark": "  After a walk ", "more": 3}
    assert kept_values(typed) == {
        "kind": PAIN,
        "place": "FRONT 1 2",
        "intensity": None,
        "remark": "After a walk",
        "more": 3,
    }


@pytest.mark.parametrize(
    ("odd", "code"),
    [
        ({"kind": "ACHE"}, "mark_kind"),
        ({"kind": None}, "mark_kind"),
        ({"place": "FRONT"}, "mark_place"),
        ({"intensity": "11"}, "mark_intensity"),
        ({"intensity": "-1"}, "mark_intensity"),
        ({"intensity": "6.5"}, "mark_intensity"),
        ({"remark": "x" * (REMARK_LIMIT + 1)}, "note_too_long"),
    ],
)
def test_given_a_mark_that_says_nothing_when_kept_then_it_is_refused(odd: dict[str, str], code: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        kept_values({"kind": PAIN, "place": "FRONT 1 2", "intensity": "6", **odd})
    assert refused.value.code == code
