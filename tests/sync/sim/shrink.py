"""Leaves steps out of a failing list for as long as it fails alike (delta debugging)."""

from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")


def shrink(steps: Sequence[T], fails: Callable[[Sequence[T]], bool], most_runs: int = 300) -> Sequence[T]:
    """A shorter list for which `fails` is still true; at most `most_runs` are tried."""
    runs, size = 0, max(1, len(steps) // 2)
    while size >= 1:
        at, before = 0, len(steps)
        while at < len(steps) and runs < most_runs:
            fewer = [*steps[:at], *steps[at + size :]]
            runs += 1
            if fails(fewer):
                steps = fewer
            else:
                at += size
        if size == 1 and (len(steps) == before or runs >= most_runs):
            break
        size = max(1, size // 2) if size > 1 else 1
    return steps
