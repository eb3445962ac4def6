"""Python's cycle collector, run on the GUI thread only."""

import gc
import math
import time

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication

from core.runtime.yielding import FOREGROUND

_LOOK_EVERY_MS = 1_000
_FEW = 40_000
"""Objects that are looked at in a third of a frame."""
_SHORT_S = 0.005
"""A third of a frame."""
_MUCH = 5_000
"""Objects made and kept since the last look."""
_LONGEST_STIR_S = 30.0
_LONGEST_WAIT_S = 600.0
"""After so long a full collection is done before anybody's eyes."""


class GcControl(QObject):
    """Make it on the GUI thread, once a process.

    Left to itself the collector runs on whichever thread allocates next; on the store worker or the sync
    thread it would destroy widgets and timers there, which Qt forbids ("Timers cannot be stopped from
    another thread", then a crash).
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._last_full = self._last = time.monotonic()
        self._made = gc.get_count()[0]
        self._come = [0, 0, 0]
        """So many objects came to each generation after it was collected, until any was collected last."""
        self._full_s = math.inf
        """How long the last full collection took; none has been timed yet."""
        self._timer = QTimer(self, interval=_LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def settle(self) -> None:
        """What is here now stays: no later collection looks at it again.

        The program and its libraries are 120,000 objects, which took 50 ms at every full collection.
        """
        gc.unfreeze()
        gc.collect()
        gc.freeze()
        self._come, self._full_s = [0, 0, 0], 0.0

    def look(self) -> None:
        """Collect the oldest generation that is due by Python's own thresholds, once it is quiet.

        In a second in which much is made, such as a sync's pages, much of it is looked at in vain.
        One of many objects takes longer than a frame: it waits until the window is not in front, or ten
        minutes, and a younger one is collected meanwhile.
        """
        due = [
            generation
            for generation, (count, limit) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True))
            if count > limit > 0
        ]
        if due and self._is_quiet():
            with FOREGROUND:
                self._collect(max(due))

    def _collect(self, oldest: int) -> None:
        # Never by `gc.get_objects`: it takes hold of tuples that other threads are still building, and those
        # threads die of a SystemError.
        young = gc.get_count()[0]
        come = [before + young for before in self._come]
        short = [each for each in range(oldest + 1) if come[each] <= _FEW]
        if self._full_s > _SHORT_S and 2 in short:
            short.remove(2)
        if oldest in short or self._may_be_long():
            self._do(oldest, come)
        elif short:
            self._do(short[-1], come)

    def _do(self, generation: int, come: list[int]) -> None:
        began = time.perf_counter()
        gc.collect(generation)
        if generation == 2:
            self._full_s = time.perf_counter() - began
        self._come = [0] * (generation + 1) + come[generation + 1 :]

    def _is_quiet(self) -> bool:
        before, self._made = self._made, gc.get_count()[0]
        now = time.monotonic()
        if self._made - before > _MUCH and now - self._last < _LONGEST_STIR_S:
            return False
        # Python sets its own count to 0 as well when it collects.
        self._last, self._made = now, 0
        return True

    def _may_be_long(self) -> bool:
        now = time.monotonic()
        if QGuiApplication.focusWindow() is not None and now - self._last_full < _LONGEST_WAIT_S:
            return False
        self._last_full = now
        return True
