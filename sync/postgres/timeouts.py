"""A connection that gives up on a server which is connected and says nothing."""

from collections.abc import Generator
from typing import TypeVar

import psycopg
from psycopg.abc import PQGen
from psycopg.rows import TupleRow
from psycopg.waiting import Ready, Wait
from typing_extensions import override

from core.domain.clock import Clock, SystemClock

T = TypeVar("T")
SILENCE_LIMIT_S = 45.0
"""Longer than the server lets a statement run (30 s), so that a slow answer still comes."""
_LOOK_AGAIN_S = 0.1
"""As psycopg has it itself. Each time `watched` has a turn without a byte, which is how it sees a silence."""


class PatientConnection(psycopg.Connection[TupleRow]):
    """Raises OperationalError, and is closed, when no byte could be sent or came for `SILENCE_LIMIT_S`.

    A frozen server, or a box between us that lost its way, keeps a connection alive for the kernel, whose
    own time-outs then never strike. A slow line is no silence: every byte that moves begins the wait anew.
    """

    clock: Clock = SystemClock()

    @override
    def wait(self, gen: PQGen[T], interval: float = _LOOK_AGAIN_S, timeout: float | None = None) -> T:
        try:
            wanted = next(gen)
        except StopIteration as done:  # rows that are here already, most of a page
            result: T = done.value
            return result
        try:
            return super().wait(watched(wanted, gen, self.clock), interval, timeout)
        except _SilentError:
            # A call is half done on it, so nothing else can go over it any more.
            self.close()
            raise


def watched(wanted: Wait, gen: PQGen[T], clock: Clock) -> Generator[Wait, Ready | int, T]:
    """`gen` from its first wish on; raises OperationalError when it gets nothing for too long."""
    moved_s = clock.monotonic()
    while True:
        ready = yield wanted
        now_s = clock.monotonic()
        if ready:
            moved_s = now_s
        elif now_s - moved_s > SILENCE_LIMIT_S:
            raise _SilentError("the server is silent")
        try:
            wanted = gen.send(ready)
        except StopIteration as done:
            result: T = done.value
            return result


class _SilentError(psycopg.OperationalError):
    """Has no SQLSTATE, as a connection that broke."""
