"""Where the old installation's objects are: a folder into which they were exported, or their S3 store."""

import os
import stat
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from core.domain.errors import BadInput, UserError

MOST_OBJECTS = 2_000_000
PIECE = 1 << 20
# Without O_NONBLOCK opening a named pipe waits for its writer (open(2)).
_NO_LINKS = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class UnreadableObjectError(Exception):
    """This one object cannot be read; others may."""


class Objects(Protocol):
    """Objects by their key. Raises UserError when none can be read: wrong place, no connection."""

    def listed(self, prefix: str) -> Mapping[str, int]:
        """Bytes of every object whose key begins with `prefix`."""
        ...

    def read(self, key: str, limit: int) -> bytes:
        """The object, or its first `limit` bytes. Raises UnreadableObjectError."""
        ...


class Folder:
    """Objects as files, each at the path that is its key. Links and devices are no objects."""

    def __init__(self, root: Path) -> None:
        if not root.is_dir():
            raise BadInput(f"{root} is not a folder; nothing was changed.")
        self._root = root

    def listed(self, prefix: str) -> Mapping[str, int]:
        found: dict[str, int] = {}
        folders = [""]
        # No recursion: an export may hold folders that are nested deeper than the program can follow.
        while folders:
            folder = folders.pop()
            for name, status in self._entries(folder):
                key = folder + name
                if stat.S_ISDIR(status.st_mode):
                    folders.append(key + "/")
                elif stat.S_ISREG(status.st_mode) and key.startswith(prefix):
                    found[key] = status.st_size
                    refuse_too_many(len(found))
        return found

    def _entries(self, folder: str) -> list[tuple[str, os.stat_result]]:
        """Nothing where a folder cannot be looked into: what is in it counts as missing."""
        found = []
        with suppress(OSError), os.scandir(self._root / folder) as entries:
            for entry in entries:
                with suppress(OSError):
                    found.append((entry.name, entry.stat(follow_symlinks=False)))
        return found

    def read(self, key: str, limit: int) -> bytes:
        try:
            descriptor = os.open(self._root / key, os.O_RDONLY | _NO_LINKS)
        except (OSError, ValueError):
            raise UnreadableObjectError from None
        with os.fdopen(descriptor, "rb") as file:
            try:
                if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                    raise UnreadableObjectError
                return file.read(limit)
            except OSError:
                raise UnreadableObjectError from None


def refuse_too_many(count: int) -> None:
    if count > MOST_OBJECTS:
        raise UserError(
            f"There are more than {MOST_OBJECTS:,} objects; nothing was changed. Give only those of this "
            "practice.",
            code="too_many_objects",
        )
