"""The drawings of the body chart as curves: one half is drawn, the other mirrored."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from core.domain.body_outlines import (
    ANKLE_TO_CROTCH,
    BACK_DETAILS,
    FOOT,
    FOOT_LARGE,
    FOOT_TOP_DETAILS,
    FRONT_DETAILS,
    HAND,
    HAND_BACK_DETAILS,
    HAND_LARGE,
    HEAD_TO_WRIST,
    HEEL,
    PALM_DETAILS,
    SIDE_ARM,
    SIDE_BODY,
    SIDE_DETAILS,
    SOLE_DETAILS,
    WRIST_TO_ANKLE,
    Points,
)

HEIGHT = 1000
_STEPS = 6
"""Straight pieces by which one curve between two points is told inside from outside."""


class Spot(NamedTuple):
    """A place on a drawing, in its own units."""

    x: float
    y: float


class Curve(NamedTuple):
    """A cubic from where the last one ended: two handles and the end."""

    first: Spot
    second: Spot
    end: Spot


@dataclass(frozen=True, slots=True)
class Outline:
    """Curves from a start; `closed` is an area."""

    start: Spot
    curves: tuple[Curve, ...]
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """One view, drawn: areas from the one behind to the one in front, and quiet lines within."""

    width: int
    areas: tuple[Outline, ...]
    details: tuple[Outline, ...]


def _handles(before: Spot, start: Spot, end: Spot, after: Spot) -> Curve:
    """A curve from `start` to `end` that runs on smoothly; handles as long as its own piece allows."""
    piece = _far(start, end)
    return Curve(_leave(before, start, end, piece), _leave(after, end, start, piece), end)


def _leave(before: Spot, at: Spot, after: Spot, piece: float) -> Spot:
    """The handle at `at` towards `after`: along the line between its neighbours."""
    whole = _far(before, at) + piece
    share = piece / whole / 2.6 if whole else 0.0
    return Spot(at.x + (after.x - before.x) * share, at.y + (after.y - before.y) * share)


def _far(one: Spot, other: Spot) -> float:
    return math.hypot(one.x - other.x, one.y - other.y)


def curved(points: Points, *, closed: bool = False) -> Outline:
    """A smooth line through the points; at a corner it has no common direction."""
    spots = [Spot(each[0], each[1]) for each in points]
    corners = [len(each) > 2 for each in points]
    count = len(spots)
    curves = []
    for at in range(count if closed else count - 1):
        start, end = spots[at], spots[(at + 1) % count]
        before = spots[at - 1] if (closed or at) and not corners[at] else start
        following = at + 2 if closed or at + 2 < count else at + 1
        after = end if corners[(at + 1) % count] else spots[following % count]
        curves.append(_handles(before, start, end, after))
    return Outline(spots[0], tuple(curves), closed)


def _mirrored(points: Points, middle: float) -> list[tuple[float, ...]]:
    return [(2 * middle - each[0], *each[1:]) for each in points]


def _moved(points: Points, by: float) -> list[tuple[float, ...]]:
    return [(each[0] + by, *each[1:]) for each in points]


def _whole(half: Points, middle: float) -> Outline:
    """A half from its top to its bottom on the middle line, and the other half back up."""
    one = _moved(half, middle)
    return curved([*one, *reversed(_mirrored(one, middle)[1:-1])], closed=True)


def _both(lines: Sequence[Points], middle: float) -> tuple[Outline, ...]:
    """Each line on its side and on the other; one on the middle line once."""
    found = []
    for line in lines:
        one = _moved(line, middle)
        found.append(curved(one))
        if any(x for x, *_ in line) and line[0][0] * line[-1][0] >= 0:
            found.append(curved(_mirrored(one, middle)))
    return tuple(found)


_BODY_MIDDLE, _SIDE_WIDTH, _HANDS_MIDDLE, _FEET_MIDDLE = 205, 290, 530, 450


def _body(foot: Points, details: Sequence[Points]) -> Figure:
    half = (*HEAD_TO_WRIST, *HAND, *WRIST_TO_ANKLE, *foot, *ANKLE_TO_CROTCH)
    return Figure(2 * _BODY_MIDDLE, (_whole(half, _BODY_MIDDLE),), _both(details, _BODY_MIDDLE))


def _pair(half: Points, details: Sequence[Points], middle: int) -> Figure:
    """A limb on its side and mirrored on the other."""
    one = _moved(half, middle)
    areas = (curved(one, closed=True), curved(_mirrored(one, middle), closed=True))
    return Figure(2 * middle, areas, _both(details, middle))


def _side(*, mirrored: bool) -> Figure:
    middle = _SIDE_WIDTH / 2

    def turned(points: Points) -> Points:
        return _mirrored(points, middle) if mirrored else points

    return Figure(
        _SIDE_WIDTH,
        (curved(turned(SIDE_BODY), closed=True), curved(turned(SIDE_ARM), closed=True)),
        tuple(curved(turned(line)) for line in SIDE_DETAILS),
    )


@cache
def figures() -> dict[str, Figure]:
    """By view; the same to everybody, so nobody changes them."""
    return {
        "FRONT": _body(FOOT, FRONT_DETAILS),
        "BACK": _body(HEEL, BACK_DETAILS),
        "RIGHT": _side(mirrored=False),
        "LEFT": _side(mirrored=True),
        "HAND_BACKS": _pair(HAND_LARGE, HAND_BACK_DETAILS, _HANDS_MIDDLE),
        "PALMS": _pair(HAND_LARGE, PALM_DETAILS, _HANDS_MIDDLE),
        "FOOT_TOPS": _pair(FOOT_LARGE, FOOT_TOP_DETAILS, _FEET_MIDDLE),
        "SOLES": _pair(FOOT_LARGE, SOLE_DETAILS, _FEET_MIDDLE),
    }


def flat(line: Outline) -> Iterator[Spot]:
    """Points along a line, near enough to straight pieces."""
    start = line.start
    for curve in line.curves:
        for step in range(_STEPS):
            yield _on(start, curve, step / _STEPS)
        start = curve.end
    yield start


def _on(start: Spot, curve: Curve, share: float) -> Spot:
    rest = 1 - share
    # Bernstein's polynomials for a cubic curve.
    weights = (rest**3, 3 * rest**2 * share, 3 * rest * share**2, share**3)
    corners = (start, curve.first, curve.second, curve.end)
    return Spot(
        sum(weight * spot.x for weight, spot in zip(weights, corners, strict=True)),
        sum(weight * spot.y for weight, spot in zip(weights, corners, strict=True)),
    )


@cache
def _polygons(view: str) -> tuple[tuple[Spot, ...], ...]:
    return tuple(tuple(flat(area)) for area in figures()[view].areas)


def is_inside(view: str, spot: Spot) -> bool:
    """Whether it lies on the body of this view."""
    return any(_holds(polygon, spot) for polygon in _polygons(view))


def _holds(polygon: Sequence[Spot], spot: Spot) -> bool:
    """By how often a line from the spot to the right crosses the outline."""
    inside, last = False, polygon[-1]
    for each in polygon:
        # Above or not, never equal: a corner at this very height counts once, and a level edge is not divided
        # by.
        if (each.y > spot.y) != (last.y > spot.y):
            crossing = each.x + (spot.y - each.y) / (last.y - each.y) * (last.x - each.x)
            inside ^= spot.x < crossing
        last = each
    return inside
