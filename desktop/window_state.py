"""Where the window stood and which screen was in front; nothing about anybody."""

import base64
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from desktop.theme import Look

_FILE = "window.json"


@dataclass(frozen=True, slots=True)
class WindowState:
    """Kept beside the vaults in plain text: never put an id, a name or a date into it."""

    geometry: str = ""
    screen: str = "today"
    look: str = Look.SYSTEM
    language: str = "en"
    letters: bool = True

    def geometry_bytes(self) -> bytes:
        try:
            return base64.b64decode(self.geometry, validate=True)
        except ValueError:
            return b""


class WindowFile:
    """Reads and writes it; a file that cannot be understood counts as none."""

    def __init__(self, home: Path) -> None:
        self._path = home / _FILE

    def read(self) -> WindowState:
        try:
            found = json.loads(self._path.read_text(encoding="utf-8"))
            return WindowState(**found) if _is_sound(found) else WindowState()
        except (OSError, ValueError, TypeError):
            return WindowState()

    def write(self, state: WindowState) -> None:
        """Replaces the file whole; a full disk loses no more than the window's place."""
        draft = self._path.with_suffix(".new")
        try:
            draft.write_text(json.dumps(asdict(state)), encoding="utf-8")
            draft.replace(self._path)
        except OSError:
            draft.unlink(missing_ok=True)


def encode_geometry(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")


def _is_sound(found: object) -> bool:
    kinds = {"geometry": str, "screen": str, "look": str, "language": str, "letters": bool}
    return isinstance(found, dict) and all(
        isinstance(found.get(name, kind()), kind) for name, kind in kinds.items()
    )
