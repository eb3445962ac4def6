"""Two builds of one state are equal to the byte, or what differs is listed here with the reason."""

import hashlib
import shutil
from pathlib import Path

import freeze
from telling import Problem, step

DIFFERING: dict[str, str] = {}
"""Files by their place in the bundle that may differ, each with the reason."""


def prove() -> None:
    """Freezes again and compares with what was frozen before. Raises Problem with the files that differ."""
    before = digests(freeze.BUNDLE)
    kept = freeze.WORK / "frozen-before"
    shutil.rmtree(kept, ignore_errors=True)
    freeze.BUNDLE.rename(kept)
    step("The same once more, to compare")
    compare(before, digests(freeze.freeze()))
    shutil.rmtree(kept)


def compare(one: dict[str, str], other: dict[str, str]) -> None:
    differing = {name for name in one.keys() | other.keys() if one.get(name) != other.get(name)}
    unexplained, mended = sorted(differing - DIFFERING.keys()), sorted(DIFFERING.keys() - differing)
    if unexplained:
        raise Problem(f"Two builds differ in {', '.join(unexplained)}.")
    if mended:
        raise Problem(f"Two builds no longer differ in {', '.join(mended)}; take it off the list.")


def digests(folder: Path) -> dict[str, str]:
    """SHA-256 of each file and target of each link, by its place."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            found[name] = f"link to {path.readlink()}"
        elif path.is_file():
            found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found
