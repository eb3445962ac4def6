"""Disks that take no more, and files that are swapped under a running program."""

import resource
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def no_room(beyond_bytes: int) -> Iterator[None]:
    """Within the block no file of this process may grow beyond this."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (beyond_bytes, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


def log_size(store: Path) -> int:
    """Where the next words of an open store would go."""
    return Path(f"{store}-wal").stat().st_size


def deleted(store: Path, other: Path) -> None:
    store.unlink()


def replaced(store: Path, other: Path) -> None:
    """As a program does that brings a folder to an older state; the log stays."""
    other.replace(store)


def replaced_with_its_log(store: Path, other: Path) -> None:
    other.replace(store)
    for end in ("-wal", "-shm"):
        Path(f"{store}{end}").unlink(missing_ok=True)


def folder_moved(store: Path, other: Path) -> None:
    store.parent.rename(store.parent.with_name("moved away"))


SWAPS: list[Callable[[Path, Path], None]] = [deleted, replaced, replaced_with_its_log, folder_moved]
