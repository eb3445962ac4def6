"""What is half made: gone when the work ends, and, when the process was killed, at the next start.

Whoever works holds a lock, which the operating system lets go when that process ends, however it ends.
"""

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

from core.store.database.private_files import (
    EXACT,
    PRIVATE_FILE,
    lock_descriptor,
    make_private_folder,
    plain_errors,
)
from core.store.vault.document import FILE_NAME

_BEGINS, _ERASED, _LOCK = ".pazpaz-", ".erased-", ".lock"
_FORGOTTEN_S = 24 * 3600
"""An older program held no lock: after a day nobody works in its folders any more."""


@contextmanager
def scratch(parent: Path) -> Iterator[Path]:
    """A private folder that is gone afterwards unless it was renamed."""
    folder = parent / f"{_BEGINS}{uuid4().hex}"
    # Beside the folder: that is renamed to its place, and a lock in it would come along.
    lock = folder.with_name(folder.name + _LOCK)
    with plain_errors(lock):
        held = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_EXCL | EXACT, PRIVATE_FILE)
    try:
        lock_descriptor(held)
        make_private_folder(folder)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(held)
        lock.unlink(missing_ok=True)


def tidy(parent: Path) -> None:
    """Takes away what killed processes left in this folder; what cannot be taken stays for the next time."""
    with suppress(OSError):
        for entry in list(os.scandir(parent)):
            path = Path(entry.path)
            if entry.name.startswith(_ERASED):
                _erase(path)
            elif entry.name.startswith(_BEGINS):
                _tidy(path)


def _tidy(path: Path) -> None:
    if path.name.endswith(_LOCK):
        with suppress(OSError):
            _take(path)
    elif not path.with_name(path.name + _LOCK).exists() and _age_s(path) > _FORGOTTEN_S:
        shutil.rmtree(path, ignore_errors=True)


def _take(lock: Path) -> None:
    held = os.open(lock, os.O_RDWR | EXACT)
    try:
        lock_descriptor(held)  # raises where somebody works
        shutil.rmtree(lock.with_name(lock.name.removesuffix(_LOCK)), ignore_errors=True)
    finally:
        os.close(held)
    # On Windows a file that is open cannot be removed, so after it was closed.
    lock.unlink()


def _age_s(path: Path) -> float:
    try:
        return time.time() - path.stat().st_mtime
    except OSError:
        return 0.0


def _erase(doomed: Path) -> None:
    """A vault whose erasing was interrupted: its key file first, without which the rest is noise."""
    with suppress(OSError):
        (doomed / FILE_NAME).unlink(missing_ok=True)
    shutil.rmtree(doomed, ignore_errors=True)
