"""What `release.json` says of one release, read strictly and written in one form."""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from core.domain.errors import BadInput

MANIFEST, SIGNATURE = "release.json", "release.json.minisig"
"""Names of the two small files that lie beside the installers."""
LONGEST_MANIFEST = 64 * 1024
LONGEST_SIGNATURE = 4 * 1024
LARGEST_FILE = 500 * 1024 * 1024
"""As much as the clinic's server takes of one file."""
OSES = ("windows", "macos", "linux")
ARCHES = ("x86_64", "arm64")
_MOST_FILES, _LONGEST_NOTES = 32, 8_000
# Without leading zeros: every version is written in one way alone.
_VERSION = re.compile(r"(0|[1-9]\d{0,4})\.(0|[1-9]\d{0,4})\.(0|[1-9]\d{0,4})")
# A plain name that every system takes, and no path: laptops join it to a folder.
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+~-]{0,99}")
_SHA = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class ReleaseFile:
    """One installer. `name` is a plain file name; `size` is in bytes; `sha256` in hex."""

    name: str
    os: str
    arch: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Release:
    """`minimum_schema`: what a clinic's server must speak at least before laptops take this release.

    `notes` are what is new, by language ("en" always).
    """

    version: str
    date: date
    minimum_schema: int
    notes: Mapping[str, str]
    files: tuple[ReleaseFile, ...]

    def text(self) -> bytes:
        """As it is signed."""
        document = {
            "version": self.version,
            "date": self.date.isoformat(),
            "minimum_schema": self.minimum_schema,
            "notes": dict(self.notes),
            "files": [asdict(file) for file in self.files],
        }
        return json.dumps(document, ensure_ascii=False, indent=2).encode() + b"\n"

    def notes_in(self, language: str) -> str:
        """What is new, in English where the release has no words in this language."""
        return self.notes.get(language) or self.notes["en"]


def version_key(version: str) -> tuple[int, ...]:
    """For comparing: 0.10.0 is newer than 0.9.3. Raises BadInput for what is not three numbers."""
    found = _VERSION.fullmatch(version)
    if found is None:
        raise _broken()
    return tuple(int(part) for part in found.groups())


def read_release(text: bytes) -> Release:
    """Raises BadInput for what no program of ours wrote. Fields that a later program adds are passed over."""
    if len(text) > LONGEST_MANIFEST:
        raise _broken()
    try:
        return _release(json.loads(text))
    except (ArithmeticError, KeyError, RecursionError, TypeError, ValueError):
        raise _broken() from None


def _release(found: dict[str, Any]) -> Release:
    version, day, schema = found["version"], found["date"], found["minimum_schema"]
    version_key(version)
    # Not isinstance: for that true is an int, and JSON's true would be schema 1.
    _check(type(schema) is int and 1 <= schema < 1 << 31)
    files = tuple(_file(each) for each in found["files"])
    # Names that differ in large letters alone are one file on Windows and macOS.
    names = {file.name.casefold() for file in files}
    _check(0 < len(files) <= _MOST_FILES and len(names) == len(files))
    return Release(version, date.fromisoformat(day), schema, _notes(found["notes"]), files)


def _notes(found: dict[Any, Any]) -> dict[str, str]:
    _check(bool(found["en"]))
    for language, words in found.items():
        _check(isinstance(language, str) and isinstance(words, str) and len(words) <= _LONGEST_NOTES)
    return dict(found)


def _file(found: dict[str, Any]) -> ReleaseFile:
    made = ReleaseFile(found["name"], found["os"], found["arch"], found["size"], found["sha256"])
    _check(_NAME.fullmatch(made.name) is not None and _SHA.fullmatch(made.sha256) is not None)
    _check(made.os in OSES and made.arch in ARCHES)
    _check(type(made.size) is int and 0 < made.size <= LARGEST_FILE)
    return made


def _check(holds: bool) -> None:
    if not holds:
        raise ValueError


def _broken() -> BadInput:
    return BadInput(
        "This release.json cannot be read by this program; nothing was changed. Get the update once more.",
        code="release_unreadable",
    )
