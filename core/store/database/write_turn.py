"""Whose turn it is to write into the encrypted file: one writer at a time."""

import threading

from core.store.database.watching import TouchedRows


class WriteTurn:
    """Of the threads of one process. A process beside it overrides this and asks the one that owns the store.

    SQLite's own waiting asks again after up to 100 ms and gives up after five seconds; whoever waits here has
    the turn as soon as it is given back.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()

    def take(self, within_s: float) -> bool:
        """Waits for it; False when it did not come in time."""
        return self._lock.acquire(timeout=within_s)

    def announce(self, touched: TouchedRows) -> None:
        """Before the commit, within the turn: which rows it touches. Nobody else has to be told here."""

    def give_back(self) -> None:
        """After the commit or its undoing."""
        self._lock.release()
