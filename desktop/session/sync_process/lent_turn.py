"""The turn of writers in the process that syncs: the window's lends it, transaction by transaction."""

import queue
from collections.abc import Callable
from typing import Any

from typing_extensions import override

from core.store.database.watching import TouchedRows
from core.store.database.write_turn import WriteTurn


class LentTurn(WriteTurn):
    """Asks by `say`; `answer` is called with what came back, on whichever thread hears it."""

    def __init__(self, say: Callable[[list[Any]], None]) -> None:
        super().__init__()
        self._say = say
        self._answers: queue.SimpleQueue[bool] = queue.SimpleQueue()
        self._is_over = False

    @override
    def take(self, within_s: float) -> bool:
        if not super().take(within_s):
            return False
        if not self._is_over:
            self._say(["turn"])
            # Without a limit of its own: the lender has one, and an end of it is heard here.
            if self._answers.get():
                return True
        super().give_back()
        return False

    @override
    def announce(self, touched: TouchedRows) -> None:
        if touched.by_table:
            self._say(["touches", {name: _hex(ids) for name, ids in touched.by_table.items()}])

    @override
    def give_back(self) -> None:
        self._say(["done"])
        super().give_back()

    def answer(self, given: bool) -> None:
        """Whether the turn that was asked for is here."""
        self._answers.put(given)

    def end(self) -> None:
        """The lender is gone: nothing is written any more but what has its turn."""
        self._is_over = True
        self._answers.put(False)


def _hex(ids: set[bytes] | None) -> list[str] | None:
    return None if ids is None else [each.hex() for each in ids]
