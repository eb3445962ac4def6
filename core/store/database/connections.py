"""How many connections a store has: a pool of them, or, where the disk has no room for more, one for all."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.pool import QueuePool, StaticPool
from sqlcipher3 import dbapi2 as sqlcipher
from typing_extensions import override


def pooled(connect: Callable[[], Any], *, alone: bool) -> Engine:
    """An engine over connections that are made by `connect`."""
    options: dict[str, Any] = {"poolclass": StaticPool}
    if not alone:
        options = {"poolclass": QueuePool, "pool_size": 4, "max_overflow": 16, "pool_use_lifo": True}
    return create_engine(
        "sqlite+pysqlite://",
        module=sqlcipher,
        creator=connect,
        # Else the text of an error quotes the row that was written.
        hide_parameters=True,
        echo=False,
        **options,
    )


def driver(db: Connection) -> Any:
    """The connection that begins a transaction: SQLAlchemy leaves that to the driver, and ours does not.

    An event of the engine could do so as well, but one listener makes each statement look for all others.
    """
    raw = db.connection.dbapi_connection
    assert raw is not None  # noqa: S101 - a checked-out connection has its driver's
    return raw


class Pool:
    """A connection for each block: readers never wait for the writer."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Held around what also waits for something else."""
        yield

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One transaction that only reads: from its first statement on it sees one state of the store."""
        with self._engine.connect() as db:
            driver(db).execute("BEGIN")
            yield db

    @contextmanager
    def writing(self, mode: str) -> Iterator[Connection]:
        """One transaction, committed at the end and rolled back on an error. `mode` is SQLite's
        `synchronous`."""
        with self._engine.connect() as db:
            _set_synchronous(db, mode)
            with db.begin():
                # Takes the write lock before anything is read: who has read an older state could not write
                # any more.
                driver(db).execute("BEGIN IMMEDIATE")
                yield db

    @contextmanager
    def idle(self) -> Iterator[Connection]:
        """Outside any transaction."""
        with self._engine.connect() as db:
            yield db

    @contextmanager
    def still(self) -> Iterator[tuple[Connection, bool]]:
        """Holds one state of the store, and tells whether all of it is in the file. While that is so, no
        process moves anything from the log into the file: nothing in the log is older than what is held."""
        with self.reading() as db, self.idle() as other:
            db.exec_driver_sql("SELECT count(*) FROM sqlite_schema")  # only now it begins to see
            yield db, _is_copied(other)


class Alone(Pool):
    """One connection: blocks take turns, and one inside another of the same thread shares its transaction."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self._turn = threading.RLock()
        self._mine: Connection | None = None

    @override
    @contextmanager
    def turn(self) -> Iterator[None]:
        with self._turn:
            yield

    @override
    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with self._turn:
            if self._mine is not None:
                yield self._mine
                return
            with super().reading() as db, self._held(db):
                yield db

    @override
    @contextmanager
    def writing(self, mode: str) -> Iterator[Connection]:
        with self._turn:
            if self._mine is not None:
                with _written_between_reads(self._mine) as db:
                    yield db
                return
            with super().writing(mode) as db, self._held(db):
                yield db

    @override
    @contextmanager
    def idle(self) -> Iterator[Connection]:
        with self._turn, super().idle() as db, self._held(db):
            yield db

    @override
    @contextmanager
    def still(self) -> Iterator[tuple[Connection, bool]]:
        with self._turn:
            if self._mine is not None:
                # Whoever copies must hold nothing, and giving the one connection back would undo what is
                # written in the block around this.
                yield self._mine, False
                return
            # Nobody else is here to write meanwhile.
            with self.idle() as db:
                yield db, _is_copied(db)

    @contextmanager
    def _held(self, db: Connection) -> Iterator[None]:
        self._mine = db
        try:
            yield
        finally:
            self._mine = None


@contextmanager
def _written_between_reads(db: Connection) -> Iterator[Connection]:
    """A write inside a block that reads: its own transaction, after which reading goes on."""
    raw = driver(db)
    raw.commit()
    raw.execute("BEGIN IMMEDIATE")
    try:
        yield db
        raw.commit()
    except BaseException:
        raw.rollback()
        raise
    finally:
        raw.execute("BEGIN")


def _is_copied(db: Connection) -> bool:
    """Whether the whole log is in the file, after as much of it was copied as others who read allow."""
    busy, in_log, copied = db.exec_driver_sql("PRAGMA wal_checkpoint(PASSIVE)").one()
    return not busy and in_log == copied


def _set_synchronous(db: Connection, mode: str) -> None:
    # Outside a transaction only; remembered, because it lasts as long as the pooled connection.
    info = db.connection.info
    if info.get("synchronous") != mode:
        driver(db).execute(f"PRAGMA synchronous = {mode}")
        info["synchronous"] = mode
