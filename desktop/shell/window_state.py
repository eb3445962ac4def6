"""Where the window stood and which screen was in front; nothing about anybody."""

import contextlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from core.crypto.base64_text import from_base64, to_base64
from core.domain.errors import UserError
from core.store.database.private_files import read_limited, write_atomically
from desktop.kit.theme import Appearance

_FILE = "window.json"
_LONGEST = 64 * 1024


@dataclass(frozen=True, slots=True)
class WindowState:
    """Kept beside the vaults in plain text: never put an id, a name or a date into it."""

    geometry: str = ""
    screen: str = "today"
    look: str = Appearance.SYSTEM
    language: str = ""
    """Empty at the first start: then it is the system's."""
    letters: bool = True

    def geometry_bytes(self) -> bytes:
        """For `place` of `desktop/kit/window_placing.py`; empty for what is not base64."""
        try:
            return from_base64(self.geometry)
        except ValueError:
            return b""


class WindowFile:
    """Reads and writes it; a file that cannot be understood counts as none."""

    def __init__(self, home: Path) -> None:
        self._path = home / _FILE

    def read(self) -> WindowState:
        """What was written last; the defaults for a file that is missing, damaged or larger than 64 KiB."""
        try:
            found = json.loads(read_limited(self._path, _LONGEST) or b"")
            return WindowState(**found) if _is_sound(found) else WindowState()
        # JSON that is nested very deeply ends in this one.
        except (UserError, RecursionError, TypeError, ValueError):
            return WindowState()

    def write(self, state: WindowState) -> None:
        """Replaces the file whole; a full disk loses no more than the window's place."""
        with contextlib.suppress(UserError):
            write_atomically(self._path, json.dumps(asdict(state)).encode())


def encode_geometry(raw: bytes) -> str:
    """The opposite of `WindowState.geometry_bytes`: JSON holds texts, no bytes."""
    return to_base64(raw)


def _is_sound(found: object) -> bool:
    kinds = {"geometry": str, "screen": str, "look": str, "language": str, "letters": bool}
    return isinstance(found, dict) and all(
        isinstance(found.get(name, kind()), kind) for name, kind in kinds.items()
    )
