"""Counts of what was done to a record: they never stand in the way of doing more."""

MOST_COUNTED = 1_000_000
MOST_AT_ONCE = 1_000
"""By one change of a row: what a laptop did offline travels as one."""


def one_more(count: int) -> int:
    """The next count; a count that is absurd, and that somebody may have planted, stays at the last one."""
    return min(max(count, 0) + 1, MOST_COUNTED)
