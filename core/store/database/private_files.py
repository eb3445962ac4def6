"""Files of a vault: private from the first byte, replaced whole, and held by one process at a time."""

import errno
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Self
from uuid import uuid4

from core.domain.errors import DiskFull, NotAStore, StoreBusy
from core.store.database.replacing import move_over

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700
LOCK_NAME = "vault.lock"
_NEW = ".new"
# No flag exists everywhere: Windows has no links to follow, and only Windows alters line ends.
EXACT = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
"""For every file of ours that is opened by its descriptor."""
# Opening a pipe that stands in a file's place would wait for ever for somebody at its other end.
_AT_ONCE = getattr(os, "O_NONBLOCK", 0)
_BUSY = {errno.EACCES, errno.EAGAIN, errno.EDEADLK}


def make_private_folder(path: Path) -> None:
    """Creates the folder and missing parents; the folder itself is readable by its owner alone."""
    with plain_errors(path):
        path.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        # mkdir leaves the rights of a folder that is there already.
        path.chmod(PRIVATE_FOLDER)


def make_private_file(path: Path) -> None:
    """Makes an empty file; one that is there already stays as it is. A link in its place is not followed."""
    with plain_errors(path):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | _AT_ONCE | EXACT, PRIVATE_FILE))


def write_atomically(path: Path, content: bytes) -> None:
    """After a crash the file holds either all of the old bytes or all of the new ones."""
    with private_replacement(path) as descriptor:
        write_all(descriptor, content)


@contextmanager
def private_replacement(path: Path) -> Iterator[int]:
    """The descriptor of a new private file that takes the place of `path` when the block ends well."""
    # A name of its own, in the same folder: only within one file system does a rename replace at one stroke.
    temporary = path.with_name(f".{path.name}.{uuid4().hex}{_NEW}")
    with plain_errors(path, ours=False):
        try:
            descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | EXACT, PRIVATE_FILE)
            try:
                _hold(descriptor)
                _take_killed(path)
                yield descriptor
                # Before the file gets its name: after a power cut the name could else lead to an empty one.
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
            move_over(temporary, path)
            sync_folder(path.parent)
        finally:
            with suppress(FileNotFoundError):
                temporary.unlink()


def _hold(descriptor: int) -> None:
    """Tells others that somebody writes here; where that cannot be told they leave it alone as well."""
    if sys.platform != "win32":  # where nobody can take away what is open
        with suppress(OSError):
            lock_descriptor(descriptor)


def _take_killed(path: Path) -> None:
    """Those that a killed process left half written in this file's place."""
    with suppress(OSError):
        for entry in list(os.scandir(path.parent)):
            if entry.name.startswith(f".{path.name}.") and entry.name.endswith(_NEW):
                _take_unless_held(Path(entry.path))


def _take_unless_held(temporary: Path) -> None:
    with suppress(OSError):
        descriptor = os.open(temporary, os.O_RDWR | _AT_ONCE | EXACT)
        try:
            lock_descriptor(descriptor)
        finally:
            os.close(descriptor)
        temporary.unlink()


def write_all(descriptor: int, content: bytes) -> None:
    """os.write may take less than it is given."""
    view = memoryview(content)
    while view:
        view = view[os.write(descriptor, view) :]


def sync_folder(path: Path) -> None:
    """Makes a rename last; Windows has no such call and needs none."""
    if sys.platform != "win32":
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def read_limited(path: Path, limit: int) -> bytes | None:
    """The file's bytes, None when it is longer than `limit`. Raises NotAStore when there is no such file."""
    with plain_errors(path), open_own(path) as file:
        content = file.read(limit + 1)
    return content if len(content) <= limit else None


def open_own(path: Path) -> BinaryIO:
    """A file of ours for reading: a real one, no link, pipe or folder in its place. Raises OSError."""
    descriptor = os.open(path, os.O_RDONLY | _AT_ONCE | EXACT)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    return os.fdopen(descriptor, "rb")


@contextmanager
def plain_errors(path: Path, *, ours: bool = True) -> Iterator[None]:
    """Says in a sentence what the operating system says in a number.

    `ours`: where it is missing there is no practice; elsewhere there is only no such place.
    """
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
            raise DiskFull("The disk is full. Nothing was changed; make room and try again.") from error
        if error.errno == errno.ELOOP:
            raise NotAStore(
                f"{path} is a link, and PazPaz follows none: it could lead your data somewhere else. Nothing "
                "was changed. Put the file itself there, and try again."
            ) from error
        if ours and error.errno in {errno.ENOENT, errno.ENOTDIR, errno.EISDIR}:
            raise NotAStore(f"There is no practice in {path.parent}.") from error
        told = f"{path} cannot be used: {os.strerror(error.errno or 0)}. Nothing was changed."
        if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
            told += " Allow this user to read and write there, or choose another place."
            if sys.platform == "win32":
                told += " If another program has it open, such as a virus scanner, close that and try again."
        raise NotAStore(told) from error


class FolderLock:
    """Held by one process; the operating system lets go when that process ends, however it ends."""

    def __init__(self, folder: Path) -> None:
        """Takes the lock at once or raises StoreBusy."""
        flags = os.O_RDWR | os.O_CREAT | EXACT
        with plain_errors(folder / LOCK_NAME):
            self._descriptor: int | None = os.open(folder / LOCK_NAME, flags, PRIVATE_FILE)
        try:
            lock_descriptor(self._descriptor)
        except OSError as error:
            self.release()
            if error.errno not in _BUSY:
                raise
            raise StoreBusy(
                "This practice is open in another window of the program. Close that one, or go on there."
            ) from error

    def release(self) -> None:
        """Lets go; a second call does nothing. The file stays: removing it would race with others."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()


if sys.platform == "win32":
    import msvcrt

    def lock_descriptor(descriptor: int) -> None:
        """At once, or OSError."""
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            if error.errno in {errno.EBADF, errno.EINVAL}:
                raise
            # Not every C library says why; what is open and cannot be locked is held by another.
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES)) from error

else:
    import fcntl

    def lock_descriptor(descriptor: int) -> None:
        """At once, or OSError."""
        # Not `lockf`: such a lock goes when the process closes any other descriptor of the same file.
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
