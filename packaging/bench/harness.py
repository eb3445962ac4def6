"""Measures a case and its floor in turns, so that both meet the same machine, and prints their ratio."""

import json
import math
import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import NamedTuple

_PER_SECOND = {"s": 1.0, "ms": 1e3}


class Taken(NamedTuple):
    """Seconds of one run: by the wall, which is at the mercy of who else uses the machine, and of our CPU."""

    wall_s: float
    cpu_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One line of the table; `ours` and `floor` share a unit. No measurement is refused (ValueError)."""

    name: str
    unit: str
    ours: float
    floor: float
    note: str
    """What the floor is."""
    goal: float | None = None
    """The ratio to stay under; None where only the figure is of interest."""
    limit: float | None = None
    """What `ours` itself must stay under, in its unit."""
    at_least: float | None = None
    """What `ours` itself must reach, in its unit."""
    least: float | None = None
    """The ratio to reach, for figures of which more is better."""
    cpu: float | None = None
    """The ratio of CPU times of this process, where it did the work."""
    why: str = ""
    """Why the goal is missed, where it may be."""

    def __post_init__(self) -> None:
        for value in (self.ours, self.floor):
            if not math.isfinite(value) or value <= 0:
                raise ValueError(f"{self.name}: {self.ours} against {self.floor} is no measurement")

    @property
    def ratio(self) -> float:
        return self.ours / self.floor

    @property
    def met(self) -> str:
        """Empty where there is no goal."""
        checks = [
            self.goal is None or self.ratio <= self.goal,
            self.limit is None or self.ours <= self.limit,
            self.at_least is None or self.ours >= self.at_least,
            self.least is None or self.ratio >= self.least,
        ]
        if self.goals == "":
            return ""
        return "met" if all(checks) else "missed"

    @property
    def goals(self) -> str:
        """The goals in words."""
        told = (
            ("ratio <= {:g}", self.goal),
            (f"<= {{:.4g}} {self.unit}", self.limit),
            (f">= {{:.4g}} {self.unit}", self.at_least),
            ("ratio >= {:g}", self.least),
        )
        return ", ".join(words.format(value) for words, value in told if value is not None)


def timed(
    name: str,
    unit: str,
    ours: Taken,
    floor: Taken,
    note: str,
    *,
    goal: float | None = None,
    limit: float | None = None,
    why: str = "",
) -> Figure:
    """A figure of time, in seconds or milliseconds."""
    scale = _PER_SECOND[unit]
    return Figure(
        name=name,
        unit=unit,
        ours=ours.wall_s * scale,
        floor=floor.wall_s * scale,
        note=note,
        goal=goal,
        limit=limit,
        cpu=cpu_ratio(ours, floor),
        why=why,
    )


def processor(
    ours: Taken, floor: Taken, note: str, *, goal: float | None = None, limit: float | None = None
) -> Figure:
    """What of the line above was processor time, in milliseconds: a busy machine changes it least."""
    return Figure(
        name="  processor time of that",
        unit="ms",
        ours=ours.cpu_s * 1e3,
        floor=floor.cpu_s * 1e3,
        note=note,
        goal=goal,
        limit=limit,
    )


def cpu_ratio(ours: Taken, floor: Taken) -> float | None:
    """None where the floor took no time that can be measured."""
    return ours.cpu_s / floor.cpu_s if floor.cpu_s > 0 else None


def taken(work: Callable[[], object]) -> Taken:
    """One run."""
    wall_s, cpu_s = time.perf_counter(), time.process_time()
    work()
    return Taken(time.perf_counter() - wall_s, time.process_time() - cpu_s)


def in_turns(ours: Callable[[], object], floor: Callable[[], object], rounds: int) -> tuple[Taken, Taken]:
    """Medians of both, run alternately and each as often first."""
    mine, bare = [], []
    for turn in range(rounds):
        if turn % 2:
            bare.append(taken(floor))
        mine.append(taken(ours))
        if not turn % 2:
            bare.append(taken(floor))
    return medians(mine), medians(bare)


def medians(runs: Iterable[Taken]) -> Taken:
    """Of wall and of CPU apart."""
    wall, cpu = zip(*runs, strict=True)
    return Taken(statistics.median(wall), statistics.median(cpu))


def slow_tail(runs: Iterable[Taken], share: float = 0.95) -> Taken:
    """The times that `share` of all runs stay at or under."""
    wall, cpu = zip(*runs, strict=True)
    return Taken(percentile(wall, share), percentile(cpu, share))


def percentile(values: Iterable[float], share: float) -> float:
    """The value that `share` of all stay at or under."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def check_count(what: str, found: int, wanted: int) -> int:
    """Refuses (RuntimeError) a run that did other than what its figure says; returns the count."""
    if found != wanted:
        raise RuntimeError(f"{what}: {found} instead of {wanted}")
    return found


def table(figures: list[Figure], against: str = "floor") -> str:
    """The figures as aligned text without empty columns, and below it why a goal is missed."""
    head = ("what", "figure", against, "ratio", "goal", "met", "CPU ratio", f"the {against} is")
    told = zip(head, *(_cells(figure) for figure in figures), strict=True)
    columns = [[cell.ljust(max(map(len, column))) for cell in column] for column in told if any(column[1:])]
    lines = ["  ".join(row).rstrip() for row in zip(*columns, strict=True)]
    missed = [figure for figure in figures if figure.met == "missed" and figure.why]
    return "\n".join([*lines, *(f"missed: {figure.name}: {figure.why}" for figure in missed)])


def _cells(figure: Figure) -> tuple[str, ...]:
    return (
        figure.name,
        f"{figure.ours:,.4g} {figure.unit}",
        f"{figure.floor:,.4g} {figure.unit}",
        f"{figure.ratio:.2f}",
        figure.goals,
        figure.met,
        "" if figure.cpu is None else f"{figure.cpu:.2f}",
        figure.note,
    )


def as_json(figures: list[Figure]) -> str:
    """One JSON object a line, for scripts."""
    return "\n".join(
        json.dumps({**asdict(one), "ratio": one.ratio, "goals": one.goals, "met": one.met}) for one in figures
    )
