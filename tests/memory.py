"""A folder in memory, where the system has one with room: there nothing waits for a disk."""

import os
import shutil
from pathlib import Path

_MEMORY, _ROOM_BYTES = Path("/dev/shm"), 4 << 30  # noqa: S108 - files of a folder of our own


def memory() -> Path | None:
    """None where there is none, where it is small, or where no program may be started from it."""
    if not _MEMORY.is_dir() or shutil.disk_usage(_MEMORY).free < _ROOM_BYTES:
        return None
    return None if os.statvfs(_MEMORY).f_flag & os.ST_NOEXEC else _MEMORY
