"""SQLite's failures as sentences that a person can act on."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2 as sqlcipher

from core.domain.errors import (
    BadInput,
    DiskFull,
    StoreBusy,
    StoreDamaged,
    StoreReadOnly,
    StoreUnreadable,
    UserError,
)

# Primary result codes of SQLite (sqlite.org/rescode.html).
_PERM, _BUSY, _LOCKED, _READONLY, _IOERR, _CORRUPT, _FULL, _CANTOPEN, _NOTADB = 3, 5, 6, 8, 10, 11, 13, 14, 26


_ROOM_BYTES = 256 * 1024
"""With less than this free, what cannot be read or made is most likely what a full disk cannot hold."""


def disk_full() -> DiskFull:
    """A full disk and one that takes no writes, which the driver does not tell apart."""
    return DiskFull(
        "The disk is full or cannot be written. Everything saved before is safe; the last change was not "
        "saved. Free some space, then try again."
    )


def damaged() -> StoreDamaged:
    """Only after a check that says so."""
    return StoreDamaged(
        "The practice's file on this computer is damaged: parts of it do not pass their check. It was not "
        "changed. Keep it: what was not sent yet may be in it alone. Copy its folder to another disk, then "
        "restore the latest backup beside it; what is in the clinic comes back by itself."
    )


SUSPECT = "store_suspect"


def unreadable(code: str | None = None) -> StoreUnreadable:
    """`SUSPECT`: the driver thinks that what it read is not right."""
    return StoreUnreadable(
        "The disk could not read the practice's file just now. Nothing was changed, and no damage was found. "
        "Try again; if it stays so, copy the practice's folder to another disk.",
        code=code,
    )


def read_only() -> StoreReadOnly:
    """The rights of the file or its folder are in the way; trying again helps only once they were changed."""
    return StoreReadOnly(
        "The file of this practice, or its folder, cannot be written. Everything saved before is safe; the "
        "last change was not saved. Allow this user to write there, then try again."
    )


def _busy() -> StoreBusy:
    return StoreBusy("Another running copy of PazPaz holds this store; nothing was changed. Close it first.")


def as_user_error(
    error: BaseException, *, writing: bool = False, folder: Path | None = None
) -> UserError | None:
    """The sentence for a driver's error; None when the error is a bug of ours.

    The driver has one word, "disk I/O error", for a disk that takes no more, one that does not give what is
    on it, and a page that does not pass its check. `folder` is where the file lies.
    """
    cause = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(cause, "sqlite_errorcode", None)
    if not isinstance(cause, sqlcipher.Error) or code is None:
        return None
    full = folder is not None and not _has_room(folder)
    # The lower byte says what happened; the bits above it only where.
    return _of_code(int(code) & 0xFF, full=full, writing=writing, folder=folder)


def _of_code(code: int, *, full: bool, writing: bool, folder: Path | None) -> UserError | None:
    if code == _FULL or (code == _IOERR and (full or writing)) or (code == _CANTOPEN and full):
        return disk_full()
    if code in (_CORRUPT, _NOTADB):
        return unreadable(SUSPECT)
    if code == _IOERR or (code == _CANTOPEN and _may_write(folder)):
        return unreadable()
    if code in (_PERM, _READONLY, _CANTOPEN):
        return read_only()
    return _busy() if code in (_BUSY, _LOCKED) else None


def _has_room(folder: Path) -> bool:
    try:
        return shutil.disk_usage(folder).free >= _ROOM_BYTES
    except OSError:
        return True


def _may_write(folder: Path | None) -> bool:
    return folder is not None and os.access(folder, os.R_OK | os.W_OK | os.X_OK)


@contextmanager
def translated(*, writing: bool = False, folder: Path | None = None) -> Iterator[None]:
    """Turns the driver's failures inside the block into `UserError`s; bugs pass through."""
    try:
        yield
    # The driver binds texts as UTF-8, which has no bytes for half of a surrogate pair.
    except UnicodeEncodeError:
        raise BadInput(
            "This text holds half of a character that is written in two; nothing was changed. "
            "Take it out, then try again."
        ) from None
    except (DBAPIError, sqlcipher.Error) as error:
        told = as_user_error(error, writing=writing, folder=folder)
        if told is None:
            raise
        # The driver's text may quote values; it must not travel in the chain.
        raise told from None
