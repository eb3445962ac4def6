"""Python's cycle collector, run on the GUI thread only."""

import gc

from PySide6.QtCore import QObject, QTimer

_LOOK_EVERY_MS = 1_000


class Tidying(QObject):
    """Make it on the GUI thread, once a process.

    Left to itself the collector runs on whichever thread allocates next; on the store worker or the sync
    thread it would destroy widgets and timers there, which Qt forbids ("Timers cannot be stopped from
    another thread", then a crash).
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
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

    def look(self) -> None:
        """Collect the oldest generation that is due by Python's own thresholds."""
        due = [
            generation
            for generation, (count, limit) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True))
            if count > limit > 0
        ]
        if due:
            gc.collect(max(due))
