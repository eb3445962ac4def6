"""SQLite's failures as sentences that a person can act on."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2 as sqlcipher

from core.domain.errors import DiskFull, StoreBusy, StoreDamaged, StoreReadOnly, UserError

_PERM, _BUSY, _LOCKED, _READONLY, _IOERR, _CORRUPT, _FULL, _CANTOPEN, _NOTADB = 3, 5, 6, 8, 10, 11, 13, 14, 26


def disk_full() -> DiskFull:
    return DiskFull(
        "The disk is full or cannot be written. Everything saved before is safe; the last change was not "
        "saved. Free some space, then try again."
    )


def damaged() -> StoreDamaged:
    return StoreDamaged(
        "The store on this computer is damaged and was not changed. Restore the latest backup; "
        "what was already in the clinic comes back by itself."
    )


def read_only() -> StoreReadOnly:
    return StoreReadOnly(
        "The file of this practice, or its folder, cannot be written. Everything saved before is safe; the "
        "last change was not saved. Allow this user to write there, then try again."
    )


def _busy() -> StoreBusy:
    return StoreBusy("Another running copy of PazPaz holds this store; nothing was changed. Close it first.")


def as_user_error(error: BaseException, *, writing: bool = False) -> UserError | None:
    """The sentence for a driver's error; None when the error is a bug of ours.

    The driver says only "disk I/O error": while writing the disk takes no more, while reading it is damaged.
    """
    cause = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(cause, "sqlite_errorcode", None)
    if not isinstance(cause, sqlcipher.Error) or code is None:
        return None
    return disk_full() if writing and int(code) & 0xFF == _IOERR else _of_code(int(code))


def _of_code(code: int) -> UserError | None:
    if code & 0xFF == _FULL:
        return disk_full()
    if code & 0xFF in (_CORRUPT, _NOTADB, _IOERR):
        return damaged()
    if code & 0xFF in (_PERM, _READONLY, _CANTOPEN):
        return read_only()
    if code & 0xFF in (_BUSY, _LOCKED):
        return _busy()
    return None


@contextmanager
def translated(*, writing: bool = False) -> Iterator[None]:
    """Turns the driver's failures inside the block into `UserError`s; bugs pass through."""
    try:
        yield
    except (DBAPIError, sqlcipher.Error) as error:
        told = as_user_error(error, writing=writing)
        if told is None:
            raise
        # The driver's text may quote values; it must not travel in the chain.
        raise told from None
