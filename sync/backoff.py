"""When to try again: exponential with jitter after failures, adaptive polling while all is well."""

import random
from collections.abc import Callable

FIRST_S, LONGEST_S = 1.0, 300.0
POLL_SHORTEST_S, POLL_LONGEST_S = 5.0, 15.0


class Backoff:
    """Doubles with each failure; half of each delay is random, so that a clinic does not return as one."""

    def __init__(self, rnd: Callable[[], float] = random.random) -> None:
        self._rnd = rnd
        self._failures = 0

    def next_s(self) -> float:
        """The delay before the next try, in seconds; each call counts as one more failure."""
        # Bounded before it is raised: some days without a server are 1,024 failures, and 2.0 ** 1024 is an
        # OverflowError.
        delay_s = min(LONGEST_S, FIRST_S * 2.0 ** min(self._failures, 16))
        self._failures += 1
        return delay_s * (0.5 + self._rnd() / 2)

    def reset(self) -> None:
        """After a pass that reached its end: the next failure waits a second at most again."""
        self._failures = 0


class PollPace:
    """Seconds between passes: short while something happens, longer while nothing does."""

    def __init__(self) -> None:
        self._delay_s = POLL_SHORTEST_S

    def next_s(self, *, busy: bool) -> float:
        """The delay after a pass; `busy` when it moved any row."""
        self._delay_s = POLL_SHORTEST_S if busy else min(POLL_LONGEST_S, self._delay_s * 1.25)
        return self._delay_s
