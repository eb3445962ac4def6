"""Marks on the body chart: what a mark says, where it is, which region that is, and its sentence.

A place is kept as text, "FRONT 312 204": the view, then how far right and down in thousandths of the view.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from core.domain.body_figures import HEIGHT, Spot, figures, is_inside
from core.domain.body_regions import NAMES, VIEWS, Bone, Region, bone_at, bones
from core.domain.errors import RuleBroken

PAIN, TENSION, NUMBNESS, TINGLING = "PAIN", "TENSION", "NUMBNESS", "TINGLING"
SWELLING, SCAR, TRIGGER_POINT, OTHER = "SWELLING", "SCAR", "TRIGGER_POINT", "OTHER"
KINDS = (PAIN, TENSION, NUMBNESS, TINGLING, SWELLING, SCAR, TRIGGER_POINT, OTHER)
MOST = 10
"""Intensity goes from 0 to this."""
REMARK_LIMIT = 500
WHOLE = 1000
_NEAR = 2 * 16
"""Marks that are put by keyboard keep so far from each other, in units of the drawing."""
# ASCII: otherwise a digit is one of any script, and one place could be written in many ways.
_PLACE = re.compile(r"(?P<view>[A-Z_]+) (?P<x>\d{1,4}) (?P<y>\d{1,4})", re.ASCII)
_INTENSITY = re.compile(r"\d|10", re.ASCII)

Direction = Literal["left", "right", "up", "down"]
_STEPS: Mapping[Direction, tuple[int, int]] = {
    "left": (-1, 0),
    "right": (1, 0),
    "up": (0, -1),
    "down": (0, 1),
}


class Point(NamedTuple):
    """A place on a view, in thousandths of its width and height."""

    view: str
    x: int
    y: int


def place_text(point: Point) -> str:
    """As it is kept."""
    return f"{point.view} {point.x} {point.y}"


def place_of(text: str | None) -> Point | None:
    """None for what is no place."""
    found = _PLACE.fullmatch(text or "")
    if found is None or found["view"] not in VIEWS:
        return None
    x, y = int(found["x"]), int(found["y"])
    return Point(found["view"], x, y) if x <= WHOLE and y <= WHOLE else None


def spot_of(point: Point) -> Spot:
    """In units of the drawing."""
    return Spot(point.x * figures()[point.view].width / WHOLE, point.y * HEIGHT / WHOLE)


def point_at(view: str, spot: Spot) -> Point:
    """The nearest thousandths; what is beyond an edge is at the edge."""
    x, y = round(spot.x * WHOLE / figures()[view].width), round(spot.y * WHOLE / HEIGHT)
    return Point(view, min(max(x, 0), WHOLE), min(max(y, 0), WHOLE))


def is_on_body(point: Point) -> bool:
    """Whether it lies on the drawing and not beside it."""
    return is_inside(point.view, spot_of(point))


def region_of(point: Point) -> Region:
    """Every place has one: beside the body it is the nearest."""
    return bone_at(point.view, spot_of(point)).region


def point_of(region: Region) -> Point:
    """The middle of a region."""
    bone = next(each for each in bones(region.view) if each.region == region)
    return point_at(region.view, bone.middle)


def mirrored(point: Point) -> Point:
    """The same place on the other side of the drawing, in the same view."""
    return Point(point.view, WHOLE - point.x, point.y)


def next_region(region: Region, direction: Direction) -> Region | None:
    """What lies there; None at the edge of the view. Straight on goes before what is nearer but askew."""
    here = next(each for each in bones(region.view) if each.region == region).middle
    step_x, step_y = _STEPS[direction]

    def cost(bone: Bone) -> float:
        x, y = bone.middle.x - here.x, bone.middle.y - here.y
        return (x * step_x + y * step_y) + 3 * abs(x * step_y + y * step_x)

    ahead = [bone for bone in bones(region.view) if _is_ahead(here, bone.middle, step_x, step_y)]
    return min(ahead, key=cost).region if ahead else None


def _is_ahead(here: Spot, there: Spot, step_x: int, step_y: int) -> bool:
    return (there.x - here.x) * step_x + (there.y - here.y) * step_y > 1


def free_point(region: Region, taken: Iterable[Point]) -> Point:
    """The middle of the region, or below it where marks lie already, so that none hides another."""
    spots = [spot_of(each) for each in taken if each.view == region.view]
    middle = spot_of(point_of(region))
    tries = (Spot(middle.x, middle.y + _NEAR * step) for step in (0, 1, -1, 2, -2, 3, -3))
    wanted = (point_at(region.view, each) for each in tries)
    free = (each for each in wanted if region_of(each) == region and not _covered(spot_of(each), spots))
    return next(free, point_of(region))


def _covered(spot: Spot, spots: Iterable[Spot]) -> bool:
    return any(abs(spot.x - each.x) < _NEAR - 1 and abs(spot.y - each.y) < _NEAR - 1 for each in spots)


def typed_intensity(before: int | None, digit: int) -> int:
    """A digit is the intensity; a 0 behind a 1 makes it 10."""
    return MOST if before == 1 and digit == 0 else digit


def kept_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a mark as they are kept; RuleBroken for one that says nothing."""
    kept = {
        name: (values.get(name) or "").strip() or None for name in ("kind", "place", "intensity", "remark")
    }
    if kept["kind"] not in KINDS:
        raise RuleBroken(
            "That is no kind of mark; nothing was changed. Choose one from the list.", code="mark_kind"
        )
    if place_of(kept["place"]) is None:
        raise RuleBroken("That is no place on the chart; nothing was changed.", code="mark_place")
    if kept["intensity"] is not None and not _INTENSITY.fullmatch(kept["intensity"]):
        raise RuleBroken(
            "An intensity goes from 0 to 10; nothing was changed. Choose a number of these.",
            code="mark_intensity",
        )
    if len(kept["remark"] or "") > REMARK_LIMIT:
        raise RuleBroken(
            f"A remark has at most {REMARK_LIMIT} characters; nothing was changed. Shorten it.",
            code="note_too_long",
        )
    return {**values, **kept}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartWords:
    """Words of one language, each by its key. Sentences have {kind}, {place}, and {intensity} where it is;
    places {region}, {view}, and {side} where it is."""

    kinds: Mapping[str, str]
    regions: Mapping[str, str]
    sides: Mapping[str, str]
    views: Mapping[str, str]
    sided_place: str
    central_place: str
    sentence: str
    sentence_without: str
    remark: str
    """A {sentence} and a {remark} behind it."""


