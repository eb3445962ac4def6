"""The encrypted local store: opening, transactions, integrity and sealed copies."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from core.domain.clock import Clock
from core.domain.errors import DiskFull, NotFound, StoreUnreadable, UserError
from core.runtime.memory import return_freed
from core.runtime.stopping import Check, go_on
from core.store.database.blank_pages import without_blank_pages
from core.store.database.connect import AttachGuard, check_header, open_connection
from core.store.database.connections import Alone, Pool, driver, pooled
from core.store.database.driver_errors import SUSPECT, damaged, translated
from core.store.database.interruption import asking
from core.store.database.own_file import OwnFile, replaced
from core.store.database.private_files import make_private_file, plain_errors
from core.store.database.watching import TOUCHED, TouchedRows, Watches
from core.store.database.write_turn import WriteTurn

_WRITER_WAIT_S = 60.0
_LOOKS = 5
"""Beside a process that writes without end, none of them may find the whole log in the file."""
_UNREAD = "error reading"
"""How SQLCipher's check begins to say that the disk did not give a page, rather than a wrong one."""


class Store:
    """An open store. Usable from any thread; readers never wait for the writer, writers take turns.

    Do not open `write()` inside `write()`: there is one writer, and it would wait for itself.
    """

    def __init__(
        self, path: Path, key: bytes, clock: Clock, *, wipe_memory: bool = False, alone: bool = False
    ) -> None:
        self.path = path
        self.clock = clock
        self._key: bytes | None = key
        self._wipe_memory = wipe_memory
        self._file = OwnFile(path)
        self._kept: Path | None = None
        self._guards: dict[int, AttachGuard] = {}
        self.watches = Watches()
        self.turn = WriteTurn()
        self._writer: int | None = None
        self._alone = alone
        self._is_in_bulk = False
        self._is_sound = False
        self.engine = pooled(self._connect, alone=alone)
        self._connections = (Alone if alone else Pool)(self.engine)

    @classmethod
    def open(
        cls, path: Path, key: bytes, clock: Clock, *, create: bool = True, wipe_memory: bool = False
    ) -> "Store":
        """Opens the store, or makes an empty one; the caller then runs the migrations.

        With `create=False` a missing file is refused (NotFound). `wipe_memory`: see `open_connection`.
        On a disk without room for a second connection it opens with one for all. Errors: WrongPassphrase,
        NotAStore, StoreDamaged, StoreUnreadable, StoreBusy, StoreReadOnly, DiskFull.
        """
        with plain_errors(path):
            # A link would be followed by the driver; one that leads nowhere does not count as absent.
            known = os.path.lexists(path)
            if known:
                check_header(path, key)
            elif not create:
                raise NotFound(_MISSING)
            else:
                make_private_file(path)
        try:
            return cls._opened(path, key, clock, wipe_memory=wipe_memory, alone=False)
        except (DiskFull, StoreUnreadable):
            if not known:  # an empty file would be taken for a damaged practice
                path.unlink()
                raise
        return cls._opened(path, key, clock, wipe_memory=wipe_memory, alone=True)

    @classmethod
    def _opened(cls, path: Path, key: bytes, clock: Clock, *, wipe_memory: bool, alone: bool) -> "Store":
        store = cls(path, key, clock, wipe_memory=wipe_memory, alone=alone)
        try:
            # The pool connects at its first use: only then it is known whether the key opens the file.
            with store.read() as db:
                db.exec_driver_sql("SELECT 1")
        except BaseException:
            store.close()
            raise
        return store

    def _connect(self) -> Any:
        if self._key is None:
            raise RuntimeError("the store is closed")
        if not self._file.is_here():
            raise replaced(self._kept)
        raw, guard = open_connection(self.path, self._key, wipe_memory=self._wipe_memory, alone=self._alone)
        self._guards[id(raw)] = guard
        return raw

    @property
    def is_alone(self) -> bool:
        """Whether there is no room for another connection beside the one that serves all."""
        return self._alone

    @property
    def is_in_place(self) -> bool:
        """Whether the file that was opened is still the one at its path."""
        return self._file.is_here()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A snapshot: every statement inside sees the same rows."""
        with self._naming_damage(), translated(folder=self.path.parent), self._connections.reading() as db:
            yield db

    @contextmanager
    def write(self, *, bulk: bool = False) -> Iterator[Connection]:
        """One transaction, committed at the end, rolled back on any error.

        What a person typed is on the disk when this returns; with `bulk` (pages that can be pulled again)
        a power cut may take the last transactions, but never tears one. Refused (StoreReplaced) when the
        file is not at its place any more.
        """
        touched = TouchedRows()
        with self._writing("NORMAL" if bulk or self._is_in_bulk else "FULL") as db:
            db.info[TOUCHED] = touched
            yield db
            self.turn.announce(touched)
        # Not before the commit: whoever reads these rows anew then would still find what they said before.
        self.watches.tell(touched)

    @contextmanager
    def in_bulk(self) -> Iterator[None]:
        """Every write inside is `bulk`: for what is invented, in a store that nobody else works in yet."""
        self._is_in_bulk = True
        try:
            yield
        finally:
            self._is_in_bulk = False

    @contextmanager
    def _writing(self, synchronous: str) -> Iterator[Connection]:
        with (
            # Before the turn of writers. Where one connection serves all, who reads holds it and may write
            # inside, and would wait for a writer that waits for the connection. `translated` stands inside
            # `_naming_damage`, which goes by the error that it makes.
            self._connections.turn(),
            self._taking_turns(),
            self._own_file(),
            self._naming_damage(),
            translated(writing=True, folder=self.path.parent),
            self._connections.writing(synchronous) as db,
        ):
            yield db

    @contextmanager
    def _taking_turns(self) -> Iterator[None]:
        if self._writer == threading.get_ident():
            raise RuntimeError("write() inside write()")
        if not self.turn.take(_WRITER_WAIT_S):
            raise UserError("The store is busy; nothing was changed. Try again.", code="store_busy")
        self._writer = threading.get_ident()
        try:
            yield
        finally:
            self._writer = None
            self.turn.give_back()

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
            self._copy_to(path)
            path.chmod(0o600)
        except (OSError, UserError):
            path.unlink(missing_ok=True)
            return None
        return path

    def integrity_problems(self, check: Check = go_on) -> list[str]:
        """What SQLCipher's and SQLite's own checks report; empty when all is well.

        `check` is called again and again during the second, and ends it by what it raises.
        """
        check()
        sealed, built = self._check("cipher_integrity_check"), self._check("integrity_check", check)
        # Where SQLite's own check finds something, a blank page may be part of the same damage.
        return [*(sealed if built or not sealed else self._look_again(sealed)), *built]

    def _look_again(self, problems: list[str]) -> list[str]:
        """Those that stay while the file stands still. SQLCipher's check reads it past the log, so it may
        meet a page that just comes from there."""
        try:
            for _ in range(_LOOKS):
                with translated(folder=self.path.parent), self._connections.still() as (db, is_copied):
                    free = int(db.exec_driver_sql("PRAGMA freelist_count").scalar_one())
                    size = int(db.exec_driver_sql("PRAGMA page_size").scalar_one())
                    found = self._check("cipher_integrity_check")
                problems = without_blank_pages(self.path, found, size, free if is_copied else None)
                if is_copied or not problems:
                    break
        except UserError:
            return problems  # on a full disk, say, nobody knows which pages are free
        return problems

    def _check(self, pragma: str, check: Check = go_on) -> list[str]:
        try:
            with (
                translated(folder=self.path.parent),
                self._connections.reading() as db,
                asking(driver(db), check),
            ):
                found = [str(row[0]) for row in db.exec_driver_sql(f"PRAGMA {pragma}")]
        except StoreUnreadable as error:
            return [f"{_UNREAD if error.code != SUSPECT else 'wrong content'} ({pragma})"]
        return [line for line in found if line != "ok"]

    @contextmanager
    def _naming_damage(self) -> Iterator[None]:
        """Calls damaged only what a check finds to be so; what passed it once is not checked again."""
        try:
            yield
        except StoreUnreadable:
            if not self._is_sound and self._is_damaged():
                raise damaged() from None
            raise

    def _is_damaged(self) -> bool:
        self._is_sound = all(problem.startswith(_UNREAD) for problem in self.integrity_problems())
        return not self._is_sound

    def backup_to(self, path: Path, check: Check = go_on) -> None:
        """Writes a sealed copy under the same key to a path that must not exist yet.

        `check` is called again and again, and ends it by what it raises: part of the copy is there then.
        """
        if self._key is None:
            raise RuntimeError("the store is closed")
        with self._own_file():
            try:
                self._copy_to(path, check)
            except (DiskFull, StoreUnreadable):
                # The driver's word for both: the other disk takes no more, or a page here cannot be read.
                if self._is_damaged():
                    raise damaged() from None
                raise

    def _copy_to(self, path: Path, check: Check = go_on) -> None:
        # Idle: SQLite refuses VACUUM inside a transaction.
        with translated(writing=True), self._connections.idle() as db:
            raw = driver(db)
            guard = self._guards[id(raw)]
            # VACUUM INTO attaches the copy, which is refused otherwise.
            guard.allowed = str(path)
            try:
                with asking(raw, check):
                    raw.execute("VACUUM INTO ?", (str(path),))
            finally:
                guard.allowed = None

    def release_pages(self) -> None:
        """After a reading of whole tables: what it left in the page cache is not asked for again."""
        with self._connections.idle() as db:
            driver(db).execute("PRAGMA shrink_memory")
        return_freed()

    def close(self) -> None:
        """Ends all connections and forgets the key. A second call does nothing."""
        # First, so that no thread makes another connection once the others are ended.
        self._key = None
        self.engine.dispose()


_MISSING = (
    "The practice's file is not where it was. Look for it before anything else, also in the bin and on other "
    "disks: what was not sent yet is in it alone. If it is gone, restore the latest backup."
)
