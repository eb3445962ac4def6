"""Whether the file that was opened is still the one at its path.

Connections go on with a file that was moved, deleted or replaced under the running program; but no path
leads to it, so what they write is gone when the program ends, and a connection made later opens another one.
"""

import os
from pathlib import Path

from core.domain.errors import StoreReplaced


class OwnFile:
    """Remembers which file lay at the path when it was made."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._opened = _identity(path)

    def is_here(self) -> bool:
        """Compared by device and inode: a copy under the same name is another file, and so is none at all."""
        return _identity(self.path) == self._opened

    def spare_name(self) -> Path:
        """A name beside it that is free, for a copy of what the connections still hold."""
        number = 1
        while os.path.lexists(path := self.path.with_name(f"{self.path.stem}-kept-{number}.db")):
            number += 1
        return path


def replaced(kept: Path | None) -> StoreReplaced:
    """`kept`: a copy of what was saved before, when one could be made."""
    first = "The file of this practice was moved or replaced while the program ran, so nothing more is saved."
    if kept is None:
        return StoreReplaced(f"{first} Put it back where it was, then try again; your text stays here.")
    return StoreReplaced(
        f"{first} All that was saved before is in {kept.name} in the same folder, and your text stays here. "
        f"Put the file back where it was and try again; or close the program and give {kept.name} its name."
    )


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
