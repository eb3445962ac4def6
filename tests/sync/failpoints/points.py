"""Numbers everything that a sync does to its store and its connection, and strikes at one of them."""

import os
import signal
import socket
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple, NoReturn, TypeVar

import psycopg
from psycopg.abc import PQGen
from psycopg.waiting import Ready, Wait
from sqlalchemy import event
from sqlcipher3 import dbapi2 as sqlcipher
from typing_extensions import override

from core.crypto.chunks import ChunkPlace
from core.store.attachments.chunk_store import Files
from core.store.database.engine import Store
from sync.postgres.files import PostgresFiles
from sync.postgres.timeouts import PatientConnection
from sync.rows.push import Push

T = TypeVar("T")
NETWORK = ("connect", "connected", "send", "sent", "received")
LOCAL = ("read", "write", "commit", "committed", "keep", "kept")
READS = ("SELECT", "SAVEPOINT", "RELEASE")


Strike = Callable[["Points"], None]


class Point(NamedTuple):
    """`pushes` while the push phase runs: from staging to the stored answer."""

    kind: str
    pushes: bool


class Points:
    """Counts what is done through `watch`ed parts; `strike` is called at number `at`, before it is done."""

    def __init__(self, at: int | None = None, strike: Strike | None = None) -> None:
        self.passed: list[Point] = []
        self.connection: psycopg.Connection | None = None
        self._at, self._strike = at, strike
        self._pushes = False

    def hit(self, kind: str) -> None:
        self.passed.append(Point(kind, self._pushes))
        if self._strike is not None and len(self.passed) - 1 == self._at:
            self._strike(self)

    @contextmanager
    def pushing(self) -> Iterator[None]:
        self._pushes = True
        try:
            yield
        finally:
            self._pushes = False

    def watch(self, store: Store) -> None:
        """The rest of this process counts; there is no way back."""
        self._watch_store(store)
        self._watch_wire()
        self._watch_files()
        original = Push.run

        def run(push: Push, *args: Any) -> Any:
            with self.pushing():
                return original(push, *args)

        Push.run = run  # type: ignore[method-assign, assignment] # this process is made for one pass

    def _watch_store(self, store: Store) -> None:
        event.listen(store.engine, "before_cursor_execute", self._statement)
        original = store.engine.dialect.do_commit

        def do_commit(connection: Any) -> None:
            self.hit("commit")
            original(connection)
            self.hit("committed")

        store.engine.dialect.do_commit = do_commit  # type: ignore[method-assign, assignment] # as above

    def _watch_files(self) -> None:
        """A chunk of an attachment that is put beside the store."""
        original = Files.put

        def put(files: Files, place: ChunkPlace, plaintext: bytes) -> None:
            self.hit("keep")
            original(files, place, plaintext)
            self.hit("kept")

        Files.put = put  # type: ignore[method-assign, assignment] # as above

    def _statement(self, db: Any, cursor: Any, statement: str, *rest: Any) -> None:
        self.hit("read" if statement.lstrip().startswith(READS) else "write")

    def _watch_wire(self) -> None:
        """A call: what is sent, that it is with the network, and each piece of the answer that is here."""
        original = PatientConnection.wait

        def wait(connection: PatientConnection, gen: PQGen[T], *args: Any) -> T:
            self.connection = connection
            self.hit("send")
            result = original(connection, self._once_sent(gen), *args)
            self.hit("received")
            return result

        PatientConnection.wait = wait  # type: ignore[method-assign, assignment] # as above

    def _once_sent(self, gen: PQGen[T]) -> Generator[Wait, Ready | int, T]:
        """A row of a page may be here already or not: only what a call itself sends is counted."""
        asks = getattr(gen, "__name__", "") != "_read_gen"
        ready: Any = None
        while True:
            try:
                wanted = gen.send(ready)
            except StopIteration as done:
                result: T = done.value
                return result
            if asks:
                self.hit("sent")
                asks = False
            ready = yield wanted


class CountedRemote(PostgresFiles):
    """Counts connecting, too. Rows and files have each a connection of its own."""

    points: Points

    @override
    @contextmanager
    def _call(self) -> Iterator[psycopg.Connection]:
        is_new = self._connection is None or self._connection.closed
        if is_new:
            self.points.hit("connect")
        with super()._call() as connection:
            if is_new:
                self.points.hit("connected")
            yield connection


def kill(points: Points) -> NoReturn:
    """The process is gone, with nothing told to anybody."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("still here")


def cut(points: Points) -> None:
    """The connection is gone; the process finds out at its next use of it."""
    if points.connection is not None and not points.connection.closed:
        with socket.socket(fileno=os.dup(points.connection.fileno())) as end:
            end.shutdown(socket.SHUT_RDWR)


def fill_the_disk(points: Points) -> NoReturn:
    """SQLite finds no room for this one statement or commit."""
    error = sqlcipher.OperationalError("database or disk is full")
    error.sqlite_errorcode = sqlcipher.SQLITE_FULL
    raise error


def fill_if_it_writes(points: Points) -> None:
    """For a strike at any point: only what goes to the disk can find it full."""
    if points.passed[-1].kind in ("write", "commit"):
        fill_the_disk(points)
