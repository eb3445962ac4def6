"""Regions of the body chart: each has a bone in the drawing, and a place belongs to the nearest bone.

So every place has a region. Bones are written for one half, from the middle line outwards, and the other half
has the same. A name is what a person calls it in English, and a key for other languages.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, NamedTuple

from core.domain.body_figures import Spot, figures

FRONT, BACK, RIGHT, LEFT = "FRONT", "BACK", "RIGHT", "LEFT"
HAND_BACKS, PALMS, FOOT_TOPS, SOLES = "HAND_BACKS", "PALMS", "FOOT_TOPS", "SOLES"
VIEWS = (FRONT, BACK, RIGHT, LEFT, HAND_BACKS, PALMS, FOOT_TOPS, SOLES)
_LEFT_AT_LEFT = frozenset({BACK, HAND_BACKS, FOOT_TOPS})
"""Views in which the person's left is at the left of whoever looks."""

Side = Literal["left", "right", ""]


@dataclass(frozen=True, slots=True)
class Region:
    """A part of the body in one view; `side` is the person's own, and empty in the middle."""

    view: str
    side: Side
    name: str


class Bone(NamedTuple):
    """A region and the piece that stands for it, in units of the drawing; `reach` weighs its distance."""

    region: Region
    start: Spot
    end: Spot
    reach: float

    @property
    def middle(self) -> Spot:
        """Where a mark is put by keyboard."""
        return Spot((self.start.x + self.end.x) / 2, (self.start.y + self.end.y) / 2)


Bones = Sequence[tuple[str, float, float, float, float, float]]
"""Name, start, end, reach. A bone on the middle line is of no side."""

_ARM: Bones = (
    ("upper arm", 113, 250, 117, 325, 1),
    ("elbow", 123, 362, 123, 362, 1),
    ("forearm", 132, 400, 146, 468, 1),
    ("wrist", 150, 497, 150, 497, 0.8),
    ("hand", 157, 530, 162, 590, 1),
)
_FRONT: Bones = (
    ("forehead", 0, 36, 0, 36, 1),
    ("face", 0, 78, 0, 100, 1),
    ("temple", 40, 56, 40, 56, 0.8),
    ("jaw", 36, 108, 30, 120, 0.8),
    ("neck", 0, 145, 0, 150, 1),
    ("collarbone", 24, 172, 72, 180, 0.8),
    ("shoulder", 103, 205, 103, 205, 1.2),
    ("breastbone", 0, 200, 0, 265, 0.8),
    ("chest", 48, 222, 46, 256, 1),
    ("ribs", 50, 300, 48, 325, 1),
    ("upper abdomen", 0, 310, 0, 345, 1),
    ("flank", 58, 375, 62, 395, 1),
    ("abdomen", 0, 380, 0, 410, 1),
    ("lower abdomen", 0, 450, 0, 460, 1),
    ("groin", 44, 484, 28, 502, 0.9),
    ("hip", 74, 470, 74, 480, 1),
    *_ARM,
    ("thigh", 45, 550, 40, 655, 1),
    ("knee", 38, 718, 38, 726, 1),
    ("shin", 37, 785, 34, 880, 1),
    ("ankle", 34, 922, 34, 922, 0.9),
    ("foot", 38, 955, 42, 978, 1),
)
_BACK: Bones = (
    ("back of the head", 0, 40, 0, 85, 1),
    ("neck", 0, 135, 0, 155, 1),
    ("upper shoulder", 40, 174, 76, 184, 0.9),
    ("shoulder", 106, 205, 106, 205, 1.1),
    ("shoulder blade", 58, 220, 56, 268, 1.1),
    ("upper spine", 0, 190, 0, 310, 0.7),
    ("middle back", 44, 310, 40, 335, 1),
    ("lower spine", 0, 345, 0, 420, 0.7),
    ("lower back", 40, 380, 46, 420, 1),
    ("sacrum", 0, 452, 0, 475, 0.9),
    ("buttock", 42, 475, 42, 505, 1.1),
    ("hip", 78, 465, 80, 480, 0.8),
    *_ARM,
    ("thigh", 45, 565, 40, 655, 1),
    ("hollow of the knee", 38, 722, 38, 722, 1),
    ("calf", 38, 780, 36, 850, 1),
    ("Achilles tendon", 34, 900, 34, 915, 0.9),
    ("heel", 36, 955, 38, 978, 1),
)
_OF_A_SIDE: Bones = (
    ("head", 125, 50, 135, 70, 1.1),
    ("ear", 146, 78, 146, 78, 0.6),
    ("jaw", 172, 116, 184, 122, 0.8),
    ("face", 182, 72, 186, 92, 0.8),
    ("neck", 132, 140, 134, 160, 1),
    ("shoulder", 130, 205, 130, 215, 1.1),
    ("upper arm", 130, 260, 132, 325, 1),
    ("elbow", 134, 364, 134, 364, 1),
    ("forearm", 143, 400, 154, 466, 1),
    ("wrist", 160, 496, 160, 496, 0.8),
    ("hand", 165, 530, 164, 580, 1),
    ("chest", 178, 225, 178, 260, 1),
    ("ribs", 172, 305, 170, 330, 0.9),
    ("abdomen", 176, 370, 176, 430, 1),
    ("upper back", 88, 215, 86, 265, 1),
    ("middle back", 98, 310, 102, 335, 0.9),
    ("lower back", 104, 375, 96, 410, 1),
    ("hip", 122, 450, 128, 490, 1),
    ("buttock", 82, 465, 84, 500, 1),
    ("thigh", 130, 550, 132, 650, 1.1),
    ("knee", 136, 710, 136, 722, 1.1),
    ("lower leg", 124, 780, 126, 880, 1.1),
    ("ankle", 127, 928, 127, 932, 1),
    ("heel", 112, 970, 116, 980, 0.9),
    ("foot", 160, 970, 205, 980, 1),
)
_OF_A_HAND: Bones = (
    ("thumb", 68, 580, 112, 660, 1),
    ("ball of the thumb", 168, 720, 200, 790, 0.9),
    ("index finger", 199, 250, 218, 500, 1),
    ("middle finger", 288, 190, 291, 490, 1),
    ("ring finger", 386, 230, 366, 500, 1),
    ("little finger", 472, 350, 430, 540, 1),
    ("hand", 290, 620, 300, 720, 1.6),
    ("edge of the hand", 430, 640, 400, 790, 0.9),
    ("wrist", 300, 880, 304, 960, 1.8),
)
_TOES: Bones = (
    ("big toe", 142, 130, 142, 230, 1),
    ("second toe", 228, 140, 226, 210, 1),
    ("third toe", 292, 190, 290, 240, 1),
    ("fourth toe", 350, 236, 344, 280, 1),
    ("little toe", 398, 300, 392, 330, 1),
    ("ball of the foot", 160, 360, 360, 420, 1.2),
    ("outer edge of the foot", 385, 500, 350, 690, 0.8),
)
_FOOT_TOP: Bones = (
    *_TOES,
    ("instep", 220, 530, 235, 680, 1.2),
    ("ankle", 200, 850, 290, 850, 1.4),
)
_SOLE: Bones = (
    *_TOES,
    ("arch", 190, 560, 200, 690, 1),
    ("middle of the sole", 280, 530, 270, 720, 0.9),
    ("heel", 240, 880, 246, 930, 1.5),
)
_HALVES: dict[str, Bones] = {
    FRONT: _FRONT,
    BACK: _BACK,
    HAND_BACKS: _OF_A_HAND,
    PALMS: _OF_A_HAND,
    FOOT_TOPS: _FOOT_TOP,
    SOLES: _SOLE,
}


