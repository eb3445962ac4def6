"""Measures a case and its floor in turns, so that both meet the same machine, and prints their ratio."""

import json
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table; `ours` and `floor` share a unit."""

    name: str
    unit: str
    ours: float
    floor: float
    goal: float | None
    """The ratio to stay under; None where only the figure is of interest."""
    note: str
    limit: float | None = None
    """What `ours` itself must stay under, in its unit."""
    least: float | None = None
    """The ratio to reach, for figures of which more is better."""

    @property
    def ratio(self) -> float:
        return self.ours / self.floor if self.floor else float("inf")

    @property
    def verdict(self) -> str:
        """Empty where there is no goal."""
        checks = [
            self.goal is None or self.ratio <= self.goal,
            self.limit is None or self.ours <= self.limit,
            self.least is None or self.ratio >= self.least,
        ]
        if self.goals == "":
            return ""
        return "reached" if all(checks) else "missed"

    @property
    def goals(self) -> str:
        """The goals in words."""
        told = (
            ("ratio <= {:g}", self.goal),
            (f"<= {{:g}} {self.unit}", self.limit),
            ("ratio >= {:g}", self.least),
        )
        return ", ".join(words.format(value) for words, value in told if value is not None)


def seconds(work: Callable[[], object]) -> float:
    """Wall time of one run."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def in_turns(ours: Callable[[], object], floor: Callable[[], object], rounds: int) -> tuple[float, float]:
    """Medians in seconds of both, run alternately."""
    pairs = [(seconds(ours), seconds(floor)) for _ in range(rounds)]
    return statistics.median(pair[0] for pair in pairs), statistics.median(pair[1] for pair in pairs)


def percentile(values: list[float], share: float) -> float:
    """The value that `share` of all stay at or under."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def table(figures: list[Figure]) -> str:
    """The figures as aligned text."""
    head = ("what", "ours", "floor", "ratio", "goal", "", "floor is")
    rows = [head, *(_cells(figure) for figure in figures)]
    widths = [max(len(row[index]) for row in rows) for index in range(len(head))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def _cells(figure: Figure) -> tuple[str, ...]:
    return (
        figure.name,
        f"{figure.ours:,.4g} {figure.unit}",
        f"{figure.floor:,.4g} {figure.unit}",
        f"{figure.ratio:.2f}",
        figure.goals,
        figure.verdict,
        figure.note,
    )


def as_json(figures: list[Figure]) -> str:
    """One JSON object a line, for scripts."""
    return "\n".join(
        json.dumps({**asdict(figure), "ratio": figure.ratio, "verdict": figure.verdict}) for figure in figures
    )
