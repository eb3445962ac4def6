"""How much room files may take: one of them, all of a note, of a client and of the practice."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from core.domain.errors import RuleBroken

MB = 1 << 20
SETTING = "file_limits"
"""Of the practice: megabytes by the names of the limits; what is not named has its default."""
LARGEST_FILE = 500
"""No setting allows more megabytes in one file."""
LARGEST_PRACTICE = 1 << 20
"""Nor more in the practice: a terabyte."""


@dataclass(frozen=True, slots=True)
class FileLimits:
    """Megabytes."""

    file: int = 10
    note: int = 50
    client: int = 100
    practice: int = 10 * 1024


@dataclass(frozen=True, slots=True)
class Room:
    """Bytes that files take already, the deleted ones too, as they can be restored. `note` None: of none."""

    client: int
    practice: int
    note: int | None = None


def limits_of(setting: object) -> FileLimits:
    """As the practice set them. What no program writes, or a newer one, is as if it was not there."""
    given = setting if isinstance(setting, Mapping) else {}
    found = asdict(FileLimits())
    for name in found:
        value = given.get(name)
        most = LARGEST_FILE if name == "file" else LARGEST_PRACTICE
        # JSON's true is an int to isinstance, and would be one megabyte.
        if type(value) is int and 1 <= value <= most:
            found[name] = value
    return FileLimits(**found)


def check_room(size: int, taken: Room, limits: FileLimits) -> None:
    """RuleBroken (file_too_large, note_full, client_full, practice_full) where `size` bytes do not fit."""
    if size > limits.file * MB:
        raise RuleBroken(
            f"This file has {_mb(size)} MB, and a file may have {limits.file} MB; nothing was added. Attach "
            "a smaller version of it, or let an owner raise the limit in Settings, under Files.",
            code="file_too_large",
        )
    if taken.note is not None and taken.note + size > limits.note * MB:
        raise RuleBroken(
            f"This file has {_mb(size)} MB, and the files of this note take {_mb(taken.note)} of "
            f"{limits.note} MB, the deleted ones too; nothing was added. Attach a smaller version of it, or "
            "let an owner raise the limit in Settings, under Files.",
            code="note_full",
        )
    if taken.client + size > limits.client * MB:
        raise RuleBroken(
            f"This file has {_mb(size)} MB, and the files of this client take {_mb(taken.client)} of "
            f"{limits.client} MB, the deleted ones too; nothing was added. Attach a smaller version of it, "
            "or let an owner raise the limit in Settings, under Files.",
            code="client_full",
        )
    if taken.practice + size > limits.practice * MB:
        raise RuleBroken(
            f"This file has {_mb(size)} MB, and all files of the practice take {_mb(taken.practice)} of "
            f"{limits.practice} MB, the deleted ones too; nothing was added. Let an owner raise the limit in "
            "Settings, under Files.",
            code="practice_full",
        )


def _mb(size: int) -> str:
    """Never rounded down to what would fit."""
    return f"{-(-size * 10 // MB) / 10:.1f}"
