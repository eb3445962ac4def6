"""Scales on which something is measured, and how the measures of one go on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from core.domain.measures import MOTION, PAIN, number
from core.domain.records import Measure

DEGREES = "°"


@dataclass(frozen=True, slots=True)
class Scale:
    """What a number is of. Without an end it is open there."""

    kind: str
    name: str
    unit: str | None = None
    low: Decimal | None = None
    high: Decimal | None = None

    @property
    def key(self) -> tuple[str, str]:
        """The same for one scale, however its name was written."""
        return self.kind, self.name.casefold()


PAIN_SCALE = Scale(PAIN, "Pain", None, Decimal(0), Decimal(10))


def motion_scale(name: str) -> Scale:
    """Of one joint and direction, in degrees."""
    return Scale(MOTION, name, DEGREES, Decimal(0), Decimal(360))


@dataclass(frozen=True, slots=True)
class MeasurePoint:
    """One measure as it is drawn."""

    measure: Measure
    value: Decimal

    @property
    def taken_at(self) -> datetime:
        return self.measure.taken_at


@dataclass(frozen=True, slots=True)
class Trend:
    """All of one scale by time; never empty. Its ends and unit are those of the newest."""

    scale: Scale
    points: tuple[MeasurePoint, ...]

    @property
    def last(self) -> MeasurePoint:
        return self.points[-1]

    @property
    def change(self) -> Decimal:
        """From the first to the last."""
        return self.last.value - self.points[0].value


def scale_of(measure: Measure) -> Scale:
    """What its number is of."""
    return Scale(measure.kind, measure.name, measure.unit, number(measure.low), number(measure.high))


def trends(measures: Iterable[Measure]) -> list[Trend]:
    """One of each scale: pain first, then by name. What is no number, of a newer program, is left out."""
    found: dict[tuple[str, str], list[MeasurePoint]] = {}
    for measure in sorted(measures, key=lambda each: (each.taken_at, each.created_at, each.id.bytes)):
        value = number(measure.value)
        if value is not None:
            found.setdefault(scale_of(measure).key, []).append(MeasurePoint(measure, value))
    made = [Trend(scale_of(points[-1].measure), tuple(points)) for points in found.values()]
    return sorted(made, key=lambda each: (each.scale.kind != PAIN, each.scale.key[1], each.scale.kind))


def thinned(points: Sequence[MeasurePoint], most: int) -> list[MeasurePoint]:
    """At most so many (four or more), in order: the ends, and the least and the greatest of every stretch."""
    if len(points) <= most:
        return list(points)
    inner = range(1, len(points) - 1)
    stretches = (most - 2) // 2
    chosen = {0, len(points) - 1}
    for no in range(stretches):
        stretch = inner[no * len(inner) // stretches : (no + 1) * len(inner) // stretches]
        chosen |= {
            min(stretch, key=lambda at: points[at].value),
            max(stretch, key=lambda at: points[at].value),
        }
    return [points[at] for at in sorted(chosen)]
