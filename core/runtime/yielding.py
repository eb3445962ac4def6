"""What a person waits for goes first: threads in the background make room for the window.

Python runs one thread at a time. A thread that lets the others in often and briefly, as one that reads rows
from SQLite does, has its turn back before a waiting one is awake, and so can hold up the window for many
frames, whatever the switch interval.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")

LINGER_S = 0.003
"""After a block the next is often near, such as the repaint after a change."""
LONGEST_S = 0.05
"""So long one block counts, and so long nobody stands still: the window may wait for what is done there."""
TURN_S = 0.003
"""A thread that works beside the window leaves off after so long, and for long enough that others wake up."""
_BREATH_S = 0.0001
_STEP_S = 0.002


class Foreground:
    """Blocks of the window's work (`with`), and iterations that make room for them.

    Blocks belong to one thread and may be nested. Before the first one there is no window to wait for.
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.perf_counter,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._clock, self._sleep = clock, sleep
        self._depth = 0
        self._opened: float | None = None
        self._quiet_at = 0.0

    def __enter__(self) -> None:
        self._depth += 1
        if self._depth == 1:
            self._opened = self._clock()

    def __exit__(self, *_: object) -> None:
        self._depth -= 1
        self.touch()

    def touch(self) -> None:
        """A block without length: a person did something, and more work of the window follows at once."""
        now = self._clock()
        self._opened = self._opened or now
        self._quiet_at = now + LINGER_S

    def behind(self, items: Iterable[T]) -> Iterator[T]:
        """For work that nobody waits for: stands still before an item while the window is at work."""
        return self._in_turns(items, self._stand_still)

    def give_way(self) -> None:
        """Before a piece of work that nobody waits for: stands still as `behind` does before an item."""
        if self._opened is not None and self._is_busy(self._clock()):
            self._stand_still()

    def beside(self, items: Iterable[T]) -> Iterator[T]:
        """For work that a screen waits for: only leaves off now and then, for the window to have a turn."""
        return self._in_turns(items, None)

    def _in_turns(self, items: Iterable[T], stand_still: Callable[[], object] | None) -> Iterator[T]:
        began = self._clock()
        for item in items:
            if self._opened is not None:
                if stand_still is not None and self._is_busy(self._clock()):
                    stand_still()
                    began = self._clock()
                elif self._clock() - began > TURN_S:
                    # However short, a sleep lets go of Python's lock.
                    self._sleep(_BREATH_S)
                    began = self._clock()
            yield item

    def _is_busy(self, now: float) -> bool:
        if self._depth and self._opened is not None and now - self._opened < LONGEST_S:
            return True
        return now < self._quiet_at

    def _stand_still(self) -> None:
        until = self._clock() + LONGEST_S
        while self._is_busy(now := self._clock()) and now < until:
            self._sleep(_STEP_S)


FOREGROUND = Foreground()
"""Of this process, as is the lock that its threads share."""
