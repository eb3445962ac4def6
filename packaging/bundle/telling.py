"""How a build tells what it does, runs programs, and says in a sentence what is missing."""

import os
import shutil
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

_BEGAN = time.monotonic()


class Problem(Exception):
    """Something that stops the build; the text is a sentence for who runs it."""


def step(what: str) -> None:
    """One line, with the seconds since the beginning."""
    print(f"[{time.monotonic() - _BEGAN:5.0f} s] {what} ...", flush=True)


def run(
    command: Sequence[str],
    *,
    cwd: Path | None = None,
    environment: Mapping[str, str] | None = None,
    given: str | None = None,
) -> str:
    """Its output. Raises Problem with the last lines it said when it fails."""
    done = subprocess.run(
        list(command),
        cwd=cwd,
        env=None if environment is None else dict(environment),
        input=given,
        stdin=subprocess.DEVNULL if given is None else None,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        last = "\n".join([*done.stdout.splitlines()[-10:], *done.stderr.splitlines()[-10:]])
        raise Problem(f"{Path(command[0]).name} failed with status {done.returncode}:\n{last}")
    return done.stdout


def need_programs(packages: Mapping[str, str]) -> None:
    """Programs by name, and their Debian package; root on Debian or Ubuntu installs what is missing."""
    missing = sorted({package for name, package in packages.items() if shutil.which(name) is None})
    if not missing:
        return
    if os.geteuid() == 0 and shutil.which("apt-get") is not None:
        step(f"Installing {' '.join(missing)}")
        options = ["-o", "DPkg::Lock::Timeout=600", "-q", "-y"]
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        run(["apt-get", *options, "update"], environment=environment)
        command = ["apt-get", *options, "install", "--no-install-recommends", *missing]
        run(command, environment=environment)
    absent = sorted(name for name in packages if shutil.which(name) is None)
    if absent:
        needed = " ".join(sorted({packages[name] for name in absent}))
        raise Problem(f"{', '.join(absent)} missing here. Install first: sudo apt-get install {needed}")
