"""The stored pictures, and on what set-up they were made."""

import json
from dataclasses import asdict
from pathlib import Path

from PySide6.QtGui import QImage

from tests.desktop.pixels import palette
from tests.desktop.pixels.fingerprint import fingerprint

FOLDER = Path(__file__).parent / "references"
_MADE_ON = FOLDER / "made_on.json"
RENEW = "python -m tests.desktop.pixels.renew"


def path_of(name: str) -> Path:
    return FOLDER / f"{name}.png"


def stored(name: str) -> QImage:
    """Null where there is none yet."""
    return QImage(str(path_of(name)))


def exist() -> bool:
    return _MADE_ON.exists()


def clear() -> None:
    """Takes all of them away."""
    for path in FOLDER.glob("*.png"):
        path.unlink()


def differences() -> list[str]:
    """What is otherwise here than where the pictures were made; then they say nothing of the program."""
    made = json.loads(_MADE_ON.read_text(encoding="utf-8"))
    here = asdict(fingerprint())
    return [f"{name} was {made.get(name)}, is {here[name]}" for name in here if made.get(name) != here[name]]


def keep(name: str, image: QImage) -> None:
    """In place of the picture that there was."""
    palette.save(image, path_of(name))


def keep_set_up() -> None:
    """All pictures are of this one from now on."""
    text = json.dumps(asdict(fingerprint()), indent=1)
    _MADE_ON.write_text(f"{text}\n", encoding="utf-8")