def place_words(point: Point, words: ChartWords) -> str:
    """As a person says it: "left shoulder (back)"."""
    region = region_of(point)
    form = words.sided_place if region.side else words.central_place
    return form.format(
        side=words.sides[region.side] if region.side else "",
        region=words.regions[region.name],
        view=words.views[region.view],
    )


def sentence(kind: str, place: str, intensity: str | None, words: ChartWords) -> str:
    """What a mark says: "Pain 6/10 at the left shoulder (back)." A place that is not known stays as it is."""
    point = place_of(place)
    where = place if point is None else place_words(point, words)
    form = words.sentence if intensity is not None else words.sentence_without
    return form.format(kind=words.kinds.get(kind, kind), place=where, intensity=intensity)


def told(kind: str, place: str, intensity: str | None, remark: str | None, words: ChartWords) -> str:
    """The sentence with the remark behind it."""
    said = sentence(kind, place, intensity, words)
    return words.remark.format(sentence=said, remark=remark) if remark else said


ENGLISH = ChartWords(
    kinds={
        PAIN: "Pain",
        TENSION: "Tension",
        NUMBNESS: "Numbness",
        TINGLING: "Tingling",
        SWELLING: "Swelling",
        SCAR: "Scar",
        TRIGGER_POINT: "Trigger point",
        OTHER: "Finding",
    },
    regions={name: name for name in NAMES},
    sides={"left": "left", "right": "right"},
    views={
        "FRONT": "front",
        "BACK": "back",
        "RIGHT": "side",
        "LEFT": "side",
        "HAND_BACKS": "back of the hand",
        "PALMS": "palm side",
        "FOOT_TOPS": "top",
        "SOLES": "sole",
    },
    sided_place="{side} {region} ({view})",
    central_place="{region} ({view})",
    sentence="{kind} {intensity}/10 at the {place}.",
    sentence_without="{kind} at the {place}.",
    remark="{sentence} {remark}",
)
"""What stands on paper in English, and what the words of other languages are compared with."""
