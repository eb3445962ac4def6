"""Disks that take no more, and files that are swapped under a running program."""

import resource
import shutil
import signal
import subprocess
import sys
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


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A file system of 4 MB of its own in this folder; the folder itself where none may be mounted."""
    folder.mkdir()
    mounted = sys.platform == "linux" and _called("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", folder)
    try:
        yield folder
    finally:
        if mounted:
            _called("umount", "--lazy", folder)


def is_small(folder: Path) -> bool:
    return shutil.disk_usage(folder).total <= 4 << 20


def _called(*command: str | Path) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


@contextmanager
def room_for(disk: Path, octets: int) -> Iterator[None]:
    """Within the block the small disk has this much room left; where it is none, no file may grow."""
    if not is_small(disk):
        with no_room(0):
            yield
        return
    fill = disk / "fill"
    fill.write_bytes(bytes(shutil.disk_usage(disk).free - octets))
    try:
        yield
    finally:
        fill.unlink()


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
