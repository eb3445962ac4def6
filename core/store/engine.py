"""The encrypted local store: opening, transactions, integrity and sealed copies."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2 as sqlcipher

from core.domain.clock import Clock
from core.domain.errors import DiskFull, NotFound, StoreDamaged, UserError
from core.store.connect import AttachGuard, check_header, open_connection
from core.store.failures import damaged, translated
from core.store.own_file import OwnFile, replaced
from core.store.vault_files import plain_errors
from core.store.watching import TOUCHED, TouchedRows, Watches

_WRITER_WAIT_S = 60.0


class Store:
    """An open store. Usable from any thread; readers never wait for the writer, writers take turns.

    Do not open `write()` inside `write()`: there is one writer, and it would wait for itself.
    """

    def __init__(self, path: Path, key: bytes, clock: Clock, *, wipe_memory: bool = False) -> None:
        self.path = path
        self.clock = clock
        self._key: bytes | None = key
        self._wipe_memory = wipe_memory
        self._file = OwnFile(path)
        self._kept: Path | None = None
        self._guards: dict[int, AttachGuard] = {}
        self.watches = Watches()
        self._turn = threading.Lock()
        self._writer: int | None = None
        self.engine = self._make_engine()

    @classmethod
    def open(
        cls, path: Path, key: bytes, clock: Clock, *, create: bool = True, wipe_memory: bool = False
    ) -> "Store":
        """Opens the store, or makes an empty one; the caller then runs the migrations.

        With `create=False` a missing file is refused (NotFound). `wipe_memory`: see `open_connection`.
        Errors: WrongPassphrase, NotAStore, StoreDamaged, StoreBusy, StoreReadOnly, DiskFull.
        """
        with plain_errors(path):
            if path.exists():
                check_header(path, key)
            elif not create:
                raise NotFound("The store's file is missing. Restore the latest backup.")
            else:
                path.touch(mode=0o600)
        store = cls(path, key, clock, wipe_memory=wipe_memory)
        with store.read() as db:
            db.exec_driver_sql("SELECT 1")
        return store

    def _make_engine(self) -> Engine:
        return create_engine(
            "sqlite+pysqlite://",
            module=sqlcipher,
            creator=self._connect,
            poolclass=QueuePool,
            pool_size=4,
            max_overflow=16,
            pool_use_lifo=True,
            hide_parameters=True,
            echo=False,
        )

    def _connect(self) -> Any:
        if self._key is None:
            raise RuntimeError("the store is closed")
        if not self._file.is_here():
            raise replaced(self._kept)
        raw, guard = open_connection(self.path, self._key, wipe_memory=self._wipe_memory)
        self._guards[id(raw)] = guard
        return raw

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A snapshot: every statement inside sees the same rows."""
        with translated(), self.engine.connect() as db:
            _driver(db).execute("BEGIN")
            yield db

    @contextmanager
    def write(self, *, bulk: bool = False) -> Iterator[Connection]:
        """One transaction, committed at the end, rolled back on any error.

        What a person typed is on the disk when this returns; with `bulk` (pages that can be pulled again)
        a power cut may take the last transactions, but never tears one. Refused (StoreReplaced) when the
        file is not at its place any more.
        """
        with self._taking_turns(), self._own_file(), translated(writing=True), self.engine.connect() as db:
            _set_synchronous(db, "NORMAL" if bulk else "FULL")
            touched = TouchedRows()
            db.info[TOUCHED] = touched
            with db.begin():
                _driver(db).execute("BEGIN IMMEDIATE")
                yield db
            self.watches.tell(touched)

    @contextmanager
    def _taking_turns(self) -> Iterator[None]:
        if self._writer == threading.get_ident():
            raise RuntimeError("write() inside write()")
        if not self._turn.acquire(timeout=_WRITER_WAIT_S):
            raise UserError("The store is busy; nothing was changed. Try again.", code="store_busy")
        self._writer = threading.get_ident()
        try:
            yield
        finally:
            self._writer = None
            self._turn.release()

    @contextmanager
    def _own_file(self) -> Iterator[None]:
        if self._key is not None and not self._file.is_here():
            self._kept = self._kept or self._keep_copy()
            raise replaced(self._kept)
        yield

    def _keep_copy(self) -> Path | None:
        """What an open connection still holds, as a file that a path leads to; None when there is none."""
        path = self._file.spare_name()
        try:
            with translated(writing=True), self.engine.connect() as db:
                raw = db.connection.dbapi_connection
                _vacuum_into(raw, self._guards[id(raw)], path)
            path.chmod(0o600)
        except (OSError, UserError):
            path.unlink(missing_ok=True)
            return None
        return path

    def integrity_problems(self) -> list[str]:
        """What SQLCipher's and SQLite's own checks report; empty when all is well."""
        return [*self._check("cipher_integrity_check"), *self._check("integrity_check")]

    def _check(self, pragma: str) -> list[str]:
        try:
            with self.read() as db:
                found = [str(row[0]) for row in db.exec_driver_sql(f"PRAGMA {pragma}")]
        except StoreDamaged:
            return [f"{pragma} found a page that cannot be read"]
        return [line for line in found if line != "ok"]

    def backup_to(self, path: Path) -> None:
        """Writes a sealed copy under the same key to a path that must not exist yet."""
        if self._key is None:
            raise RuntimeError("the store is closed")
        with self._own_file():
            try:
                self._copy_to(path, self._key)
            except DiskFull:
                # The driver's word for both: the other disk takes no more, or a page here cannot be read.
                if self.integrity_problems():
                    raise damaged() from None
                raise

    def _copy_to(self, path: Path, key: bytes) -> None:
        with translated(writing=True):
            raw, guard = open_connection(self.path, key, wipe_memory=self._wipe_memory)
            try:
                _vacuum_into(raw, guard, path)
            finally:
                raw.close()

    def close(self) -> None:
        """Ends all connections and forgets the key. A second call does nothing."""
        self._key = None
        self.engine.dispose()


def _driver(db: Connection) -> Any:
    """The connection that begins a transaction: SQLAlchemy leaves that to the driver, and ours does not.

    An event of the engine could do so as well, but one listener makes each statement look for all others.
    """
    raw = db.connection.dbapi_connection
    assert raw is not None  # noqa: S101 - a checked-out connection has its driver's
    return raw


def _set_synchronous(db: Connection, mode: str) -> None:
    # Outside a transaction only; remembered, because it lasts as long as the pooled connection.
    info = db.connection.info
    if info.get("synchronous") != mode:
        _driver(db).execute(f"PRAGMA synchronous = {mode}")
        info["synchronous"] = mode


def _vacuum_into(raw: Any, guard: AttachGuard, path: Path) -> None:
    guard.allowed = str(path)
    try:
        raw.execute("VACUUM INTO ?", (str(path),))
    finally:
        guard.allowed = None
