"""Asks the event loop for a sign of life every millisecond and keeps how long it stayed away."""

import os
import time
from dataclasses import dataclass, field
from typing import NamedTuple

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer

PERIOD_MS = 1


@dataclass(slots=True)
class Gaps:
    """Milliseconds between two signs of life.

    `all_ms`: by the wall; `held_ms`: without the time in which the thread stood ready and other programs had
    the processors (the same as `all_ms` where the system does not tell); `own_ms`: in which it computed.
    """

    all_ms: list[float] = field(default_factory=list)
    held_ms: list[float] = field(default_factory=list)
    own_ms: list[float] = field(default_factory=list)

    def add(self, before: "_Moment", now: "_Moment") -> None:
        gap_ms = (now.wall_s - before.wall_s) * 1000
        self.all_ms.append(gap_ms)
        self.held_ms.append(gap_ms - (now.queued_ns - before.queued_ns) / 1e6)
        self.own_ms.append((now.own_s - before.own_s) * 1000)


class _Moment(NamedTuple):
    wall_s: float
    own_s: float
    queued_ns: int


class _Clocks:
    """Of the thread that made it."""

    def __init__(self) -> None:
        try:
            self._file: int | None = os.open("/proc/thread-self/schedstat", os.O_RDONLY)
        except OSError:
            self._file = None

    def now(self) -> _Moment:
        queued_ns = 0 if self._file is None else int(os.pread(self._file, 64, 0).split()[1])
        return _Moment(time.perf_counter(), time.thread_time(), queued_ns)

    def close(self) -> None:
        if self._file is not None:
            os.close(self._file)


class LoopProbe(QObject):
    """Make and use it on the GUI thread. The timer's own millisecond is part of every gap."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, interval=PERIOD_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_sign)
        self._gaps, self._clocks = Gaps(), _Clocks()
        self._last = self._clocks.now()

    def start(self) -> None:
        self._gaps, self._last = Gaps(), self._clocks.now()
        self._timer.start()

    def stop(self) -> Gaps:
        """What was seen since `start`; the probe's last word."""
        self._timer.stop()
        self._clocks.close()
        return self._gaps

    def _on_sign(self) -> None:
        before, self._last = self._last, self._clocks.now()
        self._gaps.add(before, self._last)


def watch_for(seconds: float) -> Gaps:
    """The gaps of a loop to which nothing is given for a time."""
    probe, loop = LoopProbe(), QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    probe.start()
    loop.exec()
    return probe.stop()


def planted(block_s: float) -> Gaps:
    """The gaps of a loop that is held up once: what the probe makes of a block of known length."""
    probe, loop = LoopProbe(), QEventLoop()
    QTimer.singleShot(20, lambda: time.sleep(block_s))
    QTimer.singleShot(200, loop.quit)
    probe.start()
    loop.exec()
    return probe.stop()
