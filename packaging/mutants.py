"""`make mutants`: change the code in thousands of small ways, and print each change that no test noticed.

What is changed, which tests must notice, and why a change may stay unnoticed stands in mutants.toml beside
this file. Runs on Linux and macOS; the groups take minutes each, so it is no part of `make check`.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("core", "sync", "desktop", "migrations", "resources")
BESIDE = (
    "tests",
    "packaging",
    "docs",
    "pyproject.toml",
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "LICENSE",
)
NOTICED = ("killed", "timeout")
"""A mutant that never ends was noticed as well."""
IN_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of its own is made there
"""Where files of tests need not wait for a disk, on Linux."""
# xdist stays in, although a mutant is tried in one process: pyproject.toml has an option of it.
OPTIONS = ("--capture=no", "--tb=no", "-q", "-p", "no:cacheprovider", "-p", "no:cov")
FIRST_SEED = "200000000"
"""Tests that draw fresh seeds draw the same ones in every run."""


def main() -> int:
    settings = tomllib.loads((ROOT / "packaging/mutants.toml").read_text(encoding="utf-8"))
    names = [group["name"] for group in settings["group"]]
    parser = argparse.ArgumentParser(prog="make mutants", description=__doc__)
    parser.add_argument("--only", choices=names, action="append", help="only this group; may be repeated")
    parser.add_argument("--again", action="store_true", help="not what was noticed in the last run")
    parser.add_argument("--quick", action="store_true", help="without the tests that try many examples")
    parser.add_argument("--children", type=int, default=2, help="mutants that are tried at the same time")
    options = parser.parse_args()
    install()
    left = 0
    for group in settings["group"]:
        if group["name"] in (options.only or names):
            began = time.monotonic()
            tried = results(group, settings["accepted"], options)
            left += report(group["name"], tried, time.monotonic() - began)
    return 1 if left else 0


def install() -> None:
    requirements = ROOT / "packaging/requirements/mutants.txt"
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q"]
    subprocess.run([*pip, "install", "--require-hashes", "-r", str(requirements)], check=True)


def results(
    group: dict[str, Any], accepted: Sequence[dict[str, Any]], options: argparse.Namespace
) -> list[dict[str, Any]]:
    """Every mutant of a group, and what became of it: a run that ended early can go on with `again`."""
    place = ROOT / "build/mutants" / group["name"]
    copy_tree(place)
    paths = sorted(str(path.relative_to(place)) for each in group["modules"] for path in place.glob(each))
    left_out = ["-k", f"not {group['without']}"] if "without" in group else []
    if options.quick:
        left_out += ["-m", "not hypothesis"]
    kept = place.with_suffix(".jsonl")
    before = read_results(kept) if options.again and kept.exists() else []
    job = {
        "results": str(kept),
        "noticed": [change_of(each) for each in before if each["status"] in NOTICED],
        "paths": paths,
        "arguments": [*OPTIONS, *group["tests"], *left_out],
        "accepted": accepted,
        "children": options.children,
    }
    (place / "setup.cfg").write_text("[mutmut]\nsource_paths =\n    core\n", encoding="utf-8")
    command = [sys.executable, "packaging/mutating.py"]
    with tempfile.TemporaryDirectory(dir=IN_MEMORY if IN_MEMORY.exists() else None) as files:
        (place / "job.json").write_text(json.dumps({**job, "files": files}), encoding="utf-8")
        subprocess.run(command, cwd=place, check=True, env={**os.environ, "PAZPAZ_OFFSET": FIRST_SEED})
    return read_results(kept)


def change_of(mutant: dict[str, Any]) -> str:
    """What tells a mutant apart, also when its function gets more of them."""
    return json.dumps([mutant["name"].rpartition("__mutmut_")[0], mutant["removed"], mutant["added"]])


def read_results(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def copy_tree(place: Path) -> None:
    shutil.rmtree(place, ignore_errors=True)
    for name in SOURCES + BESIDE:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, place / name, ignore=shutil.ignore_patterns("__pycache__", ".peers"))
        else:
            shutil.copy2(source, place / name)


def report(group: str, tried: Sequence[dict[str, Any]], took_s: float) -> int:
    """Prints what survived without a written reason, and returns how many that are."""
    survivors = [each for each in tried if each["status"] not in {*NOTICED, "reason"}]
    for each in survivors:
        print(f"{each['name']}\n  - {' / '.join(each['removed'])}\n  + {' / '.join(each['added'])}")
    counts = Counter(each["status"] for each in tried)
    print(
        f"{group}: {len(tried)} mutants, {sum(counts[each] for each in NOTICED)} noticed, "
        f"{counts['reason']} with a written reason, {len(survivors)} without; {took_s / 60:.0f} min"
    )
    return len(survivors)


if __name__ == "__main__":
    sys.exit(main())
