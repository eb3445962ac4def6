"""How the marks of one session's body chart differ from those of another. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from core.domain.body_chart import place_of, region_of, spot_of
from core.domain.body_regions import Region
from core.domain.records import BodyMark


class MarkWay(StrEnum):
    """How a mark went on. SAME also where somebody did not say how strong it was."""

    NEW = "new"
    STRONGER = "stronger"
    WEAKER = "weaker"
    SAME = "same"
    GONE = "gone"


class MarkKey(NamedTuple):
    """What is followed over time: one kind in one region. A place that is not known stands for itself."""

    kind: str
    region: Region | str


@dataclass(frozen=True, slots=True)
class MarkChange:
    """`mark` is the later one, and of what is gone the earlier; `before` is what it is compared with."""

    way: MarkWay
    mark: BodyMark
    before: BodyMark | None = None


def mark_key(mark: BodyMark) -> MarkKey:
    """By which a mark is found again in another session."""
    return MarkKey(mark.kind, _region(mark.place))


def strength(mark: BodyMark) -> int | None:
    """None where nobody said, or a newer program wrote something else."""
    said = mark.intensity or ""
    # isdecimal alone is true of the digits of every script, and int reads them all.
    return int(said) if said.isdecimal() and said.isascii() else None


def mark_changes(earlier: Sequence[BodyMark], later: Sequence[BodyMark]) -> list[MarkChange]:
    """Of each later mark in its order, then of those that are gone. Of several in one region the nearest
    belong together."""
    pairs = _pairs(earlier, later)
    found = []
    for at, mark in enumerate(later):
        before = earlier[pairs[at]] if at in pairs else None
        found.append(MarkChange(_way(before, mark), mark, before))
    kept = set(pairs.values())
    return found + [MarkChange(MarkWay.GONE, mark) for at, mark in enumerate(earlier) if at not in kept]


def missing_marks(marks: Iterable[BodyMark], present: Iterable[BodyMark]) -> list[BodyMark]:
    """Those of `marks` whose kind is not in their region yet, one of each."""
    known, found = {mark_key(mark) for mark in present}, []
    for mark in marks:
        if mark_key(mark) not in known:
            known.add(mark_key(mark))
            found.append(mark)
    return found


def _pairs(earlier: Sequence[BodyMark], later: Sequence[BodyMark]) -> dict[int, int]:
    """Which later mark, by its number, goes on from which earlier one."""
    places = dict[MarkKey, list[int]]()
    for at, mark in enumerate(earlier):
        places.setdefault(mark_key(mark), []).append(at)
    near = sorted(
        (_far(earlier[one], mark), other, one)
        for other, mark in enumerate(later)
        for one in places.get(mark_key(mark), ())
    )
    found = dict[int, int]()
    taken = set[int]()
    for _, other, one in near:
        if other not in found and one not in taken:
            found[other] = one
            taken.add(one)
    return found


def _way(before: BodyMark | None, mark: BodyMark) -> MarkWay:
    if before is None:
        return MarkWay.NEW
    was, now = strength(before), strength(mark)
    if was is None or now is None or was == now:
        return MarkWay.SAME
    return MarkWay.STRONGER if now > was else MarkWay.WEAKER


def _far(one: BodyMark, other: BodyMark) -> float:
    here, there = place_of(one.place), place_of(other.place)
    if here is None or there is None:
        return 0.0
    (x, y), (other_x, other_y) = spot_of(here), spot_of(there)
    # Squared, as only which of them is nearer is asked.
    return (x - other_x) ** 2 + (y - other_y) ** 2


def _region(place: str) -> Region | str:
    point = place_of(place)
    return place if point is None else region_of(point)
