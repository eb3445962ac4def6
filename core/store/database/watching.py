"""Tells in-memory indexes which rows a committed transaction touched, whoever wrote them."""

import threading
import uuid
from collections.abc import Iterable

from sqlalchemy import Connection

TOUCHED = "pazpaz_touched"
"""Where a write connection's `info` keeps its `TouchedRows`."""
_MANY = 2000


class TouchedRows:
    """Ids of rows of one transaction by table; None stands for too many to list."""

    def __init__(self) -> None:
        self.by_table: dict[str, set[bytes] | None] = {}

    def add(self, table_name: str, ids: Iterable[bytes]) -> None:
        """Above 2,000 ids of a table they are not listed any more: who watches it reads all of it anew."""
        held = self.by_table.setdefault(table_name, set())
        if held is None:
            return
        held.update(ids)
        if len(held) > _MANY:
            self.by_table[table_name] = None


def touch(db: Connection, table_name: str, ids: Iterable[bytes]) -> None:
    """Notes rows as touched; they count once the transaction is committed."""
    touched = db.info.get(TOUCHED)
    if touched is not None:
        touched.add(table_name, ids)


class Watch:
    """Collects touched rows of one table until somebody asks. Safe from any thread."""

    def __init__(self, table_name: str) -> None:
        self.table_name = table_name
        self._lock = threading.Lock()
        self._ids: set[bytes] | None = None

    def add(self, ids: set[bytes] | None) -> None:
        """None for too many to list: the next `take` says to read everything."""
        with self._lock:
            # None stays None until somebody takes it: who must read everything need not be told of single
            # rows.
            if ids is None or self._ids is None or len(self._ids) > _MANY:
                self._ids = None
            else:
                self._ids |= ids

    def take(self) -> set[uuid.UUID] | None:
        """Rows touched since the last call; None when everything must be read again, as at first."""
        with self._lock:
            taken, self._ids = self._ids, set()
        return None if taken is None else {uuid.UUID(bytes=row_id) for row_id in taken}


class Watches:
    """All watches of one store."""

    def __init__(self) -> None:
        self._watches: list[Watch] = []

    def on(self, table_name: str) -> Watch:
        """A new watch, told of every later transaction for as long as the store lives."""
        watch = Watch(table_name)
        self._watches.append(watch)
        return watch

    def tell(self, touched: TouchedRows) -> None:
        """After the commit, on the thread that wrote."""
        for watch in self._watches:
            if watch.table_name in touched.by_table:
                watch.add(touched.by_table[watch.table_name])