def sides(view: str) -> tuple[Side, Side]:
    """The person's side at the left and at the right of whoever looks; from the side it is one."""
    if view in (RIGHT, LEFT):
        return ("right", "right") if view == RIGHT else ("left", "left")
    return ("left", "right") if view in _LEFT_AT_LEFT else ("right", "left")


@cache
def bones(view: str) -> tuple[Bone, ...]:
    """All of a view, each with its mirrored one."""
    width = figures()[view].width
    at_left, at_right = sides(view)
    if at_left == at_right:
        drawn = [_bone(view, at_left, each) for each in _OF_A_SIDE]
        return tuple(drawn if view == RIGHT else (_turned(each, width, at_left) for each in drawn))
    return tuple(found for each in _HALVES[view] for found in _halves(view, each, width))


def _halves(view: str, drawn: tuple[str, float, float, float, float, float], width: int) -> list[Bone]:
    """At the right of whoever looks, then at the left."""
    name, x, y, end_x, end_y, reach = drawn
    middle = width / 2
    at_left, at_right = sides(view)
    moved = (name, middle + x, y, middle + end_x, end_y, reach)
    if not x and not end_x:
        return [_bone(view, "", moved)]
    one = _bone(view, at_right, moved)
    return [one, _turned(one, width, at_left)]


def _bone(view: str, side: Side, drawn: tuple[str, float, float, float, float, float]) -> Bone:
    name, x, y, end_x, end_y, reach = drawn
    return Bone(Region(view, side, name), Spot(x, y), Spot(end_x, end_y), reach)


def _turned(bone: Bone, width: int, side: Side) -> Bone:
    region = Region(bone.region.view, side, bone.region.name)
    start, end = (Spot(width - each.x, each.y) for each in (bone.start, bone.end))
    return Bone(region, start, end, bone.reach)


class _Reach(NamedTuple):
    """A bone and what its distance takes: years of marks are looked up one after another."""

    bone: Bone
    x: float
    y: float
    along_x: float
    along_y: float
    per_length: float
    """1 by the square of the length; 0 for a bone that is a point."""
    per_reach: float


def bone_at(view: str, spot: Spot) -> Bone:
    """The nearest; on the middle line between two sides it is the first."""
    found, least = bones(view)[0], math.inf
    # One loop without calls: with a function for each bone it takes twice as long.
    for bone, start_x, start_y, along_x, along_y, per_length, per_reach in _reaches(view):
        x, y = spot.x - start_x, spot.y - start_y
        share = (x * along_x + y * along_y) * per_length
        share = 0.0 if share < 0 else 1.0 if share > 1 else share
        x -= share * along_x
        y -= share * along_y
        far = (x * x + y * y) * per_reach
        if far < least:
            found, least = bone, far
    return found


@cache
def _reaches(view: str) -> tuple[_Reach, ...]:
    return tuple(_reach(bone) for bone in bones(view))


def _reach(bone: Bone) -> _Reach:
    along_x, along_y = bone.end.x - bone.start.x, bone.end.y - bone.start.y
    length = along_x**2 + along_y**2
    per_length = 1 / length if length else 0.0
    return _Reach(bone, bone.start.x, bone.start.y, along_x, along_y, per_length, 1 / bone.reach**2)


NAMES = tuple(dict.fromkeys(bone.region.name for view in VIEWS for bone in bones(view)))
"""Of all regions, once each."""
