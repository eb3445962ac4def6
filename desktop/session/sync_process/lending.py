"""The turn of writers, lent to the process that syncs, and what that process wrote within it."""

import uuid
from collections.abc import Mapping, Sequence
from contextlib import suppress

from core.domain.changes import Changed
from core.domain.enums import Origin
from core.domain.errors import UserError
from core.domain.registry import BY_NAME
from core.store.database.engine import Store
from core.store.database.watching import TouchedRows
from sync.events import RowsChanged

_WAIT_S = 60.0
"""As long as a writer of this process waits."""
Announced = Mapping[str, Sequence[str] | None]
"""Ids in hexadecimal by table; None for too many to list."""


class Lending:
    """Used by one thread. Indexes in this process hear of every row as if it were written here."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._is_lent = False
        self._coming = TouchedRows()
        self._untold: dict[str, set[bytes] | None] = {}

    def lend(self) -> bool:
        """Waits until nobody here writes; False when that took too long, or where another file was put in the
        place of the store: that may be the one which the process has open."""
        self._is_lent = self._store.is_in_place and self._store.turn.take(_WAIT_S)
        return self._is_lent

    def announce(self, touched: Announced) -> None:
        """What the transaction that now ends touches: heard before its commit, so known whatever follows."""
        for name, ids in touched.items():
            self._coming.by_table[BY_NAME[name].name] = None if ids is None else {*map(bytes.fromhex, ids)}

    def take_back(self) -> None:
        """The transaction has ended, one way or the other. A second call does nothing."""
        if not self._is_lent:
            return
        coming, self._coming = self._coming, TouchedRows()
        self._is_lent = False
        self._store.turn.give_back()
        self._store.watches.tell(coming)
        for name, ids in coming.by_table.items():
            held = self._untold.setdefault(name, set())
            self._untold[name] = None if ids is None or held is None else held | ids

    def tell(self, told: RowsChanged) -> None:
        """The screens hear of these."""
        for changed in told.changed:
            held = self._untold.get(changed.table)
            if held is not None:
                held.difference_update(each.bytes for each in changed.ids)

    def tell_all(self) -> None:
        """A pass has reached its end: what it did not name changed nothing that a screen shows."""
        self._untold.clear()

    def untold(self) -> RowsChanged | None:
        """What was written and not told, because the process ended in between."""
        untold, self._untold = self._untold, {}
        changed = tuple(
            Changed(name, frozenset(self._all_of(name) if ids is None else _uuids(ids)), Origin.SYNC)
            for name, ids in untold.items()
            if ids is None or ids
        )
        return RowsChanged(changed) if changed else None

    def _all_of(self, name: str) -> set[uuid.UUID]:
        with suppress(UserError), self._store.read() as db:
            return _uuids({row_id for (row_id,) in db.exec_driver_sql(f"SELECT id FROM {name}")})
        return set()  # whoever reads such a store is told why it cannot be read


def _uuids(ids: set[bytes]) -> set[uuid.UUID]:
    return {uuid.UUID(bytes=each) for each in ids}
